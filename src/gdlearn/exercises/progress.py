"""What a learner has done so far: one small file in their folder, which they may read and mend."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gdlearn.atomic import atomic_write
from gdlearn.errors import InputError

NAME = "progress.json"
STATES = {"done": "✓", "tried": "…", "open": "·"}


@dataclass(frozen=True)
class Entry:
    """How far an exercise has come.

    Attributes:
        tries: how often it was checked and not right.
        hints: how many hints were taken.
        solved: when it was right for the first time, "" until then; a date in ISO 8601.
    """

    tries: int = 0
    hints: int = 0
    solved: str = ""

    @property
    def state(self) -> str:
        """A key of `STATES`: "done", "tried" or "open"."""
        return "done" if self.solved else "tried" if self.tries else "open"


@dataclass
class Progress:
    """The entries of all exercises that were tried, and the file that holds them.

    Whatever else stands in the file stays there: entries of other versions, and notes of the learner.

    Attributes:
        file: where it is kept.
        values: all that the file holds.
    """

    file: Path
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Progress:
        """The progress that a folder holds; nothing is done yet if there is no file.

        Raises:
            InputError: if the file cannot be read as what it should be.
        """
        file = folder / NAME
        if not file.exists():
            return cls(file)
        try:
            values = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _unreadable(file, str(error)) from error
        if not isinstance(values, dict):
            raise _unreadable(file, "it holds no table of exercises")
        progress = cls(file, values)
        for name in values:
            progress[name]
        return progress

    def __getitem__(self, name: str) -> Entry:
        """How far an exercise has come."""
        values = self.values.get(name, {})
        types = {"tries": int, "hints": int, "solved": str}
        if not isinstance(values, dict):
            raise _unreadable(self.file, f"the entry {name!r} is no table")
        for key, kind in types.items():
            if type(values.get(key, kind())) is not kind:
                raise _unreadable(self.file, f"{key} of {name!r} is {values[key]!r}")
        return Entry(**{key: values[key] for key in types if key in values})

    def tried(self, name: str, ok: bool) -> None:
        """Write down that an exercise was checked, and how that ended."""
        entry, now = self[name], datetime.now().astimezone().isoformat(timespec="milliseconds")
        if not ok:
            self._note(name, tries=entry.tries + 1)
        elif not entry.solved:
            self._note(name, solved=now)

    def hinted(self, name: str, hints: int) -> None:
        """Write down how many hints of an exercise were taken."""
        self._note(name, hints=hints)

    def write(self) -> None:
        """Write the file, whole or not at all."""
        with atomic_write(self.file) as out:
            out.write((json.dumps(self.values, indent=2, ensure_ascii=False) + "\n").encode())

    def _note(self, name: str, **values: Any) -> None:
        self.values[name] = {**self.values.get(name, {}), **values}
        self.write()


def _unreadable(file: Path, reason: str) -> InputError:
    return InputError(
        f"{file} cannot be read ({reason}); mend it, or move it away and begin a new one with "
        "`gdlearn exercises start`. Your exercises are not touched."
    )
