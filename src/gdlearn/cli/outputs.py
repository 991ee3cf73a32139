"""The files that a command writes: looked at before it computes anything."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gdlearn.errors import InputError


def check_outputs(*outputs: Path | None, force: bool, inputs: Iterable[Path | None] = ()) -> None:
    """Refuse to write where something stands, unless that is wished for.

    Args:
        outputs: the files that will be written; None is none.
        force: whether files that are there may be replaced, and symbolic links by files.
        inputs: the files that are read; they are never written over.

    Raises:
        InputError: if one of them is a folder, the other, an input, in a folder that cannot be written to, or stands
            there already and `force` is not set.
    """
    files = [file for file in outputs if file is not None]
    for file in files:
        if file.is_dir():
            raise InputError(f"{file} is a folder; name a file.")
        if any(same(file, other) for other in inputs if other is not None):
            raise InputError(f"{file} is what is read; name another file to write.")
        if file.is_symlink() and not force:
            raise InputError(f"{file} is a symbolic link; name another file, or replace the link with --force.")
        if file.exists() and not force:
            raise InputError(f"{file} exists; name another file, or add --force to replace it.")
        folder = next(above for above in file.absolute().parents if above.exists())
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            raise InputError(f"{file} cannot be written, as you may not write to {folder}; choose another folder.")
    if len({os.path.abspath(file) for file in files}) < len(files):
        raise InputError(f"{' and '.join(map(str, files))} are the same file; name a file for each.")


def check_folder(out: Path | None, names: Iterable[str] = (), *, force: bool) -> None:
    """Refuse a folder for outputs that is a file, or in which some of these files are there already."""
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out} is a file; name a folder.")
    check_outputs(*(out / name for name in names), force=force)


def same(file: Path, other: Path) -> bool:
    """Whether two names stand for one file."""
    return file.exists() and other.exists() and file.samefile(other)
