from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from tests.conftest import Problem, make_problem


def test_a_descent_is_the_loop_of_the_lesson_written_out(line_problem: Problem, dtype: str) -> None:
    """nn-free PyTorch, torch.optim.SGD and its own zero_grad: an independent loop over the same data."""
    objective, start = line_problem
    X, y = (torch.tensor(a, dtype=getattr(torch, dtype)) for a in (objective.X, objective.y))
    w = torch.nn.Parameter(torch.tensor(start, dtype=X.dtype))
    sgd, path = torch.optim.SGD([w], lr=0.01), []
    for _ in range(301):
        path.append(w.detach().numpy().astype(float))
        sgd.zero_grad()
        torch.nn.functional.mse_loss(X @ w, y).backward()  # type: ignore[no-untyped-call]
        sgd.step()
    for name in ("numpy", "torch"):
        run = gd.record(objective, start, gd.get_backend(name, dtype=dtype), gd.GD(0.01), steps=300)
        assert (np.abs(run.weights - path) <= gd.compare(run, run, objective).weights.bound).all()


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_n_updates_give_n_plus_1_rows_and_row_t_is_before_update_t(name: str) -> None:
    objective, start = make_problem(9, 3)
    optimizer = gd.GD(1e-3)
    run = gd.record(objective, start, gd.get_backend(name), optimizer, steps=4)
    assert len(run) == 5
    assert (run.weights[0] == start).all()
    np.testing.assert_array_equal(run.weights[1:], run.weights[:-1] - optimizer.rate(0) * run.gradient[:-1])


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_a_step_that_was_kept_never_changes(name: str) -> None:
    objective, start = make_problem(9, 3)
    backend = gd.get_backend(name)
    steps = gd.descend(objective, start, backend, gd.GD(1e-3))
    first = next(steps)
    before = [backend.to_numpy(part).copy() for part in first[1:]]
    for _ in islice(steps, 5):
        pass
    for was, part in zip(before, first[1:], strict=True):
        assert (was == backend.to_numpy(part)).all()


def test_a_descent_does_no_work_that_nobody_asks_for() -> None:
    calls = []

    class Counting(gd.MeanSquaredError):
        def loss_and_gradient(self, w: object) -> tuple[object, object]:
            calls.append(w)
            return super().loss_and_gradient(w)

    objective, start = make_problem(9, 3)
    steps = gd.descend(Counting(objective.X, objective.y), start, gd.get_backend("numpy"), gd.GD(1e-3))
    assert calls == []
    list(islice(steps, 3))
    assert len(calls) == 3


def test_the_start_and_the_data_are_left_as_they_were() -> None:
    objective, start = make_problem(9, 3)
    copies = [array.copy() for array in (objective.X, objective.y, start)]
    for name in ("numpy", "torch"):
        gd.record(objective, start, gd.get_backend(name), gd.GD(1e-3), steps=5)
    for array, copy in zip((objective.X, objective.y, start), copies, strict=True):
        assert (array == copy).all()


def test_steps_are_counted_from_0_and_the_rule_is_given_the_gradient_and_the_weights_of_its_step() -> None:
    seen: list[tuple[Any, Any]] = []

    class Watched(gd.GD):
        def step(self, gradient: Any, state: int, w: Any) -> tuple[Any, int]:
            seen.append((gradient, w))
            return super().step(gradient, state, w)

    objective, start = make_problem(9, 3)
    steps = list(islice(gd.descend(objective, start, gd.get_backend("numpy"), Watched(1e-3)), 4))
    assert [step.t for step in steps] == [0, 1, 2, 3]
    for (gradient, w), step in zip(seen, steps, strict=False):  # the last is never taken
        assert np.array_equal(w, step.w)
        assert np.array_equal(gradient, step.gradient)


EXAMPLES = {
    "backend": "gdlearn.get_backend('numpy')",
    "optimizer": "gdlearn.GD(0.01)",
    "batches": "gdlearn.InOrder(64)",
}


@pytest.mark.parametrize("part", ["objective", *EXAMPLES])
def test_a_part_that_is_something_else_is_refused_with_the_words_that_make_one(part: str) -> None:
    objective, start = make_problem(9, 3)
    parts: dict[str, Any] = {
        "objective": objective,
        "start": start,
        "backend": gd.get_backend("numpy"),
        "optimizer": gd.GD(1e-3),
        "batches": gd.InOrder(3),
    }
    with pytest.raises(gd.InputError, match=f"^{part} is 0.01") as said:
        next(gd.descend(*(parts | {part: 0.01}).values()))
    assert f"an object such as {EXAMPLES.get(part, 'gdlearn.MeanSquaredError(X, y)')}." in str(said.value)
