"""Interrupted at any moment, by a signal, by a crash or by a full disk: nothing that was kept is lost."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn import archive
from gdlearn.atomic import atomic_write, sweep
from gdlearn.cli import main
from gdlearn.resuming import Interruption, Resumable, interruptible, undisturbed
from tests.killed import STEPS, descent
from tests.streams import drawn, npy

KILLS = 50
SHM = Path("/dev/shm")  # a disk without moving parts: what is written is on it at once


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one."""
    with TemporaryDirectory(dir=SHM if SHM.is_dir() else None) as name:
        yield Path(name)


def killed(folder: Path, moments: list[int]) -> list[list[int]]:
    """What descents said before they were killed at these moments."""
    program, one_thread = Path(__file__).with_name("killed.py"), os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    folder.mkdir()
    subprocess.run([sys.executable, program, folder, *map(str, moments)], env=one_thread, check=True, timeout=120)
    return [[int(line) for line in (folder / f"{k}.log").read_text().split()] for k in range(len(moments))]


def end(walk: Resumable) -> tuple[bytes, list[float]]:
    """The bits of the last weights, and all losses."""
    *_, last = walk
    return walk.backend.to_numpy(last.w).tobytes(), walk.losses


def test_killed_at_fifty_random_moments_it_goes_on_bit_for_bit_and_has_lost_nothing(folder: Path) -> None:
    expected, ((*_, all_moments),) = end(descent(None)), killed(folder / "alive", [0])
    moments = np.random.default_rng(8).integers(1, all_moments, KILLS).tolist()
    equal = while_writing = 0
    for k, announced in enumerate(killed(folder / "killed", moments)):
        path = folder / "killed" / f"{k}" / "run.npz"
        while_writing += any(path.parent.glob(".run.npz.*"))
        assert path.exists() or not announced, "a step was announced, and nothing is kept"
        walk = descent(path, resume=path.exists())
        assert len(walk.losses) >= max(announced, default=0), "an announced step is lost"
        equal += end(walk) == expected
        assert inside(path.parent).keys() == {"run.npz"} or not announced, "what the killed writer left is gone"
    print(f"killed {KILLS} times, {while_writing} of them while a checkpoint was written: {equal} bit-equal")  # noqa: T201
    assert equal == KILLS
    assert while_writing >= KILLS // 10, "the moments reach into the writing"


