from __future__ import annotations

import io
import json
import os
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.atomic import atomic_write
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.theory import largest_stable_learning_rate
from tests.conftest import make_problem
from tests.problems import make_objective


@pytest.fixture
def run() -> gd.Trajectory:
    objective, start = make_problem(9, 3)
    return gd.record(objective, start, gd.get_backend("numpy", dtype="float32"), gd.GD(1e-3), steps=6)


def test_a_saved_trajectory_comes_back_bit_for_bit(run: gd.Trajectory, tmp_path: Path) -> None:
    run.save(tmp_path / "run.npz")
    back = gd.Trajectory.load(tmp_path / "run.npz")
    for name in ("weights", "loss", "gradient"):
        np.testing.assert_array_equal(getattr(run, name), getattr(back, name), strict=True)
    for name in ("backend", "method", "dtype", "device", "optimizer", "outcome"):
        assert getattr(run, name) == getattr(back, name)


def test_a_saved_trajectory_opens_in_plain_numpy_without_pickle(run: gd.Trajectory, tmp_path: Path) -> None:
    run.save(tmp_path / "run.npz")
    with np.load(tmp_path / "run.npz", allow_pickle=False) as file:
        assert sorted(file) == ["about", "gradient", "loss", "weights"]
        about = json.loads(str(file["about"]))
        assert about["optimizer"] == {"type": "GD", "learning_rate": 1e-3}
        assert about["batches"] == {"type": "FullBatch"}


def rewritten(run: gd.Trajectory, path: Path, entries: dict[str, Any]) -> None:
    """The same file with other arrays, or other entries in its description; without those that are None."""
    run.save(path)
    with np.load(path) as file:
        arrays: dict[str, Any] = dict(file)
    about = json.loads(str(arrays.pop("about")))
    for name, value in entries.items():
        place = arrays if name in arrays or isinstance(value, np.ndarray) else about
        place[name] = value
    arrays, about = ({name: value for name, value in each.items() if value is not None} for each in (arrays, about))
    np.savez(path, about=np.array(json.dumps(about)), **arrays)


def test_a_trajectory_of_the_first_format_can_still_be_read(run: gd.Trajectory, tmp_path: Path) -> None:
    rewritten(run, tmp_path / "run.npz", {"kind": None, "version": None, "gdlearn": None, "format": 1})
    np.testing.assert_array_equal(gd.Trajectory.load(tmp_path / "run.npz").weights, run.weights, strict=True)


def test_a_diverged_trajectory_comes_back_with_its_last_row(tmp_path: Path) -> None:
    objective, start = make_problem(9, 3)
    run = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(1e3), steps=1000)
    run.save(tmp_path / "run.npz")
    back = gd.Trajectory.load(tmp_path / "run.npz")
    assert back.outcome is gd.Outcome.DIVERGED
    np.testing.assert_array_equal(back.loss, run.loss, strict=True)


CHANGED: dict[str, tuple[dict[str, Any], str]] = {
    "a newer version": ({"version": 99}, "format version 99.* update gdlearn"),
    "an unknown rule": ({"optimizer": {"type": "Sgdx"}}, "recorded with 'Sgdx', which this gdlearn lacks"),
    "a rule with other settings": ({"optimizer": {"type": "GD", "speed": 3}}, "was changed .*speed"),
    "a rate below 0": ({"optimizer": {"type": "GD", "learning_rate": -1}}, "the learning rate is -1"),
    "no rule": ({"optimizer": 3}, "optimizer is 3"),
    "batches for a rule": ({"optimizer": {"type": "FullBatch"}}, r"optimizer is FullBatch\(\)"),
    "an unknown outcome": ({"outcome": "won"}, "'won'"),
    "another dtype": ({"dtype": "float16"}, "how it was computed"),
    "a backend without a name": ({"backend": 3}, "how it was computed"),
    "a missing entry": ({"device": None}, "device is missing"),
    "an entry too many": ({"weather": "fine"}, "weather is missing, or not known"),
    "a missing array": ({"loss": None}, "loss is missing"),
    "an array too many": ({"hessian": np.eye(2)}, "hessian is missing, or not known"),
    "rows that do not fit": ({"loss": np.ones(3)}, r"the shapes .*\(3,\)"),
    "columns that do not fit": ({"gradient": np.ones((7, 3))}, r"the shapes .*\(7, 3\)"),
    "flat weights": ({"weights": np.ones(28)}, r"the shapes .*\(28,\)"),
    "no rows": ({"loss": np.ones(0), "weights": np.ones((0, 4)), "gradient": np.ones((0, 4))}, "the shapes"),
    "integers": ({"loss": np.ones(7, dtype=int)}, "not all float64"),
    "text": ({"loss": np.full(7, "one")}, "not all float64"),
    "a loss that is NaN": ({"loss": np.full(7, np.nan)}, "holds NaN"),
    "weights that are infinite": ({"weights": np.full((7, 4), np.inf)}, "holds NaN or infinity"),
}


