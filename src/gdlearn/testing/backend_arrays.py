"""Checks of a backend: what happens to arrays on their way in, on their way out and in between.

Sharing memory is the classic mistake here: a recorded descent then rewrites its own past, and no number is wrong at
the moment at which it is looked at.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.arrays import frozen
from gdlearn.backends import DTYPES
from gdlearn.testing.candidate import Candidate
from gdlearn.testing.problems import SQUARE, case
from gdlearn.testing.report import expect

VALUES = (1.0, -2.5, 3.0)
DELTA = (0.5, -0.25, 2.0)
OVERWRITTEN = 77.0
SCALES = (1.0, 2.0**-40, 2.0**20)  # powers of 2, so that nothing is rounded


def write(array: Any, value: float = OVERWRITTEN) -> bool:
    """Write into an array of any library, if it lets itself be written to."""
    try:
        array[...] = value
    except Exception:  # immutable arrays say so in many ways
        return False
    return True


def describes_itself(candidate: Candidate) -> str:
    """Name, method, dtype and device are told, and the dtype is the one that was asked for."""
    backend, told = candidate.backend, {}
    for name in ("name", "method", "dtype", "device"):
        value = told[name] = getattr(backend, name, None)
        expect(isinstance(value, str) and value, f"its {name} is {value!r}; it must be text, and not empty.")
    expect(backend.dtype in DTYPES, f"its dtype is {backend.dtype!r}; it must be one of {', '.join(DTYPES)}.")
    asked = candidate.asked or backend.dtype
    expect(backend.dtype == asked, f"asked for {asked}, it says that it computes in {backend.dtype}.")
    return f"it says of itself: {', '.join(f'{name} {value!r}' for name, value in told.items())}."


def round_trips(candidate: Candidate) -> str:
    """Values come back from the backend as they went in, whatever held them, and in the backend's dtype."""
    backend, table, counted = candidate.backend, np.arange(12.0).reshape(3, 4) - 5.5, np.arange(len(VALUES))
    forms = {
        "a list": list(VALUES),
        "a list of integers": counted.tolist(),
        "an array of integers": counted,
        "a float32 array": np.array(VALUES, dtype="float32"),
        "all digits": np.array([np.pi, np.e], dtype=candidate.dtype),
        "a table": table,
        "a transposed table": table.T,
        "every other column": table[:, ::2],
        "a table in reverse": np.flip(table),
        "a table of one column": table[:, :1],
        "a row of one number": np.array(VALUES[:1]),
        "read-only values": frozen(np.array(VALUES)),
    }
    for name, values in forms.items():
        back, sent = backend.to_numpy(backend.asarray(values)), np.asarray(values)
        expect(back.shape == sent.shape, f"{name} of shape {sent.shape} came back with shape {back.shape}.")
        wrong = np.argwhere(back != sent)
        expect(not len(wrong), f"{name} came back as {back.tolist()}; it was {sent.tolist()}.")
        expect(back.dtype == candidate.dtype, f"{name} came back in {back.dtype}, not in {candidate.dtype}.")
    return f"{len(forms)} kinds of host values came back with the same numbers and shapes, in {candidate.dtype}."


def asarray_copies(candidate: Candidate) -> str:
    """Host to backend is a copy: what the caller writes later does not arrive."""
    backend = candidate.backend
    values = np.array(VALUES, dtype=candidate.dtype)
    inside = backend.asarray(values)
    values[:] = OVERWRITTEN
    now = backend.to_numpy(inside).tolist()
    expect(now == list(VALUES), f"the caller wrote into his array, and the backend's became {now}.")
    values = np.array(VALUES, dtype=candidate.dtype)
    written = write(backend.asarray(values))
    expect((values == VALUES).all(), f"writing into the backend's array changed the caller's to {values.tolist()}.")
    return f"neither side sees what the other writes{'' if written else ' (its arrays cannot be written to)'}."


def to_numpy_copies(candidate: Candidate) -> str:
    """Backend to host is a copy: it stays as it was, and writing into it changes nothing inside."""
    backend = candidate.backend
    w = backend.parameters(VALUES)
    outside = backend.to_numpy(w)
    w = backend.update(w, backend.asarray(DELTA))
    expect(outside.tolist() == list(VALUES), f"after an update the host's copy had become {outside.tolist()}.")
    before = backend.to_numpy(w).tolist()
    write(backend.to_numpy(w))
    after = backend.to_numpy(w).tolist()
    expect(before == after, f"the host wrote into its copy, and the weights became {after}.")
    return "an update does not reach the host's copy, and writing into it does not reach the weights."


