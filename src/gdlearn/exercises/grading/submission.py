"""What a student handed in: files that are named as exercises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gdlearn.errors import InputError
from gdlearn.exercises.manifest import exercises, find


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes:
        student: the name of the folder.
        files: the file for each exercise, by the name of the exercise; None where there is none.
    """

    student: str
    files: Mapping[str, Path | None]


def find_submissions(folder: Path, names: Sequence[str] = (), *, single: bool = False) -> list[Submission]:
    """The submissions of a folder: one for each of its folders, or one in all if the files lie in it directly.

    Args:
        folder: holds a folder for each student. Files are found anywhere below it, by the names that learners' files
            have, with or without the number in front.
        names: the exercises that count; without them all that somebody has handed in.
        single: the whole folder is one submission, even if nothing in it answers an exercise of `names`.

    Returns:
        The submissions, by the names of the students; each has the same exercises, in the order of the manifest.

    Raises:
        InputError: if there is no such folder or exercise, or nothing was handed in.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     (Path(folder) / "ada").mkdir()
        ...     _ = (Path(folder) / "ada" / "gradient-loop.py").write_text("")
        ...     [submission.student for submission in find_submissions(Path(folder))]
        ['ada']
    """
    wanted = {find(name).name for name in names}
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; name the one that holds a folder for each student.")
    students = (
        [folder]
        if single or any(_answers(folder, "*.py"))
        else sorted(path for path in folder.iterdir() if path.is_dir())
    )
    found = {student: dict(_answers(student, "**/*.py")) for student in students if not _hidden(student)}
    handed_in = {name for files in found.values() for name in files}
    counted = [name for name in exercises() if name in (wanted or handed_in)]
    if not handed_in & set(counted) and not (single and wanted):
        raise InputError(
            f"{folder} holds no answers; each student needs a folder with files that are named as exercises, "
            f"such as {folder}/ada/{find('gradient-loop').file_name}."
        )
    return [
        Submission(student.resolve().name, {name: files.get(name) for name in counted})
        for student, files in found.items()
    ]


def _answers(folder: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    """Names of exercises and their files; of two files for one exercise, the one that lies higher comes last."""
    for path in sorted(folder.glob(pattern), key=lambda path: (-len(path.parts), path)):
        with suppress(InputError):
            if path.is_file() and not path.is_symlink() and not any(map(_hidden, path.relative_to(folder).parents)):
                yield find(path.name).name, path


def _hidden(path: Path) -> bool:
    """Whether a file or folder is one that a student does not see: `.git`, `__MACOSX`."""
    return path.name.startswith((".", "__"))
