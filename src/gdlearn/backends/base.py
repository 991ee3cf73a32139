"""How the gradient is obtained: what every backend offers, and how to get one by its name."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

from gdlearn.errors import InputError, MissingDependencyError
from gdlearn.objectives.base import Array, Objective

DTYPES = ("float64", "float32")

# name -> where the class stands; nothing is imported before somebody asks for it.
BACKENDS = {
    "numpy": "gdlearn.backends.numpy_backend:NumpyBackend",
    "torch": "gdlearn.backends.torch_backend:TorchBackend",
}


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


def get_backend(name: str, dtype: str = "float64", device: str = "cpu") -> Backend:
    """The backend of that name; its library is imported now and not before.

    Args:
        name: "numpy" or "torch".
        dtype: "float64" or "float32".
        device: "cpu", or a device of the library ("cuda", "cuda:1", "mps").

    Returns:
        A backend; two of them can be held side by side, there is no global one.

    Raises:
        InputError: if the name, the dtype or the device is not available.
        MissingDependencyError: if the library of the backend is not installed.

    Examples:
        >>> get_backend("numpy").method
        'by hand'
    """
    if name not in BACKENDS:
        raise InputError(f"there is no backend {name!r}; there are: {', '.join(BACKENDS)}.")
    if dtype not in DTYPES:
        raise InputError(f"the dtype is {dtype!r}; it must be one of {', '.join(DTYPES)}.")
    module, _, attribute = BACKENDS[name].partition(":")
    try:
        factory = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            f"the backend {name!r} needs {error.name}, which is not installed; run: pip install {error.name}"
        ) from error
    backend: Backend = factory(dtype=dtype, device=device)
    return backend
