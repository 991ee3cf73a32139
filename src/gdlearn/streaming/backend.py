"""Any backend on a stream: it is asked block by block, and the answers add up."""

from __future__ import annotations

from dataclasses import dataclass

from gdlearn.backends.wrapped import Wrapped
from gdlearn.objectives.base import Array, Objective
from gdlearn.objectives.parts import add_up
from gdlearn.streaming.stream import Stream


@dataclass(frozen=True)
class Streaming(Wrapped):
    """Another backend, which never sees more than one block: autograd holds the graph of one block at a time.

    Args:
        inner: the backend that is asked.

    Examples:
        >>> from gdlearn import get_backend
        >>> Streaming(get_backend("numpy")).method
        'by hand'
    """

    def loss_and_gradient(self, objective: Objective, w: Array) -> tuple[Array, Array]:
        """Loss () and gradient (p,): those of every block, added up; a penalty is added once."""
        core = objective.core
        if not isinstance(core, Stream):
            return self.inner.loss_and_gradient(objective, w)
        now = self.inner.snapshot(w)  # the penalty has its gradient from the formula, and needs no graph
        return add_up(objective, core.parts(), now, lambda part, _: self.inner.loss_and_gradient(part, w))
