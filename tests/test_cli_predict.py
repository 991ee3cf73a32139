"""gdlearn predict and gdlearn evaluate, as a user types them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv as pyarrow_csv

from gdlearn.cli import main
from gdlearn.models import Model
from tests.streams import NAMES, drawn
from tests.test_models import TARGETS, VALUES, fitted

CLASSES = ("logistic", "softmax")


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("NO_COLOR", "1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def model(kind: str, folder: Path) -> Path:
    fitted(kind).save(folder / f"{kind}.npz")
    return folder / f"{kind}.npz"


def table(folder: Path, kind: str, order: tuple[str, ...] = (*NAMES[:3], "y")) -> Path:
    """The table as CSV, its columns in some order, beside one of text."""
    columns = dict(zip(NAMES[:3], VALUES.T, strict=False)) | {"y": TARGETS[kind]}
    written = pa.table({name: columns[name] for name in order} | {"note": ["text"] * len(VALUES)})
    pyarrow_csv.write_csv(written, folder / "table.csv")
    return folder / "table.csv"


@pytest.mark.parametrize("order", [("x1", "x2", "x3", "y"), ("y", "x3", "x1", "x2"), ("x3", "x2", "x1")], ids=str)
@pytest.mark.parametrize("kind", TARGETS)
def test_predictions_are_written_for_every_row_whatever_the_order_of_the_columns(
    kind: str, order: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, path = tmp_path / "p.csv", model(kind, tmp_path)
    status, said, err = run(capsys, "predict", path, table(tmp_path, kind, order), "--out", out)
    assert (status, err) == (0, "")
    assert "p.csv: 200 predictions" in said
    with out.open(newline="") as file:
        head, *rows = csv.reader(file)
    found = np.array(rows, dtype=float)
    expected = Model.load(path).predict(VALUES[:, :3]).reshape(200, -1)
    assert len(head) == found.shape[1]
    assert np.array_equal(found[:, -expected.shape[1] :], expected), "to the last bit"
    if kind in CLASSES:
        assert head[0] == "class"
        assert set(found[:, 0]) <= {0.0, 1.0, 2.0, 3.0}


def test_without_a_file_the_first_ones_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "predict", model("mse", tmp_path), table(tmp_path, "mse"))
    assert status == 0
    assert "y as mse.npz predicts it for table.csv" in out
    assert f"{fitted('mse').predict(VALUES[:, :3])[9]:.6g}" in out
    assert "--out FILE.csv keeps all" in out


@pytest.mark.parametrize("kind", TARGETS)
def test_every_measure_is_shown_with_its_meaning(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "evaluate", model(kind, tmp_path), table(tmp_path, kind))
    assert status == 0
    assert f"{kind}.npz on table.csv: 200 samples" in out
    for name, value, meaning in fitted(kind).evaluate(VALUES[:, :3], TARGETS[kind]).measures:
        line = next(line for line in out.splitlines() if line.startswith(name + " "))
        assert f"{value:.6g}" in line
        assert meaning in line


def test_fit_predict_and_evaluate_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = dict(zip(("a", "b", "c", "price"), drawn(300, seed=1).T, strict=True))
    pyarrow_csv.write_csv(pa.table(names), tmp_path / "old.csv")
    pyarrow_csv.write_csv(pa.table(names).select(["price", "c", "b", "a"]), tmp_path / "new.csv")
    kept = tmp_path / "m.npz"
    status, out, _ = run(capsys, "fit", tmp_path / "old.csv", "--target", "price", "--standardise", "--out", kept)
    assert (status, f"wrote {kept}" in out) == (0, True)
    loss = next(line for line in out.splitlines() if line.startswith("loss")).split()[5]
    status, out, _ = run(capsys, "evaluate", kept, tmp_path / "new.csv")
    assert f"{float(loss):.6g}" in out


REFUSED = {
    "no model": (["evaluate", "no.npz", "TABLE"], "there is no model no.npz; fit one first"),
    "the data for the model": (["predict", "TABLE", "TABLE"], "is damaged or not a model"),
    "no data": (["predict", "MODEL", "no.csv"], "there is no file no.csv"),
    "no such target": (["evaluate", "MODEL", "TABLE", "--target", "z"], "has no column 'z'"),
    "the target is a feature": (["evaluate", "MODEL", "TABLE", "--target", "x1"], "is among the features"),
    "a feature is missing": (["predict", "MODEL", "FEWER"], "has no column 'x2'"),
    "a feature is text": (["predict", "MODEL", "WORDS"], "not a number"),
    "another kind of file": (["predict", "MODEL", "TABLE", "--out", "p.parquet"], "does not end in .csv"),
    "over the data": (["predict", "MODEL", "TABLE", "--out", "TABLE", "--force"], "is what is read"),
    "over the predictions": (["predict", "MODEL", "TABLE", "--out", "THERE"], "add --force to replace it"),
    "a target without meaning": (["evaluate", "CLASSES", "TABLE"], "every value must be a class"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_input_is_one_sentence_and_nothing_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = {
        "MODEL": model("mse", tmp_path),
        "CLASSES": model("softmax", tmp_path),
        "TABLE": table(tmp_path, "mse"),
        "FEWER": tmp_path / "fewer.csv",
        "WORDS": tmp_path / "words.csv",
        "THERE": tmp_path / "there.csv",
    }
    names["FEWER"].write_text("x1,x3\n1,2\n")
    names["WORDS"].write_text("x1,x2,x3\n1,2,3\n1,two,3\n")
    names["THERE"].write_text("mine\n")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    arguments, sentence = REFUSED[name]
    status, _, err = run(capsys, *(names.get(argument, argument) for argument in arguments))
    assert status == 2
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_predictions_stop_at_a_bad_row_and_leave_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_text("x1,x2,x3\n" + "1,2,3\n" * 50 + "1,,3\n")
    status, _, err = run(capsys, "predict", model("mse", tmp_path), tmp_path / "t.csv", "--out", tmp_path / "p.csv")
    assert (status, "a missing value" in err) == (2, True)
    assert not list(tmp_path.glob("*p.csv*"))
