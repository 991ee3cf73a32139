"""PyTorch: the gradient that autograd derives. Read it beside `numpy_backend.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray

from gdlearn.arrays import real_numbers
from gdlearn.backends.torch_products import check_products
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective


@dataclass(frozen=True)
class TorchBackend:
    """Never sees the hand-derived gradient: it runs `objective.loss` and lets autograd work backwards through it.

    Args:
        dtype: "float64" or "float32".
        device: "cpu", or another device of PyTorch ("cuda", "cuda:1", "mps").

    Raises:
        InputError: if PyTorch does not know the device, has none such here, or cannot hold the dtype on it; or if it is
            set to round float32 products to fewer digits there (TF32), and the dtype is float32.

    Examples:
        >>> TorchBackend().parameters([1, 2])
        tensor([1., 2.], dtype=torch.float64, requires_grad=True)
    """

    dtype: str = "float64"
    device: str = "cpu"
    name: ClassVar[str] = "torch"
    method: ClassVar[str] = "autograd"

    def __post_init__(self) -> None:
        """Try the device once, so that a wrong name is one sentence now and not a traceback later."""
        try:
            torch.zeros(1, dtype=getattr(torch, self.dtype), device=self.device)
        # PyTorch has no common class for this: an unknown name, a missing build and a missing dtype differ.
        except (RuntimeError, AssertionError, TypeError, NotImplementedError) as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise InputError(
                f"PyTorch cannot hold {self.dtype} on the device {self.device!r} here ({reason}); "
                f"take the device 'cpu', or another dtype."
            ) from error
        check_products(self.dtype, self.device)

    def asarray(self, values: Any) -> torch.Tensor:
        """Always a copy: a tensor that shared its memory with the caller's array would rewrite it."""
        check_products(self.dtype, self.device)  # again: the setting belongs to the process, and anybody may change it
        host = np.array(real_numbers("values", values), dtype=self.dtype)  # a copy, whatever came
        return torch.from_numpy(host).to(self.device)  # it shares the memory of the copy, and nobody else does

    def to_numpy(self, array: torch.Tensor) -> NDArray[Any]:
        """A detached copy on the host: `.numpy()` alone would go on changing with every update."""
        copy: NDArray[Any] = array.detach().cpu().numpy().copy()
        return copy

    def stacked(self, arrays: list[torch.Tensor]) -> NDArray[Any]:
        """Many tensors of one shape as one array on the host: put together where they are, and fetched once."""
        return self.to_numpy(torch.stack(arrays))

    def parameters(self, values: Any) -> torch.Tensor:
        """The weights as a leaf of the graph: `requires_grad` asks autograd to follow what is done with them."""
        return self.asarray(values).requires_grad_()

    def loss_and_gradient(self, objective: Objective, w: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Forward, backward, read, clear: the four lines that the course is about."""
        loss = objective.loss(w)  # forward: autograd writes down every operation that starts from w
        loss.backward()  # backward: works through that list in reverse and ADDS dL/dw to w.grad
        gradient = w.grad.clone()  # type: ignore[union-attr]  # a copy, because the next line clears the original
        w.grad.zero_()  # type: ignore[union-attr]  # without it the next backward() adds to this gradient
        return loss.detach(), gradient  # detached: whoever keeps the loss does not keep the graph

    def update(self, w: torch.Tensor, delta: torch.Tensor) -> torch.Tensor:
        """One step, in place, so that `w` stays the leaf whose gradient is asked for."""
        with torch.no_grad():  # the update is no part of the loss; recorded, it is an error on a leaf
            w -= delta
        return w

    def snapshot(self, w: torch.Tensor) -> torch.Tensor:
        """A copy outside the graph: the next update writes into `w`, and must not rewrite history."""
        return w.detach().clone()


@dataclass(frozen=True)
class TorchFormula(TorchBackend):
    """The hand-derived formula on PyTorch's tensors: what is left of a disagreement is the derivation, or autograd."""

    method: ClassVar[str] = "by hand"

    def loss_and_gradient(self, objective: Objective, w: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Loss and hand-derived gradient, both from the formulas of the objective."""
        with torch.no_grad():  # nothing here has to be followed
            return objective.loss_and_gradient(w)
