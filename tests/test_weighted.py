"""Sample weights: an objective whose samples count as often as they are told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.objectives.weighted import Weighted, WeightedSoftmax, weighted
from gdlearn.testing import check_objective
from gdlearn.theory import Rounding, least_squares
from tests.objective_zoo import draw

LOSSES = ["mse", "huber", "logistic", "softmax", "poisson"]
TIMES = np.array([2, 0, 1, 3, 1, 1, 0, 2, 1, 4, 1, 1])


def repeated(objective: gd.Objective) -> gd.Objective:
    """The same samples, each as often as its weight says."""
    return objective.rows(np.repeat(np.arange(len(TIMES)), TIMES))


@pytest.mark.parametrize("name", LOSSES)
def test_a_weight_is_how_often_a_sample_is_there(name: str, dtype: str) -> None:
    plain, w, *_ = draw(name, len(TIMES), 3)
    backend = gd.get_backend("numpy", dtype=dtype)
    ours, theirs = weighted(plain, TIMES), repeated(plain)
    found, wanted = (o.on(backend).loss_and_gradient(backend.parameters(w)) for o in (ours, theirs))
    # The two are not given the same numbers: one weight over the mean, or its root, is rounded before it is used.
    here, there = Rounding(ours, dtype), Rounding(theirs, dtype)
    seen = float(np.finfo(dtype).eps) * 8
    size = seen * (1 + np.abs(w).sum()) ** 2 * np.abs(np.append(plain.X, plain.y)).max() ** 2  # type: ignore[attr-defined]
    assert abs(float(found[0]) - float(wanted[0])) <= here.loss(w) + there.loss(w) + size
    assert (np.abs(found[1] - wanted[1]) <= here.gradient(w) + there.gradient(w) + size).all()


@pytest.mark.parametrize("name", LOSSES)
def test_the_gradient_by_hand_is_that_of_autograd(name: str, dtype: str) -> None:
    plain, w, *_ = draw(name, len(TIMES), 3)
    objective = weighted(plain, TIMES)
    bound = Rounding(objective, dtype).gradient(w.astype(dtype).astype(np.float64))

    def found(backend: str) -> FloatArray:
        asked = gd.get_backend(backend, dtype=dtype)
        here = objective.on(asked)
        return np.asarray(asked.to_numpy(asked.loss_and_gradient(here, asked.parameters(w))[1]), dtype=np.float64)

    assert (np.abs(found("numpy") - found("torch")) <= 2 * bound).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", LOSSES)
def test_it_does_what_every_objective_must(name: str) -> None:
    check_objective(gd.L2(weighted(draw(name, len(TIMES), 3).objective, TIMES), 0.3)).raise_if_failed()


@pytest.mark.parametrize("name", LOSSES)
def test_only_the_ratios_of_the_weights_count(name: str) -> None:
    plain, w, *_ = draw(name, len(TIMES), 3)
    once = weighted(plain, TIMES).gradient(w)
    for factor in (2.0**-900, 2.0**1000):  # powers of two round nothing
        assert (weighted(plain, factor * TIMES).gradient(w) == once).all()


@pytest.mark.parametrize("name", ["logistic", "softmax"])
def test_blocks_of_rows_add_up_to_the_same(name: str) -> None:
    plain, w, *_ = draw(name, len(TIMES), 3)
    objective = gd.L2(weighted(plain, TIMES), 0.3)
    blocks, whole = NumpyBackend(block=100), NumpyBackend()
    assert objective.nbytes > 3 * 100
    apart = [backend.loss_and_gradient(objective.on(backend), w)[1] for backend in (blocks, whole)]
    assert (np.abs(apart[0] - apart[1]) <= 2 * Rounding(objective, "float64").gradient(w)).all()


def test_squared_error_stays_squared_error_and_keeps_its_theory() -> None:
    plain, _, _, X, y = draw("mse", len(TIMES), 3)
    ours = weighted(plain, TIMES)
    assert isinstance(ours, gd.MeanSquaredError)
    halves = weighted(gd.MeanSquaredError(X, y, gd.Convention.HALF_SUM), TIMES)
    assert getattr(halves, "convention", None) is gd.Convention.HALF_SUM
    root = np.sqrt(TIMES)
    wanted = np.linalg.lstsq(root[:, None] * X, root * y, rcond=None)[0]
    np.testing.assert_allclose(least_squares(ours), wanted, rtol=1e-12)  # the condition number is about 10


def test_the_weights_are_data_that_a_step_has_to_read() -> None:
    plain = draw("logistic", len(TIMES), 3).objective
    assert weighted(plain, TIMES).nbytes == plain.nbytes + 8 * len(TIMES)
    lists = gd.get_backend("python")
    assert weighted(plain, TIMES).on(lists).nbytes == plain.on(lists).nbytes  # of a list nobody knows


def test_the_prediction_is_that_of_the_objective() -> None:
    for name, kind in (("logistic", Weighted), ("softmax", WeightedSoftmax)):
        plain, w, _, X, _ = draw(name, len(TIMES), 3)
        objective = weighted(plain, TIMES)
        assert isinstance(objective, kind)
        assert (objective.predict(w) == plain.predict(w)).all()
        assert (objective.predict(w, X[:2]) == plain.predict(w, X[:2])).all()


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ([1.0, 2.0], "must be 12 numbers"),
        ([-1.0] * 12, "0 or more"),
        ([0.0] * 12, "not all 0"),
        ([np.nan] * 12, "finite number"),
        ([[1.0]] * 12, "must have shape"),
        (["a"] * 12, "^the sample weights holds text"),
    ],
)
def test_bad_weights_are_refused(weights: Any, sentence: str) -> None:
    with pytest.raises(gd.InputError, match=sentence):
        weighted(draw("logistic", 12, 3).objective, weights)


def test_a_network_has_no_loss_of_one_sample() -> None:
    with pytest.raises(gd.InputError, match="MLP has no loss of one sample"):
        weighted(draw("mlp", 12, 3).objective, TIMES)
