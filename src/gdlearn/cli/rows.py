"""The options that say which rows of which files are meant, and what is minimised over them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from gdlearn.backends import get_backend
from gdlearn.cli.problem import Whole, split
from gdlearn.errors import InputError
from gdlearn.objectives import L2, OBJECTIVES, Objective
from gdlearn.streaming import FileSource, Stream, Streaming, open_source
from gdlearn.streaming.table import BLOCK

MEGABYTE = 1_000_000


@Parameter(name="*")
@dataclass(frozen=True)
class Rows:
    """Which rows, which loss, which backend.

    Attributes:
        target: Name of the column to predict; in NumPy's files it is y.
        features: Names of the columns to predict from, separated by commas; without it all columns but the target.
        standardise: Scale every feature to mean 0 and standard deviation 1; this reads the data once more.
        objective: What is minimised.
        convention: How squared errors are added up, for the objective mse.
        penalty: Strength of an L2 penalty on all weights but the bias; 0 is none.
        hidden: Hidden units, for the objective mlp.
        backend: The way to the gradient; with NAME:formula the hand-derived gradient on the arrays of that backend.
        dtype: Precision of the arithmetic.
        seed: Seed of the starting weights.
        block_size: Megabytes of a block of rows; a handful of blocks are in memory at a time.
    """

    target: str = "y"
    features: str | None = None
    standardise: Annotated[bool, Parameter(negative=())] = False
    objective: Literal["mse", "huber", "logistic", "softmax", "poisson", "mlp"] = "mse"
    convention: Literal["mean", "sum", "half_mean", "half_sum"] = "mean"
    penalty: float = 0.0
    hidden: Whole = 4
    backend: str = "numpy"
    dtype: Literal["float64", "float32"] = "float64"
    seed: Whole = 0
    block_size: float = BLOCK / MEGABYTE

    def source(self, data: Path) -> FileSource:
        """The rows, as they come from the files; nothing is read yet."""
        if not self.block_size > 0 or math.isinf(self.block_size):
            raise InputError(f"--block-size is {self.block_size:g}; it must be a number of megabytes greater than 0.")
        features = None if self.features is None else split(self.features)
        return open_source(data, self.target, features, max(1, int(self.block_size * MEGABYTE)))

    def way(self) -> Streaming:
        """The backend, asked block by block."""
        name, _, gradient = self.backend.partition(":")
        return Streaming(get_backend(name, dtype=self.dtype, gradient=gradient or "auto"))

    def settings(self, source: FileSource) -> dict[str, Any]:
        """The settings that the objective takes beside the rows."""
        if self.objective != "mse" and self.convention != "mean":
            raise InputError(f"--convention {self.convention} is about squared errors; use it with --objective mse.")
        if self.objective == "softmax":
            return {"classes": max(2, 1 + int(source.survey.high[-1]))}
        others: dict[str, dict[str, Any]] = {
            "mse": {"convention": self.convention},
            "mlp": {"hidden": self.hidden},
        }
        return others.get(self.objective, {})

    def objective_on(self, source: FileSource) -> Objective:
        """The objective over all rows, with its penalty around the stream."""
        stream = Stream(source, partial(OBJECTIVES[self.objective], **self.settings(source)))
        return L2(stream, self.penalty) if self.penalty else stream
