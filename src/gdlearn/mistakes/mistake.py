"""A mistake: a right program with a line or two changed, and what to say to whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gdlearn.mistakes.program import Edit, Program
from gdlearn.mistakes.programs import PROGRAMS


class Kind(StrEnum):
    """Where a mistake sits, and how it shows."""

    GRADIENT = "the value of the gradient"
    SHAPE = "shapes and types"
    LOOP = "the loop"


@dataclass(frozen=True)
class Mistake:
    """A named wrong program.

    Attributes:
        id: its name: "missing-two".
        kind: where it sits.
        title: what went wrong, in a few words.
        lesson: the number of the lesson that it belongs to, 1 to 16.
        program: the name of the right program that it is an edit of.
        edits: the lines that are changed.
        like: the same mistake as edits of the plain descent, if `program` is another one: its trajectory is what the
            mistake is recognised by.
        symptom: how it shows, and why it may stay unseen.
        message: the sentence for the learner, after what was measured.
        cure: what to do.
        evidence: where it was seen.
        raises: what the library says, as a regular expression; empty if it says nothing.
        holds: what must be true of the variables of the program for the message to have this cause.
    """

    id: str
    kind: Kind
    title: str
    lesson: int
    program: str
    edits: tuple[Edit, ...]
    symptom: str
    message: str
    cure: str
    evidence: str
    like: tuple[Edit, ...] = ()
    raises: str = ""
    holds: str = ""

    @property
    def right(self) -> Program:
        """The right program."""
        return PROGRAMS[self.program]

    @property
    def wrong(self) -> Program:
        """The wrong program."""
        return self.right.edited(*self.edits)