@pytest.mark.parametrize(("entries", "words"), CHANGED.values(), ids=CHANGED)
def test_a_trajectory_that_was_changed_is_refused_in_a_sentence(
    run: gd.Trajectory, tmp_path: Path, entries: dict[str, Any], words: str
) -> None:
    rewritten(run, tmp_path / "run.npz", entries)
    with pytest.raises(gd.InputError, match=words) as caught:
        gd.Trajectory.load(tmp_path / "run.npz")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def saved(**arrays: Any) -> bytes:
    """A file of NumPy with some arrays."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"run\.npz is damaged or not a trajectory"),
        (b"not a file of NumPy", r"run\.npz is damaged or not a trajectory"),
        (pickle.dumps({"weights": 1}), r"run\.npz is damaged or not a trajectory"),
        (saved(weights=np.ones(1000))[:200], r"run\.npz is damaged or not a trajectory"),
        (saved(gradient=np.array([object()]), about=np.array("{}")), "holds a pickle"),
        (saved(something=np.ones(2)), "is a file of another program, not a trajectory"),
    ],
)
def test_a_file_that_is_no_trajectory_is_refused_in_a_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "run.npz").write_bytes(content)
    with pytest.raises(gd.InputError, match=words):
        gd.Trajectory.load(tmp_path / "run.npz")


def test_what_is_no_file_at_all_is_refused_in_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    for path, words in (
        (tmp_path / "run.npz", "there is no trajectory .*run.npz; save one there first"),
        (tmp_path, "is a folder"),
        (tmp_path / "pipe.npz", "is a pipe or a device"),
    ):
        with pytest.raises(gd.InputError, match=words):
            gd.Trajectory.load(path)


def test_an_interrupted_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def interrupted() -> None:
        with atomic_write(path) as file:
            file.write(b"half of the new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_written_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "ours") as file:
        file.write(b"x")
    (tmp_path / "theirs").write_text("x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, run: gd.Trajectory) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(gd.InputError, match=r"cannot write .*run\.npz"):
        run.save(tmp_path / "file" / "run.npz")


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_divergence_is_a_result_with_its_first_bad_row_as_evidence(name: str, dtype: str) -> None:
    objective, start = make_problem(50, 3)
    rate = 1.5 * largest_stable_learning_rate(objective)
    run = gd.record(objective, start, gd.get_backend(name, dtype=dtype), gd.GD(rate), steps=100_000)
    assert run.outcome is gd.Outcome.DIVERGED
    assert len(run) < 100_001
    assert np.isfinite(run.loss[:-1]).all()
    assert not np.isfinite(run.loss[-1])
    assert run.first_increase is not None
    assert run.loss[run.first_increase] > run.loss[0] >= run.loss[: run.first_increase].max()


def test_a_stable_descent_is_done_and_never_above_its_start(run: gd.Trajectory) -> None:
    assert run.outcome is gd.Outcome.DONE
    assert run.first_increase is None


def test_replay_visits_the_same_weights(run: gd.Trajectory) -> None:
    objective, _ = make_problem(9, 3)
    other = gd.replay(objective, run, gd.get_backend("torch", dtype="float32"))
    assert (other.weights == run.weights).all()
    assert other.backend == "torch"


@pytest.mark.parametrize("steps", [-1, 2.5, "3", True, None])
def test_a_number_of_steps_that_is_no_whole_number_from_0_is_refused(steps: Any) -> None:
    objective, start = make_problem(9, 3)
    with pytest.raises(gd.InputError, match="whole number, 0 or more"):
        gd.record(objective, start, gd.get_backend("numpy"), gd.GD(1e-3), steps=steps)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ([1.0], "start has 1 weights; the objective needs 4, the bias last"),
        (np.ones((4, 1)), r"start has shape \(4, 1\).*start.ravel\(\)"),
        ([1, 2, 3, np.nan], "start holds nan at row 3"),
        (["a", "b", "c", "d"], "start holds text"),
        (None, "start is None"),
    ],
)
def test_starting_weights_of_the_wrong_kind_are_refused(start: Any, words: str) -> None:
    objective, _ = make_problem(9, 3)
    with pytest.raises(gd.InputError, match=words):
        gd.record(objective, start, gd.get_backend("numpy"), gd.GD(1e-3), steps=1)


def test_no_steps_give_one_row() -> None:
    objective, start = make_problem(9, 3)
    assert len(gd.record(objective, start, gd.get_backend("numpy"), gd.GD(1e-3), steps=0)) == 1


def test_runs_of_different_descents_are_not_compared(run: gd.Trajectory) -> None:
    objective, _ = make_problem(9, 3)
    others = {
        "different settings, dtype": replace(run, dtype="float64"),
        "different settings, optimizer": replace(run, optimizer=gd.GD(0.5)),
        "start at different weights": replace(run, weights=run.weights + 1),
    }
    for words, other in others.items():
        with pytest.raises(gd.InputError, match=words):
            gd.compare(run, other, objective)


class Scalar(np.ndarray):
    """A number on another device: to look at it is to wait for it, so it counts who looks."""

    looks = 0

    def __float__(self) -> float:
        Scalar.looks += 1
        return float(np.asarray(self))


@dataclass(frozen=True)
class FarAway(NumpyBackend):
    """NumPy that says it is somewhere else."""

    device: str = "far away"

    def __post_init__(self) -> None:
        """It runs on no processor that anybody knows."""

    def loss_and_gradient(self, objective: gd.Objective, w: Any) -> tuple[Any, Any]:
        loss, gradient = super().loss_and_gradient(objective, w)
        return np.asarray(loss).view(Scalar), gradient

    def stacked(self, arrays: list[Any]) -> Any:
        return np.array([np.asarray(array) for array in arrays])  # all of them in one transfer


@pytest.mark.parametrize(("rate", "outcome", "most"), [(0.01, "done", 5), (10.0, "diverged", 5)])
def test_on_another_device_a_recorded_run_seldom_waits_for_a_loss(rate: float, outcome: str, most: int) -> None:
    objective, start = make_objective("mse")
    Scalar.looks = 0
    far = gd.record(objective, start, FarAway(), gd.GD(rate), 300)
    assert 0 < Scalar.looks <= most
    near = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(rate), 300)
    assert far.outcome == near.outcome == outcome
    assert len(far) == len(near)
    assert (far.weights == near.weights).all()
