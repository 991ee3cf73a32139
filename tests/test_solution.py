"""The exact minimum, and whether its uncertainty is true: held against arithmetic without rounding."""

from __future__ import annotations

from fractions import Fraction
from operator import mul

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import solve


def in_fractions(X: FloatArray, y: FloatArray) -> FloatArray:
    """Least squares by Gauss-Jordan elimination of the normal equations, without any rounding."""
    columns = [[Fraction(v) for v in column] for column in [*X.T.tolist(), y.tolist()]]
    G = [[sum(map(mul, u, v), Fraction()) for v in columns] for u in columns[:-1]]
    for i in range(len(G)):
        others = [[a - row[i] / G[i][i] * p for a, p in zip(row, G[i], strict=True)] for row in G]
        G = [G[i] if k == i else row for k, row in enumerate(others)]
    return np.array([float(row[-1] / row[i]) for i, row in enumerate(G)])


def polynomial(degree: int, low: float, high: float, noise: float, n: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Powers of x, the highest first, and a polynomial of them."""
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(low, high, n))
    X = np.column_stack([x**k for k in range(degree, -1, -1)])
    return X, X @ (rng.normal(size=degree + 1) / np.abs(X).max(axis=0)) + noise * rng.normal(size=n)


CASES = [
    (1, 0.0, 10.0, 4.0, 200),
    (3, 0.0, 10.0, 1.0, 100),
    (5, 0.0, 20.0, 0.0, 21),  # the shape of NIST's Wampler data
    (5, 0.0, 20.0, 100.0, 21),
    (8, 0.0, 1.0, 1e-3, 60),
    (10, -9.0, -3.0, 3e-3, 82),  # the shape of NIST's Filip
    (12, 0.0, 1.0, 1e-3, 40),
]


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_error_is_within_the_uncertainty_and_not_absurdly_far_below(
    case: tuple[int, float, float, float, int], compressed: bool
) -> None:
    used = []
    for seed in range(3):
        X, y = polynomial(*case, seed)
        objective = gd.MeanSquaredError(X, y)
        found = solve(objective.compressed() if compressed else objective)
        used.append(np.abs(found.weights - in_fractions(X, y)) / found.uncertainty)
    assert np.max(used) <= 1
    assert np.max(used) >= 1e-4, "a bound that is this far away would hide digits that are right"


def test_the_uncertainty_is_a_perturbation_of_four_units_to_first_order() -> None:
    X, y = polynomial(2, 0.0, 3.0, 2.0, 30, 0)
    found = solve(gd.MeanSquaredError(X, y))
    lengths, rest = np.linalg.norm(X, axis=0), np.linalg.norm(y - X @ found.weights)
    fit = np.linalg.norm(np.linalg.pinv(X), axis=1) * (np.linalg.norm(y) + lengths @ np.abs(found.weights))
    bend = rest * (np.abs(np.linalg.inv(X.T @ X)) @ lengths)
    np.testing.assert_allclose(found.uncertainty, 4 * 2.0**-53 * (fit + bend), rtol=1e-12)  # cond(X) is about 20


def test_a_penalty_is_a_part_of_the_minimum() -> None:
    X, y = polynomial(3, 0.0, 10.0, 1.0, 100, 0)
    objective = gd.L2(gd.MeanSquaredError(X, y), 0.3)
    w = solve(objective).weights
    assert np.linalg.norm(objective.gradient(w)) < 1e-8 * np.linalg.norm(objective.gradient(np.zeros(4)))


@pytest.mark.parametrize("factor", [1.0, 1e-150, 1e150])
def test_the_scale_of_a_column_is_no_dependence(factor: float) -> None:
    X, y = polynomial(1, 0.0, 10.0, 1.0, 50, 0)
    w = solve(gd.MeanSquaredError(X * [factor, 1.0], y)).weights
    assert w * [factor, 1.0] == pytest.approx(solve(gd.MeanSquaredError(X, y)).weights, rel=1e-12)


def dependent() -> dict[str, FloatArray]:
    x = np.random.default_rng(0).normal(size=(30, 2))
    one = np.ones((30, 1))
    return {
        "a column twice": np.hstack([x, x[:, :1], one]),
        "a constant beside the bias": np.hstack([x, 7 * one, one]),
        "a column of zeros": np.hstack([x, 0 * one, one]),
        "a sum, up to rounding": np.hstack([x, x.sum(axis=1, keepdims=True) * (1 + 1e-16), one]),
        "fewer samples than weights": np.hstack([x, one])[:2],
        "one sample": np.hstack([x, one])[:1],
    }


@pytest.mark.parametrize("name", dependent())
def test_without_one_minimum_there_is_none_to_give(name: str) -> None:
    X = dependent()[name]
    y = np.arange(len(X), dtype=float)
    with pytest.raises(gd.InputError, match="the features depend on each other, up to rounding"):
        solve(gd.MeanSquaredError(X, y))
    solve(gd.L2(gd.MeanSquaredError(X, y), 0.1, penalise_bias=True))


def test_other_losses_have_no_formula() -> None:
    X, y = polynomial(1, 0.0, 10.0, 1.0, 50, 0)
    with pytest.raises(gd.InputError, match="Huber has no exact solution"):
        solve(gd.Huber(X, y))
