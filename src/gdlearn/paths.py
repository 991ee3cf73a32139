"""Whether a path leads to a file that can be read, before a library is asked to read it."""

from __future__ import annotations

import os
from pathlib import Path

from gdlearn.arguments import shown
from gdlearn.errors import InputError


def to_path(path: Path | str) -> Path:
    """A path that can be shown in a sentence.

    Raises:
        InputError: if it is neither text nor a path, empty, or has line ends or the like in it.

    Examples:
        >>> to_path("line.csv").name
        'line.csv'
    """
    if not isinstance(path, str | os.PathLike) or path == "":
        raise InputError(f"the path is {shown(path)}; it must be the name of a file or folder.")
    if not str(path).isprintable():
        raise InputError(f"the path {str(path)!r} has characters that cannot be shown; rename the file or folder.")
    return Path(path)


def readable(path: Path | str, kind: str = "file", missing: str = "check its name and folder") -> Path:
    """The path of a file that can be read. A pipe would be waited for, and a device might never end.

    Args:
        path: the file.
        kind: what sentences call it.
        missing: what to do if there is none, for sentences.

    Raises:
        InputError: if there is no such file; the sentence says what is there instead.

    Examples:
        >>> try:
        ...     readable("/dev/null")
        ... except InputError as error:
        ...     print(error)
        /dev/null is a pipe or a device; save what comes from it in a file first.
    """
    path = to_path(path)
    if not os.path.exists(path):  # `Path.exists` raises where a folder may not be read or a name is too long
        raise InputError(f"there is no {kind} {path}; {missing}.")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file in it.")
    if not path.is_file():
        raise InputError(f"{path} is a pipe or a device; save what comes from it in a file first.")
    try:
        path.open("rb").close()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); ask its owner for the permission.") from error
    return path