def parameters_are_copies(candidate: Candidate) -> str:
    """The weights that are learned are a copy of the starting weights, be they on the host or on the backend."""
    backend, delta = candidate.backend, candidate.backend.asarray(DELTA)
    values = np.array(VALUES, dtype=candidate.dtype)
    backend.update(backend.parameters(values), delta)
    expect((values == VALUES).all(), f"an update changed the caller's starting weights to {values.tolist()}.")
    first, second = backend.parameters(values), backend.parameters(values)
    backend.update(first, delta)
    now = backend.to_numpy(second).tolist()
    expect(now == list(VALUES), f"an update of one set of weights changed another, made from the same start, to {now}.")
    write(first)
    expect((values == VALUES).all(), f"writing into the weights changed the caller's start to {values.tolist()}.")
    return "updates change neither the start that the caller holds nor other weights made from it."


def snapshots_never_change(candidate: Candidate) -> str:
    """A snapshot is a copy: no update reaches it, and writing into it does not reach the weights."""
    backend = candidate.backend
    w = backend.parameters(VALUES)
    kept = backend.snapshot(w)
    w = backend.update(w, backend.asarray(DELTA))
    now = backend.to_numpy(kept).tolist()
    expect(now == list(VALUES), f"after an update the snapshot of before had become {now}.")
    before = backend.to_numpy(w).tolist()
    written = write(backend.snapshot(w))
    after = backend.to_numpy(w).tolist()
    expect(before == after, f"writing into a snapshot changed the weights to {after}.")
    return f"an update leaves it alone{', and writing into it leaves the weights alone' if written else ''}."


def results_never_change(candidate: Candidate) -> str:
    """A loss and a gradient, once handed out, stay as they are: whoever keeps a step may keep it."""
    backend, problem = candidate.backend, case("mse mean", *SQUARE)
    here, w = problem.objective.on(backend), backend.parameters(problem.w)
    kept = backend.loss_and_gradient(here, w)
    before = [backend.to_numpy(array).tolist() for array in kept]
    w = backend.update(w, backend.asarray(np.ones(len(problem.w))))
    backend.loss_and_gradient(here, w)
    for name, array, old in zip(("loss", "gradient"), kept, before, strict=True):
        now = backend.to_numpy(array).tolist()
        expect(now == old, f"the {name} that it had handed out was {old} and became {now} with the next call.")
    right = backend.to_numpy(backend.loss_and_gradient(here, w)[1])
    write(backend.loss_and_gradient(here, w)[1])
    again = backend.to_numpy(backend.loss_and_gradient(here, w)[1])
    off = np.abs(again - right).max() > np.abs(right).max() / 1000  # rounding has a check of its own
    expect(not off, f"writing into the gradient that it had handed out changed the next one to {again.tolist()}.")
    return "neither the next call nor an update changes them, and writing into them does not change the next ones."


def update_subtracts(candidate: Candidate) -> str:
    """An update is w - delta, exactly that, for short steps and long ones, and it can be updated again."""
    backend = candidate.backend
    step, w0 = np.array(DELTA), np.array(VALUES)
    for scale in SCALES:
        w = backend.parameters(scale * w0)
        for count in (1, 2):
            w = backend.update(w, backend.asarray(scale * step))
            found, right = backend.to_numpy(w).tolist(), (scale * (w0 - count * step)).tolist()
            expect(found == right, f"{scale:g} times {w0} less {count} times {step} is {found}, not {right}.")
    return f"{len(SCALES)} deltas, from {min(SCALES):.1g} to {max(SCALES):.1g}, each subtracted twice, to the last bit."


def update_leaves_delta_alone(candidate: Candidate) -> str:
    """An update does not write into the delta that it is given, which may be the gradient itself."""
    backend = candidate.backend
    delta = backend.asarray(DELTA)
    backend.update(backend.parameters(VALUES), delta)
    now = backend.to_numpy(delta).tolist()
    expect(now == list(DELTA), f"delta was {list(DELTA)} and is {now} after the update.")
    return "delta is the same before and after."
