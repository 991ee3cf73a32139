"""The torch backend on a graphics processor: the same claims, with the bounds of its own arithmetic.

`make gpu` runs them; without such a device they are skipped. `GPU=cuda:1` names another one, and `GPU=cpu` runs the
tests themselves where there is none.
"""

from __future__ import annotations

import os
from functools import partial

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.backends import DTYPES, GRADIENTS
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.testing import BACKEND_CHECKS
from gdlearn.testing.candidate import Candidate
from gdlearn.theory import Rounding, largest_stable_learning_rate
from tests.conftest import SHAPES, make_problem
from tests.objective_zoo import ZOO, draw
from tests.problems import OBJECTIVES, RATES, make_objective

DEVICE = os.environ.get("GPU", "cuda")
WAYS = [(dtype, gradient) for dtype in DTYPES for gradient in GRADIENTS]
STEPS = 100

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(
        DEVICE.startswith("cuda") and not torch.cuda.is_available(), reason="PyTorch finds no CUDA device here"
    ),
]


@pytest.fixture(params=WAYS, ids="-".join)
def backend(request: pytest.FixtureRequest) -> gd.Backend:
    """Both precisions, by autograd and by the formula on its arrays."""
    dtype, gradient = request.param
    return gd.get_backend("torch", dtype, DEVICE, gradient)


@pytest.mark.parametrize("check", BACKEND_CHECKS)
def test_it_does_everything_that_a_backend_must(check: str, backend: gd.Backend) -> None:
    gradient = "formula" if backend.method == "by hand" else "auto"
    make = partial(gd.get_backend, "torch", device=DEVICE, gradient=gradient)
    BACKEND_CHECKS[check](Candidate(backend, make, backend.dtype))


@pytest.mark.parametrize("name", ZOO)
@pytest.mark.parametrize("n", [7, 1000])
def test_every_loss_and_gradient_is_within_the_rounding_bound_of_numpy(name: str, n: int, backend: gd.Backend) -> None:
    objective, w = draw(name, n, 2)[:2]
    numpy, at = gd.get_backend("numpy", backend.dtype), w.astype(backend.dtype).astype(float)
    bound = Rounding(objective, backend.dtype)
    answers = []
    for each in (numpy, backend):
        loss, gradient = each.loss_and_gradient(objective.on(each), each.parameters(w))
        answers.append((float(loss), each.to_numpy(gradient).astype(float)))
    (loss, gradient), (their_loss, their_gradient) = answers
    assert abs(loss - their_loss) <= 2 * bound.loss(at)
    assert (np.abs(gradient - their_gradient) <= 2 * bound.gradient(at)).all()


@pytest.mark.parametrize("shape", [*SHAPES, (2000, 50)], ids=str)
def test_whole_descents_agree_with_numpy(shape: tuple[int, int], backend: gd.Backend) -> None:
    objective, start = make_problem(*shape)
    numpy = gd.get_backend("numpy", backend.dtype)
    rate = 0.5 * largest_stable_learning_rate(objective)
    first, second = (gd.record(objective, start, each, gd.GD(rate), STEPS) for each in (numpy, backend))
    found = gd.compare(first, second, objective)
    assert found.agree, str(found)


@pytest.mark.parametrize("rule", OPTIMIZERS)
@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_optimiser_walks_the_same_way_with_batches(rule: str, name: str, backend: gd.Backend) -> None:
    objective, start = make_objective(name)
    optimizer, batches = OPTIMIZERS[rule](RATES[rule]), gd.Shuffled(8, seed=1)
    numpy = gd.get_backend("numpy", backend.dtype)
    first, second = (gd.record(objective, start, each, optimizer, STEPS, batches) for each in (numpy, backend))
    found = gd.compare(first, second, objective)
    assert found.agree, str(found)


def test_its_arrays_are_where_it_says(backend: gd.Backend) -> None:
    objective, start = make_problem(9, 3)
    w = backend.parameters(start)
    for array in (w, *backend.loss_and_gradient(objective.on(backend), w)):
        assert array.device.type == torch.device(DEVICE).type
        assert array.dtype == getattr(torch, backend.dtype)


def test_products_of_fewer_digits_are_refused_and_would_be_seen() -> None:
    """On a processor with TF32 a product of float32 matrices then leaves the bound of float32."""
    torch.set_float32_matmul_precision("high")
    try:
        with pytest.raises(gd.InputError, match="set to round float32 products"):
            gd.get_backend("torch", "float32", DEVICE)
    finally:
        torch.set_float32_matmul_precision("highest")
    rng = np.random.default_rng(0)
    A, B = (rng.normal(size=(512, 512)).astype(np.float32) for _ in range(2))
    backend = gd.get_backend("torch", "float32", DEVICE)
    product = backend.to_numpy(backend.asarray(A) @ backend.asarray(B)).astype(float)
    u, exact = 2.0**-24, A.astype(float) @ B.astype(float)
    assert (np.abs(product - exact) <= 512 * u / (1 - 512 * u) * (np.abs(A).astype(float) @ np.abs(B))).all()
