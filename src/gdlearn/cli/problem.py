"""The options that say which problem is meant; `compare` and `explain` share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from cyclopts import Parameter, Token

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend, get_backend
from gdlearn.data import Dataset, line, starting_weights
from gdlearn.errors import InputError
from gdlearn.files import read_dataset
from gdlearn.objectives import Convention, MeanSquaredError
from gdlearn.optimizers import GD
from gdlearn.theory import largest_stable_learning_rate

# The learning rate where none is given, as a share of the largest stable one: fast, and well away from the edge.
SHARE_OF_STABLE = 0.75


def whole(kind: type, tokens: Sequence[Token]) -> int:
    """A whole number exactly as typed: 2.5 is refused, not cut off to 2."""
    try:
        return kind(tokens[0].value)  # type: ignore[no-any-return]
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is not a whole number.") from None


Whole = Annotated[int, Parameter(converter=whole)]


class Parts(NamedTuple):
    """A problem, ready to run."""

    dataset: Dataset
    objective: MeanSquaredError
    start: FloatArray
    backends: list[Backend]
    optimizer: GD


@Parameter(name="*")
@dataclass(frozen=True)
class Problem:
    """Which data, which loss, which backends.

    Attributes:
        data: CSV or Parquet file with one sample a row; without it the course's own data are drawn, 1000 points of
            y = 5x + 3 + noise.
        target: Name of the column to predict; needed with --data.
        features: Names of the columns to predict from, separated by commas; without it all columns but the target.
        standardise: Scale every feature to mean 0 and standard deviation 1 first.
        convention: How the squared errors are added up.
        backends: Backends to run, separated by commas; all are compared with the first.
        dtype: Precision of the arithmetic.
        learning_rate: Learning rate; without it three quarters of the largest stable one for these data.
        seed: Seed of the drawn data and of the starting weights.
    """

    data: Path | None = None
    target: str | None = None
    features: str | None = None
    standardise: Annotated[bool, Parameter(negative=())] = False
    convention: Literal["mean", "sum", "half_mean", "half_sum"] = "mean"
    backends: str = "numpy,torch"
    dtype: Literal["float64", "float32"] = "float64"
    learning_rate: float | None = None
    seed: Whole = 0

    def load(self) -> Parts:
        """Read or draw the data, and make the objective, the start, the backends and the optimiser.

        Raises:
            InputError: if anything in it cannot be used.
        """
        dataset = self._dataset()
        if self.standardise:
            dataset = dataset.standardise()
        objective = MeanSquaredError(dataset.X, dataset.y, Convention(self.convention))
        names = split(self.backends)
        if not names or len(set(names)) < len(names):
            raise InputError(
                f"--backends is {self.backends!r}; name one or more backends, each once, such as numpy,torch."
            )
        rate = self.learning_rate
        if rate is None:
            rate = SHARE_OF_STABLE * largest_stable_learning_rate(objective)
        return Parts(
            dataset,
            objective,
            starting_weights(objective.size, self.seed),
            [get_backend(name, dtype=self.dtype) for name in names],
            GD(rate),
        )

    def _dataset(self) -> Dataset:
        if self.data is None:
            if self.target is not None or self.features is not None:
                raise InputError("--target and --features name columns of a file; give the file too, with --data FILE.")
            return line(seed=self.seed)
        if self.target is None:
            raise InputError(f"--data {self.data} needs --target COLUMN: the name of the column to predict.")
        return read_dataset(self.data, self.target, None if self.features is None else split(self.features))


def split(names: str) -> list[str]:
    """The names between the commas.

    Examples:
        >>> split("age, bmi")
        ['age', 'bmi']
    """
    return [name.strip() for name in names.split(",") if name.strip()]
