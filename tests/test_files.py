"""Files: the same table gives the same dataset from every format, and a bad file gives one sentence."""

import csv
import gzip
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from pyarrow import parquet
from sklearn.datasets import load_diabetes

from gdlearn.errors import InputError
from gdlearn.files import read_dataset
from gdlearn.streaming import open_source

EXAMPLES = Path(__file__).parents[1] / "examples" / "data"
DIABETES = EXAMPLES / "diabetes.csv"
LINE = "x,y\n1,8\n2.5,15.5\n-3,-12\n"


def write(folder: Path, name: str, content: str | bytes | dict[str, Any] | pa.Table) -> Path:
    """A file of text, of bytes, or a Parquet file of columns."""
    path = folder / name
    if isinstance(content, str | bytes):
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    else:
        parquet.write_table(pa.table(content), path)
    return path


def check_sentence(call: Callable[[], object], words: list[str]) -> None:
    """The call ends in an InputError of one line, not too long to read, with all these words in it."""
    with pytest.raises(InputError) as caught:
        call()
    sentence = str(caught.value)
    assert [word for word in words if word not in sentence] == [], sentence
    assert sentence.endswith("."), sentence
    assert "\n" not in sentence, sentence
    assert len(sentence) < 400, sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("line.csv", LINE),
        ("LINE.CSV", LINE),
        ("line.csv.gz", gzip.compress(LINE.encode(), mtime=0)),
        ("line.tsv", LINE.replace(",", "\t")),
        ("line.parquet", {"x": [1.0, 2.5, -3.0], "y": [8.0, 15.5, -12.0]}),
        ("line.pq", {"x": pa.array([1.0, 2.5, -3.0], pa.float32()), "y": pa.array([8.0, 15.5, -12.0], pa.float16())}),
        ("decimal.parquet", {"x": [Decimal("1"), Decimal("2.5"), Decimal("-3")], "y": [8.0, 15.5, -12.0]}),
        ("bom.csv", b"\xef\xbb\xbf" + LINE.encode()),
        ("crlf.csv", LINE.replace("\n", "\r\n")),
        ("quoted.csv", LINE.replace("x,y", '"x","y"')),
        ("no_last_line_end.csv", LINE.rstrip()),
        ("empty_lines.csv", LINE.replace("\n", "\n\n")),
        ("spaces.csv", LINE.replace("8", " 8 ").replace("2.5", "\t2.5")),
        ("cr.csv", LINE.replace("\n", "\r")),
        ("zeros_and_signs.csv", LINE.replace("1,8", "+01.,8e0")),
        ("bom_and_quotes.csv", b"\xef\xbb\xbf" + LINE.replace("x,y", '"x","y"').encode()),
        ("categories.parquet", {"x": pa.array([1.0, 2.5, -3.0]).dictionary_encode(), "y": [8.0, 15.5, -12.0]}),
    ],
)
def test_every_format_gives_the_same_dataset(tmp_path: Path, name: str, content: Any) -> None:
    data = read_dataset(write(tmp_path, name, content), target="y")
    np.testing.assert_array_equal(data.X, [[1.0, 1.0], [2.5, 1.0], [-3.0, 1.0]])
    np.testing.assert_array_equal(data.y, [8.0, 15.5, -12.0])
    assert (data.features, data.target, data.title) == (("x",), "y", name)


def test_integers_become_the_same_decimals(tmp_path: Path) -> None:
    path = write(tmp_path, "whole.csv", f"a,y\n{2**53},0\n{-(2**53)},1\n")
    np.testing.assert_array_equal(read_dataset(path, "y").X[:, 0], [2.0**53, -(2.0**53)])


def test_features_are_all_other_columns_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "order.csv", "b,y,a\n1,2,3\n")
    assert read_dataset(path, "y").features == ("b", "a")
    chosen = read_dataset(str(path), "b", features=("y", "a"))
    assert (chosen.features, chosen.X.tolist(), chosen.y.tolist()) == (("y", "a"), [[2.0, 3.0, 1.0]], [1.0])


def test_columns_that_are_not_asked_for_may_hold_anything(tmp_path: Path) -> None:
    path = write(tmp_path, "names.csv", 'who,x,y,\n"Anna, née\nB",1,2,\n')
    assert read_dataset(path, "y", ["x"]).X.tolist() == [[1.0, 1.0]]


