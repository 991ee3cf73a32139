"""What is wrong with a file that separates its values by commas or tabs, in one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import shorten

from gdlearn.errors import InputError

SEPARATORS = {".csv": ",", ".tsv": "\t"}

_WORDS = {",": "commas", "\t": "tabs", ";": "semicolons"}
_OTHERS = {  # how files begin that have another suffix than they should: what they are, what can be done
    b"\x1f\x8b": "is gzipped; give it a name that ends in .csv.gz or .tsv.gz.",
    b"PK\x03\x04": "is a zip archive or a workbook of a spreadsheet; save the table in it as CSV.",
    b"PAR1": "is a Parquet file; give it a name that ends in .parquet.",
    b"\x93NUMPY": "is a file of NumPy; give it a name that ends in .npy.",
    b"\xff\xfe": "is UTF-16 text, not UTF-8; save it as what spreadsheets call 'CSV UTF-8'.",
    b"\xfe\xff": "is UTF-16 text, not UTF-8; save it as what spreadsheets call 'CSV UTF-8'.",
}
_READ_ERRORS = {  # what pyarrow says of a CSV file: what a person can do about it
    r"utf-8|\x00": "{file} is not UTF-8 text; save it as what spreadsheets call 'CSV UTF-8'.",
    r"Row #(\d+): Expected (\d+) columns, got (\d+)": (
        "in line {0} of {file} (the header is line 1, empty lines do not count) the number of values is {2}, and in "
        "the header it is {1}; give every line the same number of values, and write decimals with points."
    ),
    r"Empty CSV": "{file} is empty or holds a header alone; write the names of the columns and at least one row below.",
    r"straddling": "{file} has a line longer than 1 MiB; look for a quotation mark that is opened and never closed.",
}


def suffix_of(path: Path) -> str:
    """What says the kind of file; pyarrow unpacks a file whose name ends in .gz."""
    return Path(path.name.removesuffix(".gz")).suffix.lower()


def check_beginning(path: Path) -> None:
    """Refuse a file whose first bytes are those of another kind of file.

    Raises:
        InputError: the sentence says which kind it is.
    """
    with path.open("rb") as file:
        first = file.read(max(map(len, _OTHERS)))
    for beginning, sentence in _OTHERS.items():
        if first.startswith(beginning) and path.suffix != ".gz":  # what is inside a gzipped file nobody knows yet
            raise InputError(f"{path.name} {sentence}")


def explain(said: str, file: str, separator: str) -> str:
    """One sentence for what pyarrow said of a CSV file whose values stand between `separator`."""
    ragged = said.partition("Expected 1 columns, got ")[2]  # a header with semicolons, and a row with decimal commas
    if sentence := explain_separator(ragged, file, separator):
        return sentence
    for pattern, sentence in _READ_ERRORS.items():
        if found := re.search(pattern, said):
            return sentence.format(*found.groups(), file=file)
    return f"{file} is damaged or not a CSV file ({shorten(said, 160)}); write it again."


def explain_separator(line: str, file: str, expected: str) -> str | None:
    """One sentence if a line that should have several values has another separator in it."""
    for other, word in _WORDS.items():
        if other != expected and other in line:
            return (
                f"{file} is separated by {word} where its suffix promises {_WORDS[expected]}; "
                f"save it with {_WORDS[expected]} between the values and points in decimals."
            )
    return None
