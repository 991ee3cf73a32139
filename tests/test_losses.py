"""Claims about every objective at once; the tolerance is the rounding bound of its own formula."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.backends import BACKENDS, GRADIENTS
from gdlearn.backends.list_array import ListArray
from gdlearn.objectives import OBJECTIVES
from gdlearn.theory import Rounding, central_differences, central_differences_bound
from tests.objective_zoo import PLAIN, SHAPES, ZOO, Drawn, draw

EXACT = sorted(set(BACKENDS) - {"numeric"})  # every backend whose gradient is more than a difference of losses

ANALYTIC = ["mse", "poisson", "mlp", "L2 mse", "L2 poisson", "L2 mlp"]


@pytest.fixture(params=[(name, *shape) for name, shape in product(ZOO, SHAPES)], ids=str)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    """Every objective at several shapes."""
    return draw(*request.param)


@pytest.fixture(params=ZOO)
def one(request: pytest.FixtureRequest) -> Drawn:
    """Every objective at one shape."""
    return draw(request.param, 20, 3)


def test_the_gradient_by_hand_is_autograd_through_the_loss_of_pytorch(drawn: Drawn, dtype: str) -> None:
    w = drawn.w.astype(dtype)
    loss, gradient = drawn.objective.on(gd.get_backend("numpy", dtype)).loss_and_gradient(w)
    their_loss, their_gradient = drawn.by_torch(w, dtype)
    bound = Rounding(drawn.objective, dtype)
    # Both are within one bound of the exact value, so they are within two of each other.
    assert abs(float(loss) - their_loss) <= 2 * bound.loss(w.astype(float))
    assert (np.abs(gradient.astype(float) - their_gradient) <= 2 * bound.gradient(w.astype(float))).all()


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("gradient", GRADIENTS)
def test_every_formula_runs_on_every_backend(one: Drawn, name: str, gradient: str) -> None:
    backend = gd.get_backend(name, gradient=gradient)
    got = backend.loss_and_gradient(one.objective.on(backend), backend.parameters(one.w))
    loss, slopes = (backend.to_numpy(a) for a in got)
    bound = Rounding(one.objective, "float64")
    assert abs(loss - one.objective.loss(one.w)) <= 2 * bound.loss(one.w)
    assert (np.abs(slopes - one.objective.gradient(one.w)) <= 2 * bound.gradient(one.w)).all()


def test_the_gradient_is_the_slope_of_the_loss(drawn: Drawn) -> None:
    objective, w = drawn.objective, drawn.w
    apart = np.abs(objective.gradient(w) - central_differences(objective.loss, w))
    assert (apart <= central_differences_bound(objective, w) + Rounding(objective, "float64").gradient(w)).all()


@pytest.mark.parametrize("which", [(name, *shape) for name, shape in product(ANALYTIC, SHAPES)], ids=str)
def test_an_analytic_loss_takes_a_complex_step(which: tuple[str, int, int]) -> None:
    objective, w = draw(*which)[:2]
    h = 1e-30  # no difference is taken, so that nothing cancels and the step may be as small as one likes
    slopes = [objective.loss(w + 1j * h * e).imag / h for e in np.eye(len(w))]
    # The imaginary part is forward differentiation: the same products and sums as in the gradient, in another order.
    assert (np.abs(objective.gradient(w) - slopes) <= 2 * Rounding(objective, "float64").gradient(w)).all()


def test_only_these_say_that_they_take_one() -> None:
    assert {name for name in ZOO if draw(name, 3, 1).objective.analytic} == set(ANALYTIC)


def test_loss_and_gradient_together_are_what_they_are_apart(drawn: Drawn) -> None:
    loss, gradient = drawn.objective.loss_and_gradient(drawn.w)
    assert loss == drawn.objective.loss(drawn.w)
    assert (gradient == drawn.objective.gradient(drawn.w)).all()


@pytest.mark.parametrize("cut", [1, 5, 19])
def test_rows_add_up_to_the_whole_and_a_penalty_is_counted_once(one: Drawn, cut: int) -> None:
    order = np.random.default_rng(0).permutation(20)
    parts = [one.objective.rows(order[:cut]), one.objective.rows(order[cut:])]
    bound = Rounding(one.objective, "float64")
    loss = sum(len(part) / 20 * part.loss(one.w) for part in parts)
    gradient = sum(len(part) / 20 * part.gradient(one.w) for part in parts)
    # The bound covers every order of summation over the rows; the two weights are rounded once more.
    assert abs(loss - one.objective.loss(one.w)) <= 2 * bound.loss(one.w)
    assert (np.abs(gradient - one.objective.gradient(one.w)) <= 2 * bound.gradient(one.w)).all()


def test_a_slice_and_row_numbers_choose_the_same_rows(one: Drawn) -> None:
    part, same = one.objective.rows(slice(4, 9)), one.objective.rows(np.arange(4, 9))
    assert len(part) == len(same) == 5
    assert part.loss(one.w) == same.loss(one.w)
    assert (part.predict(one.w) == one.objective.predict(one.w, one.X[4:9])).all()


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_float32_stays_float32_everywhere(one: Drawn, name: str) -> None:
    backend = gd.get_backend(name, dtype="float32")
    objective, w = one.objective.on(backend), backend.asarray(one.w)
    results = (*objective.loss_and_gradient(w), objective.loss(w), objective.gradient(w), objective.predict(w))
    assert {str(a.dtype).removeprefix("torch.") for a in results} == {"float32"}


def test_the_labels_of_softmax_take_the_dtype_of_the_data() -> None:
    objective = gd.Softmax(np.ones((3, 2), dtype="float32"), np.array([0, 1, 1]), 2)
    assert {a.dtype.name for a in objective.loss_and_gradient(np.ones(4, dtype="float32"))} == {"float32"}


def test_the_size_is_what_the_gradient_has_and_biases_are_in_it(drawn: Drawn) -> None:
    objective = drawn.objective
    assert objective.gradient(drawn.w).shape == (objective.size,)
    assert set(objective.biases) < set(range(objective.size))
    assert len(objective) == len(drawn.y)


def test_predictions_by_hand() -> None:
    X, w = np.array([[2.0, 1.0]]), np.array([3.0, -1.0])  # z = 5
    ones = np.ones(1)
    assert gd.Huber(X, ones).predict(w) == 5
    assert gd.Poisson(X, ones).predict(w) == np.exp(5.0)
    assert gd.Logistic(X, ones).predict(w) == pytest.approx(1 / (1 + np.exp(-5.0)), rel=4e-16)
    assert gd.L2(gd.Huber(X, ones), 1.0).predict(w) == 5
    assert gd.MLP(X, ones, 1).predict(np.array([3.0, -1.0, 10.0, 1.0])) == 10 * np.tanh(5.0) + 1
    # Logits 5, 5 and 4 from the columns of W = [[3, 2, 2], [-1, 1, 0]].
    probabilities = gd.Softmax(X, ones, 3).predict(np.array([3.0, 2.0, 2.0, -1.0, 1.0, 0.0]))
    e = np.exp(-1.0)
    np.testing.assert_allclose(probabilities, [[1 / (2 + e), 1 / (2 + e), e / (2 + e)]], rtol=4e-16)


def agrees_with_torch(drawn: Drawn, w: FloatArray) -> None:
    """Finite, without a warning, and the same as PyTorch, at weights where something could go wrong."""
    loss, gradient = drawn.objective.loss_and_gradient(w)
    their_loss, their_gradient = drawn.by_torch(w)
    own = drawn.objective.on(gd.get_backend("torch"))
    _, autograd = gd.get_backend("torch").loss_and_gradient(own, torch.tensor(w, requires_grad=True))
    bound = Rounding(drawn.objective, "float64")
    assert np.isfinite(gradient).all()
    assert abs(loss - their_loss) <= 2 * bound.loss(w)
    assert (np.abs(gradient - their_gradient) <= 2 * bound.gradient(w)).all()
    assert (np.abs(gradient - autograd.numpy()) <= 2 * bound.gradient(w)).all()


@pytest.mark.parametrize("factor", [0.0, 1e3, -1e3])
@pytest.mark.parametrize("name", ["logistic", "softmax", "huber", "mlp"])
def test_far_out_and_at_zero_it_is_still_what_pytorch_says(name: str, factor: float) -> None:
    drawn = draw(name, 20, 3)
    agrees_with_torch(drawn, factor * drawn.w)


@pytest.mark.parametrize("logit", [1e4, -1e4])
def test_softmax_survives_logits_of_ten_thousand(logit: float) -> None:
    drawn = draw("softmax", 20, 3)
    w = np.zeros(drawn.objective.size)
    w[-3:] = logit, 0.0, -logit / 2
    agrees_with_torch(drawn, w)


@pytest.mark.parametrize("residual", [0.7, -0.7, 0.0])
def test_huber_exactly_at_the_kink(residual: float) -> None:
    drawn = draw("huber", 5, 1)
    y = np.full(5, -residual)
    at_kink = Drawn(gd.Huber(drawn.X, y, 0.7), drawn.w, drawn.reference, drawn.X, y)
    agrees_with_torch(at_kink, np.zeros(2))


ONES = np.ones((3, 2))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: gd.Logistic(ONES, np.array([0.0, 1.0, -1.0])), r"y holds -1.0 at row 2 \(counted from 0\).* 0 or 1"),
        (lambda: gd.Logistic(ONES, np.array([0.0, np.nan, 2.0])), "y holds nan at row 1"),
        (lambda: gd.Logistic(ONES, np.array([0.5, 1.0, 0.0])), "y holds 0.5 at row 0"),
        (lambda: gd.Logistic(ONES, np.array(["a", "b", "a"])), "y holds text"),
        (lambda: gd.Logistic(ONES, np.ones((3, 1))), r"y has shape \(3, 1\)"),
        (lambda: gd.Softmax(ONES, np.array([0, 1, 3]), 3), "y holds 3.0 at row 2 .* a whole number from 0 to 2"),
        (lambda: gd.Softmax(ONES, np.array([0.0, 0.5, 1.0]), 3), "y holds 0.5 at row 1"),
        (lambda: gd.Softmax(ONES, np.array([0.0, 1.0, np.inf]), 3), "y holds inf at row 2"),
        (lambda: gd.Softmax(ONES, np.array([0, 1, -1]), 3), "y holds -1.0 at row 2"),
        (lambda: gd.Softmax(ONES, np.zeros(3), 1), "classes is 1; it must be a whole number, 2 or more"),
        (lambda: gd.Softmax(ONES, np.zeros(3), 2.0), r"classes is 2\.0"),  # type: ignore[arg-type]
        (lambda: gd.Poisson(ONES, np.array([0.0, 2.0, -1.0])), "y holds -1.0 at row 2 .* 0 or more"),
        (lambda: gd.Poisson(ONES, np.array([0.0, np.inf, 1.0])), "y holds inf at row 1 .* a finite number"),
        (lambda: gd.Poisson(ONES, np.array(["1", "2", "3"])), "y holds text, not real numbers"),
        (lambda: gd.Huber(ONES, np.zeros(3), 0.0), "delta is 0.0; it must be a finite number greater than 0"),
        (lambda: gd.Huber(ONES, np.zeros(3), np.nan), "delta is nan"),
        (lambda: gd.MLP(ONES, np.zeros(3), 0), "hidden is 0; it must be a whole number, 1 or more"),
        (lambda: gd.MLP(ONES, np.zeros(3), 2.5), r"hidden is 2\.5"),  # type: ignore[arg-type]
        (lambda: gd.Huber(np.ones((0, 2)), np.zeros(0)), r"X has shape \(0, 2\); at least one sample"),
    ],
)
def test_what_a_formula_has_no_meaning_for_is_refused_in_one_sentence(make: Any, words: str) -> None:
    with pytest.raises(gd.InputError, match=words):
        make()


def test_whatever_holds_the_numbers_an_objective_holds_arrays_of_floats() -> None:
    objective = gd.MeanSquaredError([[1, 2], [3, 4]], np.array([5, 6]))
    assert [array.dtype.name for array in (objective.X, objective.y)] == ["float64", "float64"]
    assert (objective.X.tolist(), objective.y.tolist()) == ([[1, 2], [3, 4]], [5, 6])


def test_a_target_is_looked_at_whatever_holds_the_features() -> None:
    lists = gd.get_backend("python").asarray
    with pytest.raises(gd.InputError, match="y holds nan"):
        gd.MeanSquaredError(lists([[1.0]]), np.array([np.nan]))
    with pytest.raises(gd.InputError, match=r"^X has shape \(1,\)"):
        gd.MeanSquaredError(lists([1.0]), lists([1.0]))


@pytest.mark.parametrize("make", [gd.Logistic, gd.Poisson, lambda X, y: gd.Softmax(X, y, 2)])
def test_labels_in_arrays_of_lists_are_compared_as_well(make: Any) -> None:
    lists = gd.get_backend("python").asarray
    assert make(lists([[1.0], [2.0]]), lists([0.0, 1.0])).y.tolist() == [0, 1]
    with pytest.raises(gd.InputError, match=r"y holds -1\.0 at row 1"):
        make(lists([[1.0], [2.0]]), lists([0.0, -1.0]))


def test_a_count_in_a_list_is_finite() -> None:
    with pytest.raises(gd.InputError, match=r"y holds inf at row 0 .* a finite count, 0 or more"):
        gd.Poisson(ListArray([[1.0]]), ListArray([float("inf")]))


def test_squared_error_of_arrays_of_lists_needs_nothing_else() -> None:
    lists = gd.get_backend("python").asarray
    objective = gd.MeanSquaredError(lists([[1.0]]), lists([2.0]))
    assert isinstance(objective.X, ListArray)
    assert isinstance(objective.y, ListArray)


def test_labels_are_checked_once_and_not_on_rows() -> None:
    objective = gd.Logistic(ONES, np.array([0.0, 1.0, 1.0]))
    objective.y[0] = 7.0  # whoever does this is on their own: rows are chosen at every step, and must be quick
    assert objective.rows(slice(0, 1)).y[0] == 7.0


@pytest.mark.parametrize("labels", [[0, 1, 1], [0.0, 1.0, 1.0]])
def test_labels_may_be_integers_or_floats(labels: list[Any]) -> None:
    y, w = np.array(labels), np.array([0.3, -0.2, 0.1, 0.5])
    assert gd.Logistic(ONES, y).loss(w[:2]) == gd.Logistic(ONES, y.astype(float)).loss(w[:2])
    assert gd.Softmax(ONES, y, 2).loss(w) == gd.Softmax(ONES, y.astype(float), 2).loss(w)


def test_objectives_can_be_imported_where_numpy_is_not_installed() -> None:
    code = "import sys; sys.modules['numpy'] = None; import gdlearn.objectives as o; print(*o.OBJECTIVES)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(OBJECTIVES)


def test_every_objective_has_a_name_for_the_command_line() -> None:
    assert list(OBJECTIVES) == list(PLAIN)
    for name, make in OBJECTIVES.items():
        assert type(PLAIN[name].make(ONES, np.zeros(3))) is make
