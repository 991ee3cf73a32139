"""What is minimised: a function of the weights that holds its own data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self, TypeAlias

from gdlearn.errors import InputError

# An array of any library: the formulas below run on NumPy arrays and torch tensors alike.
Array: TypeAlias = Any


class Holder(Protocol):
    """Whatever can take host data into its own arrays: every backend does."""

    def asarray(self, values: Any) -> Array:
        """`values` as an array of the holder."""


@dataclass(frozen=True, eq=False)
class Objective(ABC):
    """A function of the weights, R^p -> R, over n samples.

    A subclass writes `loss` once, for every array library, and right under it the `gradient` that a person derived.

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: targets, shape (n,).
    """

    X: Array
    y: Array

    def __post_init__(self) -> None:
        """Refuse shapes that would broadcast: (n,) - (n, 1) is (n, n), in silence."""
        for name, ndim, wanted in (("X", 2, "(n, p)"), ("y", 1, "(n,)")):
            shape = getattr(getattr(self, name), "shape", None)
            if shape is None:
                raise InputError(f"{name} is a {type(getattr(self, name)).__name__}; it must be an array {wanted}.")
            if len(shape) != ndim:
                raise InputError(f"{name} has shape {tuple(shape)}; it must have shape {wanted}.")
        if self.X.shape[0] != self.y.shape[0]:
            raise InputError(
                f"X has {self.X.shape[0]} rows but y has {self.y.shape[0]} values; every sample needs one target."
            )

    @abstractmethod
    def loss(self, w: Array) -> Array:
        """The loss at the weights `w` (p,), a scalar () of the same library and dtype."""

    @abstractmethod
    def gradient(self, w: Array) -> Array:
        """The hand-derived gradient of `loss` at the weights `w` (p,), shape (p,)."""

    @abstractmethod
    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction for every row of `X`, by default those that the objective holds."""

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both at once; an objective in which they share work computes that work once."""
        return self.loss(w), self.gradient(w)

    def rows(self, index: Any) -> Self:
        """The same objective on some of its rows: `index` is a slice or an array of row numbers."""
        return replace(self, X=self.X[index], y=self.y[index])

    def on(self, backend: Holder) -> Self:
        """The same objective with its arrays on that backend."""
        return replace(self, X=backend.asarray(self.X), y=backend.asarray(self.y))

    @property
    def size(self) -> int:
        """The number of weights p."""
        return int(self.X.shape[1])

    def __len__(self) -> int:
        """The number of samples n."""
        return int(self.X.shape[0])
