"""Checks of a backend: shape, precision and device of whatever it hands out, and what its inputs look like after."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.testing.candidate import Candidate
from gdlearn.testing.problems import ALL, TALL, Case, case
from gdlearn.testing.report import expect

PLATFORMS = {"gpu": "cuda", "rocm": "cuda"}  # what jax calls the devices that others call cuda


def everything(candidate: Candidate, problem: Case) -> dict[str, Any]:
    """All that a backend hands out in one turn of the loop, by name."""
    backend = candidate.backend
    here, w = problem.objective.on(backend), backend.parameters(problem.w)
    loss, gradient = backend.loss_and_gradient(here, w)
    snapshot = backend.snapshot(w)
    delta = 0.125 * gradient + 0.5 * snapshot  # as an optimiser does it: with Python floats
    return {
        "the data": backend.asarray(problem.objective.predict(problem.w)),
        "the loss": loss,
        "the gradient": gradient,
        "a snapshot": snapshot,
        "delta": delta,
        "the updated weights": backend.update(w, delta),
    }


def shapes(candidate: Candidate) -> str:
    """The loss is a scalar (), the gradient and the weights have the shape (p,)."""
    for problem in ALL:
        found, p = everything(candidate, problem), len(problem.w)
        wanted = dict.fromkeys(found, (p,)) | {
            "the loss": (),
            "the data": problem.objective.predict(problem.w).shape,
        }
        for name, array in found.items():
            shape, to_host = tuple(array.shape), candidate.backend.to_numpy(array).shape
            right = wanted[name]
            expect(
                shape == to_host == right,
                f"on {problem.name}, {name} has shape {shape}, on the host {to_host}, not {right}.",
            )
    return f"on {len(ALL)} problems the loss is () and gradient, delta, snapshot and weights are (p,)."


def dtype_is_kept(candidate: Candidate) -> str:
    """Nothing is promoted and nothing is cut off: all arrays have the dtype that the backend says."""
    for problem in ALL:
        for name, array in everything(candidate, problem).items():
            dtype = str(candidate.backend.to_numpy(array).dtype)
            expect(dtype == candidate.dtype, f"on {problem.name}, {name} is {dtype} instead of {candidate.dtype}.")
            inside = str(getattr(array, "dtype", dtype))
            expect(dtype in inside, f"on {problem.name}, {name} is {inside} inside and {dtype} on the host.")
    return f"on {len(ALL)} problems all that it hands out is {candidate.dtype}."


def device_is_kept(candidate: Candidate) -> str:
    """All arrays live on the device that the backend says."""
    said, count = str(candidate.backend.device), 0
    for name, array in everything(candidate, case("mse mean", *TALL)).items():
        device = getattr(array, "device", None)
        if device is not None:
            found, count = str(device), count + 1  # jax says "TFRT_CPU_0"
            expect(_kind(said) in _kind(found), f"{name} is on {found!r}, not on {said!r}.")
    if not count:
        return f"it says {said!r}; its arrays do not tell where they are."
    return f"{count} kinds of arrays are on {said!r}, as it says."


def _kind(device: str) -> str:
    """The device without its number, under the name that most libraries have for it."""
    kind = device.lower().split(":")[0]
    return PLATFORMS.get(kind, kind)


def inputs_are_untouched(candidate: Candidate) -> str:
    """Loss and gradient write neither into the weights nor into the data, on the backend or on the host."""
    backend = candidate.backend
    for problem in ALL:
        core, start = problem.objective.core, np.array(problem.w, dtype=candidate.dtype)  # of a penalty, what it is on
        theirs = {name: np.array(getattr(core, name), dtype=candidate.dtype) for name in ("X", "y")}
        mine = problem.objective.with_core(core._with(**theirs))
        here, w = mine.on(backend), backend.parameters(start)
        backend.loss_and_gradient(here, w)
        held = {name: backend.to_numpy(getattr(here.core, name)) for name in theirs} | {"w": backend.to_numpy(w)}
        before = {name: np.asarray(getattr(core, name), dtype=candidate.dtype) for name in theirs}
        before["w"] = problem.w.astype(candidate.dtype)
        for where, arrays in (("on the backend", held), ("on the host", theirs | {"w": start})):
            for name, array in arrays.items():
                expect((array == before[name]).all(), f"on {problem.name}, {name} {where} is not what it was.")
        for name, array in (theirs | {"w": start}).items():
            expect(array.flags.writeable, f"on {problem.name}, the caller cannot write to {name} any more.")
    return f"on {len(ALL)} problems data and weights are the same before and after, here and on the backend."
