"""An update rule whose memory can be taken out and put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdlearn.backends import Backend
from gdlearn.errors import InputError
from gdlearn.objectives.base import Array
from gdlearn.optimizers import Optimizer


@dataclass
class Restorable:
    """An update rule whose state can be taken out and put back; otherwise the rule itself.

    Args:
        rule: the rule that is asked.
        backend: whose arrays the state is made of.
        restored: the state to begin with, as `taken` gave it, or None to begin with that of step 0.

    Attributes:
        state: the state after the last step. Steps make new states and change none, so whoever keeps one may keep it.
    """

    rule: Optimizer
    backend: Backend
    restored: list[NDArray[Any]] | None = None
    state: Any = field(init=False, default=None)

    def init(self, w: Array) -> Any:
        """The state of step 0, or the one that was put back.

        Raises:
            InputError: if what was put back is the state of another rule.
        """
        self.state = self.rule.init(w)
        if self.restored is not None:
            fresh = self.taken(self.state)
            if [leaf.shape for leaf in fresh] != [leaf.shape for leaf in self.restored]:
                raise InputError(
                    f"the checkpoint holds {len(self.restored)} arrays of memory that do not fit "
                    f"{type(self.rule).__name__}, which needs {len(fresh)}; it is damaged, start again without it."
                )
            leaves = iter(self.restored)
            self.state = _mapped(self.state, lambda leaf: _like(leaf, next(leaves), self.backend))
        return self.state

    def step(self, gradient: Array, state: Any, w: Array) -> tuple[Array, Any]:
        """The step of the rule, whose new state is remembered."""
        delta, self.state = self.rule.step(gradient, state, w)
        return delta, self.state

    def taken(self, state: Any) -> list[NDArray[Any]]:
        """The numbers and arrays of a state, in their order, on the host."""
        leaves: list[NDArray[Any]] = []
        _mapped(state, lambda leaf: leaves.append(self._host(leaf)))
        return leaves

    def _host(self, leaf: Any) -> NDArray[Any]:
        return np.array(leaf) if isinstance(leaf, (int, float)) else np.array(self.backend.to_numpy(leaf))


def _mapped(state: Any, change: Callable[[Any], Any]) -> Any:
    """The same tuples with every number and array changed."""
    if not isinstance(state, tuple):
        return change(state)
    parts = [_mapped(part, change) for part in state]
    return type(state)(*parts) if hasattr(state, "_fields") else tuple(parts)


def _like(leaf: Any, saved: NDArray[Any], backend: Backend) -> Any:
    return type(leaf)(saved.item()) if isinstance(leaf, (int, float)) else backend.asarray(saved)
