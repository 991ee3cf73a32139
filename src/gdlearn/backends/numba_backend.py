"""Numba: the hand-derived gradient, compiled into one pass over the rows. Read it beside `numpy_backend.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.backends.one_pass import compiled, one_pass
from gdlearn.objectives.base import Objective, Sample

FORMULAS = ("loss", "gradient", "loss_and_gradient", "pointwise", "slope")


@dataclass(frozen=True)
class NumbaBackend(NumpyBackend):
    """Calls the hand-derived loss and slope of one sample, compiled: X is read once a step, by all cores.

    An objective that sees a sample only through z = X w says how in `Objective.sample`. Any other is computed by the
    formulas of the numpy backend. The first step of an objective in a process waits a second or two for the compiler.

    Args:
        dtype: "float64" or "float32"; the sums over the rows are float64 in both.
        device: always "cpu".
        block: as for the numpy backend, for an objective that is no function of X w.

    Raises:
        InputError: if the device is not "cpu".

    Examples:
        >>> NumbaBackend().asarray([1, 2])
        array([1., 2.])
    """

    name: ClassVar[str] = "numba"
    method: ClassVar[str] = "by hand"

    def asarray(self, values: Any) -> NDArray[Any]:
        """A copy with contiguous columns, or read-only data that have them already."""
        return np.asarray(super().asarray(values), order="F")

    def loss_and_gradient(self, objective: Objective, w: Any) -> tuple[Any, NDArray[Any]]:
        """Loss and gradient from one pass over the rows, where there is a loss of one sample to compile."""
        core: Any = objective.core
        sample = sample_of(core)
        if sample is None:
            return super().loss_and_gradient(objective, w)
        X, y = self._contiguous(core.X), self._contiguous(core.y)
        sums = sample.factor * one_pass(compiled(sample.loss_and_slope), X, y, w, sample.setting)
        sums = sums.astype(self.dtype, copy=False)
        return objective.completed(w, sums[-1], sums[:-1])

    @staticmethod
    def _contiguous(array: NDArray[Any]) -> NDArray[Any]:
        """A read-only view of contiguous columns, or a copy: code is compiled for one kind of array, this one."""
        kept = np.asarray(array, order="F").view()
        kept.flags.writeable = False
        return kept


def sample_of(core: Objective) -> Sample | None:
    """How one sample counts; None if the objective does not say, or if a subclass has changed a formula since."""
    return core.sample if up_to_date(type(core)) else None


@cache
def up_to_date(kind: type[Objective]) -> bool:
    """Whether a class says how one sample counts where it has its formulas, or below them."""
    line = kind.__mro__
    said = next(depth for depth, one in enumerate(line) if "sample" in vars(one))
    return not any(name in vars(one) for one in line[:said] for name in FORMULAS)
