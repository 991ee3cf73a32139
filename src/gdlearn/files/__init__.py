"""Tables in files: CSV or Parquet becomes a `Dataset`, or one sentence that names the cell in the way."""

from gdlearn.files.columns import choose, cure, numbers, short
from gdlearn.files.table import PARQUET, read_dataset
from gdlearn.files.words import SEPARATORS, check_beginning, explain, explain_separator, suffix_of
from gdlearn.files.written import check_written, is_doubtful

__all__ = [
    "PARQUET",
    "SEPARATORS",
    "check_beginning",
    "check_written",
    "choose",
    "cure",
    "explain",
    "explain_separator",
    "is_doubtful",
    "numbers",
    "read_dataset",
    "short",
    "suffix_of",
]
