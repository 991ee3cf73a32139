from __future__ import annotations

import numpy as np
import pytest
import torch

import gdlearn as gd


def test_gd_is_torch_optim_sgd(dtype: str) -> None:
    rng = np.random.default_rng(0)
    w, gradients = rng.normal(size=5).astype(dtype), rng.normal(size=(20, 5)).astype(dtype)
    theirs = torch.nn.Parameter(torch.tensor(w))
    sgd, ours = torch.optim.SGD([theirs], lr=0.1), gd.GD(0.1)
    state = ours.init(w)
    for gradient in gradients:
        theirs.grad = torch.tensor(gradient)
        sgd.step()
        delta, state = ours.step(gradient, state, w)
        w = w - delta
    # One step rounds the product and the difference; torch may fuse them. 20 steps of 2 roundings each.
    assert np.abs(w - theirs.detach().numpy()).max() <= 40 * np.finfo(dtype).eps * np.abs(w).max()


def test_numpy_numbers_do_not_promote_float32_weights() -> None:
    delta, _ = gd.GD(np.float64(0.1)).step(np.ones(2, dtype="float32"), (), np.ones(2, dtype="float32"))
    assert delta.dtype == np.float32


@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf"), "0.1", True, None, [0.1]])
def test_a_learning_rate_that_is_no_finite_positive_number_is_refused(rate: object) -> None:
    with pytest.raises(gd.InputError, match="it must be a finite number greater than 0"):
        gd.GD(rate)  # type: ignore[arg-type]
