"""The machinery of `gdlearn bench`: who is compared with what, and who is refused. Nothing here asserts a time."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.benchmark import CONTESTANTS, NOTEBOOK, Case, Contestant, Race, Report, Role, Spread, measure, on_device
from gdlearn.benchmark.case import RATE, by_formula, read
from gdlearn.benchmark.contestant import FLOORS, LeftOutError
from gdlearn.benchmark.measure import CLOSE, check, groups
from gdlearn.benchmark.race import joined
from gdlearn.benchmark.racer import Racer, environment
from gdlearn.benchmark.report import report
from gdlearn.benchmark.worker import prepare, steps_of_a_turn
from gdlearn.errors import GdlearnError, InputError
from tests.races import made_up_race, made_up_report

TINY = Case(200, 3, "float64", 1)
COLUMNS = next(one for one in CONTESTANTS if one.name == "NumPy, columns contiguous")
STRANGERS = """
import os, signal
from gdlearn.benchmark.contestant import LeftOutError
from gdlearn.benchmark.numpy_ways import columns_contiguous

def talks(X, y, start):
    print("what a library prints")
    os.write(1, b"and what its C code prints")
    return columns_contiguous(X, y, start)

def half_as_far(X, y, start):
    walk = columns_contiguous(X, y, start)
    return lambda steps: (walk(steps) + start) / 2

def not_a_number(X, y, start):
    return lambda steps: start * float("nan")

def leaves(X, y, start):
    raise LeftOutError("there is no such machine")

def raises(X, y, start):
    raise RuntimeError("out of paper")

def vanishes(X, y, start):
    return lambda steps: os._exit(3)

def is_killed(X, y, start):
    return lambda steps: os.kill(os.getpid(), signal.SIGKILL)
