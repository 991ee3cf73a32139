"""A learner's gradient beside the right one, on every problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any

from gdlearn.diagnosis.asking import Answer, Question
from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.diagnosis.probes import Numbers, Probe
from gdlearn.diagnosis.ratios import SAME, SINGLE, Ratio, ratio, sentence
from gdlearn.diagnosis.reference import Explanation, Reference
from gdlearn.mistakes import CATALOGUE

UNIT = {"float64": 2.0**-53, "float32": 2.0**-24}


@dataclass
class Case:
    """A learner's gradient beside the right one, on every problem.

    Attributes:
        question: how the gradient is asked.
        reference: what it is held against.
        probes: the problems.
    """

    question: Question
    reference: Reference
    probes: tuple[Probe, ...]

    @cached_property
    def _asked(self) -> tuple[list[Answer], Exception | None]:
        """The answers, or the exception that came instead."""
        try:
            return [self.question(probe) for probe in self.probes], None
        except Exception as error:  # a learner's program may raise anything
            return [], error

    @property
    def answers(self) -> list[Answer]:
        """What came back, one for each problem; nothing if an exception came."""
        return self._asked[0]

    @property
    def error(self) -> Exception | None:
        """What the function raised."""
        return self._asked[1]

    @cached_property
    def right(self) -> list[Numbers]:
        """The right gradient on every problem."""
        return [self.reference.right(probe) for probe in self.probes]

    @property
    def single(self) -> bool:
        """Whether some of it came back in single precision."""
        return any(answer.dtype == "float32" for answer in self.answers)

    @property
    def unit(self) -> float:
        """The rounding unit of what came back."""
        return UNIT["float32" if self.single else "float64"]

    @property
    def same(self) -> float:
        """How far two numbers may be apart that are the same, relative."""
        return SINGLE if self.single else SAME

    @cached_property
    def ratios(self) -> list[Ratio]:
        """Yours over right."""
        return [ratio(*each) for each in zip(self.probes, self.numbers, self.right, strict=True)]

    @property
    def numbers(self) -> list[Numbers]:
        """The numbers that came back."""
        return [answer.numbers for answer in self.answers]

    def matches(self, program: Callable[[Probe], Numbers]) -> bool:
        """Whether a program gives the same numbers on all problems."""
        for probe, found in zip(self.probes, self.numbers, strict=True):
            try:
                numbers = program(probe)
            except (ValueError, IndexError):  # shapes that do not fit
                return False
            close = self.same * max(map(abs, numbers))
            if len(numbers) != len(found) or not all(abs(a - b) <= close for a, b in zip(found, numbers, strict=True)):
                return False
        return True

    def explains(self, explanation: Explanation) -> bool:
        """Whether a wrong program gives the same numbers on all problems."""
        return self.matches(partial(self.reference.wrong, explanation))

    def explanations(self, most: int) -> list[Explanation]:
        """The wrong programs of that many mistakes that give the same numbers on all problems."""
        return [each for each in self.reference.explanations(most) if self.explains(each)]

    @property
    def ratio_sentence(self) -> str:
        """What the ratios of the components say."""
        return sentence(self.ratios, self.reference.label, self.same)

    def evidence(self, **more: Any) -> dict[str, Any]:
        """The numbers of the comparison, by name."""
        return {
            "ratios": {f"{ratio.probe.n} x {ratio.probe.p}": ratio.values for ratio in self.ratios},
            "yours": self.numbers,
            "right": self.right,
            **more,
        }

    def found(self, ids: tuple[str, ...], *sentences: str, **evidence: Any) -> Diagnosis:
        """A diagnosis of numbers that are wrong, with the notes on weak problems at its end."""
        return Diagnosis(False, ids, "\n".join((*sentences, *self.weaknesses)), self.evidence(**evidence))

    @property
    def weaknesses(self) -> list[str]:
        """What cannot be seen on these problems, if no problem is without weakness."""
        notes = [list(probe.weaknesses) for probe in self.probes]
        return [] if [] in notes else ["Mind what it was tried on.", *dict.fromkeys(chain.from_iterable(notes))]


def advice(ids: Sequence[str]) -> str:
    """What the catalogue says about some mistakes, and where to read more."""
    mistakes = [CATALOGUE[name] for name in ids]
    lessons = sorted({mistake.lesson for mistake in mistakes})
    where = f"See lesson{'s' if len(lessons) > 1 else ''} {' and '.join(map(str, lessons))}."
    return "\n".join(mistake.message for mistake in mistakes) + f" {where}"
