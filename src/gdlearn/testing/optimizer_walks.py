"""Checks of an optimiser: whole walks, on gradients that are known beforehand."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends import available_backends, get_backend
from gdlearn.difference import short
from gdlearn.testing.closed_forms import CLOSED_FORMS
from gdlearn.testing.optimizer_steps import START, STEPS, OptimizerCandidate, P, gradients, walk
from gdlearn.testing.report import expect
from gdlearn.theory import unit_roundoff

ROUNDINGS = 64  # in one step of a known rule there are at most twenty or so


def _allowed(steps: Any, deltas: FloatArray) -> Any:
    """What rounding may do to a delta in so many steps, next to the largest of all deltas."""
    return steps * ROUNDINGS * unit_roundoff("float64") * np.abs(deltas).max()


def same_steps_again(candidate: OptimizerCandidate) -> str:
    """All that it remembers is in the state: two walks at once are the same as one after the other."""
    optimizer, first, second = candidate.optimizer, gradients(1), gradients(2)
    alone = [walk(optimizer, slopes, START) for slopes in (first, second)]
    expect(np.array_equal(alone[0], walk(optimizer, first, START)), "the same walk again has other deltas.")
    states, places = [optimizer.init(START.copy()) for _ in alone], [START.copy(), START.copy()]
    for t in range(STEPS):
        for i, slopes in enumerate((first, second)):
            delta, states[i] = optimizer.step(slopes[t], states[i], places[i])
            expect(
                np.array_equal(delta, alone[i][t]), f"in two walks at once, delta {t} is {delta}, not {alone[i][t]}."
            )
            places[i] = places[i] - delta
    return f"two walks of {STEPS} steps at once are, to the last bit, what each is alone."


def state_can_be_used_again(candidate: OptimizerCandidate) -> str:
    """A step is a function of gradient, state and weights: from an earlier state the walk goes on as it did."""
    optimizer, slopes, w = candidate.optimizer, gradients(), START.copy()
    state, kept, half = optimizer.init(w), None, STEPS // 2
    right: list[FloatArray] = []
    for t, slope in enumerate(slopes):
        kept = state if t == half else kept
        delta, state = optimizer.step(slope.copy(), state, w)
        right.append(delta)
    for t, slope in enumerate(slopes[half:], start=half):
        delta, kept = optimizer.step(slope.copy(), kept, w)
        expect(
            np.array_equal(delta, right[t]),
            f"from the state of step {half} again, delta {t} is {delta}, not {right[t]}.",
        )
    return f"from the state of step {half} on the steps are the same again, to the last bit."


def weights_are_treated_alike(candidate: OptimizerCandidate) -> str:
    """No weight is special because of its place: reordered weights have reordered deltas."""
    order, slopes = np.array([2, 0, 3, 1]), gradients()
    right, found = walk(candidate.optimizer, slopes, START), walk(candidate.optimizer, slopes[:, order], START[order])
    worst = float(np.abs(found - right[:, order]).max())
    expect(worst <= _allowed(STEPS, right), f"weights in another order have other deltas, by up to {short(worst)}.")
    return f"weights in another order have the same deltas, in that order, in {STEPS} steps."


def stands_still_on_flat_ground(candidate: OptimizerCandidate) -> str:
    """Where the gradient is 0 from the start and the weights are 0, nothing moves, and 0 / 0 is nowhere."""
    flat = walk(candidate.optimizer, np.zeros((STEPS, P)), np.zeros(P))
    expect(not flat.any(), f"with a gradient of 0 at weights of 0 its first deltas are {flat[0]}.")
    return f"with a gradient of 0 at weights of 0 all deltas of {STEPS} steps are 0."


def goes_downhill(candidate: OptimizerCandidate) -> str:
    """On a bowl, of which the bottom is out of reach, every step comes nearer to it."""
    optimizer, bottom = candidate.optimizer, START + np.array([100.0, -80.0, 60.0, -120.0])
    w, steps = START.copy(), 5
    state = optimizer.init(w)
    for t in range(steps):
        slope = (w - bottom) / 100  # of |w - bottom|^2 / 200, so that its size is about 1
        delta, state = optimizer.step(slope, state, w)
        far, near = (float(np.linalg.norm(place - bottom)) for place in (w, w - delta))
        expect(near < far, f"step {t} led from {far:.6g} to {near:.6g} away from the minimum.")
        w = w - delta
    return f"each of {steps} steps on a bowl came nearer to its bottom."


def same_on_every_library(candidate: OptimizerCandidate) -> str:
    """Operators only: the deltas are the same on the arrays of every backend that is installed, but for rounding."""
    optimizer, slopes = candidate.optimizer, gradients()
    names: list[str] = []
    right, worst = walk(optimizer, slopes, START), 0.0
    for backend in (get_backend(each.name) for each in available_backends() if each.installed):
        found = walk(optimizer, slopes, START, backend)
        off = np.abs(found - right) / _allowed(np.arange(1, STEPS + 1)[:, None], right)
        expect((off <= 1).all(), f"on {backend.name} its deltas differ, by {short(np.abs(found - right).max())}.")
        worst, names = max(worst, float(off.max())), [*names, backend.name]
    return f"the same {STEPS} deltas on {', '.join(names)}, to {short(100 * worst)} % of what rounding allows."


def is_its_formula(candidate: OptimizerCandidate) -> str:
    """A known rule, step by step, against the sum over all gradients so far: no memory, no recursion."""
    formula = CLOSED_FORMS.get(candidate.rule)
    if formula is None:
        return "it is no rule of this package; say which it should be with rule=, and it is held against its formula."
    slopes, share = gradients(), 0.0
    found, w = walk(candidate.optimizer, slopes, START), START
    for t in range(STEPS):
        right = formula(candidate.optimizer, slopes[: t + 1], w)
        off, allowed = np.abs(found[t] - right), float(_allowed(t + 1, found))
        j = int(np.argmax(off))
        expect(
            (off <= allowed).all(),
            f"delta {t} of weight {j} is {found[t][j]:.10g}, and the formula says {right[j]:.10g}: off by "
            f"{short(off[j])}, and rounding allows {short(allowed)}.",
        )
        share, w = max(share, float(off.max() / allowed)), w - found[t]
    rule = candidate.rule.__name__
    return f"{STEPS} steps are those of the closed form of {rule}, to {short(100 * share)} % of what rounding allows."
