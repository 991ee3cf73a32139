"""What a check found: one record for each, with a sentence that holds the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import numpy as np

from gdlearn.errors import InputError


class Verdict(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    EXPECTED = "expected failure"
    UNEXPECTED = "unexpected pass"


class CheckError(AssertionError):
    """What a check raises when it has found something: the sentence says what, with the numbers."""


def expect(condition: Any, sentence: str) -> None:
    """Go on if the condition holds; otherwise the check has failed, and the sentence says why.

    Raises:
        CheckError: if it does not hold.
    """
    if not condition:
        raise CheckError(sentence)


# A check takes what it checks and returns a sentence about what it saw, or raises. Its name is its id.
Check = Callable[[Any], str]


@dataclass(frozen=True)
class Record:
    """What one check found.

    Attributes:
        subject: what was checked: "numpy, float64".
        check: the id of the check.
        verdict: passed, failed, expected failure or unexpected pass.
        sentence: what was checked and what was found, with its numbers.
    """

    subject: str
    check: str
    verdict: Verdict
    sentence: str

    @property
    def ok(self) -> bool:
        """True unless it failed, or passed although its failure was announced: then the announcement is out of date."""
        return self.verdict in (Verdict.PASSED, Verdict.EXPECTED)

    def __str__(self) -> str:
        """One line."""
        return f"{self.verdict}: {self.check}: {self.sentence}"


@dataclass(frozen=True)
class Report:
    """The records of all checks, in the order in which they ran.

    Attributes:
        records: one for each check, and for each dtype where there are two.

    Examples:
        >>> report = Report((Record("mine", "shapes", Verdict.FAILED, "the gradient has shape (2, 1), not (2,)."),))
        >>> print(report)
        mine: 0 of 1 checks are as they should be
        failed: shapes: the gradient has shape (2, 1), not (2,).
        >>> report.ok, len(report.failures)
        (False, 1)
    """

    records: tuple[Record, ...]

    @property
    def ok(self) -> bool:
        """True if every check passed, or failed as announced."""
        return not self.failures

    @property
    def failures(self) -> tuple[Record, ...]:
        """The records that are not as they should be."""
        return tuple(record for record in self.records if not record.ok)

    @property
    def rejected_by(self) -> frozenset[str]:
        """The ids of the checks that failed, announced or not."""
        bad = (Verdict.FAILED, Verdict.EXPECTED)
        return frozenset(record.check for record in self.records if record.verdict in bad)

    def raise_if_failed(self) -> None:
        """Nothing, if all is well.

        Raises:
            AssertionError: with all that is not.
        """
        if not self.ok:
            raise AssertionError(str(Report(self.failures)))

    def __iter__(self) -> Iterator[Record]:
        """The records, one after the other."""
        return iter(self.records)

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.records)

    def __str__(self) -> str:
        """A line for each subject with the number of good records, and under it a line for each record."""
        lines = []
        for subject in dict.fromkeys(record.subject for record in self.records):
            own = [record for record in self.records if record.subject == subject]
            good = sum(record.ok for record in own)
            lines += [f"{subject}: {good} of {len(own)} checks are as they should be", *map(str, own)]
        return "\n".join(lines)


@dataclass(frozen=True)
class Bound:
    """A check with what it is to check, ready to run.

    Attributes:
        subject: the name of what is checked.
        check: the id of the check.
        run: the check itself: returns a sentence, or raises.
        reason: why it is expected to fail, or "".
    """

    subject: str
    check: str
    run: Callable[[], str]
    reason: str

    def record(self) -> Record:
        """Run it; whatever it raises becomes a sentence of the record, never a crash."""
        note = partial(Record, self.subject, self.check)
        try:
            with np.errstate(all="ignore"):  # some checks overflow on purpose
                sentence = self.run()
        except Exception as error:  # the code under test is a stranger's, and may raise anything
            found = str(error) if isinstance(error, CheckError) else f"it raised {one_line(error)}"
            expected = f" (expected: {self.reason})" if self.reason else ""
            return note(Verdict.EXPECTED if self.reason else Verdict.FAILED, found + expected)
        if self.reason:
            return note(Verdict.UNEXPECTED, f"it passes, although it is announced to fail ({self.reason}): {sentence}")
        return note(Verdict.PASSED, sentence)

    def __call__(self) -> None:
        """Run it as a test.

        Raises:
            AssertionError: if the code under test does not pass.
        """
        record = self.record()
        if not record.ok:
            raise AssertionError(f"{self.subject}: {record}")


def bind(subject: str, thing: Any, checks: Mapping[str, Check], expected: Mapping[str, str]) -> list[Bound]:
    """Every check of a table with the thing that it is to check.

    Args:
        subject: what records call the thing.
        thing: what every check is called with.
        checks: the checks by their ids.
        expected: the ids of those that will fail, with the reason.

    Raises:
        InputError: if `expected` names a check that does not exist.
    """
    for name in expected:
        if name not in checks:
            raise InputError(f"there is no check {name!r} to expect a failure of; there are: {', '.join(checks)}.")
    return [Bound(subject, name, partial(check, thing), expected.get(name, "")) for name, check in checks.items()]


def by_name(*checks: Check) -> dict[str, Check]:
    """A table of checks: their ids are their names."""
    return {check.__name__: check for check in checks}


def one_line(error: BaseException) -> str:
    """An exception as a part of a sentence."""
    return f"{type(error).__name__}: {' '.join(str(error).split()) or 'without a message'}"
