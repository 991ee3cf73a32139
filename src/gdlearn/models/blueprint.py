"""An objective without its data: what is written down of it, and made again from it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from functools import partial
from typing import Any

import numpy as np

from gdlearn.arguments import finite_number
from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.objectives import L2, OBJECTIVES, Objective
from gdlearn.streaming.source import Source
from gdlearn.streaming.stream import Stream


@dataclass(frozen=True)
class Blueprint:
    """The name of an objective, its settings and its penalty.

    Attributes:
        name: the name on the command line, such as "mse"; one of `gdlearn.objectives.OBJECTIVES`.
        settings: what the objective takes beside X and y, such as {"classes": 3}, as plain values.
        penalty: the strength of an L2 penalty on all weights but the biases, 0 or more; 0 is none.

    Raises:
        InputError: if there is no objective of that name, it has no such settings, or the penalty is not a finite
            number from 0.

    Examples:
        >>> ridge = Blueprint("mse", penalty=0.1)
        >>> ridge.on(np.eye(2), np.ones(2)).size
        2
        >>> Blueprint.of(ridge.on(np.eye(2), np.ones(2))) == Blueprint("mse", {"convention": "mean"}, 0.1)
        True
    """

    name: str
    settings: dict[str, Any] = field(default_factory=dict)
    penalty: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no objective can be made of."""
        if self.name not in OBJECTIVES:
            raise InputError(f"there is no objective {self.name!r}; there are {', '.join(OBJECTIVES)}.")
        try:
            self.core(np.ones((1, 1)), np.zeros(1))
        except TypeError as error:
            raise InputError(
                f"the objective {self.name!r} has no such settings ({error}); give those it has."
            ) from error
        finite_number("penalty", self.penalty, least=0)

    @classmethod
    def of(cls, objective: Objective) -> Blueprint:
        """That of an objective on data, in memory or streamed.

        Raises:
            InputError: if it is none of those with a name, or has another penalty than one of `L2` on all weights but
                the biases.
        """
        core = objective.core
        like = core.like if isinstance(core, Stream) else core
        name = next((name for name, made in OBJECTIVES.items() if type(like) is made), None)
        plain = objective is core or (
            isinstance(objective, L2) and objective.objective is core and not objective.penalise_bias
        )
        if name is None or not plain or not is_dataclass(like):
            raise InputError(f"{type(objective).__name__} has no name in files; {', '.join(OBJECTIVES)} have one.")
        arrays = getattr(like, "arrays", ())
        values = {f.name: getattr(like, f.name) for f in fields(like) if f.init and f.name not in arrays}
        settings = {name: str(value) if isinstance(value, str) else value for name, value in values.items()}
        return cls(name, settings, getattr(objective, "strength", 0.0))

    @property
    def core(self) -> partial[Objective]:
        """How X (n, p) and y (n,) become the objective without its penalty."""
        return partial(OBJECTIVES[self.name], **self.settings)

    def on(self, X: FloatArray, y: FloatArray) -> Objective:
        """The objective on rows in memory: X (n, p), the bias column last, and y (n,)."""
        return self._penalised(self.core(X, y))

    def over(self, source: Source) -> Objective:
        """The objective over rows that are read block by block."""
        return self._penalised(Stream(source, self.core))

    def predict(self, w: FloatArray, X: FloatArray) -> FloatArray:
        """What the weights say of every row of X (n, p): (n,), or (n, k) for the probabilities of k classes."""
        found: FloatArray = self.core(X[:1], np.zeros(1)).predict(w, X)
        return found

    def size(self, p: int) -> int:
        """The number of weights for p columns of X."""
        return self.core(np.ones((1, p)), np.zeros(1)).size

    def __str__(self) -> str:
        """In a few words, as in `mse(convention=mean) + L2 penalty of 0.1`."""
        settings = ", ".join(f"{name}={value}" for name, value in self.settings.items())
        return (
            self.name
            + (f"({settings})" if settings else "")
            + (f" + L2 penalty of {self.penalty:g}" if self.penalty else "")
        )

    def _penalised(self, core: Objective) -> Objective:
        return L2(core, self.penalty) if self.penalty else core
