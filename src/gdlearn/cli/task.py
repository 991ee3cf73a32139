"""The options that say what is learned from which columns; every command that descends has them."""

# No `from __future__ import annotations` here: classes in other files inherit these fields, and cyclopts would look for
# the names of their types in those files.
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from cyclopts import Parameter, Token

from gdlearn.errors import InputError
from gdlearn.models import Blueprint


def whole(kind: type, tokens: Sequence[Token]) -> int:
    """A whole number exactly as typed: 2.5 is refused, not cut off to 2."""
    try:
        return kind(tokens[0].value)  # type: ignore[no-any-return]
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is not a whole number.") from None


Whole = Annotated[int, Parameter(converter=whole)]
Flag = Annotated[bool, Parameter(negative=())]  # an option without a value


@Parameter(name="*")
@dataclass(frozen=True)
class Task:
    """What is learned, and in which arithmetic.

    Attributes:
        target: Name of the column to predict.
        features: Names of the columns to predict from, separated by commas; without it all columns but the target.
        standardise: Scale every feature to mean 0 and standard deviation 1 first.
        objective: What is minimised.
        convention: How squared errors are added up, for the objective mse.
        penalty: Strength of an L2 penalty on all weights but the bias; 0 is none.
        hidden: Hidden units, for the objective mlp.
        dtype: Precision of the arithmetic.
        seed: Seed of all that is drawn: the starting weights, the batches, and data where none are given.
    """

    target: str | None = None
    features: str | None = None
    standardise: Flag = False
    objective: Literal["mse", "huber", "logistic", "softmax", "poisson", "mlp"] = "mse"
    convention: Literal["mean", "sum", "half_mean", "half_sum"] = "mean"
    penalty: float = 0.0
    hidden: Whole = 4
    dtype: Literal["float64", "float32"] = "float64"
    seed: Whole = 0

    @property
    def columns(self) -> list[str] | None:
        """The names of the features, or None for all columns but the target."""
        return None if self.features is None else split(self.features)

    def blueprint(self, largest: float) -> Blueprint:
        """The objective without its data; `largest` is the largest target that there is, here or elsewhere."""
        if self.objective != "mse" and self.convention != "mean":
            raise InputError(f"--convention {self.convention} is about squared errors; use it with --objective mse.")
        settings: dict[str, dict[str, Any]] = {
            "mse": {"convention": self.convention},
            "softmax": {"classes": max(2, 1 + int(largest))},
            "mlp": {"hidden": self.hidden},
        }
        return Blueprint(self.objective, settings.get(self.objective, {}), self.penalty)


def split(names: str) -> list[str]:
    """The names between the commas.

    Examples:
        >>> split("age, bmi")
        ['age', 'bmi']
    """
    return [name.strip() for name in names.split(",") if name.strip()]
