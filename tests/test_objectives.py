from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.metrics import mean_squared_error

import gdlearn as gd
from gdlearn.theory import Rounding, central_differences, central_differences_bound
from tests.conftest import Problem, make_problem

FACTORS = {  # as a textbook would write them, apart from the code under test
    "mean": lambda n: 1 / n,
    "sum": lambda _: 1.0,
    "half_mean": lambda n: 0.5 / n,
    "half_sum": lambda _: 0.5,
}


def test_the_loss_is_the_mean_squared_error_of_scikit_learn(problem: Problem) -> None:
    objective, w = problem
    expected = mean_squared_error(objective.y, objective.X @ w)
    assert abs(objective.loss(w) - expected) <= 2 * Rounding(objective, "float64").loss(w)


@pytest.mark.parametrize("convention", list(gd.Convention))
def test_the_gradient_by_hand_is_the_gradient_by_autograd(problem: Problem, convention: gd.Convention) -> None:
    objective = gd.MeanSquaredError(problem.objective.X, problem.objective.y, convention)
    w = torch.tensor(problem.start, requires_grad=True)
    residual = torch.tensor(objective.X) @ w - torch.tensor(objective.y)
    (FACTORS[convention](len(objective)) * residual.square().sum()).backward()  # type: ignore[no-untyped-call]
    assert w.grad is not None
    apart = np.abs(objective.gradient(problem.start) - w.grad.numpy())
    assert (apart <= 2 * Rounding(objective, "float64").gradient(problem.start)).all()


@pytest.mark.parametrize("convention", list(gd.Convention))
def test_the_gradient_is_the_slope_of_the_loss(problem: Problem, convention: gd.Convention) -> None:
    objective = gd.MeanSquaredError(problem.objective.X, problem.objective.y, convention)
    apart = np.abs(objective.gradient(problem.start) - central_differences(objective.loss, problem.start))
    allowed = central_differences_bound(objective, problem.start)
    allowed += Rounding(objective, "float64").gradient(problem.start)
    assert (apart <= allowed).all()


def test_loss_and_gradient_together_are_what_they_are_apart(problem: Problem) -> None:
    objective, w = problem
    loss, gradient = objective.loss_and_gradient(w)
    assert loss == objective.loss(w)
    assert (gradient == objective.gradient(w)).all()


@pytest.mark.parametrize(("one", "other"), list(product(gd.Convention, gd.Convention)))
def test_a_converted_learning_rate_walks_through_the_same_weights(one: gd.Convention, other: gd.Convention) -> None:
    n = 50
    rate = gd.Convention.MEAN.convert_learning_rate(0.01, to=one, n=n)
    rates = {one: rate, other: one.convert_learning_rate(rate, to=other, n=n)}
    runs = []
    for convention in (one, other):
        objective, start = make_problem(n, 3, convention=convention)
        runs.append(gd.record(objective, start, gd.get_backend("numpy"), gd.GD(rates[convention]), steps=50).weights)
    # Only the factors are rounded differently, by 3 u each step, and a stable descent forgets such errors.
    np.testing.assert_allclose(runs[0], runs[1], rtol=0, atol=50 * 4 * np.finfo(float).eps * np.abs(runs[0]).max())


def test_losses_over_rows_add_up_to_the_loss_over_all() -> None:
    objective, w = make_problem(50, 3)
    parts = [objective.rows(slice(0, 10)), objective.rows(np.arange(10, 50))]
    together = sum(len(part) / 50 * part.gradient(w) for part in parts)
    assert (np.abs(together - objective.gradient(w)) <= 2 * Rounding(objective, "float64").gradient(w)).all()


def test_predict_takes_other_rows_too() -> None:
    objective, w = make_problem(50, 3)
    other = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 2.0, 0.0, 1.0]])
    assert objective.predict(w, other).tolist() == [w[0] + w[3], 2 * w[1] + w[3]]


def test_float32_weights_give_a_float32_loss_and_gradient() -> None:
    objective, w = make_problem(50, 3)
    loss, gradient = objective.on(gd.get_backend("numpy", dtype="float32")).loss_and_gradient(w.astype("float32"))
    assert (loss.dtype, gradient.dtype) == (np.float32, np.float32)


