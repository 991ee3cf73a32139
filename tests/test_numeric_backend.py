from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends.numeric_backend import complex_step
from gdlearn.theory import Rounding, central_differences_bound
from tests.objective_zoo import ZOO, Drawn, draw


@pytest.fixture(params=ZOO)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    """Every objective at one shape."""
    return draw(request.param, 7, 2)


def numeric(objective: gd.Objective, w: Any) -> Any:
    backend = gd.get_backend("numeric")
    return backend.loss_and_gradient(objective.on(backend), backend.parameters(w))[1]


def test_its_gradient_is_that_of_pytorch_as_far_as_losses_can_tell(drawn: Drawn) -> None:
    objective, w = drawn.objective, drawn.w
    bound = Rounding(objective, "float64").gradient(w)
    allowed = 2 * bound if objective.analytic else bound + central_differences_bound(objective, w)
    assert (np.abs(numeric(objective, w) - drawn.by_torch(w)[1]) <= allowed).all()


def test_it_never_sees_the_gradient_by_hand(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("differences need no formula")

    for name in ("gradient", "loss_and_gradient"):
        monkeypatch.setattr(type(drawn.objective), name, refuse)
    assert numeric(drawn.objective, drawn.w).shape == drawn.w.shape


def test_it_finds_a_gradient_that_was_derived_wrong() -> None:
    class Wrong(gd.MeanSquaredError):
        def gradient(self, w: Any) -> Any:
            return super().gradient(w) / 2

    objective = Wrong(np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([8.0, 13.0]))
    w = np.array([5.0, 2.0])
    np.testing.assert_allclose(numeric(objective, w), 2 * objective.gradient(w), rtol=1e-12)


def test_the_step_is_imaginary_only_where_the_loss_is_analytic(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds, loss = set(), type(drawn.objective).loss

    def watched(self: Any, w: Any) -> Any:
        kinds.add(w.dtype.kind)
        return loss(self, w)

    monkeypatch.setattr(type(drawn.objective), "loss", watched)
    numeric(drawn.objective, drawn.w)
    assert kinds == ({"f", "c"} if drawn.objective.analytic else {"f"})


def test_a_complex_step_loses_no_digits() -> None:
    """Where central differences keep ten: the slope of exp(x) / x at 1e-3, with many digits from the formula."""
    x = 1e-3
    exact = np.exp(x) * (x - 1) / x**2
    (slope,) = complex_step(lambda w: (np.exp(w) / w).sum(), np.array([x]))
    assert abs(slope - exact) <= 4 * np.finfo(float).eps * abs(exact)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"dtype": "float32"}, "the numeric backend computes in float64, not in 'float32'"),
        (
            {"gradient": "formula"},
            "'numeric' has only its own way to the gradient; gradient='formula' needs one of python",
        ),
    ],
)
def test_what_it_cannot_do_it_refuses_in_a_sentence(options: dict[str, str], words: str) -> None:
    with pytest.raises(gd.InputError, match=words):
        gd.get_backend("numeric", **options)
