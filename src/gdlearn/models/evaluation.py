"""How good a model is on some data: a handful of numbers, each explained in a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from math import nan, sqrt
from operator import add
from typing import Any, NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.models.blueprint import Blueprint
from gdlearn.objectives import Objective
from gdlearn.streaming.survey import Survey


class Measure(NamedTuple):
    """One number, and what it says.

    Attributes:
        name: what it is called.
        value: the number; NaN where it has no meaning on these data.
        meaning: one line for people.
    """

    name: str
    value: float
    meaning: str


@dataclass(frozen=True)
class Evaluation:
    """What a model scores on some data.

    Attributes:
        samples: the number of samples n.
        measures: the numbers, the loss first.
    """

    samples: int
    measures: tuple[Measure, ...]

    def __getitem__(self, name: str) -> float:
        """The value of one measure."""
        return {measure.name: measure.value for measure in self.measures}[name]


class Way(NamedTuple):
    """How the models of some objectives are judged.

    Attributes:
        each: from prediction and target to one number for every sample and measure, shape (n, m).
        total: from the means (m,) over all samples, and the variance of the targets, to the measures.
    """

    each: Callable[[FloatArray, FloatArray], FloatArray]
    total: Callable[[FloatArray, float], list[Measure]]


def classes_of(prediction: FloatArray) -> FloatArray:
    """The most probable class of every sample, from the probability of class 1 (n,), or of each class (n, k).

    Examples:
        >>> classes_of(np.array([0.2, 0.9])), classes_of(np.array([[0.2, 0.5, 0.3]]))
        (array([0, 1]), array([1]))
    """
    return prediction.argmax(axis=1) if prediction.ndim == 2 else (prediction > 1 / 2).astype(np.intp)


def _distances(prediction: FloatArray, y: FloatArray) -> FloatArray:
    r = prediction - y
    return np.column_stack([r * r, np.abs(r)])


def _hits(prediction: FloatArray, y: FloatArray) -> FloatArray:
    return np.column_stack([classes_of(prediction) == y]).astype(np.float64)


def _deviances(prediction: FloatArray, y: FloatArray) -> FloatArray:
    ratio = np.where(y > 0, y, 1.0) / np.where(y > 0, prediction, 1.0)
    return np.column_stack([2 * (y * np.log(ratio) - y + prediction), np.abs(prediction - y)])


def _of_numbers(means: FloatArray, variance: float) -> list[Measure]:
    square, distance = means.tolist()
    share = 1 - square / variance if variance > 0 else nan
    return [
        Measure("RMSE", sqrt(square), "root of the mean squared distance, in the unit of the target"),
        Measure("MAE", distance, "mean distance, in the unit of the target"),
        Measure("R²", share, "1 is perfect, 0 is no better than always saying the mean of these targets"),
    ]


def _of_classes(means: FloatArray, _: float) -> list[Measure]:
    return [Measure("accuracy", float(means[0]), "share of samples whose class is the most probable one")]


def _of_counts(means: FloatArray, _: float) -> list[Measure]:
    return [
        Measure(
            "deviance",
            float(means[0]),
            "twice the log-likelihood that is lost against knowing every count; 0 is perfect",
        ),
        Measure("MAE", float(means[1]), "mean distance between the expected and the seen count"),
    ]


NUMBERS, CLASSES, COUNTS = Way(_distances, _of_numbers), Way(_hits, _of_classes), Way(_deviances, _of_counts)
WAYS = {"logistic": CLASSES, "softmax": CLASSES, "poisson": COUNTS}
LOSS = "what the fit made small, penalties included"
LOG_LOSS = "mean of -log of the probability that the true class was given"


def evaluate(
    blueprint: Blueprint, w: FloatArray, whole: Objective, parts: Iterable[Objective], predict: Callable[[Any], Any]
) -> Evaluation:
    """Loss and measures over all rows, from one passage through them.

    Args:
        blueprint: which objective it is.
        w: the weights (p,).
        whole: the objective over all rows.
        parts: its `core` on rows that together are all of them, each once.
        predict: from such a part to the prediction for its rows.
    """
    way, n, loss, surveys = WAYS.get(blueprint.name, NUMBERS), len(whole), 0.0, []
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # what is infinite is shown so
        for part in parts:
            loss += part.share(n) * float(part.loss(w))
            y: FloatArray = part.y  # type: ignore[attr-defined]  # every objective with a name holds X and y
            surveys.append(Survey.of(np.column_stack([way.each(predict(part), y), y])))
        found = reduce(add, surveys)
        penalised = float(whole.completed(w, np.float64(loss), np.zeros_like(w))[0])
    measures = [Measure("loss", penalised, LOSS)]
    if way is CLASSES:
        measures.append(Measure("log loss", loss, LOG_LOSS))
    return Evaluation(n, (*measures, *way.total(found.mean[:-1], float(found.squares[-1] / n))))
