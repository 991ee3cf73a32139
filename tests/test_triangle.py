"""The sum before the descent: p + 1 rows that have the loss and the gradient of all rows, digit for digit."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.objectives import triangle as module
from gdlearn.objectives.triangle import Table, Triangle, stacked, triangle, triangle_of
from gdlearn.theory import Rounding, curvature, least_squares


class Case(NamedTuple):
    """A table of data that makes summation hard, and how its triangle should be found."""

    offset: float
    valley: float  # the ratio of the longest to the shortest direction of the features
    noise: float
    ones: bool
    method: str


CASES = {
    "well scaled": Case(0.0, 1.0, 3.0, True, "cholesky"),
    "large offset": Case(1e6, 1.0, 3.0, True, "cholesky"),
    "long valley": Case(0.0, 1e6, 1.0, True, "cholesky twice"),
    "both": Case(1e6, 1e6, 1.0, True, "cholesky twice"),
    "hardly any noise": Case(0.0, 1.0, 1e-5, True, "cholesky twice"),
    "no noise at all": Case(0.0, 1.0, 0.0, True, "householder"),
    "beyond squares": Case(0.0, 1e9, 1.0, True, "householder"),
    "an offset and no bias": Case(1e6, 1.0, 1.0, False, "cholesky twice"),
}


def problem(case: Case, n: int = 3000, p: int = 5, convention: str = "mean") -> gd.MeanSquaredError:
    """Features of the wanted shape, targets with the wanted noise; seeded."""
    rng = np.random.default_rng(7)
    d = p - case.ones
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    features = rng.normal(size=(n, d)) @ (turn * np.geomspace(1, 1 / case.valley, d)) @ turn.T + case.offset
    X = np.column_stack([features, np.ones(n)]) if case.ones else features
    return gd.MeanSquaredError(X, X @ rng.normal(size=p) + case.noise * rng.normal(size=n), gd.Convention(convention))


def places(objective: gd.MeanSquaredError) -> list[FloatArray]:
    """The minimum, a place near it, and one far away."""
    rng = np.random.default_rng(1)
    bottom = least_squares(objective)
    return [bottom, bottom + 1e-3 * rng.normal(size=objective.size), 3 * rng.normal(size=objective.size)]


def exactly(objective: gd.MeanSquaredError, w: FloatArray) -> tuple[Any, Any]:
    """Loss and gradient over all rows in 80 bits, eleven more than float64 has."""
    X, y = (np.asarray(array, dtype=np.longdouble) for array in (objective.X, objective.y))
    r = X @ w.astype(np.longdouble) - y
    return objective.factor * (r @ r), 2 * objective.factor * (X.T @ r)


def excess(small: gd.MeanSquaredError, objective: gd.MeanSquaredError, w: FloatArray) -> float:
    """How far loss and gradient are off, in units of what rounding allows to the sum over all rows."""
    bound, (loss, gradient) = Rounding(objective, "float64"), exactly(objective, w)
    of_loss = abs(small.loss(w) - loss) / bound.loss(w)
    return float(max(of_loss, *(np.abs(small.gradient(w) - gradient) / bound.gradient(w))))


@pytest.mark.skipif(np.finfo(np.longdouble).nmant < 60, reason="needs numbers of 80 bits as a judge")
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("convention", gd.Convention)
def test_loss_and_gradient_are_those_of_all_rows_within_the_bound_of_the_sum(name: str, convention: str) -> None:
    objective = problem(CASES[name], convention=convention)
    small = objective.compressed()
    assert len(small) == objective.size + 1
    assert max(excess(small, objective, w) for w in places(objective)) <= 2


@pytest.mark.parametrize("name", CASES)
def test_the_way_is_chosen_by_the_condition_number(name: str) -> None:
    objective = problem(CASES[name])
    found = triangle(objective.X, objective.y)
    assert found.method == CASES[name].method
    assert found.passes == 1 + (found.method != "cholesky")


@pytest.mark.skipif(np.finfo(np.longdouble).nmant < 60, reason="needs numbers of 80 bits as a judge")
@pytest.mark.parametrize("name", ["hardly any noise", "an offset and no bias", "beyond squares"])
def test_one_pass_alone_would_lose_what_the_second_keeps(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    objective = problem(CASES[name])
    monkeypatch.setattr(module, "sqrt", lambda _: np.inf)
    monkeypatch.setattr(module, "CHOLESKY", np.inf)
    try:
        small = objective.compressed()
    except np.linalg.LinAlgError:  # or there is no factor at all
        return
    assert not max(excess(small, objective, w) for w in places(objective)) <= 2


def test_without_taking_the_middle_away_an_offset_costs_a_second_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    objective = problem(CASES["large offset"])
    kept = triangle(objective.X, objective.y)
    monkeypatch.setattr(Table, "__init__", _without_middle(Table.__init__))
    plain = triangle(objective.X, objective.y)
    assert kept.condition < 20 < 1e5 < plain.condition
    assert plain.passes == 2


def _without_middle(build: Any) -> Any:
    def built(table: Table, *arguments: Any) -> None:
        build(table, *arguments)
        table.middle[:] = 0.0

    return built


def test_sums_of_float32_data_are_taken_in_float64() -> None:
    objective = problem(CASES["well scaled"])
    single = gd.MeanSquaredError(objective.X.astype(np.float32), objective.y.astype(np.float32))
    same = gd.MeanSquaredError(single.X.astype(np.float64), single.y.astype(np.float64))
    assert np.array_equal(triangle(single.X, single.y).rows, triangle(same.X, same.y).rows)


@pytest.mark.parametrize("block", [1, 1000, 2**30])
def test_the_size_of_a_block_changes_nothing_but_rounding(block: int) -> None:
    objective = problem(CASES["both"], n=501)
    products = [rows.T @ rows for rows in (triangle(objective.X, objective.y, b).rows for b in (block, module.BLOCK))]
    lengths = np.sqrt(np.diag(products[0]))
    assert (np.abs(products[0] - products[1]) <= 1e-12 * np.outer(lengths, lengths)).all()


@pytest.mark.parametrize(
    ("X", "y"),
    [
        (np.ones((1, 1)), np.array([2.0])),
        (np.array([[1.5, 1.0]]), np.array([-4.0])),
        (np.zeros((4, 2)), np.arange(4.0)),
        (np.array([[1.0, 2.0, 1.0]] * 6), np.arange(6.0)),  # three columns that are multiples of one
        (1e200 * np.arange(12.0).reshape(6, 2) ** 2, 1e200 * np.arange(6.0)),  # their squares are no numbers
        (1e-200 * np.arange(12.0).reshape(6, 2) ** 2, 1e-200 * np.arange(6.0)),
    ],
    ids=["one number", "fewer rows than weights", "zeros", "dependent", "huge", "tiny"],
)
def test_awkward_tables_have_a_triangle_as_well(X: FloatArray, y: FloatArray) -> None:
    rows, v = triangle(X, y).rows, np.random.default_rng(3).normal(size=X.shape[1] + 1)
    scale = np.abs(rows).max() or 1.0
    ours, all_rows = rows / scale @ v, np.column_stack([X, y]) / scale @ v
    assert rows.shape == (len(v), len(v))
    assert np.linalg.norm(ours) == pytest.approx(np.linalg.norm(all_rows), rel=1e-12)


def test_a_smallest_loss_below_rounding_has_no_digits_left() -> None:
    def left(noise: float) -> Triangle:
        objective = problem(Case(0.0, 1.0, noise, True, ""))
        return triangle(objective.X, objective.y)

    digits = [left(noise).digits for noise in (1.0, 1e-5, 0.0)]
    assert digits[0] > 15 > digits[1] > 9 > 1 > digits[2]


def cut(objective: gd.MeanSquaredError, at: list[int]) -> list[tuple[FloatArray, FloatArray]]:
    return list(zip(np.split(objective.X, at), np.split(objective.y, at), strict=True))


@pytest.mark.skipif(np.finfo(np.longdouble).nmant < 60, reason="needs numbers of 80 bits as a judge")
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("together", ["blocks", "triangles"])
def test_rows_in_pieces_of_any_length_have_the_same_triangle(name: str, together: str) -> None:
    objective = problem(CASES[name])
    pieces = cut(objective, [1, 40, 2900])
    found = triangle_of(lambda: pieces) if together == "blocks" else stacked([triangle(*piece) for piece in pieces])
    small = gd.MeanSquaredError.from_triangle(found)
    assert (found.n, found.rows.shape) == (3000, (6, 6))
    assert max(excess(small, objective, w) for w in places(objective)) <= 2


def test_of_stacked_triangles_the_worst_is_told() -> None:
    parts = [triangle(each.X, each.y) for each in (problem(CASES["well scaled"]), problem(CASES["beyond squares"]))]
    both = stacked(parts)
    assert (both.method, both.condition) == ("householder", parts[1].condition)
    assert both.digits == min(part.digits for part in parts)


def test_rows_that_differ_between_the_passes_are_refused() -> None:
    pieces = cut(problem(CASES["long valley"]), [1500])
    rounds = iter([pieces, pieces, pieces[:1]])  # one to look at the first rows, and then the two passes
    with pytest.raises(gd.InputError, match="3000 rows in the first pass and 1500 in the second"):
        triangle_of(lambda: next(rounds))


def test_a_column_of_ones_in_some_pieces_only_is_refused() -> None:
    X, y = problem(CASES["well scaled"]).X, np.zeros(3000)
    with pytest.raises(gd.InputError, match="the last column is 1 in the first rows and not in all"):
        triangle_of(lambda: [(X, y), (2 * X, y)])


@pytest.mark.parametrize("name", ["numpy", "python", "tape", "torch"])
def test_every_backend_descends_on_it_as_it_is(name: str) -> None:
    data = gd.line(200)
    objective, start = gd.MeanSquaredError(data.X, data.y), gd.starting_weights(2)
    backend, rule = gd.get_backend(name), gd.GD(0.01)
    small, whole = (gd.record(each, start, backend, rule, 50) for each in (objective.compressed(), objective))
    assert np.allclose(small.weights, whole.weights, rtol=1e-12, atol=0)
    assert np.allclose(small.loss, whole.loss, rtol=1e-12, atol=0)


def test_curvature_and_minimum_are_those_of_all_rows() -> None:
    objective = problem(CASES["long valley"])
    small = objective.compressed()
    assert np.allclose(curvature(small).eigenvalues, curvature(objective).eigenvalues, rtol=1e-9, atol=0)
    apart = least_squares(small) - least_squares(objective)
    assert np.abs(apart).max() < 1e-8 * CASES["long valley"].valley * np.abs(least_squares(objective)).max()


def pair(condition: float, n: int = 100) -> tuple[FloatArray, FloatArray]:
    """Two columns of length 1 whose table has a condition number: no column of ones, so nothing is centred."""
    rng = np.random.default_rng(7)
    u, v = np.linalg.qr(rng.normal(size=(n, 2)))[0].T
    cosine = (condition**2 - 1) / (condition**2 + 1)
    return u[:, None], cosine * u + np.sqrt(1 - cosine**2) * v


@pytest.mark.parametrize(("condition", "method"), [(2.5, "cholesky"), (4.0, "cholesky twice")])
def test_a_second_pass_is_made_where_the_first_would_lose_more_digits_than_the_sums(
    condition: float, method: str
) -> None:
    """The square of the condition number against the root of the number of rows, which is 10."""
    found = triangle(*pair(condition))
    assert found.condition == pytest.approx(condition)
    assert found.method == method


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_the_unit_of_a_column_costs_nothing(scale: float) -> None:
    X, y = pair(2.5)
    assert triangle(scale * X, y).method == "cholesky"
    assert triangle(scale * X, y).condition == pytest.approx(2.5)
    flat = triangle(np.column_stack([scale * X, scale * X]), y)  # one column twice: only Householder is left
    assert flat.method == "householder"
    twice = triangle(np.column_stack([X, X]), y)
    assert 0.01 < flat.condition / twice.condition < 100 or np.isinf(flat.condition)


def test_a_target_of_zeros_has_no_digits_and_any_other_the_same_in_every_unit() -> None:
    X, y = pair(2.5)
    assert triangle(X, 0 * y).digits == 0.0
    for table in (X, np.column_stack([X, X])):  # by Cholesky, and by Householder
        digits = triangle(table, y).digits
        assert 14 < digits < 16  # nearly all: the residual is as long as the target
        assert triangle(table, 1e6 * y).digits == pytest.approx(digits, abs=0.01)
        assert triangle(1e6 * table, y).digits == pytest.approx(digits, abs=0.01)


def test_the_middle_of_many_rows_is_estimated_from_some_of_them() -> None:
    X = np.column_stack([1e6 + np.arange(3.0 * module.SAMPLE), np.ones(3 * module.SAMPLE)])
    table = Table(lambda: [(X, X[:, 0])])
    assert abs(table.middle[0] - X[:, 0].mean()) < 3
