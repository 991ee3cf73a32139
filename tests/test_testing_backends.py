"""The suite for backends is worth what it rejects: a zoo of broken ones, and what each check alone can see."""

from __future__ import annotations

import pytest

from gdlearn.testing.backend import BACKEND_CHECKS
from gdlearn.testing.candidate import Candidate
from gdlearn.testing.report import Report, bind
from tests.zoo.backends import BACKENDS
from tests.zoo.plain_backends import PLAIN_BACKENDS
from tests.zoo.table import Animal

ZOO = {**BACKENDS, **PLAIN_BACKENDS}
REASONS = {
    "gradient_is_the_slope_of_its_loss": "asks no formula: were one of the package's own formulas wrong, it would "
    "still see whether a backend derives the loss that it reports.",
}


def report_of(animal: Animal) -> Report:
    dtype = animal.options.get("dtype", "float64")
    candidate = Candidate(animal.thing(dtype=dtype), animal.thing, dtype)
    return Report(tuple(case.record() for case in bind("zoo", candidate, BACKEND_CHECKS, {})))


@pytest.mark.parametrize("animal", ZOO.values(), ids=ZOO)
def test_every_broken_backend_is_rejected_by_the_checks_that_must(animal: Animal) -> None:
    report = report_of(animal)
    assert animal.checks <= report.rejected_by, str(Report(report.failures)) or "nobody noticed"
    if animal.alone:
        assert animal.checks == report.rejected_by, str(Report(report.failures))


def test_every_check_of_a_backend_has_something_that_only_it_rejects_or_a_written_reason() -> None:
    needed = {check for animal in BACKENDS.values() if animal.alone for check in animal.checks}
    assert needed | set(REASONS) == set(BACKEND_CHECKS)
    assert not needed & set(REASONS)


def test_the_checks_with_a_reason_reject_something_too() -> None:
    assert set(REASONS) <= {check for animal in ZOO.values() for check in animal.checks}
