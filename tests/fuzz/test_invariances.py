"""What must not change when the data are written down in another way, and what changes by a known factor."""

from __future__ import annotations

from itertools import pairwise
from math import prod

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.objectives.parts import add_up
from gdlearn.theory import Rounding
from tests.fuzz.claims import claim
from tests.fuzz.strategies import CONVENTIONS, SEEDS, TABLES, Problem, Table, problems


def hold(a: gd.Objective, w: FloatArray, b: gd.Objective, v: FloatArray, more: FloatArray | float = 0.0) -> None:
    """Two ways to one loss: their values and their gradients differ by the rounding of both, and what is allowed."""
    there, here = (Rounding(objective, "float64") for objective in (a, b))
    assert abs(a.loss(w) - b.loss(v)) <= there.loss(w) + here.loss(v)
    shared = min(len(w), len(v))
    off = np.abs(a.gradient(w)[:shared] - b.gradient(v)[:shared])
    assert (off <= there.gradient(w)[:shared] + here.gradient(v)[:shared] + more).all()


@claim(problem=problems(), seed=SEEDS)
def test_the_order_of_the_rows_does_not_matter(problem: Problem, seed: int) -> None:
    objective, w = problem
    shuffled = objective.rows(np.random.default_rng(seed).permutation(len(objective)))
    hold(objective, w, shuffled, w)


@claim(problem=problems(), cuts=st.lists(st.integers(0, 60), max_size=5))
def test_rows_add_up_wherever_they_are_cut(problem: Problem, cuts: list[int]) -> None:
    objective, w = problem
    n = len(objective)
    edges = sorted({0, n, *(cut for cut in cuts if cut < n)})
    parts = [objective.core.rows(slice(*pair)) for pair in pairwise(edges)]
    loss, gradient = add_up(objective, parts, w, lambda part, w: part.loss_and_gradient(w))
    rounding = Rounding(objective, "float64")
    assert abs(loss - objective.loss(w)) <= 2 * rounding.loss(w)
    assert (np.abs(gradient - objective.gradient(w)) <= 2 * rounding.gradient(w)).all()


@claim(problem=problems(("huber", "logistic", "softmax", "poisson", "mlp")))
def test_a_mean_does_not_change_when_every_row_is_there_twice(problem: Problem) -> None:
    objective, w = problem
    hold(objective, w, objective.rows(np.repeat(np.arange(len(objective)), 2)), w)


@claim(table=TABLES, convention=CONVENTIONS, seed=SEEDS, power=st.integers(-20, 20))
def test_another_unit_of_y_scales_loss_and_gradient_exactly(
    table: Table, convention: gd.Convention, seed: int, power: int
) -> None:
    """A power of two moves the exponent of every number, and no digit of any: not even rounding differs."""
    data, c = gd.Dataset.from_arrays(*table), 2.0**power
    w = np.random.default_rng(seed).normal(size=data.X.shape[1])
    plain, scaled = (gd.MeanSquaredError(data.X, y, convention) for y in (data.y, c * data.y))
    sizes = np.abs([*table[0].ravel(), *table[1]])
    assume((sizes[sizes > 0] > 1e-100).all())  # subnormal numbers have fewer digits
    assert scaled.loss(c * w) == c**2 * plain.loss(w)
    assert (scaled.gradient(c * w) == c * plain.gradient(w)).all()


@claim(table=TABLES, convention=CONVENTIONS, seed=SEEDS, constant=st.floats(-1e3, 1e3), weight=st.floats(-10, 10))
def test_a_constant_column_says_what_the_bias_says(
    table: Table, convention: gd.Convention, seed: int, constant: float, weight: float
) -> None:
    features, y = table
    w = np.random.default_rng(seed).normal(size=features.shape[1] + 1)
    plain = gd.Dataset.from_arrays(features, y)
    wider = gd.Dataset.from_arrays(np.column_stack([features, np.full(len(y), constant)]), y)
    with_it = gd.MeanSquaredError(wider.X, wider.y, convention)
    without = gd.MeanSquaredError(plain.X, plain.y, convention)
    v, bias = np.insert(w, -1, weight), w[-1] + constant * weight
    moved = np.append(w[:-1], bias)
    # The new bias is rounded once. What that may do to loss and gradient is what it does to them in exact arithmetic.
    ulps = 4 * np.finfo(float).eps * (abs(w[-1]) + abs(constant * weight) + abs(bias))
    shift = np.append(np.zeros(len(w) - 1), ulps)
    more = 2 * np.abs(without.gradient(moved + shift) - without.gradient(moved)) + 2 * Rounding(
        without, "float64"
    ).gradient(moved)
    gradient, expected = with_it.gradient(v), without.gradient(moved)
    bound = Rounding(with_it, "float64").gradient(v)
    assert (np.abs(np.delete(gradient, -2) - expected) <= np.delete(bound, -2) + more).all()
    assert abs(gradient[-2] - constant * gradient[-1]) <= bound[-2] + abs(constant) * bound[-1]


@claim(problem=problems(("mse", "huber", "logistic", "poisson")))
def test_a_column_of_zeros_changes_nothing_and_learns_nothing(problem: Problem) -> None:
    objective, w = problem
    wider = objective._with(X=np.column_stack([np.zeros(len(objective)), objective.X]))  # type: ignore[attr-defined]
    v = np.append(1.0, w)
    assert wider.gradient(v)[0] == 0
    rounding = Rounding(wider, "float64")
    assert abs(wider.loss(v) - objective.loss(w)) <= 2 * rounding.loss(v)
    assert (np.abs(wider.gradient(v)[1:] - objective.gradient(w)) <= 2 * rounding.gradient(v)[1:]).all()


@claim(table=TABLES, seed=SEEDS)
def test_weights_in_original_units_predict_what_the_standardised_ones_do(table: Table, seed: int) -> None:
    data = gd.Dataset.from_arrays(*table)
    features = data.X[:, :-1]
    spread = features.std(axis=0)
    assume((spread > 1e-6 * np.abs(features).max(axis=0)).all())  # a nearly constant column has lost its digits
    scaled = data.standardise()
    w = np.random.default_rng(seed).normal(size=(data.X.shape[1],))
    original = scaled.original_units(w)
    there, back = scaled.X @ w, data.X @ original
    size = np.abs(scaled.X) @ np.abs(w) + np.abs(data.X) @ np.abs(original)
    lost = 1 + np.max(np.abs(features).max(axis=0) / spread)  # digits of x that its mean takes away
    assert (np.abs(there - back) <= 8 * data.X.shape[1] * np.finfo(float).eps * lost * size).all()


@claim(table=TABLES, seed=SEEDS, convention=CONVENTIONS)
def test_a_handful_of_rows_has_the_loss_of_all_of_them(table: Table, seed: int, convention: gd.Convention) -> None:
    data = gd.Dataset.from_arrays(*table)
    objective = gd.MeanSquaredError(data.X, data.y, convention)
    assume(len(objective) > objective.size)
    few, w = objective.compressed(), np.random.default_rng(seed).normal(size=objective.size)
    # A triangle is found to a few roundings of the longest column, whatever is in the others: Higham, theorem 19.4.
    size = np.linalg.norm(np.column_stack([data.X, data.y]), axis=0)
    reach = float(size[:-1] @ np.abs(w) + size[-1])
    slack = 16 * prod(data.X.shape) * np.finfo(float).eps * objective.factor * reach
    assert abs(few.loss(w) - objective.loss(w)) <= slack * reach
    assert (np.abs(few.gradient(w) - objective.gradient(w)) <= 2 * slack * size[:-1]).all()
