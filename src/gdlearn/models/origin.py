"""How a model came about: what one would have to do to find it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from gdlearn import __version__
from gdlearn.arguments import finite_number, whole_number
from gdlearn.summary import plain


@dataclass(frozen=True)
class Origin:
    """The facts of a fit, as plain values.

    Attributes:
        samples: the number of samples n.
        loss_start: the loss over all of them at the starting weights, penalties included.
        loss_end: the loss over all of them at the weights that were found.
        steps: the number of updates N; 0 where the minimum was computed without steps.
        optimizer: the update rule with its settings.
        batches: which rows were used at which step.
        backend: how the gradient was obtained.
        method: how that backend got it, such as "by hand" or "autograd".
        dtype: the arithmetic of the fit, "float64" or "float32".
        device: where it ran.
        seed: the seed of the starting weights and of the batches.
        gdlearn: the version that made it.

    Raises:
        InputError: if a number of samples or steps is none, or a loss is not finite.
    """

    samples: int
    loss_start: float
    loss_end: float
    steps: int
    optimizer: dict[str, Any]
    batches: dict[str, Any]
    backend: str
    method: str
    dtype: str = "float64"
    device: str = "cpu"
    seed: int | None = None
    gdlearn: str = field(default=__version__)

    def __post_init__(self) -> None:
        """Keep plain values, so that what was written is what is read; a fit that diverged has left no model."""
        for name in ("samples", "steps"):
            whole_number(name, getattr(self, name))
        for name in ("loss_start", "loss_end"):
            finite_number(name, getattr(self, name))
        for name in ("optimizer", "batches"):
            object.__setattr__(self, name, plain(getattr(self, name)))

    def plain(self) -> dict[str, Any]:
        """The same as a dictionary, ready for JSON."""
        return asdict(self)
