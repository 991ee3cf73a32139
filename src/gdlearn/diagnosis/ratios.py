"""How many times the right gradient is it? The ratio of two gradients, component by component, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import isclose, isfinite

from gdlearn.diagnosis.probes import Numbers, Probe

SAME = 1e-9  # relative; the probes have two digits, and no two factors that people write are closer than that
SINGLE = 1e-5  # the same for numbers that were computed in float32

# What stands before "the gradient". A power of n or p, and a factor, on their own or together.
WORDS = {0.5: "exactly half of", 2.0: "exactly twice", -1.0: "minus 1 times", 1.0: "exactly"}
POWERS = ((0, 0), (1, 0), (-1, 0), (0, -1), (0, 1), (2, 0), (-2, 0), (-1, -1))
FACTORS = (1.0, 2.0, 0.5, -1.0, 4.0, 0.25, -2.0, -0.5)
NAMES = {(1, 0): "n", (-1, 0): "1/n", (0, -1): "1/p", (0, 1): "p", (2, 0): "n²", (-2, 0): "1/n²", (-1, -1): "1/(n p)"}


@dataclass(frozen=True)
class Ratio:
    """Yours over right, in every component of one problem.

    Attributes:
        probe: the problem.
        values: one number for each component; nan where the right one is 0.
    """

    probe: Probe
    values: Numbers

    @property
    def text(self) -> str:
        """The numbers, with a few digits: "[0.5, 0.5, 0.5]"."""
        return f"[{', '.join(f'{value:.4g}' for value in self.values)}]"


def ratio(probe: Probe, found: Sequence[float], right: Sequence[float]) -> Ratio:
    """Divide two gradients on a problem.

    Examples:
        >>> from gdlearn.diagnosis.probes import make_probe
        >>> ratio(make_probe(5, 3), [1.0, 2.0, 3.0], [2.0, 4.0, 3.0]).text
        '[0.5, 0.5, 1]'
    """
    return Ratio(probe, [a / b if b else float("nan") for a, b in zip(found, right, strict=True)])


def constant(values: Sequence[float], tolerance: float = SAME) -> float | None:
    """The one value that all of them have, or None."""
    first = values[0]
    same = isfinite(first) and all(isclose(value, first, rel_tol=tolerance) for value in values)
    return first if same else None


def factor(ratios: Sequence[Ratio], part: slice = slice(None), tolerance: float = SAME) -> str | None:
    """The factor between two gradients in words, if one factor explains some components on all problems.

    Args:
        ratios: one for each problem.
        part: which components.
        tolerance: how far two ratios may differ and still be called the same, relative.

    Returns:
        "exactly half of", "n times", "0.01 times" and the like, or None.
    """
    each = [constant(ratio.values[part], tolerance) for ratio in ratios]
    if None in each:
        return None
    known = [value for value in each if value is not None]
    for factor, (a, b) in _factors():
        wanted = [factor * ratio.probe.n**a * ratio.probe.p**b for ratio in ratios]
        if all(isclose(x, y, rel_tol=tolerance) for x, y in zip(known, wanted, strict=True)):
            return _say(factor, (a, b))
    shared = constant(known, tolerance)
    return None if shared is None else f"{shared + 0:.6g} times"  # not "-0"


def _factors() -> Iterator[tuple[float, tuple[int, int]]]:
    """The factors by how simple they are."""
    return iter(sorted(product(FACTORS, POWERS), key=lambda pair: FACTORS.index(pair[0]) + POWERS.index(pair[1])))


def _say(factor: float, powers: tuple[int, int]) -> str:
    if powers == (0, 0):
        return WORDS.get(factor, f"{factor:g} times")
    name = NAMES[powers]
    return f"{name} times" if factor == 1 else f"{factor:g} · {name} times"


def sentence(ratios: Sequence[Ratio], label: str, tolerance: float = SAME) -> str:
    """What the ratios say, in one sentence with its numbers.

    Args:
        ratios: one for each problem.
        label: what the right gradient is called: "MSE".
        tolerance: how far two ratios may differ and still be called the same, relative.
    """
    if everywhere := factor(ratios, tolerance=tolerance):
        return f"Your gradient is {everywhere} the {label} gradient in every component."
    weights, bias = (factor(ratios, part, tolerance) for part in (slice(-1), slice(-1, None)))
    zero = all(abs(ratio.values[-1]) < tolerance for ratio in ratios)
    if weights and zero:
        return f"Your gradient is {weights} the {label} gradient in the weights, and 0 in the bias."
    if weights and bias:
        return f"Your gradient is {weights} the {label} gradient in the weights, and {bias} it in the bias."
    first = ratios[0]
    return f"On {first.probe.name} your gradient divided by the {label} gradient is {first.text}, by component."
