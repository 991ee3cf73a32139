"""A backend of one's own: the gradient by autograd of HIPS, the library that JAX grew out of. pip install autograd."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

import autograd.numpy as anp
import numpy as np
from autograd import value_and_grad
from autograd.numpy.numpy_boxes import ArrayBox

from gdlearn.backends.base import check_host
from gdlearn.objectives.base import Objective

# The functions that the formulas of an objective may use. Most arrays know where theirs are; those with which this
# library records a loss do not, so we tell them.
FUNCTIONS = SimpleNamespace(
    __name__="autograd.numpy",
    **{name: getattr(anp, name) for name in ("exp", "log", "logaddexp", "tanh", "clip", "sum", "max", "reshape")},
    concat=anp.concatenate,
    zeros_like=anp.zeros_like,
)
ArrayBox.__array_namespace__ = lambda _box, **_: FUNCTIONS


@dataclass(frozen=True)
class AutogradBackend:
    """NumPy's arrays, and the gradient that HIPS autograd derives from the loss."""

    dtype: str = "float64"
    device: str = "cpu"
    name: ClassVar[str] = "autograd"
    method: ClassVar[str] = "autograd"

    def __post_init__(self) -> None:
        """Refuse other devices than the processor."""
        check_host(self)

    def asarray(self, values: Any) -> Any:
        """Host to backend: always a copy."""
        return np.array(values, dtype=self.dtype)

    def to_numpy(self, array: Any) -> Any:
        """Backend to host: always a copy."""
        return np.array(array)

    def parameters(self, values: Any) -> Any:
        """The weights; this library wants to know nothing more about them."""
        return self.asarray(values)

    def loss_and_gradient(self, objective: Objective, w: Any) -> tuple[Any, Any]:
        """The loss goes in, a function for both comes out: the one line that is about gradients."""
        loss, gradient = value_and_grad(objective.loss)(w)
        return loss, gradient.astype(self.dtype)  # its rule for max makes float64 of float32

    def update(self, w: Any, delta: Any) -> Any:
        """One step, as a new array."""
        return w - delta

    def snapshot(self, w: Any) -> Any:
        """A copy, which no later step can change."""
        return w.copy()
