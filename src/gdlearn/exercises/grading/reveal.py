"""How much of a diagnosis a student is shown."""

from __future__ import annotations

from enum import StrEnum

from gdlearn.exercises.grading.answer import Answer


class Reveal(StrEnum):
    """What is written where students read it."""

    SCORE = "score"
    MISTAKES = "mistakes"
    MESSAGES = "messages"

    def message(self, answer: Answer) -> str:
        """What the student reads about an answer."""
        if self is Reveal.MESSAGES:
            return answer.diagnosis.message
        if answer.diagnosis.ok:
            return "Right."
        if self is Reveal.SCORE:
            return "Not yet."
        named = [f"{answer.title(fault)} ({fault})" for fault in answer.faults]
        return f"Not yet: {', '.join(named)}."

    def mistakes(self, answer: Answer) -> list[str]:
        """The ids that the student reads."""
        return [] if self is Reveal.SCORE else list(answer.diagnosis.mistakes)
