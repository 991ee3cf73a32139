"""What is made of measurements: tables, figures with their text, and lesson 15, all from the same numbers."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

import gdlearn.cli.bench
from gdlearn import plots
from gdlearn.benchmark import CONTESTANTS, NOTEBOOK, Case, Race, Report
from gdlearn.benchmark.units import short, size
from gdlearn.cli import main
from tests.races import EVERY_CASE, made_up_race, made_up_report

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """The cases that the command wants to have measured; it gets made-up times at once."""
    cases: list[Case] = []

    def instead(case: Case, *_: object) -> Race:
        cases.append(case)
        return made_up_race(case)

    monkeypatch.setattr(gdlearn.cli.bench, "measure", instead)
    return cases


def test_the_command_measures_every_combination_and_writes_what_it_shows(
    asked: list[Case], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--case", "1000x2,50000x3", "--dtype", "float64,float32", "--threads", "1"]
    assert main(["bench", *arguments, "--out", str(tmp_path)]) == 0
    assert asked == [Case(n, p, d, 1) for n, p in ((1000, 2), (50_000, 3)) for d in ("float64", "float32")]
    out = capsys.readouterr().out
    assert (tmp_path / "bench.png").stat().st_size > 10_000
    assert len(json.loads((tmp_path / "bench.json").read_text())["races"]) == 4
    assert main(["bench", "--show", str(tmp_path / "bench.json")]) == 0
    again = capsys.readouterr().out
    assert again.splitlines() == out.splitlines()[: len(again.splitlines())]


def test_a_row_has_the_numbers_of_its_contestant_and_fits_a_terminal(
    asked: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "--case", "1000000x10", "--threads", "1"]) == 0
    out, race = capsys.readouterr().out, made_up_race(asked[0])
    assert max(map(len, out.splitlines())) <= 80
    for name in race.names:
        row = next(line for line in out.splitlines() if line.startswith(name + " "))
        assert re.search(rf" {re.escape(short(race.ratio(name).median))}( |$)", row)
    assert "X: 80 MB, read once in" in out
    assert f"{size(race.rate(race.floor()))} a second ({race.floor()}): the floor." in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--case", "many"], "write samples x weights"),
        (["--case", ""], "must each name one or more"),
        (["--case", "1x2"], "n is 1"),
        (["--dtype", "float16"], "float64, float32"),
        (["--threads", "0"], "use whole numbers from 1 to"),
        (["--threads", "1000"], "use whole numbers from 1 to"),
        (["--threads", "²"], "use whole numbers from 1 to"),
        (["--case", "1_000x2"], "write samples x weights"),
        (["--threads", "two"], "use whole numbers from 1 to"),
        (["--device", "nowhere"], "PyTorch cannot hold"),
        (["--show", "nothing.json"], "there is no file nothing.json"),
        (["--out", __file__], "is a file; name a folder"),
    ],
)
def test_wrong_input_is_one_sentence_and_nothing_is_measured(
    arguments: list[str], words: str, asked: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *arguments]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""
    assert asked == []


@pytest.mark.parametrize("wrong", [["--rounds", "0"], ["--turn", "0"]])
def test_no_rounds_and_no_time_are_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--case", "10x2", *wrong]) == 2
    assert wrong[0][2:] in capsys.readouterr().err


def test_the_roof_and_the_rates_of_a_figure_are_those_of_the_races() -> None:
    races = [made_up_race(case) for case in EVERY_CASE if case.dtype == "float64" and case.threads == 2]
    _, axes = plots.subplots()
    plots.draw_roofline(axes, races)
    lines = {str(line.get_label()): line for line in axes.lines}
    roof = lines.pop("the roof: reading X once")
    ordered = sorted(races, key=lambda race: race.case.nbytes)
    assert list(roof.get_ydata()) == [race.rate(race.floor()) / 1e9 for race in ordered]
    assert NOTEBOOK.name in lines
    for name, line in lines.items():
        assert list(line.get_xdata()) == [race.case.nbytes for race in ordered]
        assert list(line.get_ydata()) == [race.rate(name) / 1e9 for race in ordered]
    looks = {(line.get_color(), line.get_marker()) for line in lines.values()}
    assert len(looks) == len(lines)  # told apart


def test_its_text_names_the_nearest_and_the_furthest_with_their_numbers() -> None:
    races = [made_up_race(case) for case in EVERY_CASE if case.dtype == "float32" and case.threads == 1]
    words = plots.roofline_in_words(races)
    smallest = min(races, key=lambda race: race.case.nbytes)
    assert f"At {size(smallest.case.nbytes)} the roof is at {short(smallest.rate(smallest.floor()) / 1e9)};" in words
    assert f"furthest from it {NOTEBOOK.name} with" in words or "PyTorch" in words
    assert plots.roofline_in_words(races[:1]).count("the roof is at") == 1


def test_a_picture_for_every_precision_and_number_of_threads() -> None:
    figure = plots.draw_rooflines([made_up_race(case) for case in EVERY_CASE])
    titles = [axes.get_title("left") for axes in figure.axes]
    assert titles == ["float64, 1 thread", "float64, 2 threads", "float32, 1 thread", "float32, 2 threads"]


def test_every_line_of_the_figure_is_a_contestant() -> None:
    from gdlearn.plots.roofline import LINES

    assert LINES.keys() <= {one.name for one in CONTESTANTS}


def test_the_file_of_lesson_15_has_all_its_cases() -> None:
    found = {race.case for race in Report.load(ROOT / "benchmarks" / "results" / "step_cost.json").races}
    assert found == set(EVERY_CASE)


@pytest.mark.site
@pytest.mark.parametrize("seed", [1, 2])
def test_lesson_15_can_be_built_from_any_measurements_and_shows_them(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = made_up_report(seed)
    monkeypatch.setattr(Report, "load", lambda _: report)
    monkeypatch.syspath_prepend(ROOT / "site_tools")
    page = (ROOT / "docs" / "lessons" / "15-what-a-step-costs.md").read_text().partition("\n---\n")[2]
    extensions = ["admonition", "attr_list", "md_in_html", "pymdownx.superfences", "gdlearn_site.run"]
    html = import_module("markdown").markdown(page, extensions=extensions)
    large = report.race("1000000x10", threads=1)
    assert report.cpu in html
    times = short(large.ratio("NumPy, columns contiguous").median, 2)
    assert f"takes {times} times as long as the formula" in " ".join(html.split())
    most = [race for race in report.races if race.case.dtype == "float64" and race.case.threads == 2]
    assert plots.roofline_in_words(most) in html
