"""Where each objective is smallest: the same place that others find with their own formulas."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression, PoissonRegressor, Ridge

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import Rounding
from tests.objective_zoo import DELTA, STRENGTH, draw

TIGHT = 1e-11  # the gradient at which scikit-learn is told to stop, in its largest component


def hessian(objective: gd.Objective, w: FloatArray) -> FloatArray:
    """The second derivatives, by autograd."""
    loss = objective.on(gd.get_backend("torch")).loss
    curved: FloatArray = torch.autograd.functional.hessian(loss, torch.tensor(w)).numpy()  # type: ignore[no-untyped-call]
    return curved


def minimise(objective: gd.Objective) -> FloatArray:
    """Newton's method from 0, with shorter steps while the loss grows, until the gradient is rounding error."""
    w = np.zeros(objective.size)
    for _ in range(50):
        loss, gradient = objective.loss_and_gradient(w)
        if (np.abs(gradient) <= Rounding(objective, "float64").gradient(w)).all():
            return w
        step = np.linalg.lstsq(hessian(objective, w), gradient, rcond=None)[0]
        while objective.loss(w - step) > loss + Rounding(objective, "float64").loss(w):
            step = step / 2
        w = w - step
    raise AssertionError("Newton's method did not reach a gradient of 0")


def is_the_minimum(objective: gd.Objective, theirs: FloatArray, slack: float) -> None:
    """At their weights our gradient is as small as they say, and our minimum is as near as that gradient allows."""
    gradient, bound = objective.gradient(theirs), Rounding(objective, "float64").gradient(theirs)
    assert (np.abs(gradient) <= slack + bound).all()
    ours = minimise(objective)
    flattest = np.linalg.eigvalsh(hessian(objective, ours))[0]
    # Near a minimum the gradient is H times the distance; twice, since H is that of one end of the way.
    assert np.linalg.norm(ours - theirs) <= 2 * np.linalg.norm(np.abs(gradient) + bound + slack) / flattest


@pytest.mark.parametrize("convention", list(gd.Convention))
def test_ridge_is_that_of_scikit_learn(convention: gd.Convention) -> None:
    *_, X, y = draw("mse", 200, 3)
    squares = gd.MeanSquaredError(X, y, convention)
    model = Ridge(alpha=STRENGTH / (2 * squares.factor), solver="cholesky").fit(X[:, :-1], y)
    # It forms X'X of the centred columns: its own gradient is off by that product's rounding.
    formed = np.finfo(float).eps * len(y) * 2 * squares.factor * np.linalg.norm(X) ** 2 * np.linalg.norm(model.coef_)
    is_the_minimum(gd.L2(squares, STRENGTH), np.append(model.coef_, model.intercept_), float(formed))


@pytest.mark.parametrize("penalty", [0.0, STRENGTH])
def test_logistic_regression_is_that_of_scikit_learn(penalty: float) -> None:
    objective, _, _, X, y = draw("logistic", 200, 3)
    C = 1 / (penalty * len(y)) if penalty else np.inf
    model = LogisticRegression(C=C, solver="newton-cholesky", tol=TIGHT).fit(X[:, :-1], y)
    is_the_minimum(gd.L2(objective, penalty), np.append(model.coef_, model.intercept_), TIGHT)
    np.testing.assert_allclose(
        objective.predict(np.append(model.coef_, model.intercept_)),
        model.predict_proba(X[:, :-1])[:, 1],
        rtol=0,
        atol=8 * np.finfo(float).eps * np.abs(X).sum(axis=1).max(),  # rounding of a logit of about 1
    )


@pytest.mark.parametrize("penalty", [0.0, STRENGTH])
def test_poisson_regression_is_that_of_scikit_learn(penalty: float) -> None:
    objective, _, _, X, y = draw("poisson", 200, 3)
    model = PoissonRegressor(alpha=penalty, solver="newton-cholesky", tol=TIGHT).fit(X[:, :-1], y)
    is_the_minimum(gd.L2(objective, penalty), np.append(model.coef_, model.intercept_), TIGHT)


def test_softmax_regression_is_that_of_scikit_learn() -> None:
    objective, _, _, X, y = draw("L2 softmax", 200, 3)
    model = LogisticRegression(C=1 / (STRENGTH * len(y)), solver="newton-cholesky", tol=TIGHT).fit(X[:, :-1], y)
    theirs = np.vstack([model.coef_.T, model.intercept_]).ravel()
    gradient, bound = objective.gradient(theirs), Rounding(objective, "float64").gradient(theirs)
    assert (np.abs(gradient) <= TIGHT + bound).all()
    # The same number added to all biases changes no probability: the biases are found up to that, as are theirs.
    apart = (minimise(objective) - theirs).reshape(-1, 3)
    apart[-1] -= apart[-1].mean()
    flattest = np.linalg.eigvalsh(hessian(objective, theirs))[1]  # [0] is the direction in which nothing changes
    assert np.linalg.norm(apart) <= 2 * np.linalg.norm(np.abs(gradient) + bound + TIGHT) / flattest


def test_huber_regression_is_least_squares_with_the_outliers_weighed_less() -> None:
    objective, w, _, X, y = draw("huber", 200, 3)
    for _ in range(100):  # Holland and Welsch (1977): no gradient and no step, only weighted least squares, repeated
        root = np.sqrt(np.minimum(1.0, DELTA / np.abs(X @ w - y)))
        w = np.linalg.lstsq(root[:, None] * X, root * y, rcond=None)[0].astype(float)
    is_the_minimum(objective, w, float(np.finfo(float).eps * np.linalg.norm(X)))


def test_squared_error_without_penalty_is_least_squares() -> None:
    objective, _, _, X, y = draw("mse", 200, 3)
    exact = np.linalg.lstsq(X, y, rcond=None)[0].astype(float)
    is_the_minimum(objective, exact, float(np.finfo(float).eps * len(y) * np.linalg.norm(X)))


def test_a_network_learns_what_no_line_can() -> None:
    x = np.linspace(-2.0, 2.0, 40)
    objective = gd.MLP(np.column_stack([x, np.ones(40)]), x**2, hidden=6)
    start = gd.starting_weights(objective.size)
    losses = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.05), steps=3000).loss
    assert losses[-1] < 0.01 < np.var(x**2)  # the variance is what the best line leaves, by symmetry
