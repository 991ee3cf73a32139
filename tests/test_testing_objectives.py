from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.testing import OBJECTIVE_CHECKS, Report, check_objective
from gdlearn.testing.problems import KINDS, case
from tests.zoo.objectives import OBJECTIVES
from tests.zoo.table import Animal

REASONS = {
    "gradient_is_the_slope": "needs no library, and still looks where loss and gradient share a mistake with autograd.",
    "gradient_is_that_of_autograd": "one library, one sentence: says where the formula is wrong, to the last digits.",
    "both_are_the_same": "says which of two opinions differs; others only see that something does.",
    "analytic_is_true": "says what is wrong; others see a numeric backend that disagrees.",
}


def report_of(animal: Animal) -> Report:
    data = case("mse mean", 9, 3).objective
    return check_objective(animal.thing(np.array(data.X), np.array(data.y), **animal.options))  # type: ignore[attr-defined]


@pytest.mark.parametrize("animal", OBJECTIVES.values(), ids=OBJECTIVES)
def test_every_broken_objective_is_rejected_by_the_checks_that_must(animal: Animal) -> None:
    report = report_of(animal)
    assert animal.checks <= report.rejected_by, str(Report(report.failures)) or "nobody noticed"
    if animal.alone:
        assert animal.checks == report.rejected_by, str(Report(report.failures))


def test_every_check_of_an_objective_has_a_reason_to_be_there() -> None:
    needed = {check for animal in OBJECTIVES.values() if animal.alone for check in animal.checks}
    assert needed | set(REASONS) == set(OBJECTIVE_CHECKS)
    assert not needed & set(REASONS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_objective_of_the_package_passes(kind: str) -> None:
    check_objective(case(kind, 9, 3).objective).raise_if_failed()


def test_a_penalty_on_a_sum_passes_although_every_part_has_it_once() -> None:
    report = check_objective(gd.L2(case("mse sum", 9, 3).objective, strength=0.3))
    report.raise_if_failed()
    assert "as sums" in next(record.sentence for record in report if record.check == "rows_add_up")


@pytest.mark.parametrize(
    ("thing", "w", "words"),
    [(len, None, "no objective"), (case("l2", 9, 3).objective, [1.0], "3 finite numbers")],
)
def test_what_cannot_be_checked_is_refused_in_one_sentence(thing: Any, w: Any, words: str) -> None:
    with pytest.raises(gd.InputError, match=words):
        check_objective(thing, w)
