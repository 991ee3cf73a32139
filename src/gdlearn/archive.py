"""What is kept for later: arrays and plain facts in one file of NumPy's format, in which there is no pickle."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple
from zipfile import is_zipfile

import numpy as np
from numpy.typing import NDArray

from gdlearn import __version__
from gdlearn.atomic import atomic_write
from gdlearn.errors import InputError
from gdlearn.paths import readable

ABOUT = "about"  # the array that holds the facts, as JSON

# Files of gdlearn that do not say what they are: an array that only they have, and what they are.
OTHERS = {"gradient": "trajectory", "answers": "checkpoint of compare", "y": "table of data"}


class Kind(NamedTuple):
    """A kind of file.

    Attributes:
        name: what sentences call it.
        version: the newest version of its format that this gdlearn writes and reads.
        missing: what to do if there is no such file.
    """

    name: str
    version: int = 1
    missing: str = "check its name and folder"


def write(path: Path, kind: Kind, about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    """Write one file; one of that name is replaced as a whole, or stays as it was.

    Args:
        path: the file.
        kind: what it is.
        about: the facts, ready for JSON.
        arrays: the arrays by name; every dtype but object.

    Raises:
        InputError: if it cannot be written.
    """
    facts = {"kind": kind.name, "version": kind.version, "gdlearn": __version__, **about}
    text = np.array(json.dumps(facts, allow_nan=False))
    room = BytesIO()  # in memory first: an archive on a disk that fills up complains twice
    np.savez(room, allow_pickle=False, **{ABOUT: text}, **arrays)
    with atomic_write(path) as file:
        file.write(room.getbuffer())
        file.flush()
        os.fsync(file.fileno())  # on the disk before it takes its name, should the power fail


def read(path: Path, kind: Kind) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read what `write` wrote.

    Args:
        path: the file.
        kind: what it must be.

    Returns:
        The facts and the arrays.

    Raises:
        InputError: if there is no such file, it is damaged, another kind, from a newer gdlearn, or holds a pickle.
    """
    path = readable(path, kind.name, kind.missing)
    try:
        if not is_zipfile(path):  # NumPy would take it for a pickle
            raise ValueError("it is no archive")
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            about = json.loads(str(file[ABOUT])) if ABOUT in file.files else {}
            _check(path, kind, about, file.files)
            return about, {name: file[name] for name in file.files if name != ABOUT}
    except InputError:
        raise
    except Exception as error:  # whatever a damaged archive makes NumPy, zipfile or JSON say
        if "allow_pickle" in str(error):
            raise InputError(
                f"{path} holds a pickle, which could run any program; gdlearn reads none, and writes none."
            ) from error
        said = shorten(str(error), 100) or type(error).__name__
        raise InputError(
            f"{path} is damaged or not a {kind.name} that gdlearn wrote ({said}); write it again."
        ) from error


def _check(path: Path, kind: Kind, about: dict[str, Any], names: list[str]) -> None:
    other = next((what for name, what in OTHERS.items() if name in names), "file of another program")
    found = about.get("kind", other)
    if found != kind.name:
        raise InputError(f"{path} is a {found}, not a {kind.name}; name another file.")
    version = about.get("version", 1)  # the first trajectories did not say it
    if version > kind.version:
        raise InputError(
            f"{path} is a {kind.name} of format version {version}, and this gdlearn reads versions up to "
            f"{kind.version}; update gdlearn to read it."
        )
