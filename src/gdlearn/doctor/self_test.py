"""A small problem for every backend, and one try of everything that has to work around them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from gdlearn.backends import available_backends, get_backend
from gdlearn.data import line
from gdlearn.diagnosis import diagnose
from gdlearn.difference import short
from gdlearn.doctor.finding import Finding, attempt
from gdlearn.exercises import check_file, find
from gdlearn.objectives import MeanSquaredError
from gdlearn.optimizers import GD
from gdlearn.testing.backend_formulas import agreement
from gdlearn.testing.candidate import candidates
from gdlearn.testing.problems import TALL, case
from gdlearn.testing.report import expect
from gdlearn.trajectory import Trajectory, record


def self_test() -> Iterator[Finding]:
    """Backend by backend, each that is installed; then a wrong gradient, a file and an exercise."""
    for backend in available_backends():
        if backend.installed:
            yield attempt(f"{backend.name} agrees with the formulas", partial(agrees, backend.name))
    yield attempt("a wrong gradient is named", wrong_gradient)
    yield attempt("a file comes back as it was", round_trip)
    yield attempt("an exercise runs apart", exercise)


def agrees(name: str) -> str:
    """Loss and gradient of a backend, in each of its dtypes, are within what rounding allows of the formulas."""
    problem = case("mse mean", *TALL)
    shares = {each.dtype: agreement(each, [problem]).share for each in candidates(name)}
    used = " and ".join(f"{short(100 * share)} % in {dtype}" for dtype, share in shares.items())
    return f"of what rounding allows, {used}."


def wrong_gradient() -> str:
    """The gradient without its 2 is found wrong and called by its name; the right one passes."""
    right = diagnose(lambda X, y, w: 2 / len(y) * X.T @ (X @ w - y))
    wrong = diagnose(lambda X, y, w: 1 / len(y) * X.T @ (X @ w - y))
    expect(right.ok, f"the right gradient is called wrong: {right.message}")
    expect(wrong.mistakes == ("missing-two",), f"without its 2 it is called {wrong.mistakes}, not missing-two.")
    return "without its 2 it is called missing-two; with it, it passes."


def round_trip() -> str:
    """A trajectory is saved and loaded."""
    data = line(n=20)
    run = record(MeanSquaredError(data.X, data.y), [0.0, 0.0], get_backend("numpy"), GD(0.01), 10)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "run.npz"
        run.save(file)
        again = Trajectory.load(file)
    for name in ("weights", "loss", "gradient"):
        expect(np.array_equal(getattr(run, name), getattr(again, name)), f"the {name} came back changed.")
    return f"{len(run)} rows of a trajectory, bit for bit."


def exercise() -> str:
    """A solution passes and its stub does not, each run in a process of its own."""
    asked = find("gradient-loop")
    solved, empty = (check_file(asked, file) for file in (asked.solution, asked.stub))
    expect(solved.ok, f"the solution of {asked.name} is called wrong: {solved.message}")
    expect(not empty.ok, f"{asked.name} passes with nothing filled in.")
    return f"{asked.name}: the solution passes, the stub does not."
