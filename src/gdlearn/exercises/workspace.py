"""The learner's folder: their files of the exercises, none of which is ever overwritten or lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from gdlearn.atomic import atomic_write
from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.errors import InputError
from gdlearn.exercises.checking import check_file
from gdlearn.exercises.exercise import Exercise
from gdlearn.exercises.manifest import exercises
from gdlearn.exercises.notebook import program
from gdlearn.exercises.progress import NAME, Progress

USUAL = "gdlearn-exercises"
README = """# Exercises of gdlearn

One file for each exercise, in the order of the lessons. Open a file, read its
first lines, and complete it. Then, in a terminal, in this folder:

    gdlearn exercises next        what to do now
    gdlearn exercises check       is it right? If not: which mistake is it?
    gdlearn exercises watch       checks whenever you save
    gdlearn exercises hint        a hint, a stronger one every time
    gdlearn exercises list        what is done
    gdlearn exercises solution    how it may be done, once you have tried
    gdlearn exercises reset NAME  back to the beginning; what you wrote is kept

What has no name means the file that you changed last. To mean another one:

    gdlearn exercises check gradient-loop

Your progress is in `progress.json`. Nothing that you write here is overwritten.
"""


@dataclass(frozen=True)
class Workspace:
    """A learner's folder.

    Attributes:
        folder: where it is.
    """

    folder: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """The folder that holds the progress: `start`, one above it, or the usual one in it.

        Args:
            start: where to look; the current folder if it is left out.

        Raises:
            InputError: if there is none.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, here / USUAL, *here.parents):
            if (folder / NAME).is_file():
                return cls(folder)
        raise InputError(f"there are no exercises in {here}; `gdlearn exercises start` writes them.")

    @classmethod
    def usual(cls) -> Path:
        """The folder that is meant where none is named: that of the exercises, or the one that there will be."""
        try:
            return cls.find().folder
        except InputError:
            return Path(USUAL)

    @classmethod
    def start(cls, folder: Path) -> tuple[Workspace, list[Path]]:
        """A folder with a file for each exercise; those that are there stay as they are.

        Returns:
            The folder, and the files that are new.
        """
        space = cls(folder)
        contents = {folder / "README.md": README.encode()}
        contents |= {space.path(exercise): exercise.stub.read_bytes() for exercise in exercises().values()}
        if not (folder / NAME).exists():
            contents[folder / NAME] = b"{}\n"
        new = [path for path in contents if not path.exists()]
        for path in new:
            with atomic_write(path) as file:
                file.write(contents[path])
        return space, new

    @property
    def progress(self) -> Progress:
        """What was done so far, read anew: another command may have written it."""
        return Progress.read(self.folder)

    def path(self, exercise: Exercise) -> Path:
        """The learner's file of an exercise: of any name that ends in its own, as numbers change between versions."""
        found = sorted(self.folder.glob(f"[0-9][0-9]-[0-9]-{exercise.name}.py"))
        return found[0] if found else self.folder / exercise.file_name

    def next(self, after: Exercise | None = None) -> Exercise | None:
        """The first exercise that is not done; None if all are.

        Args:
            after: where to begin to look; behind the last exercise comes the first one.
        """
        every, progress = list(exercises().values()), self.progress
        begin = every.index(after) + 1 if after else 0
        return next((each for each in every[begin:] + every[:begin] if not progress[each.name].solved), None)

    def touched(self) -> Exercise | None:
        """The exercise whose file was changed last, if it is not done since; otherwise the one after it."""
        stamps = {each: stamp for each, stamp in self.stamps().items() if self.begun(each)}
        last = max(stamps, key=lambda each: stamps[each], default=None)
        if last is None or self._done_since(last, stamps[last]):
            return self.next(last) or last
        return last

    def _done_since(self, exercise: Exercise, stamp: int) -> bool:
        from datetime import datetime

        solved = self.progress[exercise.name].solved
        return bool(solved) and stamp / 1e9 < datetime.fromisoformat(solved).timestamp()

    def stamps(self) -> Mapping[Exercise, int]:
        """When each file was changed last, in nanoseconds; files that are not there are left out."""
        found = {}
        for exercise in exercises().values():
            try:
                found[exercise] = self.path(exercise).stat().st_mtime_ns
            except OSError:  # an editor may be replacing it right now
                continue
        return found

    def begun(self, exercise: Exercise) -> bool:
        """Whether the learner has changed the file."""
        path = self.path(exercise)
        return path.is_file() and path.read_bytes() != exercise.stub.read_bytes()

    def check(self, exercise: Exercise) -> Diagnosis:
        """Check a file and write down how it went; a file with everything still to do is no try."""
        found = check_file(exercise, self.path(exercise))
        if "todo" not in found.evidence:
            self.progress.tried(exercise.name, found.ok)
        return found

    def hint(self, exercise: Exercise) -> tuple[int, str]:
        """The next hint, and its number from 1; the last one again if there is no stronger one."""
        number = min(self.progress[exercise.name].hints + 1, len(exercise.hints))
        self.progress.hinted(exercise.name, number)
        return number, exercise.hints[number - 1]

    def reset(self, exercise: Exercise) -> Path | None:
        """Put the stub back.

        Returns:
            The copy of what was there; None if there was nothing, or nothing was changed.
        """
        path, kept = self.path(exercise), None
        if self.begun(exercise):
            names = (path.with_name(f"{path.name}.bak-{number}") for number in count(1))
            kept = next(name for name in names if not name.exists())
            path.rename(kept)
        with atomic_write(path) as file:
            file.write(exercise.stub.read_bytes())
        return kept

    def solution(self, exercise: Exercise, peek: bool = False) -> str:
        """The program of the solution, once there was a try.

        Raises:
            InputError: if there was none, and `peek` is not given.
        """
        if self.progress[exercise.name].state == "open" and not peek:
            raise InputError(
                f"try {exercise.name} first: `gdlearn exercises check {exercise.name}`. "
                f"To see it without a try: `gdlearn exercises solution {exercise.name} --peek`."
            )
        return program(exercise.solution)
