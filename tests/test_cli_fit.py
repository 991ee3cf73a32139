"""gdlearn fit, as a user types it."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.cli import main
from gdlearn.models import Model
from gdlearn.resuming import resumable
from gdlearn.streaming import open_source
from gdlearn.theory import Rounding, least_squares
from tests.streams import FORMATS, drawn
from tests.test_solution import in_fractions

VALUES = drawn()


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["fit", *arguments])
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
    status, out, err = run(capsys, str(path), "--standardise", "--steps", "60", "--block-size", "0.01", *more)
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
    _, out, _ = run(capsys, str(path), "--learning-rate", "1e-5", "--steps", "4", "--block-size", "4")
    assert "table.npy: 700 rows, 3 features and the target y; 22.5 kB in 1 file, read in blocks of at most" in out
    assert "read 112.6 kB in" in out, "four updates and the last loss: five times the file"


def test_rows_that_fit_into_memory_are_read_into_it_and_the_weights_are_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(FORMATS["npy by rows"](VALUES, tmp_path))
    _, held, _ = run(capsys, path, "--standardise", "--steps", "50")
    assert "read into memory" in held
    _, asked, _ = run(capsys, path, "--standardise", "--steps", "50", "--block-size", "1")
    monkeypatch.setattr("gdlearn.cli.rows.HELD", 8 * 5 * 699)
    _, large, _ = run(capsys, path, "--standardise", "--steps", "50")
    assert "read in blocks" in asked
    assert "read in blocks" in large
    assert shown(asked) == pytest.approx(shown(held), rel=1e-7)
    assert shown(large) == shown(asked)


@pytest.mark.parametrize("backend", ["numpy", "torch"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_it_is_the_descent_that_record_makes(
    backend: str, dtype: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = FORMATS["npy by rows"](VALUES, tmp_path), tmp_path / "m.npz"
    settings = ("--optimizer", "adam", "--batch-size", "64", "--epochs", "2", "--seed", "5", "--dtype", dtype)
    assert run(capsys, str(path), "--standardise", *settings, "--backend", backend, "--out", str(out))[0] == 0
    data = gd.Dataset.from_arrays(VALUES[:, :3], VALUES[:, 3]).standardise()
    objective, model = gd.MeanSquaredError(data.X, data.y), Model.load(out)
    asked = gd.get_backend(backend, dtype=dtype)
    same = record_on(path, asked, model.origin.steps)
    assert np.array_equal(model.weights, same.weights[-1])
    origin = model.origin
    assert (origin.backend, origin.dtype, origin.steps, origin.samples, origin.seed) == (backend, dtype, 22, 700, 5)
    rounding = Rounding(objective, dtype)
    for loss, w in ((origin.loss_start, same.weights[0]), (origin.loss_end, same.weights[-1])):
        assert abs(loss - float(objective.loss(w))) <= 2 * rounding.loss(w) + 1e-12 * loss


def record_on(path: Path, backend: gd.Backend, steps: int) -> gd.Trajectory:
    """The same rows, standardised in the same way, descended on by the library."""
    data = open_source(path).standardise().dataset()
    objective = gd.MeanSquaredError(data.X, data.y)
    batches = gd.Shuffled(64, seed=5)
    return gd.record(objective, gd.starting_weights(4, seed=5), backend, gd.Adam(0.05), steps, batches)


REFUSED = {
    "no file": (["no.npy"], "there is no file no.npy"),
    "an unknown option": (["TABLE", "--colour"], "--colour"),
    "batches": (["TABLE", "--batch-size", "5", "--block-size", "1"], "--batch-size chooses rows"),
    "a block of nothing": (["TABLE", "--block-size", "0"], "--block-size is 0"),
    "a target that is not there": (["TABLE", "--target", "z"], "has no column 'z'"),
    "compressed huber": (["TABLE", "--objective", "huber", "--compress"], "Huber asks every sample"),
    "compressed and kept": (["TABLE", "--compress", "--checkpoint", "c.npz"], "--compress leaves nothing"),
    "resumed from nothing": (["TABLE", "--resume"], "name the file with --checkpoint"),
    "resumed from no file": (["TABLE", "--resume", "--checkpoint", "c.npz"], "there is no checkpoint c.npz"),
    "a convention of huber": (["TABLE", "--objective", "huber", "--convention", "sum"], "is about squared errors"),
    "labels that are none": (["TABLE", "--objective", "logistic"], "every value must be"),
    "classes that are none": (["TABLE", "--objective", "softmax"], "class"),
    "batches of a handful": (["TABLE", "--compress", "--batch-size", "5"], "--compress leaves no samples"),
    "an exact huber": (["TABLE", "--objective", "huber", "--exact"], "--exact solves squared error"),
    "exact in steps": (["TABLE", "--exact", "--steps", "5"], "--exact takes no steps"),
    "exact and kept": (["TABLE", "--exact", "--checkpoint", "c.npz"], "--exact takes no steps"),
    "every now and then": (["TABLE", "--every", "often"], "--every is 'often'"),
    "every no seconds": (["TABLE", "--every", "0s"], "--every is '0s'"),
    "every no steps": (["TABLE", "--every", "0"], "--every is '0'"),
    "over the data": (["TABLE", "--out", "TABLE", "--force"], "is what is read"),
    "over a checkpoint": (["TABLE", "--checkpoint", "TABLE"], "is what is read"),
    "into a folder": (["TABLE", "--out", "."], "is a folder"),
    "one file for two": (["TABLE", "--out", "a.npz", "--checkpoint", "a.npz"], "are the same file"),
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


def test_a_backend_that_is_not_there_is_refused_before_anything_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, str(FORMATS["csv"](VALUES, tmp_path)), "--backend", "nunpy")
    assert (status, out) == (2, "")
    assert "there is no backend 'nunpy'" in err


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_says_how_to_go_on(
    number: signal.Signals,
    kept: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, checkpoint = FORMATS["npy by rows"](VALUES, tmp_path), tmp_path / "c.npz"
    steps = resumable.Resumable.__iter__

    def interrupted(walk: resumable.Resumable) -> object:
        for step in steps(walk):
            if step.t == 7:
                signal.raise_signal(number)
            yield step

    options = [str(path), "--standardise", *(["--checkpoint", str(checkpoint)] if kept else [])]
    with monkeypatch.context() as patch:
        patch.setattr(resumable.Resumable, "__iter__", interrupted)
        status, _, err = run(capsys, *options)
    assert status == 128 + number
    if not kept:
        assert "interrupted after step 7; with --checkpoint FILE it could go on from there." in err
        return
    assert f"interrupted; {checkpoint} is at step 7. Go on with the same command and --resume." in err
    status, out, _ = run(capsys, *options, "--resume")
    assert "going on at step 7" in out
    assert shown(out) == shown(run(capsys, str(path), "--standardise")[1])


def polynomial(folder: Path, degree: int) -> Path:
    """A polynomial on a span away from 0: columns that are nearly the same."""
    x = np.linspace(5.0, 6.0, 60)
    powers = [x**k for k in range(1, degree + 1)]
    np.save(folder / "table.npy", np.column_stack([*powers, np.sin(x)]))
    return folder / "table.npy"


def test_a_descent_that_cannot_get_there_says_so_and_names_the_way_that_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(polynomial(tmp_path, 5))
    _, out, _ = run(capsys, path, "--standardise", "--steps", "20")
    assert "Gradient descent will not get there: --exact" in out
    assert "20 steps leave 100 % of the distance" in out
    _, out, _ = run(capsys, str(FORMATS["npy by columns"](VALUES, tmp_path)), "--steps", "20")
    assert re.search(r"condition number \d", out)
    assert "With --standardise the condition number is 1." in out
    _, out, _ = run(capsys, str(FORMATS["npy by columns"](VALUES, tmp_path)), "--standardise", "--steps", "200")
    assert "leave" not in out, "all is well, and nothing is said"
    assert "--exact" not in out


def test_a_rate_that_is_far_too_small_is_not_the_fault_of_the_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(FORMATS["npy by columns"](VALUES, tmp_path))
    _, out, _ = run(capsys, path, "--standardise", "--steps", "10", "--learning-rate", "1e-7")
    assert "Learning rates up to" in out
    assert "--exact" not in out


@pytest.mark.parametrize("penalty", ["0", "0.3"])
def test_what_standardising_would_do_is_what_it_does(
    penalty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(FORMATS["npy by columns"](VALUES, tmp_path))
    _, out, _ = run(capsys, path, "--steps", "1", "--penalty", penalty)
    promised = re.search(r"With --standardise the condition number is (\S+)\.", out).group(1)  # type: ignore[union-attr]
    _, out, _ = run(capsys, path, "--steps", "1", "--penalty", penalty, "--standardise")
    assert f"condition number {promised}\n" in out


def test_how_many_steps_are_enough_is_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, model = str(FORMATS["npy by columns"](VALUES, tmp_path)), tmp_path / "m.npz"
    options = (path, "--standardise", "--learning-rate", "0.01", "--force", "--out", str(model))
    _, out, _ = run(capsys, *options, "--steps", "10")
    enough = int(re.search(r"is left after (\d+) steps", out).group(1))  # type: ignore[union-attr]
    run(capsys, path, "--standardise", "--exact", "--out", str(tmp_path / "best.npz"))
    best, start = Model.load(tmp_path / "best.npz").weights, gd.starting_weights(4)
    for steps, near in ((enough, True), (enough // 2, False)):
        run(capsys, *options, "--steps", str(steps))
        left = np.linalg.norm(Model.load(model).weights - best) / np.linalg.norm(start - best)
        assert (left < 1e-6) == near


def test_exact_is_least_squares_and_prints_no_digit_that_it_does_not_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, str(FORMATS["npy by columns"](VALUES, tmp_path)), "--exact")
    assert status == 0
    data = gd.Dataset.from_arrays(VALUES[:, :3], VALUES[:, 3])
    best = least_squares(gd.MeanSquaredError(data.X, data.y))
    assert list(shown(out).values()) == pytest.approx(best, rel=1e-7)
    _, out, _ = run(capsys, str(polynomial(tmp_path, 5)), "--exact")
    x = np.linspace(5.0, 6.0, 60)
    right = in_fractions(np.column_stack([*(x**k for k in range(1, 6)), np.ones(60)]), np.sin(x))
    found = re.findall(r"^(?:x\d|bias) +(\S+) *$", out, flags=re.MULTILINE)
    assert len(found) == 6
    for shown_here, exact in zip(found, right, strict=True):
        digits = len(shown_here.lstrip("-0.").replace(".", "").partition("e")[0])
        assert 2 <= digits < 8, "fewer than elsewhere"
        assert float(shown_here) == pytest.approx(exact, rel=10.0 ** (1 - digits)), "and the last may be off by one"


def test_features_that_depend_on_each_other_have_many_minima(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    x = np.arange(20.0)
    np.save(tmp_path / "t.npy", np.column_stack([x, 2 * x + 1, x**2]))
    status, _, err = run(capsys, str(tmp_path / "t.npy"), "--exact")
    assert status == 2
    assert "depend on each other" in err
    assert "depend on each other" in run(capsys, str(tmp_path / "t.npy"), "--steps", "5")[1]
    assert run(capsys, str(tmp_path / "t.npy"), "--exact", "--penalty", "0.1")[0] == 0
