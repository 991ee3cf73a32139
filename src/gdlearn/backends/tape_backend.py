"""Our own autograd: the gradient that the tape derives. Read it beside `torch_backend.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.backends.tape import Node
from gdlearn.objectives.base import Objective


@dataclass(frozen=True)
class TapeBackend(NumpyBackend):
    """NumPy's arrays, and the loss alone: the tape records what the loss does with the weights, and runs it backwards.

    Args:
        dtype: "float64" or "float32".
        device: always "cpu".

    Raises:
        InputError: if the device is not "cpu".

    Examples:
        >>> TapeBackend().parameters([1, 2])
        array([1., 2.])
    """

    name: ClassVar[str] = "tape"
    method: ClassVar[str] = "own autograd"

    def loss_and_gradient(self, objective: Objective, w: Any) -> tuple[Any, NDArray[Any]]:
        """Forward, backward, read. There is nothing to clear, since every call starts a tape of its own."""
        leaf = Node(w)  # from here on every operation leaves a node behind
        loss = objective.loss(leaf)
        loss.backward()
        return loss.value, leaf.gradient


@dataclass(frozen=True)
class TapeFormula(TapeBackend):
    """The hand-derived formula, computed forwards on the tape's nodes."""

    method: ClassVar[str] = "by hand"

    def loss_and_gradient(self, objective: Objective, w: Any) -> tuple[Any, NDArray[Any]]:
        """Loss and hand-derived gradient, both from the formulas of the objective; no node is followed back."""
        loss, gradient = objective.loss_and_gradient(Node(w))
        return loss.value, gradient.value