ONES = np.ones((4, 2))


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        (ONES, np.ones((4, 1)), r"y has shape \(4, 1\); it must have shape \(n,\)"),
        (np.ones(4), np.ones(4), r"X has shape \(4,\); it must have shape \(n, p\)"),
        (ONES, np.ones(3), "X has 4 rows but y has 3 values"),
        (np.ones((4, 0)), np.ones(4), r"X has shape \(4, 0\); at least one"),
    ],
)
def test_shapes_that_would_broadcast_are_refused(X: object, y: object, words: str) -> None:
    with pytest.raises(gd.InputError, match=words):
        gd.MeanSquaredError(X, y)


@pytest.mark.parametrize("name", ["median", "", "MEAN", None])
def test_an_unknown_convention_is_refused_with_the_list_of_known_ones(name: Any) -> None:
    with pytest.raises(gd.InputError, match="mean, sum, half_mean, half_sum"):
        gd.Convention(name)


class Bowl(gd.Objective):
    """As little as a stranger has to write."""

    def loss(self, w: Any) -> Any:
        return w @ w / 2

    def gradient(self, w: Any) -> Any:
        return w

    def predict(self, w: Any, X: Any = None) -> Any:
        return w

    def rows(self, index: Any) -> Any:
        return self

    def on(self, backend: Any) -> Any:
        return self

    @property
    def size(self) -> int:
        return 3

    def __len__(self) -> int:
        return 4


def test_of_an_objective_that_says_nothing_nothing_is_assumed() -> None:
    bowl, w = Bowl(), np.array([1.0, 2.0, 3.0])
    assert (bowl.analytic, bowl.quadratic, bowl.bend, bowl.sample, bowl.nbytes) == (False, False, np.inf, None, 0)
    assert bowl.biases == (2,)
    assert bowl.core is bowl
    assert bowl.with_core(bowl) is bowl
    assert bowl.share(8) == 0.5
    loss, gradient = bowl.loss_and_gradient(w)
    assert (loss, list(gradient)) == (7.0, [1.0, 2.0, 3.0])
    assert bowl.completed(w, loss, gradient) == (loss, gradient)


def test_arrays_that_do_not_say_how_large_they_are_are_never_cut_into_blocks() -> None:
    whole = gd.MeanSquaredError(np.ones((4, 2)), np.ones(4))
    assert whole.nbytes == 8 * (4 * 2 + 4)
    assert whole.on(gd.get_backend("python")).nbytes == 0


def test_settings_are_kept_as_pythons_own_whatever_they_came_as() -> None:
    X, y = np.ones((4, 2)), np.array([0.0, 1.0, 1.0, 0.0])
    mse = gd.MeanSquaredError(X, y, "half_sum")  # type: ignore[arg-type]
    assert type(mse.convention) is gd.Convention
    assert type(gd.Huber(X, y, delta=np.float32(0.5)).delta) is float  # type: ignore[arg-type]
    assert type(gd.MLP(X, y, hidden=np.int32(3)).hidden) is int  # type: ignore[arg-type]
    assert type(gd.Softmax(X, y, classes=np.int32(2)).classes) is int  # type: ignore[arg-type]
    assert type(gd.L2(mse, strength=np.float32(0.5)).strength) is float  # type: ignore[arg-type]


def test_the_form_of_least_squares_is_in_float64_whatever_the_data_are_in() -> None:
    X, y = np.array([[0.1, 1.0], [0.2, 1.0]], "float32"), np.array([0.3, 0.7], "float32")
    A, b = gd.MeanSquaredError(X, y, gd.Convention.HALF_SUM).as_least_squares()
    assert A.dtype == b.dtype == np.float64
    assert np.array_equal(A, X.astype(float))
    assert (b == y.astype(float)).all()


def test_a_penalty_does_not_change_what_rows_count_for() -> None:
    objective = gd.MeanSquaredError(np.ones((4, 2)), np.ones(4))
    assert gd.L2(objective, 0.5).share(16) == objective.share(16) == 0.25


def test_the_table_of_classes_is_made_from_the_targets_and_not_shown() -> None:
    objective = gd.Softmax(np.ones((2, 1)), np.array([0.0, 1.0]), classes=2)
    assert (objective.one_hot == np.eye(2)).all()
    assert "one_hot" not in repr(objective)
    with pytest.raises(TypeError):
        gd.Softmax(np.ones((2, 1)), np.array([0.0, 1.0]), 2, np.eye(2))  # type: ignore[call-arg]
