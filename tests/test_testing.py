from __future__ import annotations

import sys
import textwrap
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.cli import main
from gdlearn.testing import BACKEND_CHECKS, Report, Verdict, check_backend, parametrize_with_checks
from gdlearn.testing.candidate import candidates, find_backend
from gdlearn.testing.measure import measure
from gdlearn.testing.problems import MEANS
from gdlearn.testing.report import bind, by_name, expect
from tests.zoo.backends import SwallowsNaN

FORMULAS = [partial(gd.get_backend, name, gradient="formula") for name in ("tape", "torch")]


class Right(NumpyBackend):
    """A stranger's backend, and a right one."""

    name = "right"


# --- what must pass -------------------------------------------------------------------------------------------------


@parametrize_with_checks(["python", "numpy", "numeric", "tape", "torch", *FORMULAS, Right, NumpyBackend("float32")])
def test_every_right_backend_passes_every_check(check: Any) -> None:
    check()


def test_the_cases_of_pytest_have_names_that_can_be_read() -> None:
    ids = parametrize_with_checks(["tape", Right("float32")]).mark.kwargs["ids"]  # type: ignore[attr-defined]
    assert ids[0] == "tape (own autograd), float64: describes_itself"
    assert ids[-1] == "right (by hand), float32: minibatch_trajectories_agree"
    assert len(ids) == 3 * len(BACKEND_CHECKS)


def test_a_case_of_pytest_knows_that_it_is_expected_to_fail() -> None:
    mark: Any = parametrize_with_checks(["tape"], expected_failures={"describes_itself": "known"})
    assert [case.reason for case in mark.mark.args[1]][:2] == ["known", ""]


def test_two_right_backends_are_measured_within_what_rounding_allows() -> None:
    rows = list(measure(candidates("python"), MEANS[:3]))
    assert [row.kind for row in rows] == list(MEANS[:3])
    assert all(row.ok for row in rows)
    assert any(row.gradient.share > 0 for row in rows)


def test_a_measurement_sees_a_wrong_backend() -> None:
    class Off(NumpyBackend):
        def loss_and_gradient(self, objective: Any, w: Any) -> Any:
            loss, gradient = super().loss_and_gradient(objective, w)
            return loss, gradient * (1 + 1e-11)

    (row,) = measure(candidates(Off())[:1], ["mse mean"])
    assert not row.ok


# --- what a report says ---------------------------------------------------------------------------------------------


def test_a_failure_says_where_and_by_how_much() -> None:
    report = check_backend(SwallowsNaN())
    (failure,) = report.failures
    assert not report.ok
    assert failure.check == "overflow_is_not_hidden"
    assert "the loss overflows, and it says 0" in failure.sentence
    assert "28 of 29 checks are as they should be" in str(report)
    with pytest.raises(AssertionError, match="overflow_is_not_hidden"):
        report.raise_if_failed()


def test_an_expected_failure_is_fine_and_keeps_its_reason() -> None:
    report = check_backend(SwallowsNaN(), {"overflow_is_not_hidden": "known since 2026"})
    assert report.ok
    record = next(record for record in report if record.verdict is Verdict.EXPECTED)
    assert record.sentence.endswith("(expected: known since 2026)")
    assert report.rejected_by == {"overflow_is_not_hidden"}


def test_an_expected_failure_that_passes_is_reported() -> None:
    report = check_backend(Right(), {"shapes": "were wrong once"})
    (record,) = report.failures
    assert record.verdict is Verdict.UNEXPECTED
    assert "it passes, although it is announced to fail (were wrong once)" in record.sentence


def right(thing: int) -> str:
    return f"{thing} is right, and {np.float64(1e308) * thing:g} is large."


def wrong(thing: int) -> str:
    expect(thing < 0, f"{thing} is wrong.")
    return f"{thing} is less than 0."


def clumsy(thing: int) -> str:
    raise ValueError(f"{thing}\n  on the floor")


CHECKS = by_name(right, wrong, clumsy)


