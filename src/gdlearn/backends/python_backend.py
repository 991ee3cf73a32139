"""Python alone: the gradient that a person derived, and no library. Read it before `numpy_backend.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from gdlearn.backends.base import check_host
from gdlearn.backends.list_array import ListArray
from gdlearn.backends.lists import nested
from gdlearn.objectives.base import Objective

try:
    from gdlearn.arrays import real_numbers
except ImportError:  # Python alone: there is nothing to come but lists, and arrays of lists

    def real_numbers(name: str, values: Any) -> Any:  # type: ignore[misc]  # noqa: ARG001  # as in `arrays`
        """The values as they came."""
        return values


if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class PythonBackend:
    """Calls the same hand-derived gradient as NumPy does, on arrays made of lists. It needs no library at all.

    Args:
        dtype: always "float64": that is what Python's floats are.
        device: always "cpu".

    Raises:
        InputError: if the dtype or the device is another.

    Numerics:
        Sums run from left to right. What is too large becomes infinite, as in NumPy, and raises no OverflowError.

    Examples:
        >>> PythonBackend().asarray([1, 2])
        ListArray([1.0, 2.0])
    """

    dtype: str = "float64"
    device: str = "cpu"
    name: ClassVar[str] = "python"
    method: ClassVar[str] = "by hand, in loops"

    def __post_init__(self) -> None:
        """Python knows one kind of number and one device."""
        check_host(self, dtypes=("float64",))

    def asarray(self, values: Any) -> ListArray:
        """A copy in lists of floats."""
        return ListArray(nested(real_numbers("values", values)))

    def to_numpy(self, array: ListArray) -> NDArray[Any]:
        """A copy as a NumPy array, for whoever has NumPy; nothing else here needs it."""
        import numpy as np

        return np.array(array.tolist(), dtype=self.dtype)

    def parameters(self, values: Any) -> ListArray:
        """The weights as a plain array: nothing more has to be known about them."""
        return self.asarray(values)

    def loss_and_gradient(self, objective: Objective, w: ListArray) -> tuple[ListArray, ListArray]:
        """Loss and hand-derived gradient, both from the formulas of the objective."""
        return objective.loss_and_gradient(w)

    def update(self, w: ListArray, delta: ListArray) -> ListArray:
        """One step: the old weights minus delta, as a new array."""
        return w - delta

    def snapshot(self, w: ListArray) -> ListArray:
        """A copy of the weights."""
        return ListArray(w.tolist())
