"""Polynomials on which least squares is hard: what is said of them is true, and no digit is shown that is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import mpmath
import numpy as np
import pytest

import gdlearn as gd
from gdlearn.cli import main
from gdlearn.cli.prospects import HOPELESS_CONDITION, Prospects
from gdlearn.theory import condition_number, curvature, least_squares, solve


class Fit(NamedTuple):
    """A polynomial to be found.

    Attributes:
        x: where it is measured, decimal numbers.
        y: the values there.
        degree: of the polynomial.
    """

    x: list[Decimal]
    y: list[Decimal]
    degree: int

    @property
    def columns(self) -> list[list[Decimal]]:
        """x, x², ..., as a file would hold them: every digit."""
        return [[x**k for x in self.x] for k in range(1, self.degree + 1)]

    @property
    def objective(self) -> gd.MeanSquaredError:
        """The same in float64."""
        data = gd.Dataset.from_arrays(np.array(self.columns, dtype=float).T, np.array(self.y, dtype=float))
        return gd.MeanSquaredError(data.X, data.y)

    @property
    def truth(self) -> list[Fraction]:
        """The weights at the minimum, the bias last: the normal equations in fractions, without any rounding."""
        columns = [*([Fraction(value) for value in column] for column in self.columns), [Fraction(1)] * len(self.x)]
        y = [Fraction(value) for value in self.y]
        rows = [[dot(a, b) for b in columns] + [dot(a, y)] for a in columns]
        return eliminated(rows)

    @property
    def smallest(self) -> Fraction:
        """The mean of the squared residuals there."""
        w = self.truth
        rows = zip(*self.columns, self.y, strict=True)
        residuals = [dot(w, [*map(Fraction, row[:-1]), Fraction(1)]) - Fraction(row[-1]) for row in rows]
        return dot(residuals, residuals) / len(residuals)

    def save(self, path: Path) -> Path:
        """Write it as a table with the columns x1, x2, ... and y."""
        names = [f"x{k}" for k in range(1, self.degree + 1)]
        rows = zip(*self.columns, self.y, strict=True)
        path.write_text("\n".join([",".join([*names, "y"]), *(",".join(map(str, row)) for row in rows), ""]))
        return path


def dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    """The sum of products, exactly."""
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def eliminated(rows: list[list[Fraction]]) -> list[Fraction]:
    """The solution of the normal equations, [A b] in rows, by elimination in fractions; no pivot of theirs is 0."""
    for k in range(len(rows)):
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in set(range(len(rows))) - {k}:
            rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


def polynomial(x: Decimal, coefficients: Sequence[Decimal]) -> Decimal:
    """Its value, by Horner's rule."""
    value = Decimal(0)
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


def noisy(degree: int, x: list[Decimal], size: int) -> Fit:
    """Coefficients 1, and whole numbers up to `size` added on both sides; seeded."""
    noise = np.random.default_rng(degree).integers(-size, size + 1, len(x)).tolist()
    ones = [Decimal(1)] * (degree + 1)
    return Fit(x, [polynomial(v, ones) + e for v, e in zip(x, noise, strict=True)], degree)


WHOLE = [Decimal(x) for x in range(21)]
NEGATIVE = [Decimal(-90 + k) / 10 for k in range(0, 60, 2)]  # a sixth of a power of ten between -9 and -3.2
TENTHS = [Decimal(1).scaleb(-k) for k in range(6)]
FITS = {
    "no noise, degree 5": noisy(5, WHOLE, 0),  # Wampler's first, of NIST's reference data: all weights are 1
    "tenths, degree 5": Fit(WHOLE, [polynomial(v, TENTHS) for v in WHOLE], 5),  # his second
    "noise, degree 5": noisy(5, WHOLE, 2500),
    "much noise, degree 5": noisy(5, WHOLE, 2_500_000),
    "degree 2": noisy(2, WHOLE, 10),
    "degree 8": noisy(8, WHOLE, 100),
    "degree 10 far from 0": noisy(10, NEGATIVE, 3),  # as Filip's, the hardest of NIST's
    "degree 12": noisy(12, WHOLE, 100),
}  # fmt: skip


@pytest.mark.parametrize("name", FITS)
def test_the_exact_solution_is_as_good_as_it_says_and_says_no_less_than_it_has(name: str) -> None:
    fit = FITS[name]
    found = solve(fit.objective)
    off = [abs(Fraction(w) - true) for w, true in zip(found.weights.tolist(), fit.truth, strict=True)]
    allowed = [Fraction(u) for u in found.uncertainty.tolist()]
    assert all(o <= a for o, a in zip(off, allowed, strict=True))
    # A bound that promises nothing would pass, too. At worst it may give away five of the sixteen digits.
    assert max(float(o / a) for o, a in zip(off, allowed, strict=True)) > 1e-5


