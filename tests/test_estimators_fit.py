"""What the estimators find: the minima of scikit-learn's own models, on every backend, with and without weights."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import Rounding, largest_stable_learning_rate, steps_to
from tests.test_minima import hessian, minimise

TIGHT, PENALTY, DELTA, N = 1e-12, 0.3, 0.7, 150
Regressor, Classifier = gd.GradientDescentRegressor, gd.GradientDescentClassifier
RNG = np.random.default_rng(8)
X = RNG.normal(size=(N, 3)) @ RNG.normal(size=(3, 3)) + RNG.normal(size=3)
Z = X @ [0.5, -0.3, 0.4] + 0.2
NUMBERS, COUNTS = Z + RNG.normal(size=N), RNG.poisson(np.exp(Z)).astype(float)
TWO = np.where(NUMBERS > 0, "yes", "no")
THREE = np.digitize(NUMBERS, [-0.7, 0.5])
TIMES = RNG.integers(0, 4, N)
WEIGHTS = [None, TIMES]


class Fit(NamedTuple):
    """One of our models, its targets, and theirs with the same minimum; `total` is the sum of the weights."""

    ours: Any
    y: NDArray[Any]
    theirs: Any


def fits(total: float) -> dict[str, Fit]:
    slow: dict[str, Any] = {"tol": TIGHT, "max_iter": 20_000, "standardise": False}
    exact = {"tol": 1e-11, "solver": "newton-cholesky"}
    C = 1 / (PENALTY * total)
    return {
        "least squares": Fit(Regressor(**slow), NUMBERS, LinearRegression(tol=0)),
        "ridge": Fit(Regressor(penalty=PENALTY, **slow), NUMBERS, Ridge(PENALTY * total / 2, solver="svd")),
        "poisson": Fit(
            Regressor(objective="poisson", penalty=PENALTY, **slow), COUNTS, PoissonRegressor(alpha=PENALTY, **exact)
        ),
        "logistic": Fit(Classifier(penalty=PENALTY, **slow), TWO, LogisticRegression(C=C, **exact)),
        "softmax": Fit(Classifier(penalty=PENALTY, **slow), THREE, LogisticRegression(C=C, **exact)),
    }


def objective_of(model: Any, y: NDArray[Any], rows: NDArray[Any]) -> gd.Objective:
    """What the model minimises, put together by hand, with every row as often as its weight says."""
    design, targets = np.column_stack([X, np.ones(N)])[rows], y[rows]
    if isinstance(model, Classifier):
        labels = np.unique(targets, return_inverse=True)[1].astype(float)
        k = int(labels.max()) + 1
        core: gd.Objective = gd.Logistic(design, labels) if k == 2 else gd.Softmax(design, labels, k)
    else:
        made: dict[str, Any] = {
            "mse": gd.MeanSquaredError,
            "poisson": gd.Poisson,
            "huber": lambda X, y: gd.Huber(X, y, model.delta),
        }
        core = made[model.objective](design, targets)
    return gd.L2(core, model.penalty)


def flat(model: Any) -> FloatArray:
    """The coefficients as the weights of an objective; those of softmax around 0, which changes no probability."""
    W = np.vstack([np.atleast_2d(model.coef_).T, np.atleast_1d(model.intercept_)])
    return np.asarray((W - W.mean(axis=1, keepdims=True) if W.shape[1] > 1 else W).ravel())


def near(objective: gd.Objective, ours: FloatArray, theirs: FloatArray) -> None:
    """Both are as near to the minimum as their own gradients say, and so to each other."""
    slopes = [np.linalg.norm(objective.gradient(w)) for w in (ours, theirs)]
    rounding = np.linalg.norm(Rounding(objective, "float64").gradient(theirs))
    at_start = np.linalg.norm(objective.gradient(np.zeros(objective.size)))
    assert slopes[0] <= 2 * TIGHT * at_start + rounding  # twice: it starts at the best constant, and not at 0
    curvatures = np.linalg.eigvalsh(hessian(objective, theirs))
    flattest = curvatures[curvatures > 1e-9 * curvatures[-1]][
        0
    ]  # the biases of softmax, moved together, change nothing
    assert np.linalg.norm(ours - theirs) <= 2 * (sum(slopes) + 2 * rounding) / flattest
    assert slopes[1] <= 1e-9 * at_start  # so that the line above says something


@pytest.mark.parametrize("weights", WEIGHTS, ids=["plain", "weighted"])
@pytest.mark.parametrize("name", fits(1.0))
def test_the_minimum_is_that_of_scikit_learn(name: str, weights: Any) -> None:
    fit = fits(N if weights is None else float(weights.sum()))[name]
    ours, theirs = (model.fit(X, fit.y, sample_weight=weights) for model in (fit.ours, fit.theirs))
    objective = objective_of(ours, fit.y, np.repeat(np.arange(N), 1 if weights is None else weights))
    near(objective, flat(ours), flat(theirs))


def test_huber_ends_where_newtons_method_does() -> None:
    model = Regressor(objective="huber", delta=DELTA, tol=TIGHT, max_iter=20_000).fit(X, NUMBERS)
    objective = objective_of(model, NUMBERS, np.arange(N))
    near(objective, flat(model), minimise(objective))


@pytest.mark.parametrize("name", fits(1.0))
def test_a_weight_is_how_often_a_row_is_there(name: str) -> None:
    fit, rows = fits(float(TIMES.sum()))[name], np.repeat(np.arange(N), TIMES)
    fit.ours.set_params(standardise=True, max_iter=30, tol=0.0)
    with pytest.warns(ConvergenceWarning):
        once = flat(fit.ours.fit(X, fit.y, sample_weight=TIMES))
    with pytest.warns(ConvergenceWarning):
        again = flat(fit.ours.fit(X[rows], fit.y[rows]))
    np.testing.assert_allclose(once, again, rtol=0, atol=30 * len(rows) * np.finfo(float).eps)  # 30 steps, each rounded


BACKENDS = ["torch", "torch:formula", "tape", "python"]
SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("numba", "jax", "numeric")]


@pytest.mark.parametrize("backend", [*BACKENDS, *SLOW])
@pytest.mark.parametrize("name", fits(1.0))
def test_every_backend_takes_the_same_path(name: str, backend: str) -> None:
    fit = fits(N)[name]
    found = []
    for each in ("numpy", backend):
        fit.ours.set_params(backend=each, standardise=True, max_iter=20, tol=0.0)
        with pytest.warns(ConvergenceWarning):
            found.append(flat(fit.ours.fit(X, fit.y, sample_weight=1 + TIMES)))
    # A step rounds sums of N terms; differences of a loss keep about ten digits, where no complex step can be taken.
    differences = backend == "numeric" and name in ("logistic", "softmax")
    allowed = 20 * (1e-10 if differences else N * np.finfo(float).eps)
    np.testing.assert_allclose(found[0], found[1], rtol=0, atol=allowed)


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_float32_finds_the_same_to_its_own_digits(backend: str) -> None:
    single = Regressor(backend, dtype="float32", tol=1e-6).fit(X, NUMBERS + 1e6)
    double = Regressor(backend, tol=1e-6).fit(X, NUMBERS + 1e6)
    assert single.coef_.dtype == np.float64
    np.testing.assert_allclose(single.coef_, double.coef_, atol=N * float(np.finfo(np.float32).eps))
    np.testing.assert_allclose(
        single.coef_, Regressor(tol=1e-6).fit(X, NUMBERS).coef_, atol=N * 1e-7
    )  # the offset is taken away


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_compressed_rows_lead_along_the_same_path(backend: str) -> None:
    few, all_rows = (Regressor(backend, compress=c, tol=1e-10).fit(X, NUMBERS, TIMES) for c in (True, False))
    assert few.n_iter_ == all_rows.n_iter_
    step = N * float(np.finfo(float).eps)
    np.testing.assert_allclose(few.loss_curve_, all_rows.loss_curve_, rtol=step)
    np.testing.assert_allclose(few.coef_, all_rows.coef_, atol=few.n_iter_ * step)


def test_columns_of_any_offset_and_scale_are_fitted() -> None:
    moved = X * [1e-6, 1.0, 1e9] + [1e-3, 100.0, 1e12]
    plain, other = (Regressor(tol=1e-10).fit(each, NUMBERS) for each in (X, moved))
    np.testing.assert_allclose(plain.predict(X), other.predict(moved), atol=1e3 * 1e-10)  # an offset costs three digits


def test_a_forecast_of_the_steps_is_that_of_the_condition_number() -> None:
    valley = np.column_stack([X[:, 0], X[:, 0] + 0.05 * X[:, 1]])
    with pytest.warns(ConvergenceWarning, match=r"gradient descent takes up to ([\d,]+) steps") as seen:
        model = Regressor(max_iter=10, tol=1e-3).fit(valley, NUMBERS)
    said = int(str(seen[0].message).split("up to ")[1].split(" steps")[0].replace(",", ""))
    scaled = (valley - valley.mean(axis=0)) / valley.std(axis=0)
    objective = gd.MeanSquaredError(np.column_stack([scaled, np.ones(N)]), NUMBERS)
    rate = largest_stable_learning_rate(objective) / 2
    assert said == pytest.approx(steps_to(objective, rate, 1e-3), rel=0.05)  # two digits are shown
    assert model.set_params(max_iter=2 * said).fit(valley, NUMBERS).n_iter_ <= said + 1


def test_on_a_hopeless_valley_it_says_what_cannot_be_reached_and_what_the_exact_solution_has() -> None:
    powers = np.linspace(0, 1, 50)[:, None] ** np.arange(1, 11)
    y = np.sin(6 * powers[:, 0])
    with pytest.warns(ConvergenceWarning) as seen:
        Regressor(max_iter=50).fit(powers, y)
    said = str(seen[0].message)
    assert "do not read the coefficients" in said
    assert "of 11 directions" in said
    exact = np.mean((LinearRegression(tol=0).fit(powers, y).predict(powers) - y) ** 2)
    assert float(said.split("exact solution ")[1].split(". ")[0]) == pytest.approx(exact, rel=1e-2)


def test_the_automatic_rate_is_halved_where_the_curvature_at_the_start_was_no_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gdlearn.estimators import regressor
    from gdlearn.estimators.losses import POISSON, Loss

    flatter = Loss(POISSON.make, POISSON.constant, lambda *_: 1.0, bounded=False)
    monkeypatch.setattr(regressor, "POISSON", flatter)
    model = Regressor(objective="poisson", max_iter=20_000, tol=1e-8).fit(X, COUNTS)
    assert model.loss_curve_[-1] < model.loss_curve_[0]
    monkeypatch.undo()
    sure = Regressor(objective="poisson", max_iter=20_000, tol=1e-8).fit(X, COUNTS)
    np.testing.assert_allclose(
        model.coef_, sure.coef_, atol=1e-6
    )  # the tolerance, times a condition number of about 60


@pytest.mark.parametrize("kind", [Regressor, Classifier])
def test_a_descent_goes_on_from_the_last_one(kind: Any) -> None:
    y = NUMBERS if kind is Regressor else THREE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        whole = kind(max_iter=20, tol=0.0).fit(X, y)
        parts = kind(max_iter=10, tol=0.0, warm_start=True).fit(X, y)
        half = parts.loss_curve_
        parts.fit(X, y)
    rounding = 20 * N * float(np.finfo(float).eps)
    np.testing.assert_allclose(parts.coef_, whole.coef_, rtol=0, atol=rounding)
    np.testing.assert_allclose([*half, *parts.loss_curve_[1:]], whole.loss_curve_, rtol=0, atol=rounding)


def test_at_the_bottom_a_warm_start_takes_no_step() -> None:
    model = Regressor(warm_start=True).fit(X, NUMBERS)
    before = model.coef_
    assert model.fit(X, NUMBERS).n_iter_ == 0
    np.testing.assert_allclose(model.coef_, before, rtol=1e-12)  # into the units of the descent, and back


def test_batches_come_near_and_are_drawn_from_the_seed() -> None:
    schedule = gd.StepDecay(0.05, every=50, factor=0.5)
    settings: dict[str, Any] = {"batch_size": 10, "learning_rate": schedule, "max_iter": 100, "tol": 0.01}
    runs = [Regressor(**settings, random_state=seed).fit(X, NUMBERS) for seed in (1, 1, 2)]
    assert (runs[0].coef_ == runs[1].coef_).all()
    assert (runs[0].coef_ != runs[2].coef_).all()
    assert len(runs[0].loss_curve_) == runs[0].n_iter_ + 1
    exact = LinearRegression(tol=0).fit(X, NUMBERS)
    assert runs[0].score(X, NUMBERS) > exact.score(X, NUMBERS) - 0.01


@pytest.mark.parametrize("y", [np.full(N, 0.1), np.full(N, -1e9)])
def test_equal_targets_need_no_step(y: FloatArray) -> None:
    model = Regressor().fit(X, y)
    assert (model.n_iter_, model.intercept_) == (0, y[0])
    assert (model.coef_ == 0).all()


def test_a_constant_feature_gets_no_coefficient() -> None:
    constant = np.column_stack([X, np.full(N, 0.1)])
    assert Regressor().fit(constant, NUMBERS).coef_[3] == 0


def test_probabilities_are_those_of_the_objective_and_survive_large_logits() -> None:
    for y in (TWO, THREE):
        model = Classifier(penalty=PENALTY).fit(X, y)
        objective = objective_of(model, y, np.arange(N))
        W = np.vstack([model.coef_.T, model.intercept_]).ravel()
        wanted = objective.predict(W)
        found = model.predict_proba(X)
        np.testing.assert_allclose(found[:, 1] if wanted.ndim == 1 else found, wanted, atol=16 * np.finfo(float).eps)
        with np.errstate(all="raise", under="ignore"):
            far = model.predict_log_proba(1e4 * X)
        assert np.isfinite(far).all()
        assert (model.predict(X) == model.classes_[found.argmax(axis=1)]).all()
