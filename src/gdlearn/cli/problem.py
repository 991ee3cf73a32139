"""The options that say which problem is meant, and who solves it; `compare` and `explain` share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cyclopts import Parameter

from gdlearn.backends import Backend, available_backends, get_backend
from gdlearn.cli.task import Task, split
from gdlearn.data import Dataset, line, starting_weights
from gdlearn.errors import InputError
from gdlearn.files import read_dataset
from gdlearn.objectives import Objective

# What is made of the drawn data for an objective that is about labels or counts.
DRAWN: dict[str, Callable[[Dataset], Dataset]] = {
    "logistic": lambda data: data.as_classes(2),
    "softmax": lambda data: data.as_classes(3),
    "poisson": Dataset.as_counts,
}


class Parts(NamedTuple):
    """A problem, ready to run."""

    dataset: Dataset
    objective: Objective
    start: Any
    backends: list[Backend]


@Parameter(name="*")
@dataclass(frozen=True)
class Problem(Task):
    """Which data, which loss, which backends.

    Attributes:
        data: CSV or Parquet file with one sample a row; without it the course's own data are drawn, 1000 points of
            y = 5x + 3 + noise (cut into classes or counts where the objective asks for them).
        backends: Backends to run, separated by commas, or all; the others are compared with the first. With
            NAME:formula a backend uses the hand-derived gradient on its own arrays.
    """

    data: Path | None = None
    backends: str = "numpy,torch"

    def load(self) -> Parts:
        """Read or draw the data, and make the objective, the start and the backends.

        Raises:
            InputError: if anything in it cannot be used.
        """
        dataset = self.load_dataset()
        if self.standardise:
            dataset = dataset.standardise()
        objective = self.load_objective(dataset, dataset.y.max())
        return Parts(dataset, objective, starting_weights(objective.size, self.seed), self.load_backends())

    def load_dataset(self) -> Dataset:
        """Read or draw the data, as they come."""
        if self.data is None:
            if self.target is not None or self.features is not None:
                raise InputError("--target and --features name columns of a file; give the file too, with --data FILE.")
            drawn = line(seed=self.seed)
            return DRAWN[self.objective](drawn) if self.objective in DRAWN else drawn
        if self.target is None:
            raise InputError(f"--data {self.data} needs --target COLUMN: the name of the column to predict.")
        return read_dataset(self.data, self.target, self.columns)

    def load_objective(self, dataset: Dataset, largest: float) -> Objective:
        """The objective on some data; `largest` is the largest target that there is, here or elsewhere."""
        return self.blueprint(largest).on(dataset.X, dataset.y)

    def load_backends(self) -> list[Backend]:
        """The backends."""
        names = split(self.backends)
        if names == ["all"]:
            here = [backend.name for backend in available_backends() if backend.installed]
            names = ["numpy", *(name for name in here if name != "numpy" and self._can(name))]
        pairs = [name.partition(":") for name in names]
        backends = [get_backend(name, dtype=self.dtype, gradient=way or "auto") for name, _, way in pairs]
        if not backends or len({(b.name, b.method) for b in backends}) < len(backends):
            raise InputError(
                f"--backends is {self.backends!r}; name one or more backends, each once, such as numpy,torch."
            )
        return backends

    def _can(self, name: str) -> bool:
        """Whether a backend can be had in this precision: `all` means all of those."""
        try:
            get_backend(name, dtype=self.dtype)
        except InputError:
            return False
        return True
