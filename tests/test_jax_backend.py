"""JAX compiles what it can, once for arrays of one shape, and runs everything else as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd

pytest.importorskip("jax")


class Branching(gd.MeanSquaredError):
    """A loss that looks at its numbers: nothing can be compiled before they are there."""

    def loss(self, w: Any) -> Any:
        return super().loss(w) if w[0] > 0 else 2 * super().loss(w)


class Bowl(gd.Objective):
    """No dataclass, and so nobody knows what its fields are."""

    size = 2

    def loss(self, w: Any) -> Any:
        return w @ w

    def gradient(self, w: Any) -> Any:
        return 2 * w

    def predict(self, w: Any, X: Any = None) -> Any: ...

    def rows(self, index: Any) -> Bowl:
        return self

    def on(self, backend: Any) -> Bowl:
        return self

    def __len__(self) -> int:
        return 1


class Broken(gd.MeanSquaredError):
    """A loss with an error of its own."""

    def loss(self, w: Any) -> Any:
        raise TypeError("mine")


SQUARES = gd.MeanSquaredError(np.eye(2), np.ones(2))


@pytest.mark.parametrize("make", [lambda: Bowl(), lambda: Branching(SQUARES.X, SQUARES.y), lambda: SQUARES])
@pytest.mark.parametrize("penalty", [False, True])
def test_what_can_and_what_cannot_be_compiled_have_the_same_slope(make: Any, penalty: bool) -> None:
    backend, numeric = gd.get_backend("jax"), gd.get_backend("numeric")
    objective = gd.L2(make(), 0.5) if penalty else make()
    for place in ([1.0, 3.0], [-1.0, 3.0]):
        found = backend.loss_and_gradient(objective.on(backend), backend.parameters(place))
        right = numeric.loss_and_gradient(objective.on(numeric), np.array(place))
        assert np.allclose(np.asarray(found[1]), right[1], rtol=1e-6)


def test_settings_are_not_mixed_up_between_two_objectives_of_one_class() -> None:
    backend = gd.get_backend("jax")
    losses = []
    for convention in gd.Convention:
        objective = gd.MeanSquaredError(np.ones((3, 1)), np.full(3, 5.0), convention)
        losses.append(float(backend.loss_and_gradient(objective.on(backend), backend.parameters([0.0]))[0]))
    assert losses == [25.0, 75.0, 12.5, 37.5]


def test_an_error_of_the_loss_itself_is_not_swallowed() -> None:
    backend = gd.get_backend("jax")
    with pytest.raises(TypeError, match="mine"):
        backend.loss_and_gradient(Broken(SQUARES.X, SQUARES.y).on(backend), backend.parameters([0.0, 0.0]))


def test_many_steps_record_the_loss_once() -> None:
    times = []

    class Counting(gd.MeanSquaredError):
        def loss(self, w: Any) -> Any:
            times.append(1)
            return super().loss(w)

    gd.record(Counting(SQUARES.X, SQUARES.y), [0.0, 0.0], gd.get_backend("jax"), gd.GD(0.1), 50)
    assert len(times) == 1
