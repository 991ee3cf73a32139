"""check_gradient: any function on NumPy arrays and the gradient that somebody derived for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from math import comb
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray, real_array
from gdlearn.backends.numeric_backend import STEP
from gdlearn.difference import short
from gdlearn.errors import InputError
from gdlearn.testing.report import CheckError, Report, bind, by_name, expect
from gdlearn.theory import central_differences, unit_roundoff

ORDER = 4  # of the differences that show the noise
SPACING = 1e-9  # between the values from which they are taken: the function itself hardly bends on so short a way
SAFETY = 10  # an estimate from a few values may be low by some factor


class Claim:
    """A function, a gradient that is said to be its own, and a place.

    Args:
        f: takes weights (p,) and returns a number.
        gradient: takes weights (p,) and returns an array (p,).
        w: the place, shape (p,), float64.
    """

    def __init__(self, f: Callable[[FloatArray], Any], gradient: Callable[[FloatArray], Any], w: Any) -> None:
        self.f, self.gradient, self.w = f, gradient, real_array("w", w, 1)
        if not len(self.w):
            raise InputError("w has shape (0,); give at least one weight.")

    @cached_property
    def answer(self) -> FloatArray:
        """The gradient that is claimed, asked for once."""
        return np.asarray(self.gradient(self.w.copy()), dtype=np.float64)

    @cached_property
    def slope(self) -> FloatArray:
        """Central differences of the function."""
        return central_differences(self.f, self.w)

    @cached_property
    def bound(self) -> FloatArray:
        r"""How far the differences may be from the slope, in each component.

        Formula:
            $$|D_h - D_{2h}| + 10\,\frac{\sigma_j + u |f|}{h}$$

            The first term is three times the error of the formula, for a smooth function. $\sigma_j$ is the noise of
            the function, seen in its fourth differences on a way so short that the function itself cannot bend:

            $$\sigma_j = \frac{\max |\Delta^4 f|}{\sqrt{\sum_i \binom{4}{i}^2}}$$

        Source:
            Moré, Wild, Estimating Computational Noise, SIAM Journal on Scientific Computing 33 (2011).
        """
        wide = central_differences(self.f, self.w, 2 * STEP)
        noise = np.array([self._noise(j) for j in range(len(self.w))])
        floor = unit_roundoff("float64") * abs(float(self.f(self.w.copy())))
        distance = STEP * np.maximum(1.0, np.abs(self.w))
        bound: FloatArray = np.abs(self.slope - wide) + SAFETY * (noise + floor) / distance
        return bound

    def _noise(self, j: int) -> float:
        values = []
        for k in range(2 * ORDER):
            place = self.w.copy()
            place[j] += k * SPACING * max(1.0, abs(place[j]))
            values.append(float(self.f(place)))
        squares = comb(2 * ORDER, ORDER)  # the sum of the squares of the binomial coefficients
        return float(np.abs(np.diff(values, ORDER)).max() / np.sqrt(squares))


def shape_is_that_of_the_weights(claim: Claim) -> str:
    """The gradient has a component for every weight, and nothing around it."""
    found, right = claim.answer.shape, claim.w.shape
    expect(found == right, f"the gradient has shape {found}; the weights have shape {right}, and so must it.")
    return f"it has the shape of the weights, {right}."


def every_component_is_a_number(claim: Claim) -> str:
    """No component is infinite or NaN."""
    for j in np.flatnonzero(~np.isfinite(claim.answer)):
        raise CheckError(f"gradient[{j}] is {claim.answer.flat[j]}, which is no finite number.")
    return f"{claim.answer.size} components, all of them finite."


def is_the_slope(claim: Claim) -> str:
    """Every component is the slope of the function, as its values show it."""
    found, slope, bound = claim.answer.ravel(), claim.slope, claim.bound
    expect(found.shape == slope.shape, f"there are {found.size} components for {slope.size} weights.")
    off, factor = np.abs(found - slope), found / slope  # a division by 0 gives no warning here
    for j in np.flatnonzero(~(off <= bound)):
        ratio = f", {short(factor[j])} times as much" if np.isfinite(factor[j]) else ""
        raise CheckError(
            f"gradient[{j}] is {found[j]:.10g}{ratio}, and central differences of the function are {slope[j]:.10g}: "
            f"off by {short(off[j])}, and they are right to {short(bound[j])}."
        )
    share = np.max(off[off > 0] / bound[off > 0], initial=0.0)
    return f"{len(found)} components agree with central differences, to {short(100 * share)} % of what these are worth."


def neither_writes_into_the_weights(claim: Claim) -> str:
    """Function and gradient leave the weights as they are."""
    for name in ("f", "gradient"):
        w = claim.w.copy()
        getattr(claim, name)(w)
        expect((w == claim.w).all(), f"{name} writes into the weights: they were {claim.w} and are {w}.")
    return "neither of them writes into the weights."


def same_answer_twice(claim: Claim) -> str:
    """The gradient is a function of the weights and of nothing else."""
    claim.gradient(claim.w + 1)
    again = np.asarray(claim.gradient(claim.w.copy()), dtype=np.float64)
    same = np.array_equal(again, claim.answer, equal_nan=True)
    expect(same, f"asked again at the same place, the gradient is {again} instead of {claim.answer}.")
    return "asked again, after another place, it says the same."


GRADIENT_CHECKS = by_name(
    shape_is_that_of_the_weights,
    every_component_is_a_number,
    is_the_slope,
    neither_writes_into_the_weights,
    same_answer_twice,
)


def check_gradient(f: Callable[[FloatArray], Any], gradient: Callable[[FloatArray], Any], w: Any) -> Report:
    """Hold a gradient against the function that it is said to be the gradient of, at one place.

    The function is asked for its values around the place; how exact the slope is that they show is estimated from the
    values too. For a smooth function that is about nine digits: a wrong factor or a forgotten term is always seen.

    Args:
        f: takes weights, shape (p,), float64, and returns a number.
        gradient: takes weights, shape (p,), and returns an array of the same shape.
        w: the place, shape (p,). Take one that is not special: at 0 many wrong gradients are right.

    Returns:
        A record for every check; `.ok` is the verdict, `.raise_if_failed()` is for tests.

    Examples:
        >>> report = check_gradient(lambda w: w @ w, lambda w: w, [1.0, 2.0])
        >>> print(report.failures[0].sentence)  # doctest: +ELLIPSIS
        gradient[0] is 1, 0.5 times as much, and central differences of the function are 2: off by 1, ...
    """
    claim = Claim(f, gradient, w)
    name = getattr(gradient, "__name__", "gradient")
    return Report(tuple(case.record() for case in bind(name, claim, GRADIENT_CHECKS, {})))
