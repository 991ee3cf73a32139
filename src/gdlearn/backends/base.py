"""How the gradient is obtained: what every backend offers."""

from __future__ import annotations

from typing import Any, Protocol

from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, Objective

DTYPES = ("float64", "float32")


class Backend(Protocol):
    """A way to get the gradient of an objective, and the arrays that go with it."""

    @property
    def name(self) -> str:
        """The name under which `get_backend` finds it."""

    @property
    def method(self) -> str:
        """How it gets its gradient, in two words or so: "by hand", "autograd"."""

    @property
    def dtype(self) -> str:
        """The precision of its arithmetic, "float64" or "float32"."""

    @property
    def device(self) -> str:
        """Where its arrays live: "cpu", or whatever the library calls it."""

    def asarray(self, values: Any) -> Array:
        """Host to backend, in the backend's dtype, never writing to `values`; read-only data may be shared."""

    def to_numpy(self, array: Array) -> Any:
        """Backend to host: always a copy, detached from any graph, so that nothing can change it later."""

    def parameters(self, values: Any) -> Array:
        """What is learned: a copy of `values` (p,) on the backend, ready for `loss_and_gradient`."""

    def loss_and_gradient(self, objective: Objective, w: Array) -> tuple[Array, Array]:
        """The loss () and the gradient (p,) at parameters `w`; independent of every call before it."""

    def update(self, w: Array, delta: Array) -> Array:
        """The weights w - delta; some backends write into `w` and return it."""

    def snapshot(self, w: Array) -> Array:
        """A detached copy of `w` on the same device: what a watcher keeps must never change."""


def to_host(backend: Backend, arrays: list[Array]) -> Any:
    """Many arrays of one shape as one on the host, shape (k, ...), a copy.

    A backend that has a method `stacked` does it at once: a transfer for each array takes as long as a small step.
    """
    import numpy as np

    stacked = getattr(backend, "stacked", None)
    return stacked(arrays) if stacked else np.array([backend.to_numpy(array) for array in arrays])


def check_host(backend: Backend, dtypes: tuple[str, ...] = DTYPES) -> None:
    """Refuse what a backend on the host's processor cannot be asked for.

    Args:
        backend: the backend, just made.
        dtypes: the precisions that it can compute in.

    Raises:
        InputError: if its device is not "cpu", or its dtype is none of them.
    """
    if backend.device != "cpu":
        raise InputError(
            f"the {backend.name} backend runs on the device 'cpu', not on {backend.device!r}; leave device out."
        )
    if backend.dtype not in dtypes:
        raise InputError(
            f"the {backend.name} backend computes in {' or '.join(dtypes)}, not in {backend.dtype!r}; take that."
        )