def test_names_of_folders_are_no_columns(tmp_path: Path) -> None:
    folder = tmp_path / "year=2024"
    folder.mkdir()
    assert read_dataset(write(folder, "a.parquet", {"x": [1.0], "y": [2.0]}), "y").features == ("x",)


BAD_FILES: dict[str, tuple[str, str | bytes | dict[str, Any] | pa.Table, list[str]]] = {
    "unknown suffix": ("data.xlsx", b"PK", ["data.xlsx", ".csv", ".parquet", "save"]),
    "no suffix": ("data", LINE, ["data", ".csv"]),
    "latin-1 in the header": ("a.csv", "é,y\n1,2\n".encode("latin-1"), ["a.csv", "UTF-8", "save"]),
    "latin-1 in a cell": ("a.csv", "x,y\né,2\n".encode("latin-1"), ["'x'", "a.csv", "UTF-8"]),
    "UTF-16, little end first": ("a.csv", "\ufeffx,y\n1,2\n".encode("utf-16-le"), ["a.csv", "UTF-8"]),
    "UTF-16, big end first": ("a.csv", "\ufeffx,y\n1,2\n".encode("utf-16-be"), ["a.csv", "UTF-8"]),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["a.csv", "UTF-8"]),
    "UTF-16 as spreadsheets save it": ("a.csv", "x,y\n1,2\n".encode("utf-16"), ["a.csv", "UTF-16", "CSV UTF-8"]),
    "gzip under another name": ("a.csv", gzip.compress(LINE.encode(), mtime=0), ["a.csv", "gzipped", ".csv.gz"]),
    "a workbook under another name": ("a.csv", b"PK\x03\x04" + bytes(30), ["a.csv", "workbook", "save", "CSV"]),
    "Parquet under another name": ("a.csv", b"PAR1" + bytes(30), ["a.csv", "Parquet file", ".parquet"]),
    "a zero byte": ("a.csv", b"x,y\n1\x00,2\n", ["'x'", "a.csv", "'1\\x00'", "not a number"]),
    "a field of 10 MB": ("a.csv", f"x,t,y\n1,{'a' * 10_000_000},2\n", ["a.csv", "longer than 1 MiB"]),
    "gzipped twice": ("a.csv.gz", gzip.compress(gzip.compress(LINE.encode())), ["a.csv.gz"]),
    "a file of NumPy": ("a.npy", b"\x93NUMPY", ["a.npy", "numpy.load", "open_source"]),
    "empty": ("a.csv", "", ["a.csv", "empty", "names"]),
    "empty lines": ("a.csv", "\n\n", ["a.csv", "empty"]),
    "header only": ("a.csv", "x,y\n", ["a.csv", "no rows", "header"]),
    "header only, no line end": ("a.csv", "x,y", ["a.csv", "header"]),
    "Parquet without rows": ("a.parquet", {"x": pa.array([], pa.float64()), "y": []}, ["a.parquet", "no rows"]),
    "no Parquet": ("a.parquet", LINE, ["a.parquet", "not a Parquet file"]),
    "empty Parquet": ("a.pq", b"", ["a.pq", "not a Parquet file"]),
    "no gzip": ("a.csv.gz", LINE, ["a.csv.gz", "damaged"]),
    "truncated gzip": ("a.csv.gz", gzip.compress(LINE.encode(), mtime=0)[:-12], ["a.csv.gz", "damaged"]),
    "a short row": ("a.csv", "x,z,y\n1,2,3\n\n4,5\n", ["a.csv", "line 3", "is 2", "is 3"]),
    "a long row": ("a.csv", "x,y\n1,2\n3,4,5\n", ["a.csv", "line 3", "is 3", "is 2"]),
    "decimal commas without quotes": ("a.csv", "x,y\n1,5,2\n", ["a.csv", "line 2", "decimals with points"]),
    "a quote never closed": ("a.csv", 'x,y\n1,"2\n3,4\n5,6\n', ["'y'", "row 1", "quotation mark", "never closed"]),
    "... in a large file": ("a.csv", 'x,y\n1,"2\n' + "3,4\n" * 700_000, ["a.csv", "quotation mark", "never closed"]),
    "semicolons": ("a.csv", "x;y\n1;2\n", ["a.csv", "semicolons", "commas"]),
    "semicolons and decimal commas": ("a.csv", "x;y\n1,5;2,5\n", ["a.csv", "semicolons", "commas", "points"]),
    "tabs in CSV": ("a.csv", "x\ty\n1\t2\n", ["a.csv", "tabs", "commas"]),
    "commas in TSV": ("a.tsv", LINE, ["a.tsv", "commas", "tabs"]),
    "no such target": ("a.csv", "x,Y\n1,2\n", ["a.csv", "'y'", "['x', 'Y']"]),
    "a target nearly so named": ("a.csv", "x,y \n1,2\n", ["'y'", "did you mean 'y '"]),
    "the same name twice": ("a.csv", "x,x,y\n1,2,3\n", ["a.csv", "'x'", "rename"]),
    "the same name twice in Parquet": (
        "a.parquet",
        pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], names=["x", "x", "y"]),
        ["a.parquet", "'x'", "rename"],
    ),
    "row numbers without a name": ("a.csv", ",x,y\n0,1,2\n", ["a.csv", "without a name", "row numbers"]),
    "no feature": ("a.csv", "y\n1\n", ["no feature", "'y'"]),
    "text": ("a.csv", "x,y\n1,2\n ? ,3\n", ["'x'", "a.csv", "' ? '", "row 2", "counted from 1 below the header"]),
    "long text": ("a.csv", f"x,y\n{'long' * 99},3\n", ["'x'", "longlong", "...", "row 1"]),
    "text far below": ("a.csv", "x,y\n" + "1,2\n" * 300_000 + "hm,3\n", ["'x'", "'hm'", "row 300001"]),
    "text target": ("a.csv", "x,y\n1,2\n2,good\n", ["'y'", "'good'", "row 2", "least squares predicts numbers"]),
    "decimal comma": ("a.csv", 'x,y\n"3,14",2\n', ["'x'", "'3,14'", "row 1", "write 3,14 as 3.14"]),
    "thousands": ("a.csv", 'x,y\n"1,234,567.5",2\n', ["'x'", "'1,234,567.5'", "1,000 as 1000"]),
    "numbers kept as text": ("a.parquet", {"x": ["1", "2"], "y": [1, 2]}, ["'x'", "a.parquet", "text", "convert"]),
    "empty cell": ("a.csv", "x,y\n1,2\n3,\n", ["'y'", "a.csv", "row 2", "missing", "fill it in or drop"]),
    "NA": ("a.csv", "x,y\n1,2\nNA,3\n", ["'x'", "row 2", "missing"]),
    "NA and text": ("a.csv", "x,y\nNA,2\nhm,3\n", ["'x'", "'hm'", "row 2"]),
    "nan in CSV": ("a.csv", "x,y\n1,2\nnan,3\n", ["'x'", "row 2", "missing"]),
    "a column of nothing": ("a.csv", "x,y\n,2\n,3\n", ["'x'", "row 1", "missing"]),
    "null in Parquet": ("a.parquet", {"x": [1, None], "y": [1, 2]}, ["'x'", "row 2", "missing"]),
    "nan in Parquet": ("a.parquet", {"x": [1.0, float("nan")], "y": [1, 2]}, ["'x'", "nan", "row 2", "finite"]),
    "infinity": ("a.csv", "x,y\n1,2\n3,-inf\n", ["'y'", "-inf", "row 2", "finite"]),
    "too large for float64": ("a.csv", "x,y\n1e999,2\n", ["'x'", "inf", "row 1", "finite"]),
    "too long an integer": ("a.csv", f"x,y\n1,2\n{2**53 + 1},3\n", ["'x'", str(2**53 + 1), "row 2", "2**53"]),
    "too long a negative one": ("a.csv", f"x,y\n{-(2**53) - 1},3\n", ["'x'", str(-(2**53) - 1), "row 1", "2**53"]),
    "too long an unsigned one": ("a.pq", {"x": pa.array([2**64 - 1], pa.uint64()), "y": [1]}, ["'x'", "2**53"]),
    "hexadecimal": ("a.csv", "x,y\n1,2\n0x10,4\n", ["'x'", "a.csv", "'0x10'", "row 2", "digits 0 to 9"]),
    "hexadecimal far below": ("a.csv", "x,y\n" + "1,2\n" * 300_000 + "0X1f,4\n", ["'x'", "'0X1f'", "row 300001"]),
    "hexadecimal in gzip": ("a.csv.gz", gzip.compress(b"x,y\n0x10,2\n"), ["'x'", "'0x10'", "row 1"]),
    "a hexadecimal target": ("a.csv", "x,y\n1,0x10\n", ["'y'", "'0x10'", "row 1"]),
    "underscores": ("a.csv", "x,y\n1_000,2\n", ["'x'", "'1_000'", "row 1", "not a number"]),
    "other digits": ("a.csv", "x,y\n\u0663,2\n", ["'x'", "'\u0663'", "row 1", "not a number"]),
    "an integer beyond int64": ("a.csv", f"x,y\n1,2\n{2**63},4\n", ["'x'", f"'{2**63}'", "row 2", "2**53"]),
    "an integer of 5000 digits": ("a.csv", f"x,y\n{'7' * 5000},2\n", ["'x'", "row 1", "not a finite number"]),
    "... among decimals": ("a.csv", f"x,y\n1.5,2\n{2**53 + 1},4\n", ["'x'", f"'{2**53 + 1}'", "row 2", "2**53"]),
    "... as a decimal": ("a.pq", {"x": [Decimal(2**53 + 1)], "y": [1]}, ["'x'", str(2**53 + 1), "row 1", "2**53"]),
    "booleans": ("a.csv", "x,y\ntrue,2\n", ["'x'", "booleans, not numbers"]),
    "dates": ("a.csv", "x,y\n2024-02-29,2\n", ["'x'", "dates, not numbers"]),
    "date objects": ("a.parquet", {"x": [date(2024, 2, 29)], "y": [1]}, ["'x'", "dates, not numbers"]),
    "timestamps": ("a.parquet", {"x": [datetime(2024, 2, 29)], "y": [1]}, ["'x'", "timestamps, not numbers"]),
    "times of day": ("a.parquet", {"x": [time(12)], "y": [1]}, ["'x'", "times of day, not numbers"]),
    "lists": ("a.parquet", {"x": [[1, 2]], "y": [1]}, ["'x'", "nested values, not numbers"]),
    "structs": ("a.parquet", {"x": [{"a": 1}], "y": [1]}, ["'x'", "nested values, not numbers"]),
    "categories": ("a.parquet", {"x": pa.array(["a"]).dictionary_encode(), "y": [1]}, ["'x'", "categories"]),
    "anything else": ("a.parquet", {"x": pa.array([1], pa.duration("s")), "y": [1]}, ["'x'", "duration"]),
    "timestamps as target": ("a.parquet", {"x": [1], "y": [datetime(2024, 1, 1)]}, ["'y'", "timestamps", "target"]),
}


