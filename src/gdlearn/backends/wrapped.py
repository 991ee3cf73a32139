"""A backend around a backend: what is shared by those that take the rows part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdlearn.backends.base import Backend, to_host
from gdlearn.objectives.base import Array, Objective


@dataclass(frozen=True)
class Wrapped:
    """A backend around another one, which does all of its work: a subclass changes how the gradient is asked for.

    Attributes:
        inner: the backend inside.
    """

    inner: Backend

    @property
    def name(self) -> str:
        """The name of the backend inside."""
        return self.inner.name

    @property
    def method(self) -> str:
        """How the backend inside gets its gradient."""
        return self.inner.method

    @property
    def dtype(self) -> str:
        """The precision of its arithmetic."""
        return self.inner.dtype

    @property
    def device(self) -> str:
        """Where its arrays live."""
        return self.inner.device

    def asarray(self, values: Any) -> Array:
        """Host to backend."""
        return self.inner.asarray(values)

    def to_numpy(self, array: Array) -> Any:
        """Backend to host, a copy."""
        return self.inner.to_numpy(array)

    def stacked(self, arrays: list[Array]) -> Any:
        """Many arrays of one shape as one on the host, as the backend inside does it."""
        return to_host(self.inner, arrays)

    def parameters(self, values: Any) -> Array:
        """What is learned: a copy on the backend."""
        return self.inner.parameters(values)

    def loss_and_gradient(self, objective: Objective, w: Array) -> tuple[Array, Array]:
        """The loss () and the gradient (p,) at parameters `w`."""
        return self.inner.loss_and_gradient(objective, w)

    def update(self, w: Array, delta: Array) -> Array:
        """The weights w - delta."""
        return self.inner.update(w, delta)

    def snapshot(self, w: Array) -> Array:
        """A detached copy of `w` on the same device."""
        return self.inner.snapshot(w)