"""


def stranger(name: str, role: Role = Role.DESCENT) -> Contestant:
    return Contestant(f"the one that {name}", f"strangers:{name}", role=role)


@pytest.fixture(autouse=True)
def _strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "strangers.py").write_text(STRANGERS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    TINY.write(tmp_path)
    return tmp_path


def checked(one: Contestant, folder: Path) -> None:
    start = gd.starting_weights(TINY.p)
    with Racer(one, TINY, start, folder) as racer:
        assert racer.reason_to_leave() is None
        check(racer, by_formula(*read(folder), start, 5), TINY)


def test_a_race_runs_all_rounds_says_who_was_left_out_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told: list[str] = []
    too_large = replace(COLUMNS, name="too large", largest=10)
    takes_part = [COLUMNS, stranger("talks"), stranger("leaves"), too_large]
    race = measure(TINY, takes_part, rounds=2, turn=0.001, tell=told.append)
    assert race.names == [NOTEBOOK.name, COLUMNS.name, "the one that talks"]
    assert race.left_out.pop("the one that leaves") == "there is no such machine"
    assert "200x3" in race.left_out.pop("too large")
    assert set(race.left_out) <= {"numba, sum"}  # where numba is not installed
    for times in race.rounds:
        assert set(times) == {one.name for one in race.contestants}
        assert all(time > 0 for time in times.values())
    assert len(race.rounds) == 2
    assert all(one.steps is not None and one.steps >= 1 for one in race.contestants)
    assert told[-1] == "round 2 of 2"
    assert list(tmp_path.glob("gdlearn-bench-*")) == []


def test_whatever_a_library_prints_is_no_answer(folder: Path) -> None:
    checked(stranger("talks"), folder)


@pytest.mark.parametrize("role", [Role.DESCENT, Role.OTHER])
def test_who_does_not_arrive_at_numbers_is_refused_by_name(folder: Path, role: Role) -> None:
    with pytest.raises(GdlearnError, match="the one that not_a_number"):
        checked(stranger("not_a_number", role), folder)


def test_who_walks_elsewhere_is_refused_by_name_unless_it_is_another_algorithm(folder: Path) -> None:
    with pytest.raises(GdlearnError, match="'the one that half_as_far' is not where the formula is after 5 steps"):
        checked(stranger("half_as_far"), folder)
    checked(stranger("half_as_far", Role.OTHER), folder)


@pytest.mark.parametrize(
    ("name", "words"),
    [("raises", "RuntimeError: out of paper"), ("vanishes", "ended with status 3"), ("is_killed", "ended by SIGKILL")],
)
def test_a_process_that_dies_is_named_with_its_last_words(folder: Path, name: str, words: str) -> None:
    with pytest.raises(GdlearnError, match=f"the one that {name}.*{words}") as caught:
        checked(stranger(name), folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_formula_that_all_are_held_against_is_the_descent_of_the_package(tmp_path: Path, dtype: str) -> None:
    Case(300, 4, dtype).write(tmp_path)
    X, y = read(tmp_path)
    assert X.dtype == y.dtype == dtype
    assert X.flags.f_contiguous
    assert (X[:, -1] == 1).all()
    start = gd.starting_weights(4)
    run = gd.record(gd.MeanSquaredError(X, y), start, gd.get_backend("numpy"), gd.GD(RATE), 20)
    np.testing.assert_allclose(by_formula(X, y, start, 20), run.weights[-1], rtol=1e-12)


def test_every_library_is_told_the_number_of_threads() -> None:
    told = environment(1)
    assert {told[name] for name in told if name.endswith("_NUM_THREADS")} >= {"1"}
    assert told["OMP_NUM_THREADS"] == told["OPENBLAS_NUM_THREADS"] == told["NUMBA_NUM_THREADS"] == "1"
    assert "multi_thread_eigen=false" in told["XLA_FLAGS"]
    assert "multi_thread_eigen=true" in environment(2)["XLA_FLAGS"]


def test_where_not_all_fit_into_the_memory_everybody_still_meets_the_notebook_and_the_floors() -> None:
    assert len(groups(CONTESTANTS, TINY)) == 1
    many = groups(CONTESTANTS, Case(10**9, 100))
    assert len(many) == len(CONTESTANTS) - 1
    for group in many:
        assert {NOTEBOOK, *FLOORS} < set(group)
    assert {one for group in many for one in group} == {*CONTESTANTS, *FLOORS}


@pytest.mark.parametrize(("n", "words"), [(10**16, "set TMPDIR"), (10**12, "set TMPDIR|choose a smaller case")])
def test_data_that_fit_nowhere_are_refused_before_they_are_drawn(n: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        measure(Case(n, 2))


def test_ratios_are_those_of_a_round_and_the_median_of_them_counts() -> None:
    takes_part = (NOTEBOOK, COLUMNS, FLOORS[0], FLOORS[1])
    names = [one.name for one in takes_part]
    rounds = ([100, 10, 5, 4], [1000, 50, 50, 40], [100, 5, 5, 2])
    race = Race(TINY, takes_part, tuple(dict(zip(names, map(float, times), strict=True)) for times in rounds))
    assert race.ratio(COLUMNS.name) == Spread(20.0, 15.0, 20.0)
    assert race.ratio(NOTEBOOK.name) == (1, 1, 1)
    assert race.floor() == FLOORS[1].name
    assert race.reached(COLUMNS.name).median == 0.4
    assert race.rate(FLOORS[1].name) == TINY.nbytes / 4e-6
    assert race.names == names[:2]


def test_heats_are_one_race_in_which_a_ratio_needs_both_in_the_same_round() -> None:
    first = Race(TINY, (NOTEBOOK, COLUMNS), ({NOTEBOOK.name: 8.0, COLUMNS.name: 2.0},), {"a": "why"})
    other = CONTESTANTS[5]
    second = Race(TINY, (NOTEBOOK, other), ({NOTEBOOK.name: 9.0, other.name: 3.0}, {NOTEBOOK.name: 9.0}))
    race = joined([first, second])
    assert race.names == [NOTEBOOK.name, COLUMNS.name, other.name]
    assert race.times(NOTEBOOK.name) == [8, 9, 9]
    assert (race.ratio(COLUMNS.name).median, race.ratio(other.name).median) == (4, 3)
    assert race.left_out == {"a": "why"}


def test_a_device_brings_its_own_floor() -> None:
    there = on_device("cuda")
    assert {one.device for one in there} == {"cuda"}
    assert {one.role for one in there} == {Role.DESCENT, Role.FLOOR}
    race = Race(TINY, (*there, FLOORS[0]), ({one.name: 1.0 + i for i, one in enumerate((*there, FLOORS[0]))},))
    assert race.floor("cuda") == "torch.sum, cuda"
    assert race.reached("gdlearn, torch, cuda").median == 3 / 2


def test_a_report_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    made = report([made_up_race(TINY), made_up_race(Case(200, 3, "float32", 2))])
    made.save(tmp_path / "bench.json")
    assert Report.load(tmp_path / "bench.json") == made
    assert made.versions["numpy"] == np.__version__
    assert made.race("200x3", "float32").case.threads == 2
    with pytest.raises(InputError, match=r"300x3 in float64 was not measured.*200 x 3, float32, 2 threads"):
        made.race("300x3")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 2, "races": [{}]}', "no JSON"])
def test_a_file_that_holds_no_measurements_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bench.json"
    file.write_text(text)
    with pytest.raises(InputError, match="holds no measurements of gdlearn"):
        Report.load(file)


def test_the_file_has_a_line_for_a_contestant_and_for_a_round(tmp_path: Path) -> None:
    made_up_report().save(tmp_path / "bench.json")
    text = (tmp_path / "bench.json").read_text()
    assert len(json.loads(text)["races"]) == 20
    assert len(text.splitlines()) < 20 * (len(CONTESTANTS) + len(FLOORS) + 3 + 10) + 20


@pytest.mark.parametrize("wrong", [{"n": 1}, {"p": 1}, {"threads": 0}, {"n": 2.5}, {"dtype": "float16"}])
def test_a_case_that_cannot_be_measured_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Case(**{"n": 10, "p": 2} | wrong)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # what PyTorch says of itself when it compiles
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("one", CONTESTANTS, ids=lambda one: one.way)
def test_every_contestant_of_the_table_arrives_where_the_formula_does(
    one: Contestant, dtype: str, tmp_path: Path
) -> None:
    Case(500, 4, dtype).write(tmp_path)
    start = gd.starting_weights(4)
    task = {"way": one.way, "device": "cpu", "folder": str(tmp_path), "start": start}
    try:
        weights = prepare(task)(5)
    except (LeftOutError, ImportError) as reason:
        pytest.skip(str(reason))
    assert np.shape(weights) == (4,)
    if one.role == Role.DESCENT:
        np.testing.assert_allclose(weights, by_formula(*read(tmp_path), start, 5), rtol=CLOSE[dtype], atol=CLOSE[dtype])


@pytest.mark.parametrize("floor", FLOORS, ids=lambda one: one.name)
def test_a_floor_reads_every_number(floor: Contestant, tmp_path: Path) -> None:
    Case(500, 4).write(tmp_path)
    try:
        found = prepare({"way": floor.way, "device": "cpu", "folder": str(tmp_path), "start": np.zeros(4)})(3)
    except (LeftOutError, ImportError) as reason:
        pytest.skip(str(reason))
    X, _ = read(tmp_path)
    assert np.isclose(float(found), np.vdot(X, X) if floor.name == "np.dot" else X.sum(), rtol=1e-9)


def test_a_turn_has_as_many_steps_as_fit_and_one_at_least() -> None:
    walked: list[int] = []

    def walk(steps: int) -> int:
        walked.append(steps)
        time.sleep(1e-4 * steps)
        return steps

    steps = steps_of_a_turn(walk, turn=0.01)
    assert walked[-1] == steps  # walked once before it counts
    assert 1 <= steps <= 100  # each takes 1e-4 seconds at least
    assert steps_of_a_turn(walk, turn=1e-9) == 1
