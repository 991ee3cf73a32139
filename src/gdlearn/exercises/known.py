"""Answers that are known: the wrong programs of the catalogue, alone and in pairs, and right ones of every form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from inspect import signature
from typing import Any

import numpy as np

from gdlearn.exercises.answers import same
from gdlearn.exercises.exercise import Exercise
from gdlearn.exercises.kinds.gradient import gradient_options
from gdlearn.exercises.right import OTHER, RIGHT
from gdlearn.mistakes import CATALOGUE
from gdlearn.objectives import Convention

Program = Callable[..., Any]
Ids = tuple[str, ...]
LOOP = ["X", "y", "w", "learning_rate", "steps"]
COMMON = 5  # gradient mistakes, the most common ones, that are paired with every mistake of the loop


@dataclass(frozen=True)
class Known:
    """The programs that answer an exercise.

    Attributes:
        wrong: what is tried: where it is from ("catalogue" or "pair"), the ids of its mistakes, the program.
        right: right programs by what they are called.
        named: programs by the ids of their mistakes, to be held against what was tried.
        answers: what a program answers on some problems; None if it raises.
    """

    wrong: list[tuple[str, Ids, Program]]
    right: Mapping[str, Program]
    named: Mapping[Ids, Program]
    answers: Callable[[Program], Any]

    def alike(self, ids: Ids, program: Program) -> bool:
        """Whether the mistakes of some ids together give the same answers as a program: two names for one thing."""
        return ids in self.named and self.same(self.named[ids], program)

    def same(self, one: Program, other: Program) -> bool:
        """Whether two programs give the same answers."""
        first, second = self.answers(one), self.answers(other)
        return first is not None and second is not None and same(first, second)


NOTHING = Known([], {}, {}, lambda _: None)


def known(exercise: Exercise) -> Known:
    """The programs that are known to answer an exercise; none unless it asks for a gradient or a loop."""
    if exercise.kind == "gradient":
        return _gradients(gradient_options(exercise))
    if exercise.kind == "loop" and exercise.options.get("convention", "mean") == "mean":
        return _loops()
    return NOTHING


def _gradients(options: Mapping[str, Any]) -> Known:
    from gdlearn.diagnosis.reference import reference, run

    how = reference(options.get("convention", "mean"), options.get("objective"))
    found = {each.ids: each.program.function(**how.names) for most in (1, 2) for each in how.explanations(most)}
    true = how.program.function(**how.names) if how.program else None

    def answers(program: Program) -> Any:
        with suppress(ValueError, IndexError, TypeError):
            return [run(program, probe) for probe in how.probes]
        return None

    squares = RIGHT["gradient"] | OTHER["gradient"] if how.squares else {}
    right = {label: _scaled(program, how.convention) for label, program in squares.items()}
    all_of_them = Known([], right, found, answers)
    wrong = [
        ("pair" if len(ids) > 1 else "catalogue", ids, _dressed(program, options))
        for ids, program in found.items()
        if true and not all_of_them.same(program, true)
    ]
    dressed = {label: _dressed(program, options) for label, program in right.items()}
    return Known(wrong, dressed, found, lambda program: answers(getattr(program, "bare", program)))


def _scaled(program: Program, convention: Convention) -> Program:
    """A gradient under `mean` as the one under another convention."""
    if convention is Convention.MEAN:
        return program
    return lambda X, y, w: convention.factor(len(y)) * len(y) * np.asarray(program(X, y, w))


def _dressed(program: Program, options: Mapping[str, Any]) -> Program:
    """A program for plain arrays as one for the arrays that the exercise gives, columns or not."""
    columns = options.get("columns", False)
    if not columns and options.get("arrays", "numpy") == "numpy":
        return program

    def dressed(X: Any, y: Any, w: Any) -> Any:
        gradient = np.asarray(program(np.asarray(X), np.ravel(y), np.ravel(w)))
        return gradient.reshape(-1, 1) if columns else gradient

    dressed.bare = program  # type: ignore[attr-defined]
    return dressed


def _loops() -> Known:
    from gdlearn.diagnosis.reference import reference
    from gdlearn.diagnosis.suspects import right_loop, suspects
    from gdlearn.diagnosis.walk import Walk

    how = reference()
    walks = [Walk.on(probe, Convention.MEAN, steps=5) for probe in how.probes]

    def answers(program: Program) -> Any:
        with suppress(Exception), np.errstate(all="ignore"):  # pairs whose shapes do not fit
            return [walk(program) for walk in walks]
        return None

    groups = [[(each.ids, each.loop) for each in group] for group in suspects(how)]
    common = {each.ids for each in list(how.explanations(1))[:COMMON]}
    tried = [*groups[0], *groups[1], *((ids, loop) for ids, loop in groups[2] if ids[:-1] in common)]
    found, true = {ids: loop for group in groups for ids, loop in group}, right_loop(how)
    all_of_them = Known([], RIGHT["descent"] | OTHER["descent"], found, answers)
    shown = dict(_shown_loops()) | dict(tried)
    all_of_them.wrong.extend(
        ("pair" if len(ids) > 1 else "catalogue", ids, loop)
        for ids, loop in shown.items()
        if _raises(ids) or (answers(loop) is not None and not all_of_them.same(loop, true))
    )
    return all_of_them


def _raises(ids: Ids) -> bool:
    return any(CATALOGUE[name].raises for name in ids)


def _shown_loops() -> Iterator[tuple[Ids, Program]]:
    """The wrong loops as the catalogue shows them, of every library."""
    for id, mistake in CATALOGUE.items():  # noqa: A001  # the word of the catalogue
        whole = mistake.program != "descent"  # that one finds its gradient elsewhere
        if whole and list(signature(mistake.right.function()).parameters) == LOOP:
            yield (id,), mistake.wrong.function()
