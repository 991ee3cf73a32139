"""The estimators, as entrances: what arrives at a descent and at a prediction, and what becomes of a setting."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning, DataConversionWarning

import gdlearn as gd
from gdlearn.arrays import FloatArray
from tests.entrances.door import LABELS, TABLE, Door, Setting

COUNTS = np.array([1.0, 1.0, 4.0])  # as sample weights: the mean is a power of two, so that nothing is rounded
CLASSES = 2 * LABELS  # greater than 1, so that booleans made of them are two classes
REGRESSOR, CLASSIFIER = "GradientDescentRegressor", "GradientDescentClassifier"
COLUMN = "a column, (n, 1)"  # taken with a warning, as scikit-learn's checks ask for
NAMES = ("booleans", "pandas, booleans", "jax booleans", "text of numbers", "pandas, categories of text")
LARGE = ("integers beyond 2**53", "unsigned ones beyond 2**53")
CONTINUOUS = ("huge numbers, 1e300", "tiny numbers, 1e-300", "subnormal numbers, 1e-310")


class Watching:
    """An estimator that keeps what arrives at its descent, and does not descend."""

    def _learn(self, loss: Any, X: FloatArray, y: FloatArray, sample_weights: FloatArray, compress: Any = False) -> Any:
        self.arrived = {"X": X, "y": y, "sample_weight": sample_weights}
        return np.zeros((1, X.shape[1])), np.zeros(1)


class WatchingRegressor(Watching, gd.GradientDescentRegressor):
    """That of numbers."""


class WatchingClassifier(Watching, gd.GradientDescentClassifier):
    """That of classes."""


def estimator_doors() -> Iterator[Door]:
    """The arrays of a fit, and those of a prediction."""
    for kind, one in ((WatchingRegressor, ()), (WatchingClassifier, ("one sample",))):  # one sample has one class
        door = partial(Door, f"{kind.__name__.replace('Watching', 'GradientDescent')}.fit", others="sklearn")
        yield door("X", TABLE, partial(at_descent, kind, "X"), skips=one)
        skips = (*one, "None")  # None: all count the same
        weights = partial(at_descent, kind, "sample_weight")
        yield door("sample_weight", COUNTS, weights, skips=skips, becomes=of_mean_one)
    numbers, column = partial(at_descent, WatchingRegressor, "y"), frozenset({COLUMN})
    yield Door(f"{REGRESSOR}.fit", "y", LABELS, numbers, column, becomes=np.ravel, others="sklearn")
    yield Door(
        *(f"{CLASSIFIER}.fit", "y", CLASSES, classes),
        takes=frozenset({COLUMN, "dates", "times", *NAMES, *LARGE}),
        refuses=(
            *(("one sample", "one class"), ("text", "one class"), ("objects, all numbers", "label type")),
            *(("objects, one None", "None"), ("pandas with NA", "NA")),
            *((name, "label type") for name in CONTINUOUS),
        ),
        skips=("minus zero",),  # and 0 are one class
        becomes=np.ravel,
        others="sklearn",
    )
    for call, fitted in ((f"{REGRESSOR}.predict", regressor()), (f"{CLASSIFIER}.decision_function", classifier())):
        at_prediction = partial(looked_at, fitted)
        yield Door(call, "X", TABLE, at_prediction, skips=("minus zero",), others="sklearn")  # a sum is never -0.0


def at_descent(kind: Any, argument: str, value: Any, n: int) -> Any:
    """What becomes of one argument of a fit."""
    given = {"X": TABLE[: n or 3], "y": LABELS[: n or 3], "sample_weight": None, argument: value}
    if argument != "y":
        given["y"] = LABELS[:n]
    return fitted(kind(), given).arrived[argument]


def fitted(model: Any, given: dict[str, Any]) -> Any:
    """A model that was fitted; the warnings that belong to a fit have tests of their own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", DataConversionWarning)
        return model.fit(**given)


def classes(value: Any, n: int) -> Any:
    """The classes of the rows, as numbers."""
    model = fitted(WatchingClassifier(), {"X": TABLE[: n or 3], "y": value})
    return model.classes_[model.arrived["y"].astype(int)].astype(float)


def of_mean_one(weights: FloatArray) -> FloatArray:
    """Those that count, in units of their mean."""
    counting = weights[weights > 0]
    return np.asarray(counting / counting.mean())


def regressor() -> Any:
    """One that predicts the features themselves."""
    model = gd.GradientDescentRegressor().fit(TABLE, LABELS)
    model.coef_, model.intercept_ = np.eye(2), 0.0
    return model


def classifier() -> Any:
    """One whose logits are the features themselves."""
    model = gd.GradientDescentClassifier(penalty=1.0).fit(TABLE, LABELS)
    model.coef_, model.intercept_, model.classes_ = np.eye(2), np.zeros(2), np.arange(3)
    return model


def looked_at(model: Any, value: Any, _: int) -> Any:
    """What a model that predicts the features predicts."""
    return model.predict(value) if hasattr(model, "objective") else model.decision_function(value)


def estimator_settings() -> Iterator[Setting]:
    """The settings of a fit; names are settings too, and no number is one."""
    none = {"above": np.inf}
    limits: dict[str, dict[str, Any]] = {
        "learning_rate": {"above": 0},
        "max_iter": {"whole": True, "least": 1},
        "tol": {"least": 0},
        "penalty": {"least": 0},
        "batch_size": {"whole": True, "least": 1, "skips": ("None",)},  # None: all rows
        "random_state": {"whole": True, "least": 0, "skips": ("None",)},  # None: another one every time
        **dict.fromkeys(("optimizer", "objective", "dtype"), none),
        "backend": {**none, "words": ()},  # it says which there are
    }
    for name, limit in limits.items():
        yield Setting(REGRESSOR, name, partial(coefficients, name), **limit)
    yield Setting(REGRESSOR, "delta", lambda v: coefficients("delta", v, objective="huber"), above=0)


def coefficients(name: str, value: Any, **others: Any) -> FloatArray:
    """Those of a short fit on features so small that every learning rate of the table is a safe one."""
    settings = {"standardise": False, "max_iter": 2, "random_state": 0, **others}
    if name == "random_state":
        settings["batch_size"] = 2
    given = {"X": TABLE / 100, "y": LABELS}
    found: FloatArray = fitted(gd.GradientDescentRegressor(**settings | {name: value}), given).coef_
    return found