def command(table: Path, path: Path, *more: str) -> list[str]:
    """Batches of 10 rows of 400 000, for long enough to be interrupted."""
    options = ["--standardise", "--optimizer", "adam", "--batch-size", "10", "--steps", "20000", "--every", "50"]
    return ["fit", str(table), *options, "--checkpoint", str(path), *more]


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_saves_says_how_to_go_on_and_a_second_one_does_no_harm(
    how: signal.Signals, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, path, whole, resumed = npy(drawn(400_000), folder), folder / "c.npz", folder / "a.npz", folder / "b.npz"
    program = [sys.executable, "-m", "gdlearn", *command(table, path)]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(how)
    process.send_signal(how)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 128 + how, said
    assert "Traceback" not in said
    assert "go on with the same command and --resume" in said.lower()
    assert main(command(table, path, "--resume", "--out", str(resumed))) == 0
    assert "going on at step" in capsys.readouterr().out
    assert main(command(table, folder / "d.npz", "--out", str(whole))) == 0
    with np.load(whole) as a, np.load(resumed) as b:
        assert a["weights"].tobytes() == b["weights"].tobytes()
        assert str(a["about"]) == str(b["about"])


def test_the_step_that_was_seen_is_saved_whatever_the_next_one_was_in(folder: Path) -> None:
    """An interruption in the middle of a step: its gradient was asked for, and the update before it is done."""
    path = folder / "c.npz"
    walk = descent(path)
    walk.every = STEPS + 1
    steps = iter(walk)
    for _ in range(5):
        next(steps)
    walk._rule.step(np.ones(2), walk._rule.state, np.ones(2))  # the next step has begun, and is cut off
    assert walk.save() == 4
    assert end(descent(path, resume=True)) == end(descent(None))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_become_one_exception_and_the_handlers_come_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Interruption) as caught, interruptible():
        signal.raise_signal(number)
    assert caught.value.status == 128 + number
    with undisturbed():
        signal.raise_signal(number)
    assert signal.getsignal(number) == before


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk on which files get no larger than that; Python ignores the signal and gets an error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def inside(folder: Path) -> dict[str, bytes]:
    """Every file, with what is in it."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_full_disk_leaves_the_last_checkpoint_whole(folder: Path) -> None:
    path = folder / "c.npz"
    walk = descent(path)
    steps = iter(walk)
    next(steps), next(steps)
    before = inside(folder)
    with pytest.raises(gd.InputError, match=r"cannot write .*c\.npz: .*unchanged"), files_of_at_most(100):
        list(steps)
    assert inside(folder) == before
    assert end(descent(path, resume=True)) == end(descent(None))


def test_a_full_disk_is_one_sentence_on_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, model, kept = npy(drawn(), folder), folder / "m.npz", folder / "c.npz"
    fit = ["fit", str(table), "--standardise", "--steps", "20"]
    assert main([*fit, "--out", str(model), "--checkpoint", str(kept)]) == 0
    before = inside(folder)
    capsys.readouterr()
    for options in (["--out", str(model)], ["--checkpoint", str(kept)], ["--out", str(folder / "new.npz")]):
        with files_of_at_most(100):
            status = main([*fit, "--force", *options])
        assert status == 2
        err = capsys.readouterr().err
        assert "cannot write" in err
        assert os.strerror(errno.EFBIG) in err
        assert len(err.strip().splitlines()) == 1
        assert inside(folder) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_no_space_left_is_said_in_the_words_of_the_system(folder: Path) -> None:
    def write() -> None:
        with Path("/dev/full").open("wb") as full, atomic_write(folder / "a") as file:
            os.dup2(full.fileno(), file.fileno())
            file.write(b"1" * 100_000)

    with pytest.raises(gd.InputError, match="No space left on device"):
        write()
    assert inside(folder) == {}


def test_what_a_killed_writer_left_is_swept_away_and_nothing_else(folder: Path) -> None:
    for name in (".a[1].npz.xyz.part", ".a1.npz.xyz.part", "a[1].npz", ".b.npz.xyz.part"):
        (folder / name).touch()
    sweep(folder / "a[1].npz")
    assert set(inside(folder)) == {".a1.npz.xyz.part", "a[1].npz", ".b.npz.xyz.part"}


def archived(path: Path, about: dict[str, Any], **arrays: Any) -> Path:
    archive.write(path, archive.Kind("thing"), about, {name: np.array(array) for name, array in arrays.items()})
    return path


def test_an_archive_gives_back_what_was_put_in(folder: Path) -> None:
    path = archived(folder / "a.npz", {"said": "hello"}, numbers=[1.5, np.nan])
    about, arrays = archive.read(path, archive.Kind("thing"))
    assert about["said"] == "hello"
    assert about["gdlearn"] == gd.__version__
    assert np.array_equal(arrays["numbers"], [1.5, np.nan], equal_nan=True)


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_an_archive_that_was_cut_off_anywhere_is_one_sentence(cut: int, folder: Path) -> None:
    path = archived(folder / "a.npz", {}, numbers=np.arange(50.0))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * cut // 100])
    with pytest.raises(gd.InputError, match="damaged or not a thing"):
        archive.read(path, archive.Kind("thing"))


def test_any_damaged_byte_of_an_archive_is_one_sentence_or_does_no_harm(folder: Path) -> None:
    path = archived(folder / "a.npz", {"said": "hello"}, numbers=np.arange(4.0))
    whole, rng = path.read_bytes(), np.random.default_rng(0)
    refused = 0
    for place in rng.choice(len(whole), 150, replace=False):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            arrays = archive.read(path, archive.Kind("thing"))[1]
        except gd.InputError:
            refused += 1
        else:
            assert not arrays or np.array_equal(arrays["numbers"], np.arange(4.0)), "whole, or not listed any more"
    assert refused > 75


def test_a_newer_version_is_refused_and_an_older_one_is_read(folder: Path) -> None:
    path = folder / "a.npz"
    archive.write(path, archive.Kind("thing", version=2), {}, {})
    with pytest.raises(gd.InputError, match="thing of format version 2, and this gdlearn reads versions up to 1"):
        archive.read(path, archive.Kind("thing", version=1))
    assert archive.read(path, archive.Kind("thing", version=3))[0]["version"] == 2
