"""Which kind of file it is: a path becomes a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gdlearn.arguments import whole_number
from gdlearn.errors import InputError
from gdlearn.files import PARQUET, SEPARATORS, choose
from gdlearn.paths import readable, to_path
from gdlearn.streaming.arrow import ArrowIPC, Parquet
from gdlearn.streaming.npy import open_npy, open_npz, open_pair
from gdlearn.streaming.source import File, Part
from gdlearn.streaming.table import BLOCK, FileSource
from gdlearn.streaming.text import Text

READERS: dict[str, Callable[[Path], File]] = {
    ".npy": open_npy,
    ".npz": open_npz,
    **dict.fromkeys(PARQUET, Parquet),
    **dict.fromkeys((".arrow", ".feather", ".ipc"), ArrowIPC),
    **dict.fromkeys(SEPARATORS, Text),
}
PAIR = {"X.npy", "y.npy"}


def open_source(
    path: Path | str, target: str | None = "y", features: Sequence[str] | None = None, block: int = BLOCK
) -> FileSource:
    r"""Rows from a file or a folder of files, a block at a time.

    Args:
        path: a Parquet file (`.parquet`, `.pq`), an Arrow file (`.arrow`, `.feather`, `.ipc`), a text file (`.csv`,
            `.tsv`, or either gzipped), `.npy` (n, k) with the target in its last column, or a record array; `.npz` with
            the arrays X (n, d) and y (n,), not compressed; or a folder: of `X.npy` and `y.npy`, or of files of one
            kind, whose rows follow each other in the order of their names.
        target: the name of the column that is predicted. Columns of NumPy's files are called `x1, x2, ...` (`x` if
            there is one) and `y`. With None only features are read, as for a prediction.
        features: the names of the d columns that it is predicted from; all the others, if left out.
        block: the bytes of a block of rows; about eight blocks are in memory at a time.

    Returns:
        A source whose rows have been counted where the files say how many they are, and not been read.

    Raises:
        InputError: if a file is missing, damaged or of another kind than the others, or lacks a column.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "line.csv").write_text("x,y\n1,8\n2,13\n")
        ...     source = open_source(Path(folder, "line.csv"), target="y")
        ...     source.n, source.columns
        (2, ('x', 'bias'))
    """
    path, block = to_path(path), whole_number("block", block, least=1)
    files = _files(path)
    chosen = choose(files[0].names(), target, features, files[0].path.name)
    for file in files[1:]:
        choose(file.names(), target, chosen, file.path.name)
    parts = tuple(Part(file, range(file.pieces)) for file in files if file.rows(range(file.pieces)) != 0)
    if not parts:
        raise InputError(f"{path.name} has no rows; write at least one.")
    return FileSource(parts, tuple(chosen), target, path.name, block)


def _files(path: Path) -> list[File]:
    """Every file of a folder, or the one file."""
    if not path.is_dir():
        return [_open(readable(path))]
    inside = [file.relative_to(path) for file in path.rglob("*") if file.is_file()]
    found = sorted(path / file for file in inside if not any(part.startswith((".", "_")) for part in file.parts))
    if {file.name for file in found} == PAIR:
        return [open_pair(path / "X.npy", path / "y.npy")]
    kinds = {_suffix(file) for file in found}
    if len(kinds) != 1:
        these = ", ".join(sorted(kinds)) or "nothing"
        raise InputError(f"the folder {path} holds {these}; it must hold files of one kind, and nothing else.")
    return [_open(file) for file in found]


def _open(path: Path) -> File:
    reader = READERS.get(_suffix(path))
    if reader is None:
        raise InputError(f"{path.name} does not end in {', '.join(READERS)}; save the table as one of them.")
    return reader(path)


def _suffix(path: Path) -> str:
    """The suffix that says the kind; a text file may be gzipped."""
    return Path(path.name.lower().removesuffix(".gz")).suffix
