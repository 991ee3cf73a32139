"""Files that are whole or not there: written beside their place first, then renamed into it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gdlearn.errors import InputError

PART = ".part"  # how the names of unfinished files end


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes its name only once everything is in it; on any error nothing is left behind.

    Args:
        path: the file to write; its folder is made if needed, and a file of that name is replaced.

    Yields:
        The open temporary file in the same folder.

    Raises:
        InputError: if the folder cannot be made or written to, or the disk is full. What stood at `path` stays.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            yield file
        temporary.chmod(0o666 & ~_umask())  # mkstemp makes files for the owner alone
        temporary.replace(path)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise InputError(
                f"cannot write {path}: {error.strerror or error}; make room or choose another folder "
                "(what stood there before is unchanged)."
            ) from error
        raise


def sweep(path: Path) -> None:
    """Remove the unfinished files that writers of `path` left behind when they were killed; none may be at work."""
    for left in path.parent.glob(f".{_literal(path.name)}.*{PART}"):
        left.unlink(missing_ok=True)


def _literal(name: str) -> str:
    """A name in which nothing stands for other characters."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _umask() -> int:
    """The permissions that new files do not get; the only way to read it is to set it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
