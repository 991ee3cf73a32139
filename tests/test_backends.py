from __future__ import annotations

import builtins
import sys
from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.backends import BACKENDS
from gdlearn.theory import Rounding
from tests.conftest import Problem, make_problem


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest, dtype: str) -> gd.Backend:
    return gd.get_backend(request.param, dtype=dtype)


def test_every_gradient_is_within_the_rounding_bound_of_the_exact_one(problem: Problem, backend: gd.Backend) -> None:
    objective, start = problem
    rounding = Rounding(objective, backend.dtype)  # its X and y are the data as this dtype holds them
    w = np.asarray(start, dtype=backend.dtype)
    loss, gradient = backend.loss_and_gradient(objective.on(backend), backend.parameters(w))
    exact = gd.MeanSquaredError(rounding.X.astype(np.longdouble), rounding.y.astype(np.longdouble))
    wide = w.astype(np.longdouble)
    assert (np.abs(backend.to_numpy(gradient) - exact.gradient(wide)) <= rounding.gradient(w.astype(float))).all()
    assert abs(float(loss) - exact.loss(wide)) <= rounding.loss(w.astype(float))


@pytest.mark.parametrize("n", [2, 5, 1000])
def test_two_backends_agree_within_twice_the_bound(n: int, dtype: str) -> None:
    objective, w = make_problem(n, 4)
    rounding, w = Rounding(objective, dtype), np.asarray(w, dtype=dtype).astype(float)
    gradients = []
    for name in ("numpy", "torch"):
        backend = gd.get_backend(name, dtype=dtype)
        gradients.append(
            backend.to_numpy(backend.loss_and_gradient(objective.on(backend), backend.parameters(w))[1]).astype(float)
        )
    assert (np.abs(gradients[0] - gradients[1]) <= 2 * rounding.gradient(w)).all()


def test_arrays_keep_the_dtype_all_the_way(backend: gd.Backend) -> None:
    objective, start = make_problem(9, 3)
    w = backend.parameters(start)
    loss, gradient = backend.loss_and_gradient(objective.on(backend), w)
    new = backend.update(w, gd.GD(0.01).step(gradient, (), backend.snapshot(w))[0])
    assert {backend.to_numpy(array).dtype for array in (loss, gradient, new)} == {np.dtype(backend.dtype)}


def test_what_goes_in_is_never_shared_and_never_changed(backend: gd.Backend) -> None:
    values = np.array([1.0, 2.0, 3.0], dtype=backend.dtype)
    inside, w = backend.asarray(values), backend.parameters(values)
    backend.update(w, backend.asarray([1.0, 1.0, 1.0]))
    assert (values == [1, 2, 3]).all()
    values[:] = 9
    assert (backend.to_numpy(inside) == [1, 2, 3]).all()


def test_what_comes_out_never_changes_later(backend: gd.Backend) -> None:
    w = backend.parameters([1.0, 2.0])
    outside, kept = backend.to_numpy(w), backend.snapshot(w)
    backend.update(w, backend.asarray([1.0, 1.0]))
    assert (outside == [1, 2]).all()
    assert (backend.to_numpy(kept) == [1, 2]).all()


def test_every_call_is_independent_of_the_calls_before_it(backend: gd.Backend) -> None:
    objective, start = make_problem(9, 3)
    here, w = objective.on(backend), backend.parameters(start)
    first, second = (backend.loss_and_gradient(here, w) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert (backend.to_numpy(one) == backend.to_numpy(other)).all()


def test_the_torch_weights_stay_the_leaf_that_autograd_follows() -> None:
    backend = gd.get_backend("torch")
    w = backend.parameters([1.0, 2.0])
    new = backend.update(w, torch.tensor([0.5, 0.5], dtype=torch.float64))
    assert new is w
    assert new.is_leaf
    assert new.requires_grad
    assert new.tolist() == [0.5, 1.5]


def test_the_torch_loss_keeps_no_graph_alive() -> None:
    objective, start = make_problem(9, 3)
    backend = gd.get_backend("torch")
    loss, gradient = backend.loss_and_gradient(objective.on(backend), backend.parameters(start))
    assert not loss.requires_grad
    assert not gradient.requires_grad


def test_the_torch_backend_never_calls_the_gradient_by_hand() -> None:
    class OnlyLoss(gd.MeanSquaredError):
        def gradient(self, w: Any) -> Any:
            raise AssertionError("autograd needs no formula")

        loss_and_gradient = gradient

    objective, start = make_problem(9, 3)
    backend = gd.get_backend("torch")
    here = OnlyLoss(objective.X, objective.y).on(backend)
    _, gradient = backend.loss_and_gradient(here, backend.parameters(start))
    assert gradient.shape == (4,)


def test_read_only_data_are_shared_by_numpy_instead_of_copied() -> None:
    data = gd.line(n=5)
    assert np.shares_memory(gd.get_backend("numpy").asarray(data.X), data.X)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("tpu", {}, "no backend 'tpu'; there are: numpy, torch"),
        ("numpy", {"dtype": "float16"}, "dtype is 'float16'; it must be one of float64, float32"),
        ("numpy", {"device": "cuda"}, "runs on the device 'cpu', not on 'cuda'"),
        ("torch", {"device": "abacus"}, "cannot hold float64 on the device 'abacus' here"),
    ],
)
def test_a_backend_that_cannot_be_had_says_why(name: str, options: dict[str, str], words: str) -> None:
    with pytest.raises(gd.InputError, match=words):
        gd.get_backend(name, **options)


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_torch(name: str, *rest: Any, **named: Any) -> Any:
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")
        return real_import(name, *rest, **named)

    monkeypatch.delitem(sys.modules, "gdlearn.backends.torch_backend", raising=False)
    monkeypatch.setattr(builtins, "__import__", without_torch)
    with pytest.raises(gd.MissingDependencyError, match="pip install torch"):
        gd.get_backend("torch")