@pytest.mark.parametrize(("name", "content", "words"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_ends_in_one_sentence_that_names(tmp_path: Path, name: str, content: Any, words: list[str]) -> None:
    check_sentence(lambda: read_dataset(write(tmp_path, name, content), target="y"), words)


@pytest.mark.parametrize(
    ("target", "features", "words"),
    [
        ("yy", None, ["'yy'", "did you mean 'y'", "['a', 'b', 'y']"]),
        ("y", ["a", "c"], ["'c'", "['a', 'b', 'y']"]),
        ("y", ["a", "y"], ["target 'y'", "predict itself"]),
        ("y", ["a", "b", "a"], ["'a'", "more than once"]),
        ("y", [], ["no feature", "'y'"]),
        ("y", "ab", ["'ab'", "['ab']", "list"]),
    ],
)
def test_a_bad_choice_of_columns_ends_in_one_sentence_that_names(
    tmp_path: Path, target: str, features: Any, words: list[str]
) -> None:
    path = write(tmp_path, "table.csv", "a,b,y\n1,2,3\n")
    check_sentence(lambda: read_dataset(path, target, features), words)


# What the reader of blocks says in other words.
READ_BY_BLOCKS = {"a file of NumPy", "text"}  # it leaves out the spaces around a cell


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_bad_file_is_refused_by_the_reader_of_blocks_too(tmp_path: Path, bad: str) -> None:
    name, content, words = BAD_FILES[bad]
    path = write(tmp_path, name, content)
    cell = [word for word in words if word.startswith("'") or word == name]  # what stands there is told by both
    check_sentence(lambda: list(open_source(path, "y").blocks()), cell if bad not in READ_BY_BLOCKS else [name])


def test_large_numbers_written_as_such_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "large.csv", "x,y\n1e300,1\n-9007199254740993.0,2\n")
    expected = [1e300, -9007199254740992.0]
    assert read_dataset(path, "y").X[:, 0].tolist() == expected
    assert [X[:, 0].tolist() for X, _ in open_source(path, "y").blocks()] == [expected]


@pytest.mark.parametrize("reader", [read_dataset, open_source])
def test_what_is_no_regular_file_is_told_and_never_waited_for(tmp_path: Path, reader: Callable[..., Any]) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    write(tmp_path, "two\nlines.csv", LINE)
    for path, words in (
        (tmp_path / "pipe.csv", ["pipe.csv", "a pipe or a device", "save"]),
        (tmp_path / "zero.csv", ["zero.csv", "a pipe or a device"]),
        (tmp_path / "gone.csv", ["there is no file", "gone.csv"]),
        (tmp_path / "two\nlines.csv", [r"two\nlines.csv", "rename"]),
        ("a\0.csv", ["cannot be shown"]),
        ("", ["the path is ''", "name of a file"]),
        (None, ["the path is None"]),
        (3, ["the path is 3"]),
    ):
        check_sentence(lambda path=path: reader(path, "y"), words)  # type: ignore[misc]  # bound now, not later


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, "line.csv", LINE)
    (tmp_path / "link.csv").symlink_to(tmp_path / "line.csv")
    assert read_dataset(tmp_path / "link.csv", "y").y.tolist() == [8.0, 15.5, -12.0]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "mine.csv", LINE)

    def refused(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)  # the tests may run as somebody who may read everything
    check_sentence(lambda: read_dataset(path, "y"), ["mine.csv", "cannot be read (Permission denied)", "permission"])


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    check_sentence(lambda: read_dataset(tmp_path / "none.csv", "y"), ["there is no file", "none.csv"])
    check_sentence(lambda: read_dataset(tmp_path / ("x" * 256 + ".csv"), "y"), ["there is no file"])
    check_sentence(lambda: read_dataset(tmp_path, "y"), [tmp_path.name, "folder"])


