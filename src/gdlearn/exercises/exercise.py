"""An exercise: what the learner gets, its solution, the wrong answers that must be named, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.errors import InputError
from gdlearn.mistakes import CATALOGUE

FILES = Path(__file__).parent / "files"
HEADER = re.compile(r"#\s*(mistake|title|message|cure):\s*(.+)")


@dataclass(frozen=True)
class WrongAnswer:
    """A wrong file of an exercise, and what must be said about it.

    Attributes:
        path: the file; its first line is `# mistake: id` or `# mistake: id, id`.
        mistakes: the ids of the mistakes in it.
        title: what went wrong in a few words; "" if the catalogue knows.
        message: the sentence for the learner; "" if the catalogue knows.
        cure: what to do; "" if the catalogue knows.
    """

    path: Path
    mistakes: tuple[str, ...]
    title: str = ""
    message: str = ""
    cure: str = ""

    @classmethod
    def read(cls, path: Path) -> WrongAnswer:
        """What the header of a file says: the comments before its first line of code."""
        header: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                break
            if found := HEADER.match(line):
                header[found[1]] = found[2].strip()
        mistakes = tuple(filter(None, map(str.strip, header.pop("mistake", "").split(","))))
        return cls(path, mistakes, **header)


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise, as the manifest lists it and its folder holds it.

    Attributes:
        name: its name and that of its folder: "gradient-loop".
        lesson: the number of the lesson, 1 to 16.
        title: what is to be done, in a few words.
        minutes: how long it takes, an honest guess.
        kind: how it is checked, a key of `gdlearn.exercises.kinds.KINDS`.
        functions: the names that the learner defines.
        hints: three, from a nudge to nearly the answer.
        options: what the kind is told.
        limits: limits of the process that runs it, if not the usual ones.
        page: whether it can be done in the page, where there is neither NumPy nor PyTorch.
        place: its place among the exercises of its lesson, from 1.
    """

    name: str
    lesson: int
    title: str
    minutes: int
    kind: str
    functions: tuple[str, ...]
    hints: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    page: bool = False
    place: int = 1

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return FILES / self.name

    @property
    def stub(self) -> Path:
        """What the learner gets."""
        return self.folder / "stub.py"

    @property
    def solution(self) -> Path:
        """The same file, solved."""
        return self.folder / "solution.py"

    @property
    def file_name(self) -> str:
        """What the learner's file is called; names sort by lesson."""
        return f"{self.lesson:02}-{self.place}-{self.name}.py"

    @cached_property
    def task(self) -> str:
        """What the learner is asked to do: the docstring of the stub, without its first line, which is the title."""
        return docstring(self.stub).partition("\n")[2].strip()

    @cached_property
    def wrong(self) -> tuple[WrongAnswer, ...]:
        """The wrong answers that must be named."""
        return tuple(WrongAnswer.read(path) for path in sorted(self.folder.glob("wrong/*.py")))

    @property
    def variants(self) -> tuple[Path, ...]:
        """Other right answers, which must be accepted."""
        return tuple(sorted(self.folder.glob("variants/*.py")))

    def knows(self, id: str) -> bool:  # noqa: A002  # the word of the catalogue
        """Whether there is a sentence for a mistake, in the catalogue or in a wrong answer of the exercise."""
        return id in CATALOGUE or any(wrong.mistakes == (id,) and wrong.message for wrong in self.wrong)

    def sentences(self, id: str) -> str:  # noqa: A002  # the word of the catalogue
        """What to say about a mistake: what it is, and what to do.

        Raises:
            InputError: if neither the catalogue nor a wrong answer says anything about it.
        """
        own = (wrong for wrong in self.wrong if wrong.mistakes == (id,) and wrong.message)
        found = next(own, None) or CATALOGUE.get(id)
        if found is None:
            raise InputError(
                f"exercise {self.name}: neither the catalogue nor a wrong answer says what {id!r} is; add it."
            )
        return f"{found.message} {found.cure}".strip()

    def named(self, ids: tuple[str, ...], measured: str, **evidence: Any) -> Diagnosis:
        """The diagnosis of recognised mistakes: what was measured, then a line for each of them.

        Args:
            ids: the names of the mistakes.
            measured: what was seen, with its numbers; one sentence or two.
            evidence: the numbers, by name.
        """
        return Diagnosis(False, ids, "\n".join([measured, *map(self.sentences, ids)]), evidence)


def docstring(file: Path) -> str:
    """The docstring of a file, which is not run for it; "" if it has none."""
    import ast

    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
