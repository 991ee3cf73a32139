"""NumPy: the gradient that a person derived. Read it beside `torch_backend.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gdlearn.arguments import whole_number
from gdlearn.arrays import real_numbers
from gdlearn.backends.base import check_host
from gdlearn.objectives.base import Objective
from gdlearn.objectives.parts import add_up, blocks, cache_block


@dataclass(frozen=True)
class NumpyBackend:
    """Calls the gradient that stands, derived by hand, in the objective.

    Args:
        dtype: "float64" or "float32".
        device: always "cpu".
        block: data of more bytes than this are taken by blocks of rows of that size: a block is still in the
            processor's cache when the gradient reads it for the second time.

    Raises:
        InputError: if the device is not "cpu", or the block is not a whole number from 1.

    Examples:
        >>> NumpyBackend().asarray([1, 2])
        array([1., 2.])
    """

    dtype: str = "float64"
    device: str = "cpu"
    block: int = field(default_factory=cache_block, repr=False)
    name: ClassVar[str] = "numpy"
    method: ClassVar[str] = "by hand"

    def __post_init__(self) -> None:
        """NumPy knows one device."""
        check_host(self)
        object.__setattr__(self, "block", whole_number("block", self.block, least=1))

    def asarray(self, values: Any) -> NDArray[Any]:
        """A copy in the backend's dtype; read-only data of that dtype is shared, since nobody can change it."""
        array = real_numbers("values", values)
        read_only = array.dtype == self.dtype and not array.flags.writeable
        return array if read_only else np.array(array, dtype=self.dtype)

    def to_numpy(self, array: Any) -> NDArray[Any]:
        """A copy: what was handed out stays as it was."""
        return np.array(array)

    def stacked(self, arrays: list[Any]) -> NDArray[Any]:
        """Many arrays of one shape as one, a copy."""
        return np.array(arrays)

    def parameters(self, values: Any) -> NDArray[Any]:
        """The weights as a plain array: NumPy needs to know nothing more about them."""
        return np.array(real_numbers("values", values), dtype=self.dtype)

    def loss_and_gradient(self, objective: Objective, w: Any) -> tuple[Any, NDArray[Any]]:
        """Loss and hand-derived gradient, both from the formulas of the objective: of all rows, or block by block."""
        if objective.nbytes <= self.block:
            return objective.loss_and_gradient(w)
        return add_up(objective, blocks(objective.core, self.block), w, formulas)

    def update(self, w: Any, delta: Any) -> NDArray[Any]:
        """One step: the old weights minus delta, as a new array."""
        new: NDArray[Any] = w - delta
        return new

    def snapshot(self, w: Any) -> NDArray[Any]:
        """A copy of the weights."""
        copy: NDArray[Any] = w.copy()
        return copy


def formulas(part: Objective, w: Any) -> tuple[Any, NDArray[Any]]:
    """Loss and gradient of some of the rows, as they stand in the objective."""
    return part.loss_and_gradient(w)
