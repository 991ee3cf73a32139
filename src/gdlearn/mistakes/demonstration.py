"""A mistake seen at work: the right program and the wrong one on the course's own problem, side by side."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.mistakes.catalogue import find
from gdlearn.mistakes.ground import SHORT, Ground, Length, ground_of
from gdlearn.mistakes.mistake import Mistake
from gdlearn.mistakes.program import Program
from gdlearn.mistakes.programs import PROGRAMS
from gdlearn.mistakes.run import Run
from gdlearn.theory import largest_stable_learning_rate

SHOWN = (0, 1, 2, 5, 10, 20, 50)
CANDIDATES = ("missing-two", "two-twice", "n-minus-one", "wrong-sign")  # what a comparison is shown


class Value(NamedTuple):
    """What both programs say of one thing.

    Attributes:
        name: what it is.
        right: by the right program, in words.
        wrong: by the wrong one.
    """

    name: str
    right: str
    wrong: str


@dataclass(frozen=True)
class Demonstration:
    """A mistake seen at work.

    Attributes:
        mistake: which one.
        ground: the problem.
        runs: the right run and the wrong one; empty if the mistake is not about a descent.
        values: what else both programs say.
    """

    mistake: Mistake
    ground: Ground
    runs: tuple[Run, ...]
    values: tuple[Value, ...]

    @property
    def rows(self) -> list[int]:
        """The rows that a table shows, and the last one of each run."""
        chosen = {*SHOWN, *(len(run) - 1 for run in self.runs)}
        return sorted(t for t in chosen if any(t < len(run) for run in self.runs))

    @property
    def apart(self) -> float:
        """How far the losses of both runs are apart at most, relative; infinite if the rows are not as many."""
        right, wrong = self.runs
        if len(right) != len(wrong):
            return float("inf")
        with np.errstate(all="ignore"):
            return float(np.nan_to_num(np.max(np.abs(wrong.loss / right.loss - 1)), nan=np.inf))

    @property
    def has_path(self) -> bool:
        """Whether the wrong program went far enough for a picture."""
        return bool(self.runs) and len(self.runs[1]) > 2


def demonstrate(mistake: Mistake, length: Length = SHORT) -> Demonstration:
    """Run a wrong program beside the right one.

    A loop descends as it is; a gradient is given to the plain descent; a learning rate too. Differences are taken at
    the start, and a comparison is given gradients that are right or wrong.

    Args:
        mistake: which one.
        length: `SHORT`, the data as they come; or `LONG`, in which a right program arrives.

    Returns:
        Both runs, and what else both programs say.

    Examples:
        >>> right, wrong = demonstrate(find("missing-two")).runs
        >>> bool(right.loss[-1] < wrong.loss[-1] < right.loss[0])
        True
    """
    return _BY_PARAMETERS[parameters(mistake.right)](mistake, ground_of(mistake.program, length))


def parameters(program: Program) -> tuple[str, ...]:
    """The names of what a program takes, which say what kind of program it is."""
    return tuple(inspect.signature(program.function()).parameters)


@cache
def _right(program: str, length: Length) -> Run:
    """What a right loop does; several mistakes are held against the same one."""
    loop = PROGRAMS[program].function(gradient=PROGRAMS["gradient"].function())
    return ground_of(program, length).run(loop, right=True)


def _of_loop(mistake: Mistake, ground: Ground) -> Demonstration:
    right = _right(mistake.program, ground.length)
    wrong = ground.run(mistake.wrong.function(gradient=PROGRAMS["gradient"].function()))
    facts = (Value(name, right.facts[name], fact) for name, fact in wrong.facts.items() if fact != right.facts[name])
    return Demonstration(mistake, ground, (right, wrong), tuple(facts))


def _of_gradient(mistake: Mistake, ground: Ground) -> Demonstration:
    both = [program.function(**ground.settings) for program in (mistake.right, mistake.wrong)]
    right, wrong = (ground.run(PROGRAMS["descent"].function(gradient=gradient)) for gradient in both)
    values = () if wrong.stopped else _components(ground, *both)
    return Demonstration(mistake, ground, (right, wrong), tuple(values))


def _components(ground: Ground, *both: Callable[..., FloatArray]) -> list[Value]:
    """The two gradients at the start, and their ratio."""
    right, wrong = (gradient(ground.dataset.X, ground.dataset.y, ground.start) for gradient in both)
    names = [f"gradient at the start, {name}" for name in ground.dataset.columns]
    return [
        Value(name, f"{a:.6g}", f"{b + 0:.6g}, {b / a + 0:.6g} times the right one")  # + 0: no minus before a zero
        for name, a, b in zip(names, right, wrong, strict=True)
    ]


def _of_rate(mistake: Mistake, ground: Ground) -> Demonstration:
    """A function of X that gives a learning rate."""
    loop = PROGRAMS["descent"].function(gradient=PROGRAMS["gradient"].function())
    both: list[Callable[..., float]] = [program.function() for program in (mistake.right, mistake.wrong)]
    rates = [float(safe(ground.dataset.X)) for safe in both]
    largest = largest_stable_learning_rate(ground.objective, ground.start)
    values = (
        Value("learning rate", *(f"{rate:.4g}" for rate in rates)),
        Value("share of the largest stable one", *(f"{rate / largest:.0%}" for rate in rates)),
    )
    return Demonstration(mistake, ground, tuple(ground.run(loop, rate) for rate in rates), values)


def _of_differences(mistake: Mistake, ground: Ground) -> Demonstration:
    """Slopes of the loss by differences, beside those of the formula."""
    exact = ground.objective.gradient(ground.start)
    both: list[Callable[..., FloatArray]] = [program.function() for program in (mistake.right, mistake.wrong)]
    right, wrong = (differences(ground.objective.loss, ground.start) for differences in both)
    values = [
        Value(f"slope of the loss along {name}, {true:.10g} by the formula", f"{a:.10g}", f"{b:.10g}")
        for name, true, a, b in zip(ground.dataset.columns, exact, right, wrong, strict=True)
    ]
    off = Value("largest relative error", *(f"{np.max(np.abs(g / exact - 1)):.1g}" for g in (right, wrong)))
    return Demonstration(mistake, ground, (), (*values, off))


def _of_comparison(mistake: Mistake, ground: Ground) -> Demonstration:
    """What a comparison says of the right gradient, added up in another order, and of wrong ones."""
    X, y, w = ground.dataset.X, ground.dataset.y, ground.start
    right = PROGRAMS["gradient"].function()
    shown = {"right, the samples in another order": right(X[::-1], y[::-1], w)}
    shown |= {f"wrong: {find(name).title}": find(name).wrong.function()(X, y, w) for name in CANDIDATES}
    agree = [program.function() for program in (mistake.right, mistake.wrong)]
    said = {name: [("differs", "agrees")[same(g, right(X, y, w))] for same in agree] for name, g in shown.items()}
    return Demonstration(mistake, ground, (), tuple(Value(name, *words) for name, words in said.items()))


_BY_PARAMETERS: dict[tuple[str, ...], Callable[[Mistake, Ground], Demonstration]] = {
    ("X", "y", "w"): _of_gradient,
    ("X", "y", "w", "learning_rate", "steps"): _of_loop,
    ("X",): _of_rate,
    ("f", "w", "h"): _of_differences,
    ("a", "b"): _of_comparison,
}
