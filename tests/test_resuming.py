"""Interrupted and resumed: bit for bit what an uninterrupted descent gives."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.cli import main
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.resuming import Checkpoint, Resumable
from gdlearn.schedules import Cosine
from gdlearn.streaming import Stream, Streaming, open_source
from tests.streams import drawn, npy

STEPS = 12
EVERY_RULE = {name: rule(0.05) for name, rule in OPTIMIZERS.items()}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return npy(drawn(), tmp_path)


def descent(table: Path, rule: Any, backend: str = "numpy", dtype: str = "float64", **fields: Any) -> Resumable:
    """A descent in eleven blocks a step that writes a checkpoint at every step, if it has a path."""
    stream = Stream(open_source(table, block=8 * 5 * 64).standardise(), gd.MeanSquaredError)
    asked = Streaming(gd.get_backend(backend, dtype=dtype))
    return Resumable(stream, gd.starting_weights(4), asked, rule, STEPS, **{"every": 1} | fields)


def end(walk: Resumable) -> tuple[Any, list[float], int]:
    """The last weights, all losses, and the number of steps that were taken for them."""
    steps = list(walk)
    return walk.backend.to_numpy(steps[-1].w), walk.losses, len(steps)


def batches(rule: Any, backend: str, dtype: str, **fields: Any) -> Resumable:
    """A descent in memory, on batches that do not divide the rows, a checkpoint at every step."""
    values = drawn(50)
    data = gd.Dataset.from_arrays(values[:, :3], values[:, 3]).standardise()
    objective, asked = gd.MeanSquaredError(data.X, data.y), gd.get_backend(backend, dtype=dtype)
    return Resumable(
        objective, gd.starting_weights(4), asked, rule, STEPS, gd.Shuffled(8, seed=1), **{"every": 1} | fields
    )


@pytest.mark.parametrize(("backend", "dtype"), [("numpy", "float64"), ("torch", "float32")])
@pytest.mark.parametrize("rule", EVERY_RULE.values(), ids=str)
def test_batches_go_on_where_they_were(rule: Any, backend: str, dtype: str, tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    list(islice(batches(rule, backend, dtype, path=path), 9))  # into the second epoch
    w, losses, _ = end(batches(rule, backend, dtype))
    resumed, losses_resumed, taken = end(batches(rule, backend, dtype, path=path, resume=True))
    assert np.array_equal(w, resumed)
    assert losses == losses_resumed
    assert taken == STEPS + 1 - 8


def test_a_checkpoint_of_other_batches_or_another_rule_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    list(islice(batches(gd.GD(0.1), "numpy", "float64", path=path), 3))
    with pytest.raises(gd.InputError, match="its optimiser is"):
        batches(gd.GD(0.2), "numpy", "float64", path=path, resume=True)
    with pytest.raises(gd.InputError, match="its backend is"):
        batches(gd.GD(0.1), "torch", "float64", path=path, resume=True)
    other = batches(gd.GD(0.1), "numpy", "float64")
    with pytest.raises(gd.InputError, match="its batches is"):
        replace(other, batches=gd.Shuffled(8, seed=2), path=path, resume=True)


@pytest.mark.parametrize(("every", "writes"), [(1, 13), (5, 4), (100, 2), (timedelta(hours=1), 2), (timedelta(0), 13)])
def test_checkpoints_come_every_so_many_steps_or_seconds(
    every: Any, writes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(Checkpoint, "save", lambda self, _: written.append(len(self.losses)))
    list(batches(gd.GD(0.1), "numpy", "float64", path=tmp_path / "c.npz", every=every))
    assert len(written) == writes, "the first, the last, and those in between"


@pytest.mark.parametrize("every", [0, -1, 2.5, "5s"])
def test_how_often_must_be_steps_or_a_time(every: Any) -> None:
    with pytest.raises(gd.InputError, match="every is"):
        batches(gd.GD(0.1), "numpy", "float64", every=every)


def test_a_descent_that_diverges_leaves_the_last_good_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    with np.errstate(all="ignore"):
        *_, last = batches(gd.GD(1e40), "numpy", "float64", path=path)
    assert not np.isfinite(float(last.loss))
    with np.load(path, allow_pickle=False) as file:
        assert np.isfinite(file["weights"]).all()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("backend", ["numpy", "torch"])
@pytest.mark.parametrize("rule", [*EVERY_RULE.values(), gd.Adam(Cosine(0.1, STEPS))], ids=str)
def test_every_rule_goes_on_bit_for_bit(rule: Any, backend: str, dtype: str, table: Path, tmp_path: Path) -> None:
    whole, path = descent(table, rule, backend, dtype), tmp_path / "checkpoint.npz"
    broken = descent(table, rule, backend, dtype, path=path)
    assert len(list(islice(broken, 6))) == 6
    resumed = descent(table, rule, backend, dtype, path=path, resume=True)
    assert len(resumed.losses) == 5, "the sixth step had been seen, but its update had not been made"
    (w, losses, _), (w_resumed, losses_resumed, taken) = end(whole), end(resumed)
    assert np.array_equal(w, w_resumed)
    assert w_resumed.dtype == dtype
    assert losses == losses_resumed
    assert taken == STEPS + 1 - 5


def test_it_is_the_descent_that_record_makes(table: Path) -> None:
    walk = descent(table, gd.Momentum(0.05))
    run = gd.record(walk.objective, walk.start, walk.backend, gd.Momentum(0.05), STEPS)
    w, losses, _ = end(walk)
    assert np.array_equal(w, run.weights[-1])
    assert np.array_equal(losses, run.loss)


def test_a_finished_descent_can_be_made_longer(table: Path, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.npz"
    list(descent(table, gd.Adam(0.1), path=path))
    longer, whole = descent(table, gd.Adam(0.1), path=path, resume=True), descent(table, gd.Adam(0.1))
    longer.steps = whole.steps = STEPS + 8
    assert end(longer)[1] == end(whole)[1]


def test_a_descent_that_is_further_already_is_not_made_shorter(table: Path, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.npz"
    list(descent(table, gd.Adam(0.1), path=path))
    shorter = replace(descent(table, gd.Adam(0.1)), steps=5)
    with pytest.raises(gd.InputError, match="is at step 12 already, and 5 steps are asked for"):
        replace(shorter, path=path, resume=True)


def test_a_checkpoint_is_no_pickle_and_is_never_half_written(table: Path, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.npz"
    walk = descent(table, gd.Adam(0.1), path=path, about={"data": "a"})
    for _ in islice(walk, 4):
        assert {file.name for file in tmp_path.iterdir()} <= {"checkpoint.npz", table.name}, "nothing unfinished"
    with np.load(path, allow_pickle=False) as file:
        assert set(file.files) == {"about", "weights", "losses", "state0", "state1", "state2"}
    found = Checkpoint.load(path, walk.identity)
    assert len(found.losses) == 3


def written(table: Path, path: Path, about: dict[str, Any]) -> Path:
    list(islice(descent(table, gd.GD(0.1), path=path, about=about), 3))
    return path


def test_a_checkpoint_of_other_settings_or_data_is_refused(table: Path, tmp_path: Path) -> None:
    path = written(table, tmp_path / "c.npz", {"rows": 700, "rate": 0.1})
    with pytest.raises(gd.InputError, match="another descent: its rows is 700, and now it is 800"):
        descent(table, gd.GD(0.1), path=path, about={"rows": 800, "rate": 0.1}, resume=True)
    with pytest.raises(gd.InputError, match="its file is None, and now it is b"):
        descent(table, gd.GD(0.1), path=path, about={"rows": 700, "rate": 0.1, "file": "b"}, resume=True)
    assert descent(table, gd.GD(0.1), path=path, about={"rows": 700, "rate": 0.1}, resume=True).losses


def test_a_checkpoint_that_is_there_is_not_written_over(table: Path, tmp_path: Path) -> None:
    path = written(table, tmp_path / "c.npz", {})
    with pytest.raises(gd.InputError, match=r"is there already; go on from it with --resume"):
        descent(table, gd.GD(0.1), path=path)


@pytest.mark.parametrize("content", [None, b"", b"hello", b"PK\x03\x04 cut off"])
def test_what_is_no_checkpoint_is_one_sentence(content: bytes | None, table: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(gd.InputError, match="checkpoint"):
        descent(table, gd.GD(0.1), path=path, resume=True)


def options(table: Path, *more: str) -> list[str]:
    return ["fit", str(table), "--standardise", "--steps", "60", "--block-size", "0.5", "--optimizer", "adam", *more]


def weights_shown(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith(("x", "bias", "loss"))]


def big(folder: Path) -> Path:
    """A table that a step takes some milliseconds for."""
    values: FloatArray = drawn(400_000)
    return npy(values, folder)


@pytest.mark.slow
def test_a_command_that_was_killed_goes_on_bit_for_bit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, path = big(tmp_path), tmp_path / "c.npz"
    assert main(options(table)) == 0
    uninterrupted = weights_shown(capsys.readouterr().out)
    command = [sys.executable, "-m", "gdlearn", *options(table, "--checkpoint", str(path))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.002)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert main(options(table, "--checkpoint", str(path), "--resume")) == 0
    out = capsys.readouterr().out
    assert "going on at step " in out
    assert weights_shown(out) == uninterrupted
