"""Any backend on the rows of many ranks: each asks for the gradient over its own, and one message adds them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdlearn.backends.wrapped import Wrapped
from gdlearn.distributed.group import Group, rows_of
from gdlearn.distributed.shard import Shard
from gdlearn.objectives.base import Array, Objective


@dataclass(frozen=True)
class Distributed(Wrapped):
    r"""A backend on the rows of all ranks: $\sum_i s_i \nabla L_i$, in one all-reduce a step.

    Every rank runs the same descent from the same start, and so takes the same steps: no weights travel.

    Args:
        inner: the backend that each rank asks for the gradient over its own rows.
        group: the ranks.

    Numerics:
        Loss and gradient are multiplied by the share of the rows, $n_i / n$ for a mean and 1 for a sum, before they
        are added: no rank has to know the shares of the others. A penalty has no rows; its formula is added once,
        after the message. The message is the same on all ranks to the last bit, and so are the steps.

    Examples:
        >>> import gdlearn as gd
        >>> from gdlearn.distributed import on_fake_ranks, shard
        >>> data = gd.line()
        >>> def descend(group):
        ...     part = shard(gd.MeanSquaredError(data.X, data.y), group)
        ...     backend = Distributed(gd.get_backend("numpy"), group)
        ...     return gd.record(part, [0.0, 0.0], backend, gd.GD(0.01), steps=1000).weights[-1].round(2)
        >>> on_fake_ranks(2, descend)
        [array([5.  , 2.97]), array([5.  , 2.97])]
    """

    group: Group

    def loss_and_gradient(self, objective: Objective, w: Array) -> tuple[Array, Array]:
        """Those over the rows of all ranks, the same on every rank.

        Args:
            objective: one over `Shard`, of which this rank holds its rows; or one that every rank holds whole, of
                which it takes its rows. One that no one may cut, whose `nbytes` are 0, every rank computes alone.
            w: the weights, shape (p,).
        """
        if not (objective.nbytes or isinstance(objective.core, Shard)):
            return self.inner.loss_and_gradient(objective, w)
        part = self._own(objective.core)
        loss, gradient = self._summed(self._message(part, part.share(len(objective)) if len(part) else 0.0, w))
        return objective.completed(self.inner.snapshot(w), loss, gradient)

    def _own(self, core: Objective) -> Objective:
        """The rows of this rank."""
        return core.own if isinstance(core, Shard) else core.rows(rows_of(self.group.rank, self.group.ranks, len(core)))

    def _message(self, part: Objective, share: float, w: Array) -> Array:
        """Gradient and loss of this rank, times its share, in one array (p + 1,); on a device they stay there."""
        if not share:
            return self._sent(np.zeros(part.size + 1, self.dtype))
        loss, gradient = self.inner.loss_and_gradient(part, w)
        if self.device == "cpu":
            return share * np.append(self.to_numpy(gradient), self.to_numpy(loss))
        return share * _torch().cat([gradient, loss.reshape(1)])

    def _sent(self, message: Any) -> Array:
        return message if self.device == "cpu" else self.asarray(message)

    def _summed(self, message: Array) -> tuple[Array, Array]:
        total = self.group.sum(message)
        if self.device == "cpu":
            total = self.asarray(total)
        return total[-1], total[:-1]


def _torch() -> Any:
    import torch

    return torch