def test_a_report_has_a_line_for_every_subject_and_every_check() -> None:
    bound = [
        *bind("mine", 7, CHECKS, {"right": "a guess", "clumsy": "its nature"}),
        *bind("yours", 8, CHECKS, {}),
        *bind("hers", -9, CHECKS, {"clumsy": "too"}),
    ]
    with np.errstate(all="raise"):  # which no check sees
        report = Report(tuple(case.record() for case in bound))
    unexpected = "unexpected pass: right: it passes, although it is announced to fail (a guess): 7 is right, and inf is"
    failed = [f"{unexpected} large.", "failed: wrong: 7 is wrong."]
    expected = ["expected failure: clumsy: it raised ValueError: 7 on the floor (expected: its nature)"]
    yours = ["failed: wrong: 8 is wrong.", "failed: clumsy: it raised ValueError: 8 on the floor"]
    hers = [
        "hers: 3 of 3 checks are as they should be",
        "passed: right: -9 is right, and -inf is large.",
        "passed: wrong: -9 is less than 0.",
        "expected failure: clumsy: it raised ValueError: -9 on the floor (expected: too)",
    ]
    passed = "passed: right: 8 is right, and inf is large."
    some, none = "mine: 1 of 3 checks are as they should be", "yours: 1 of 3 checks are as they should be"
    assert str(report).split("\n") == [some, *failed, *expected, none, passed, *yours, *hers]
    assert not report.ok
    assert len(report) == 9
    assert report.rejected_by == {"wrong", "clumsy"}
    with pytest.raises(AssertionError) as all_of_it:
        report.raise_if_failed()
    assert str(all_of_it.value).split("\n") == [
        *("mine: 0 of 2 checks are as they should be", *failed),
        *("yours: 0 of 2 checks are as they should be", *yours),
    ]
    with pytest.raises(AssertionError, match=r"^yours: failed: wrong: 8 is wrong\.$"):
        bound[4]()
    bound[2]()
    Report(report.records[6:]).raise_if_failed()


def test_a_check_that_does_not_exist_cannot_be_expected_to_fail() -> None:
    words = r"^there is no check 'left' to expect a failure of; there are: right, wrong, clumsy\.$"
    with pytest.raises(gd.InputError, match=words):
        bind("mine", 7, CHECKS, {"left": "it is"})


def test_whatever_a_backend_raises_is_a_sentence_and_no_crash() -> None:
    class Raises(NumpyBackend):
        def snapshot(self, w: Any) -> Any:
            raise ZeroDivisionError

    record = next(record for record in check_backend(Raises()) if record.check == "snapshots_never_change")
    assert record.sentence == "it raised ZeroDivisionError: without a message"


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: check_backend("tpu"), "there is no backend 'tpu'"),
        (lambda: check_backend(Right, {"speed": "slow"}), "there is no check 'speed' to expect a failure of"),
        (lambda: check_backend(lambda: None), "cannot be made"),
        (lambda: find_backend("nowhere.py:Mine"), "there is no file nowhere.py"),
        (
            lambda: check_backend(partial(int, base=2)),
            r"^functools\.partial\(<class 'int'>, base=2\)\(dtype='float64'\) cannot be made \(TypeError: ",
        ),
        (lambda: find_backend("C:/nowhere.py:Mine"), "there is no file C:.nowhere.py"),
        (
            lambda: find_backend("no.such.module:Mine"),
            r"^no\.such\.module cannot be imported \(ModuleNotFoundError: No module named 'no'\); correct it first",
        ),
        (lambda: find_backend("gdlearn.backends:Mine"), "gdlearn.backends has no 'Mine'"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_one_sentence(call: Any, words: str) -> None:
    with pytest.raises(gd.InputError, match=words):
        call()


def test_without_pytest_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytest", None)
    with pytest.raises(gd.MissingDependencyError, match="pip install pytest"):
        parametrize_with_checks(["numpy"])


# --- the command line -----------------------------------------------------------------------------------------------


def test_the_command_shows_what_every_check_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-backend", "python"]) == 0
    said = capsys.readouterr().out
    assert all(check in said for check in BACKEND_CHECKS)
    assert "PASSED" in said


def test_the_command_finds_a_class_in_a_file_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        textwrap.dedent("""
        from gdlearn.backends.numpy_backend import NumpyBackend

        class Mine(NumpyBackend):
            name = "mine"
            def update(self, w, delta):
                return w + delta
        """)
    )
    assert main(["check-backend", f"{file}:Mine", "numpy"]) == 1
    said = capsys.readouterr().out
    assert "FAILED" in said
    assert "update_subtracts" in said
    assert "29 of 29" in said


def test_the_command_measures_if_it_is_asked_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-backend", "tape", "--measure"]) == 0
    said = capsys.readouterr().out
    assert "The gradient, at shared weights" in said
    assert "logistic" in said


def test_the_backend_of_the_how_to_page_is_checked_from_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    example = Path(__file__).parents[1] / "examples" / "autograd_backend.py"
    assert main(["check-backend", f"{example}:AutogradBackend"]) == 0
    assert "PASSED" in capsys.readouterr().out
    with pytest.raises(gd.InputError, match="has no 'Nope'"):
        find_backend(f"{example}:Nope")


@pytest.mark.parametrize("arguments", [[], ["tpu"], ["nowhere.py:Mine"]])
def test_the_command_refuses_what_it_cannot_check(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-backend", *arguments]) == 2
    assert capsys.readouterr().err.startswith("gdlearn: ")
