"""Any backend on a stream: it is asked block by block, and the answers add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdlearn.backends import Backend
from gdlearn.objectives.base import Array, Objective
from gdlearn.objectives.parts import add_up
from gdlearn.streaming.stream import Stream


@dataclass(frozen=True)
class Streaming:
    """Another backend, which never sees more than one block: autograd holds the graph of one block at a time.

    Args:
        inner: the backend that is asked.

    Examples:
        >>> from gdlearn import get_backend
        >>> Streaming(get_backend("numpy")).method
        'by hand'
    """

    inner: Backend

    @property
    def name(self) -> str:
        """That of the inner backend."""
        return self.inner.name

    @property
    def method(self) -> str:
        """That of the inner backend."""
        return self.inner.method

    @property
    def dtype(self) -> str:
        """That of the inner backend."""
        return self.inner.dtype

    @property
    def device(self) -> str:
        """That of the inner backend."""
        return self.inner.device

    def asarray(self, values: Any) -> Array:
        """Host to backend, as the inner one does it."""
        return self.inner.asarray(values)

    def to_numpy(self, array: Array) -> Any:
        """Backend to host, as the inner one does it."""
        return self.inner.to_numpy(array)

    def parameters(self, values: Any) -> Array:
        """What is learned, as the inner one holds it."""
        return self.inner.parameters(values)

    def loss_and_gradient(self, objective: Objective, w: Array) -> tuple[Array, Array]:
        """Loss () and gradient (p,): those of every block, added up; a penalty is added once."""
        core = objective.core
        if not isinstance(core, Stream):
            return self.inner.loss_and_gradient(objective, w)
        now = self.inner.snapshot(w)  # the penalty has its gradient from the formula, and needs no graph
        return add_up(objective, core.parts(), now, lambda part, _: self.inner.loss_and_gradient(part, w))

    def update(self, w: Array, delta: Array) -> Array:
        """The weights w - delta, as the inner one takes the step."""
        return self.inner.update(w, delta)

    def snapshot(self, w: Array) -> Array:
        """A copy that nothing changes, as the inner one makes it."""
        return self.inner.snapshot(w)
