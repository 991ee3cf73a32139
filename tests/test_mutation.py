"""Mutation testing is tested as well: what counts as a mutant, how it takes its place, and what the score says."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.score import Explanation, explanations, score
from tests.mutation.swap import ImportNeeded, changed_functions, exchange, loaded_functions
from tests.mutation.trial import Statements, Verdict

FOLDER = Path(__file__).parent / "mutation"
SOURCE = '''
from dataclasses import dataclass
from functools import cache

RATE = 0.5


@dataclass(frozen=True)
class Line:
    """A line."""

    slope: float = 2.0

    @property
    def steep(self) -> bool:
        return self.slope > 1

    def at(self, x):
        if x is None:
            raise ValueError("there is no x")
        return self.slope * x


@cache
def half(x):
    return x * RATE


def times(factor):
    return lambda x: factor * x


triple = times(3)
'''


@pytest.fixture
def made(tmp_path: Path) -> list[Mutant]:
    (tmp_path / "line.py").write_text(SOURCE)
    return list(mutants(tmp_path / "line.py", tmp_path))


def changes(made: list[Mutant], function: str) -> set[str]:
    return {mutant.change for mutant in made if mutant.function == function}


def test_what_a_class_and_a_module_hold_is_mutated_as_well(made: list[Mutant]) -> None:
    assert "RATE = 0.5  =>  RATE = 1.5" in changes(made, "")
    assert "slope: float = 2.0  =>  slope: float = 3.0" in changes(made, "Line")
    assert "return self.slope > 1  =>  return self.slope >= 1" in changes(made, "Line.steep")
    assert "return x * RATE  =>  return x / RATE" in changes(made, "half")


def test_it_is_known_which_of_them_mutmut_makes_by_itself(made: list[Mutant]) -> None:
    assert {mutant.function for mutant in made if mutant.by_mutmut} == {"Line.at", "times"}


def test_a_sentence_in_other_words_is_not_judged_and_its_loss_is(made: list[Mutant]) -> None:
    of_message = [mutant for mutant in made if "ValueError" in mutant.was]
    assert {mutant.wording for mutant in of_message if "None" not in mutant.becomes} == {True}
    assert {mutant.wording for mutant in of_message if "None" in mutant.becomes} == {False}
    assert not any(mutant.wording for mutant in made if mutant.function != "Line.at")


def test_every_mutant_is_another_program_and_one_place_apart(made: list[Mutant]) -> None:
    assert len({mutant.text for mutant in made}) == len(made)
    for mutant in made:
        assert mutant.text != SOURCE
        assert mutant.becomes in mutant.text
        compile(mutant.text, "line.py", "exec")


def load(tmp_path: Path) -> tuple[dict[str, Any], Any]:
    path = tmp_path / "line.py"
    code, space = compile(SOURCE, str(path), "exec"), {"__name__": __name__}
    exec(code, space)
    return space, code


def find(made: list[Mutant], change: str) -> Mutant:
    (found,) = (mutant for mutant in made if mutant.change == change)
    return found


@pytest.mark.parametrize(
    ("change", "call", "after"),
    [
        ("return self.slope * x  =>  return self.slope / x", lambda space: space["Line"]().at(4), 0.5),
        ("return self.slope > 1  =>  return self.slope >= 1", lambda space: space["Line"](1).steep, True),
        ("return x * RATE  =>  return x / RATE", lambda space: space["half"](4), 8),
        ("return lambda x: factor * x  =>  return lambda x: factor / x", lambda space: space["triple"](4), 0.75),
    ],
)
def test_whoever_holds_a_function_holds_its_mutant(
    made: list[Mutant], tmp_path: Path, change: str, call: Any, after: float
) -> None:
    """Methods, properties, functions that a decorator has wrapped, and those that a function has made before."""
    space, code = load(tmp_path)
    held, untouched = dict(space), load(tmp_path)[0]
    assert call(untouched) != after
    mutated = compile(find(made, change).text, str(tmp_path / "line.py"), "exec")
    exchange(list(changed_functions(code, mutated)), loaded_functions(tmp_path))
    assert call(held) == after


@pytest.mark.parametrize("change", ["RATE = 0.5  =>  RATE = 1.5", "slope: float = 2.0  =>  slope: float = 3.0"])
def test_what_an_import_has_run_cannot_be_exchanged(made: list[Mutant], tmp_path: Path, change: str) -> None:
    _, code = load(tmp_path)
    with pytest.raises(ImportNeeded):
        list(changed_functions(code, compile(find(made, change).text, str(tmp_path / "line.py"), "exec")))


def test_the_same_program_further_down_the_page_is_no_change(tmp_path: Path) -> None:
    _, code = load(tmp_path)
    assert list(changed_functions(code, compile("\n\n" + SOURCE, str(tmp_path / "line.py"), "exec"))) == []


def test_the_tests_of_a_statement_are_those_of_all_its_lines_and_of_no_other() -> None:
    lines = Statements("def f(\n    x,\n):\n    if x:\n        y = (\n            1\n        )\n        return y\n")
    assert [list(lines.around(line)) for line in (2, 4, 6, 8)] == [[1, 2, 3], [4], [5, 6, 7], [8]]


def test_a_score_adds_up_and_an_explanation_explains_no_more_than_it_says(made: list[Mutant]) -> None:
    judged = [mutant for mutant in made if not mutant.wording]
    verdicts = [Verdict(mutant, "survived" if mutant.function in ("", "half") else "killed") for mutant in judged]
    reason = Explanation("line.py half", r"=>  return x / RATE$", "equivalent", "Only here.")
    found, survivors, used = score(made, verdicts, [reason])
    assert found.judged == found.killed + found.explained + found.survived
    assert found.made == found.judged + found.wording
    assert (found.explained, used[reason]) == (1, 1)
    assert found.survived == len(survivors) == len(changes(made, "") | changes(made, "half")) - 1


def test_every_explanation_says_why_in_a_sentence() -> None:
    for explanation in explanations(FOLDER / "explained.toml"):
        assert explanation.kind in ("equivalent", "speed", "memory", "hardware", "tolerance")
        assert explanation.why[0].isupper()
        assert explanation.why.endswith(".")


def test_the_results_are_of_the_packages_and_add_up() -> None:
    packages = tomllib.loads((FOLDER / "packages.toml").read_text())
    results = json.loads((FOLDER / "results.json").read_text())
    assert set(results) == set(packages)
    for found in results.values():
        assert found["judged"] == found["killed"] + found["explained"] + found["survived"]
        assert found["judged"] <= found["made"] - found["wording"]