def test_of_the_hardest_fit_the_usual_call_has_no_digit_and_ours_has_some() -> None:
    fit = FITS["degree 10 far from 0"]
    truth = np.array([float(w) for w in fit.truth])
    usual, ours = least_squares(fit.objective), solve(fit.objective)
    assert np.abs(usual / truth - 1).max() > 0.1  # `numpy.linalg.lstsq` cuts off what it takes for noise
    assert np.abs(ours.weights / truth - 1).max() < 1e-3


def exact_condition(objective: gd.MeanSquaredError) -> float:
    """The condition number with 80 digits."""
    with mpmath.workdps(80):
        X = mpmath.matrix(objective.X.tolist())
        eigenvalues = mpmath.eigsy(X.T * X, eigvals_only=True)
        return float(max(eigenvalues) / min(eigenvalues))


@pytest.mark.parametrize("name", ["degree 2", "noise, degree 5"])
def test_the_condition_number_is_right_as_far_as_it_is_shown(name: str) -> None:
    objective = FITS[name].objective
    exact, found = exact_condition(objective), condition_number(objective)
    # The smallest singular value is known to a rounding of the largest: its square is off by twice as much, relatively.
    assert abs(found / exact - 1) <= 64 * np.finfo(float).eps * np.sqrt(exact)


def test_what_is_said_to_be_left_after_some_steps_is_what_is_left() -> None:
    objective, steps = FITS["degree 2"].objective, 2000
    rule = gd.GD(0.75 * 2 / float(curvature(objective).eigenvalues[-1]))
    prospects = Prospects.of(objective, rule, steps, scale=False)
    bottom, flattest = solve(objective).weights, curvature(objective).vectors[:, 0]
    run = gd.record(objective, bottom + flattest, gd.get_backend("numpy"), rule, steps)
    left = float(np.linalg.norm(run.weights[-1] - bottom))
    assert prospects.left == pytest.approx(left, rel=1e-6)
    assert prospects.enough is not None
    shrunk = float(1 - rule.rate(0) * curvature(objective).eigenvalues[0])
    assert shrunk**prospects.enough <= 1e-6 < shrunk ** (0.99 * prospects.enough)


def shown_weights(said: str) -> dict[str, str]:
    """The weights of the table that `gdlearn fit` prints."""
    return dict(re.findall(r"^\W*(x\d+|bias)\s+[│|]?\s*(±? ?[-+.\de]+)\s*[│|]?\s*$", said, re.MULTILINE))


@pytest.mark.parametrize("name", FITS)
def test_every_digit_that_is_printed_is_right(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fit = FITS[name]
    assert main(["fit", str(fit.save(tmp_path / "hard.csv")), "--exact"]) == 0
    said = capsys.readouterr().out
    shown = shown_weights(said)
    names = [*(f"x{k}" for k in range(1, fit.degree + 1)), "bias"]
    assert list(shown) == names
    for text, truth in zip(shown.values(), fit.truth, strict=True):
        assert right(text, truth)
    loss = re.search(r"at the start, (.+) at the minimum", said)
    assert loss is not None
    if loss[1].startswith("0, up to rounding"):
        assert fit.smallest <= Fraction(np.finfo(float).eps) * max(map(abs, map(Fraction, fit.y))) ** 2
    else:
        assert right(loss[1], fit.smallest)


def right(text: str, truth: Fraction) -> bool:
    """Whether a number is right in every digit that is shown, or not larger than it is said to be."""
    if text.startswith("±"):
        return abs(truth) <= Fraction(text.removeprefix("±").strip())
    unit = Decimal(1).scaleb(Decimal(text).as_tuple().exponent)  # type: ignore[arg-type]  # it is finite
    return abs(Fraction(text) - truth) <= Fraction(unit)


@pytest.mark.parametrize("name", ["degree 8", "degree 10 far from 0"])
def test_descent_that_cannot_get_there_says_so_and_names_the_way_that_does(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fit = FITS[name]
    path = fit.save(tmp_path / "hard.csv")
    assert condition_number(fit.objective) > HOPELESS_CONDITION
    assert main(["fit", str(path), "--steps", "100"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "condition number" in said
    assert "--exact computes the minimum" in said


def test_features_that_depend_on_each_other_have_no_single_minimum_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("a,b,y\n1,2,3\n2,4,5\n3,6,8\n4,8,8\n")
    assert main(["fit", str(path), "--exact"]) == 2
    assert "depend on each other" in capsys.readouterr().err