def test_importing_the_reader_does_not_import_pyarrow() -> None:
    code = "import sys, gdlearn.files; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("kept", [0.1, 0.9, 0.99])
def test_a_truncated_parquet_file_is_called_damaged(tmp_path: Path, kept: float) -> None:
    path = write(tmp_path, "cut.parquet", {"x": list(range(10_000)), "y": list(range(10_000))})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    check_sentence(lambda: read_dataset(path, "y"), ["cut.parquet", "damaged"])


def test_the_columns_of_a_wide_table_do_not_flood_the_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, "wide.csv", ",".join(f"c{j}" for j in range(5000)) + "\n" + ",".join("1" * 5000) + "\n")
    with pytest.raises(InputError) as caught:
        read_dataset(path, "y")
    assert len(str(caught.value)) < 300


def test_the_diabetes_file_is_the_data_of_scikit_learn() -> None:
    data, oracle = read_dataset(DIABETES, "progression"), load_diabetes(scaled=False)
    np.testing.assert_array_equal(data.X, np.column_stack([oracle.data, np.ones(442)]))
    np.testing.assert_array_equal(data.y, oracle.target)
    assert data.features == tuple(oracle.feature_names)


def test_the_diabetes_file_is_what_its_script_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = str(shutil.copy(EXAMPLES / "make_diabetes.py", tmp_path))
    monkeypatch.setattr("sys.argv", [script])
    runpy.run_path(script, run_name="__main__")
    assert (tmp_path / "diabetes.csv").read_bytes() == DIABETES.read_bytes()


def test_the_script_tells_whether_the_file_is_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["make_diabetes.py", "--check"])
    runpy.run_path(str(EXAMPLES / "make_diabetes.py"), run_name="__main__")  # exits only if it differs
    script = str(shutil.copy(EXAMPLES / "make_diabetes.py", tmp_path))
    write(tmp_path, "diabetes.csv", DIABETES.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(SystemExit, match=r"diabetes\.csv differs"):
        runpy.run_path(script, run_name="__main__")


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)  # the first example pays for imports
@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=FINITE))
def test_numbers_written_by_repr_are_read_back_bit_by_bit(table: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "random.csv")
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(f"x{j}" for j in range(table.shape[1])), "y"])
            writer.writerows([*map(repr, row.tolist()), "0"] for row in table)
        assert read_dataset(path, "y").X[:, :-1].tobytes() == table.tobytes()
