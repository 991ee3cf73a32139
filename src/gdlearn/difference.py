"""How far two tables of numbers are apart, and how far rounding may drive them: computed, not guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.theory.rounding import unit_roundoff


@dataclass(frozen=True, eq=False)
class Difference:
    """How one quantity differs between two runs, step by step, and how much rounding allows.

    Attributes:
        quantity: "weights", "gradient" or "loss".
        size: the absolute difference, shape (rows, components).
        bound: the largest difference that rounding allows, same shape.
        eps: one eps in the unit of the quantity: the spacing of floating-point numbers next to 1, times the largest
            value of the quantity in the run.
    """

    quantity: str
    size: FloatArray
    bound: FloatArray
    eps: float

    @property
    def within(self) -> bool:
        """True if no component of any step exceeds its bound; a difference that is not a number exceeds every bound."""
        return self.first_excess is None

    @property
    def first_excess(self) -> tuple[int, int] | None:
        """The first step, and the component, that exceed the bound; None if all are within."""
        outside = np.argwhere(~(self.size <= self.bound))
        return (int(outside[0, 0]), int(outside[0, 1])) if len(outside) else None

    @property
    def largest(self) -> tuple[int, int]:
        """The step and the component where the difference is largest."""
        return self._where(np.where(np.isnan(self.size), np.inf, self.size))

    @property
    def tightest(self) -> tuple[int, int]:
        """The step and the component where the difference comes closest to its bound."""
        excess = np.where(self.size == 0, 0.0, np.inf)  # the share where nothing at all is allowed
        share = np.divide(self.size, self.bound, out=excess, where=self.bound > 0)
        return self._where(np.where(np.isnan(share), np.inf, share))

    @property
    def share(self) -> float:
        """The largest difference as a share of its bound, over all steps and components; 1 or less is within."""
        size, bound = self.size[self.tightest], self.bound[self.tightest]
        return float(size / bound) if bound > 0 else (0.0 if size == 0 else float("inf"))

    def sentence(self, columns: tuple[str, ...]) -> str:
        """The first excess, or what comes closest to its bound if there is none; `columns` names the p components."""
        t, j = self.first_excess or self.tightest
        component = f" of {columns[j]!r}" if self.quantity != "loss" else ""
        size, bound = self.size[t, j], self.bound[t, j]
        return (
            f"at step {t} the {self.quantity}{component} differs by {size:.3g} ({short(self.in_eps(size))} eps), "
            f"and rounding allows {bound:.3g} ({short(self.in_eps(bound))} eps)"
        )

    def summary(self) -> dict[str, Any]:
        """The numbers behind the verdict: differences and bounds in the unit of the quantity and in eps."""
        at, bound = self.size[self.largest], self.bound[self.largest]
        return {
            "within": self.within,
            "largest_difference": at,
            "largest_difference_in_eps": self.in_eps(at),
            "at_step": self.largest[0],
            "at_component": self.largest[1],
            "bound_there": bound,
            "bound_there_in_eps": self.in_eps(bound),
            "largest_share_of_bound": self.share,
            "first_excess": self.first_excess,
            "eps": self.eps,
        }

    def in_eps(self, values: Any) -> Any:
        """Absolute values of this quantity, in units of eps."""
        return values / self.eps

    def _where(self, values: FloatArray) -> tuple[int, int]:
        row, column = np.unravel_index(int(np.argmax(values)), values.shape)
        return int(row), int(column)


def difference(quantity: str, a: FloatArray, b: FloatArray, bound: FloatArray, dtype: str) -> Difference:
    """The difference of two tables of numbers (rows, components), of which `a` sets the unit eps.

    Args:
        quantity: "weights", "gradient" or "loss".
        a: the numbers of one run, shape (rows, components).
        b: those of the other, same shape.
        bound: the largest difference that rounding allows, same shape.
        dtype: "float64" or "float32", the arithmetic of the runs.

    Examples:
        >>> difference("loss", np.array([[2.0]]), np.array([[2.5]]), np.array([[0.1]]), "float64").first_excess
        (0, 0)
    """
    eps = 2 * unit_roundoff(dtype) * float(np.abs(a).max(initial=0.0) or 1.0)
    return Difference(quantity, np.abs(a - b), bound, eps)


def short(value: float) -> str:
    """A number for people, of three digits.

    Examples:
        >>> short(1039.87), short(0.2404), short(0.0)
        ('1040', '0.24', '0')
    """
    return f"{float(f'{value:.3g}'):g}"
