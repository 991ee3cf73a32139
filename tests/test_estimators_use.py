"""The estimators among scikit-learn's tools, and what they say to wrong settings."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import joblib  # type: ignore[import-untyped]
import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris
from sklearn.exceptions import ConvergenceWarning, DataConversionWarning, FitFailedWarning, NotFittedError
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

import gdlearn as gd

Regressor, Classifier = gd.GradientDescentRegressor, gd.GradientDescentClassifier
TABLE, PROGRESSION = load_diabetes(return_X_y=True, as_frame=True, scaled=False)
IRIS, SPECIES = load_iris(return_X_y=True)
X, Y = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 1.0]]), np.array([1.0, 2.0, 6.0, 7.0])


def test_cross_validation_gives_the_scores_of_least_squares() -> None:
    ours = Regressor(optimizer="nesterov", tol=1e-8, max_iter=5000)
    found, wanted = (cross_val_score(model, TABLE, PROGRESSION, cv=5) for model in (ours, LinearRegression(tol=0)))
    np.testing.assert_allclose(found, wanted, atol=1e-5)  # the tolerance, times a condition number of about 500


def test_a_pipeline_hands_over_dataframes_and_names() -> None:
    scaler = StandardScaler().set_output(transform="pandas")
    model = make_pipeline(scaler, Regressor(optimizer="nesterov")).fit(TABLE, PROGRESSION)
    assert model[-1].feature_names_in_.tolist() == TABLE.columns.tolist()
    assert model[-1].n_features_in_ == TABLE.shape[1]
    with pytest.raises(ValueError, match="feature names"):
        model[-1].predict(TABLE[TABLE.columns[::-1]])


def test_a_grid_search_tries_rates_and_backends_and_survives_a_rate_that_diverges() -> None:
    grid = {"learning_rate": ["auto", 0.1, 10.0], "backend": ["numpy", "tape"]}
    search = GridSearchCV(Regressor(tol=0.01), grid, cv=3)
    with pytest.warns(FitFailedWarning, match="the descent diverged"), pytest.warns(UserWarning, match="non-finite"):
        search.fit(TABLE, PROGRESSION)
    assert search.best_params_["learning_rate"] != 10.0
    scores = search.cv_results_["mean_test_score"].reshape(2, 3)  # backend by rate
    assert np.isnan(scores[:, 2]).all()
    np.testing.assert_allclose(scores[0, :2], scores[1, :2], rtol=1e-9)


@pytest.mark.slow
def test_a_grid_search_runs_in_several_processes() -> None:
    search = GridSearchCV(Classifier(max_iter=2000, penalty=0.01), {"penalty": [0.01, 0.1]}, n_jobs=2, cv=3)
    assert search.fit(IRIS, SPECIES).best_score_ > 0.9


def test_weights_go_through_metadata_routing() -> None:
    rng = np.random.default_rng(0)
    with sklearn.config_context(enable_metadata_routing=True):
        model = (
            Regressor(optimizer="nesterov").set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        )
        weights = rng.integers(0, 3, len(TABLE))
        scores = cross_val_score(model, TABLE, PROGRESSION, cv=3, params={"sample_weight": weights})
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_a_fitted_model_survives_pickle_and_joblib_to_the_bit(backend: str, tmp_path: Path) -> None:
    model = Classifier(backend, optimizer=gd.Nesterov(0.5), penalty=0.1).fit(IRIS, SPECIES)
    joblib.dump(model, tmp_path / "model")
    for again in (pickle.loads(pickle.dumps(model)), joblib.load(tmp_path / "model")):
        assert (again.predict_proba(IRIS) == model.predict_proba(IRIS)).all()
        assert again.get_params() == model.get_params()
    kinds = {type(value).__module__.partition(".")[0] for value in vars(model).values()}
    assert kinds <= {"builtins", "numpy", "gdlearn"}  # no tensor, and no graph behind it


def test_a_clone_has_the_settings_and_nothing_else() -> None:
    model = Regressor("torch:formula", optimizer=gd.Momentum(0.1, 0.5), max_iter=7)
    fitted = vars(clone(model))
    assert fitted.keys() == model.get_params().keys()
    assert clone(model).get_params() == model.get_params()


def test_classes_may_be_text_and_come_back_as_text() -> None:
    names = np.array(["setosa", "versicolor", "virginica"])[SPECIES]
    model = Classifier(penalty=0.01, optimizer="nesterov").fit(IRIS, names)
    assert model.score(IRIS, names) > 0.95
    assert model.coef_.shape == (3, 4)
    assert model.decision_function(IRIS).shape == (150, 3)


def test_classes_may_be_numbers_beyond_2_to_the_53_and_come_back_to_the_last_digit() -> None:
    numbers = np.array([2**53, 2**53 + 1, 2**53, 2**53 + 1])  # as float64 they would be one class
    found = Classifier(penalty=0.01).fit(X, numbers)
    assert found.classes_.tolist() == [2**53, 2**53 + 1]


def test_a_column_of_targets_is_taken_with_a_warning() -> None:
    with pytest.warns(DataConversionWarning):
        column = Regressor().fit(X, Y[:, None])
    assert (column.coef_ == Regressor().fit(X, Y).coef_).all()


@pytest.mark.parametrize("dtype", ["int8", "uint16", "float16", "float32"])
def test_numbers_of_every_kind_are_taken_for_what_they_are(dtype: str) -> None:
    assert (Regressor().fit(X.astype(dtype), Y).coef_ == Regressor().fit(X.astype(dtype).astype(float), Y).coef_).all()


def test_the_callers_arrays_stay_as_they_were() -> None:
    arrays = X.copy(), Y.copy(), np.array([1.0, 0.0, 2.0, 1.0])
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    Regressor().fit(arrays[0][::-1], arrays[1][::-1], arrays[2][::-1])
    assert all((a == b).all() for a, b in zip(arrays, before, strict=True))


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"backend": "tensorflow"}, "there is no backend 'tensorflow'"),
    ({"backend": None}, "backend is None"),
    ({"backend": "numpy:hand"}, "must be one of auto, formula"),
    ({"backend": "python", "dtype": "float32"}, "computes in float64"),
    ({"dtype": "float16"}, "the dtype is 'float16'"),
    ({"device": "cuda"}, "'cpu'"),
    ({"objective": "l1"}, "must be one of mse, huber, poisson"),
    ({"objective": []}, "must be one of mse, huber, poisson"),
    ({"objective": "huber", "delta": 0}, "delta is 0"),
    ({"optimizer": "sgd"}, "must be one of gd, momentum"),
    ({"optimizer": gd.Adam(0.1), "learning_rate": 0.1}, "a learning rate of its own"),
    ({"learning_rate": -1}, "learning_rate is -1; it must be 'auto'"),
    ({"learning_rate": "fast"}, "must be 'auto', a number greater than 0 or a schedule"),
    ({"learning_rate": np.nan}, "learning_rate is nan"),
    ({"learning_rate": None}, "learning_rate is None"),
    ({"penalty": -1}, "penalty is -1"),
    ({"max_iter": 0}, "max_iter is 0"),
    ({"max_iter": 2.5}, "max_iter is 2.5"),
    ({"tol": -1e-3}, "tol is -0.001"),
    ({"tol": None}, "tol is None"),
    ({"batch_size": 0}, "batch_size is 0"),
    ({"random_state": 2**32}, "random_state is 4294967296; it must be less than 2"),
    ({"standardise": "no"}, "standardise is 'no'; it must be True or False"),
    ({"warm_start": 1}, "warm_start is 1"),
    ({"compress": "yes"}, "compress is 'yes'"),
    ({"compress": True, "objective": "huber"}, "compress=True is for objective='mse'"),
    ({"compress": True, "batch_size": 2}, "without batch_size"),
    ({"learning_rate": 100.0}, "the descent diverged: the loss was .* safe up to 0.75"),
    ({"optimizer": gd.Momentum(100.0)}, "the descent diverged"),
]


@pytest.mark.parametrize(("settings", "sentence"), WRONG, ids=str)
def test_wrong_settings_are_one_sentence_at_fit_and_not_before(settings: dict[str, Any], sentence: str) -> None:
    model = Regressor(**settings)
    with pytest.raises(gd.InputError, match=sentence):
        model.fit(X, Y)
    with pytest.raises(NotFittedError):
        model.predict(X)


@pytest.mark.parametrize(
    ("features", "targets", "weights", "sentence"),
    [
        (X, Y, [1.0, -1.0, 1.0, 1.0], "0 or more"),
        (X, Y, [0.0] * 4, "not all of the weights may be zero"),
        (X, Y, np.ones((4, 1)), r"must have shape \(n,\).*use sample_weight\.ravel\(\)"),
        (X, 1e200 * Y, None, "too large or too small to be squared"),
        (X, 1e-200 * Y, None, "too large or too small to be squared"),
        (1e-310 * X, Y, None, "coefficients are too large for float64"),
        (1.7e308 * np.array([[-1.0], [-1.0], [-1.0], [1.0]]), Y, None, "feature 0 .* rescale it first"),
    ],
)
def test_data_that_cannot_be_fitted_are_one_sentence(features: Any, targets: Any, weights: Any, sentence: str) -> None:
    with pytest.raises(gd.InputError, match=sentence):
        Regressor().fit(features, targets, weights)


def test_counts_are_0_or_more_and_not_all_0() -> None:
    with pytest.raises(gd.InputError, match=r"y holds -1\.0 at row 0 .* a finite count"):
        Regressor(objective="poisson").fit(X, [-1, 0, 1, 2])
    with pytest.raises(gd.InputError, match="0 in every row"):
        Regressor(objective="poisson").fit(X, [0, 0, 0, 0])


def test_one_class_is_refused_also_where_weights_leave_one() -> None:
    with pytest.raises(gd.InputError, match="one class, 'a'"):
        Classifier().fit(X, ["a", "a", "b", "b"], sample_weight=[1, 1, 0, 0])


def test_a_row_without_a_class_is_refused() -> None:
    with pytest.raises(gd.InputError, match="y holds None; drop the rows"):
        Classifier().fit(X, ["a", "b", None, "b"])


def test_what_cannot_be_continued_is_refused() -> None:
    model = Regressor(warm_start=True).fit(X, Y)
    with pytest.raises(gd.InputError, match=r"coefficients of shape \(1, 2\) where \(1, 1\) are needed"):
        model.fit(X[:, :1], Y)
    other = Classifier(warm_start=True, penalty=1.0).fit(X, [0, 1, 0, 1])
    with pytest.raises(gd.InputError, match=r"the classes \[0, 1\], and now they are \[0, 2\]"):
        other.fit(X, [0, 2, 0, 2])


def test_classes_that_a_plane_separates_need_a_penalty_and_it_says_so() -> None:
    with pytest.warns(ConvergenceWarning, match="a plane separates .* or a penalty"):
        Classifier(max_iter=100).fit(X, [0, 0, 1, 1])


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"batch_size": 2}, "give a schedule"),
        ({"dtype": "float32", "tol": 0.0, "compress": False, "penalty": 0.1}, "dtype='float64'"),
        ({"optimizer": "adam"}, "try another learning rate"),
        ({"standardise": False, "tol": 1e-9}, "standardise=True"),
    ],
)
def test_a_descent_that_does_not_arrive_says_what_to_do(settings: dict[str, Any], sentence: str) -> None:
    with pytest.warns(ConvergenceWarning, match=sentence):
        Regressor(max_iter=5, random_state=0, **settings).fit(X * [1.0, 30.0], Y)


def test_without_scikit_learn_one_sentence_says_what_to_install_and_all_else_works() -> None:
    program = (
        "import sys; sys.modules['sklearn'] = None\n"  # as if it were not there
        "import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'sklearn' else found(name, *a)\n"
        "from gdlearn import *\nimport gdlearn as gd\n"
        "assert gd.line().X.shape == (1000, 2) and 'GradientDescentRegressor' not in gd.__all__\n"
        "try: gd.GradientDescentRegressor\nexcept gd.MissingDependencyError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install 'gdlearn[sklearn]'" in done.stdout


def test_a_dataframe_with_text_is_refused_by_scikit_learn_itself() -> None:
    frame = pd.read_csv(io.StringIO("a,b\n1,x\n2,y\n"))
    with pytest.raises(ValueError, match="could not convert string to float"):
        Regressor().fit(frame, [1.0, 2.0])


def test_features_may_be_made_before_the_descent() -> None:
    model = make_pipeline(PolynomialFeatures(2, include_bias=False), Regressor(tol=1e-8, max_iter=100_000))
    x = np.linspace(-1, 1, 30)[:, None]
    assert model.fit(x, x[:, 0] ** 2).score(x, x[:, 0] ** 2) == pytest.approx(1.0, abs=1e-12)
