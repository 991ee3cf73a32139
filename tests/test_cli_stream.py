"""gdlearn stream, as a user types it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.cli import main
from gdlearn.theory import least_squares
from tests.streams import FORMATS, drawn

VALUES = drawn()


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["stream", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def shown(out: str) -> dict[str, float]:
    """The table of the weights."""
    return {name: float(value) for name, value in re.findall(r"^(x\d|bias) +(\S+) *$", out, flags=re.MULTILINE)}


@pytest.mark.parametrize("more", [(), ("--compress",), ("--backend", "torch:formula"), ("--penalty", "0")])
@pytest.mark.parametrize("kind", ["npy by columns", "folder of parquet", "csv"])
def test_the_weights_are_those_of_least_squares(
    kind: str, more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = FORMATS[kind](VALUES, tmp_path)
    status, out, err = run(capsys, str(path), "--standardise", "--steps", "100", "--block-size", "0.005", *more)
    assert (status, err) == (0, "")
    data = gd.Dataset.from_arrays(VALUES[:, :3], VALUES[:, 3])
    best = least_squares(gd.MeanSquaredError(data.X, data.y))
    assert list(shown(out).values()) == pytest.approx(best, rel=1e-5)
    assert ("compressed: 700 rows became 5" in out) == ("--compress" in more)


@pytest.mark.parametrize("objective", ["mse", "huber", "logistic", "softmax", "poisson", "mlp"])
@pytest.mark.parametrize("optimizer", ["gd", "adam"])
def test_every_objective_descends(
    objective: str, optimizer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = VALUES.copy()
    if objective in ("logistic", "softmax", "poisson"):
        values[:, 3] = np.digitize(values[:, 3], [300.0] if objective == "logistic" else [295.0, 305.0])
    path = FORMATS["parquet"](values, tmp_path)
    settings = ("--objective", objective, "--optimizer", optimizer, "--penalty", "0.01", "--steps", "20")
    status, out, err = run(capsys, str(path), "--standardise", *settings)
    assert (status, err) == (0, "")
    start, last = (float(x) for x in re.search(r"loss (\S+) at the start, (\S+) after 20", out).groups())  # type: ignore[union-attr]
    assert last < start


def test_it_says_what_there_is_and_what_it_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = FORMATS["npy by rows"](VALUES, tmp_path)
    _, out, _ = run(capsys, str(path), "--learning-rate", "1e-5", "--steps", "4")
    assert "table.npy: 700 rows, 3 features and the target y; 22.5 kB in 1 file" in out
    assert "read 112.6 kB in" in out, "four updates and the last loss: five times the file"


REFUSED = {
    "no file": (["no.npy"], "there is no file no.npy"),
    "an unknown option": (["TABLE", "--colour"], "--colour"),
    "batches": (["TABLE", "--batch-size", "5"], "--batch-size chooses rows"),
    "a block of nothing": (["TABLE", "--block-size", "0"], "--block-size is 0"),
    "a target that is not there": (["TABLE", "--target", "z"], "has no column 'z'"),
    "compressed huber": (["TABLE", "--objective", "huber", "--compress"], "Huber cannot be compressed"),
    "compressed and kept": (["TABLE", "--compress", "--checkpoint", "c.npz"], "--compress leaves nothing"),
    "resumed from nothing": (["TABLE", "--resume"], "name the file with --checkpoint"),
    "resumed from no file": (["TABLE", "--resume", "--checkpoint", "c.npz"], "there is no checkpoint c.npz"),
    "a convention of huber": (["TABLE", "--objective", "huber", "--convention", "sum"], "is about squared errors"),
    "labels that are none": (["TABLE", "--objective", "logistic"], "every value must be"),
    "classes that are none": (["TABLE", "--objective", "softmax"], "class"),
    "divergence": (["TABLE", "--learning-rate", "10"], "the descent diverges"),
    "fewer than no steps": (["TABLE", "--steps", "-3"], "steps is -3"),
    "no such backend": (["TABLE", "--backend", "nunpy"], "nunpy"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_input_is_one_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = FORMATS["npy by rows"](VALUES, tmp_path)
    arguments, sentence = REFUSED[name]
    status, _, err = run(capsys, *(str(path) if argument == "TABLE" else argument for argument in arguments))
    assert status == 2
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_an_interruption_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gdlearn.streaming import resuming

    def interrupted(_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(resuming.Resumable, "__iter__", interrupted)
    path = FORMATS["npy by rows"](VALUES, tmp_path)
    status, _, err = run(capsys, str(path), "--learning-rate", "1e-5")
    assert status == 130
    assert "interrupted; with --checkpoint FILE it could go on" in err
