"""Checks of an optimiser: single steps, and what they leave alone."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.data import generator
from gdlearn.optimizers import Optimizer
from gdlearn.testing.report import expect

STEPS, P = 12, 4
HOST = NumpyBackend()


@dataclass(frozen=True, eq=False)
class OptimizerCandidate:
    """An optimiser under test.

    Attributes:
        optimizer: the optimiser.
        rule: the class of `gdlearn.optimizers` whose formula it is said to follow; any other class if it is a new one.
    """

    optimizer: Optimizer
    rule: type


def gradients(seed: int = 0) -> FloatArray:
    """A gradient for every step, from 0.5 to 2 in size and of either sign, shape (steps, p)."""
    rng = generator(seed, stream=9)
    numbers: FloatArray = rng.uniform(0.5, 2.0, (STEPS, P)) * rng.choice([-1.0, 1.0], (STEPS, P))
    return numbers


START = np.array([1.5, -0.75, 2.25, 0.5])


def walk(optimizer: Optimizer, slopes: FloatArray, start: FloatArray, backend: Backend = HOST) -> FloatArray:
    """The deltas of a walk on which the gradients are known beforehand, shape (steps, p), on the host."""
    w, deltas = backend.asarray(start), []
    state = optimizer.init(w)
    for slope in slopes:
        delta, state = optimizer.step(backend.asarray(slope), state, w)
        deltas.append(backend.to_numpy(delta))
        w = w - delta
    return np.array(deltas)


def delta_has_the_shape_of_the_weights(candidate: OptimizerCandidate) -> str:
    """For one weight and for many."""
    sizes = (1, 3, 7)
    for p in sizes:
        w = np.arange(1.0, p + 1)
        delta, _ = candidate.optimizer.step(np.ones_like(w), candidate.optimizer.init(w), w)
        expect(np.shape(delta) == (p,), f"for {p} weights its delta has shape {np.shape(delta)}, not ({p},).")
    return f"delta has a component for every weight, of {', '.join(map(str, sizes))} weights."


def keeps_float32(candidate: OptimizerCandidate) -> str:
    """Float32 weights have a float32 delta and float32 in the state: a NumPy float64 among the settings promotes."""
    w = START.astype("float32")
    state, steps = candidate.optimizer.init(w), 3
    for slope in gradients().astype("float32")[:steps]:
        delta, state = candidate.optimizer.step(slope, state, w)
        arrays = {"delta": delta} | {f"state[{i}]": a for i, a in enumerate(leaves(state)) if np.ndim(a)}
        for name, array in arrays.items():
            expect(array.dtype == np.float32, f"of float32 weights its {name} is {array.dtype}.")
    return f"{steps} steps with float32 weights: delta and state are float32."


def leaves(state: Any) -> list[Any]:
    """The numbers and arrays in a state, however it is nested."""
    if hasattr(state, "__dict__") and not callable(state):
        state = vars(state)
    if isinstance(state, dict):
        state = list(state.values())
    if isinstance(state, list | tuple):
        return [leaf for item in state for leaf in leaves(item)]
    return [state]


def writes_into_nothing(candidate: OptimizerCandidate) -> str:
    """Gradient, weights and the state that it was given are the same before and after a step."""
    optimizer, w = candidate.optimizer, START.copy()
    state = optimizer.init(w)
    for slope in gradients():
        given, before = slope.copy(), deepcopy(state)
        _, after = optimizer.step(given, state, w)
        expect((given == slope).all(), f"a step wrote into the gradient: it was {slope} and is {given}.")
        expect((w == START).all(), f"a step wrote into the weights: they were {START} and are {w}.")
        were, are = leaves(before), leaves(state)
        same = len(were) == len(are) and all(map(np.array_equal, were, are))
        expect(same, f"a step wrote into the state that it was given: it was {before} and is {state}.")
        state = after
    return f"{STEPS} steps wrote into none of gradient, weights and state."


def delta_is_its_own(candidate: OptimizerCandidate) -> str:
    """Whoever writes into a delta changes neither the gradient nor the steps to come."""
    optimizer, slopes = candidate.optimizer, gradients()
    right, state = walk(optimizer, slopes, START), optimizer.init(START.copy())
    w = START.copy()
    for t, slope in enumerate(slopes):
        given = slope.copy()
        delta, state = optimizer.step(given, state, w.copy())
        same = np.allclose(delta, right[t])  # what was written is far off; the digits do not matter
        expect(same, f"after deltas were written into, delta {t} is {delta}, not {right[t]}.")
        w, before = w - right[t], given.copy()
        delta[...] = 77.0
        expect((given == before).all(), "its delta is the gradient itself: writing into one changes the other.")
    return f"writing into {STEPS} deltas changed neither the gradients nor the steps after them."
