"""What is raised where a learner's program does not come to its end."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from gdlearn.exercises.wire import decode

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Stopped(Exception):  # noqa: N818  # it says what happened to the program, and is no error of ours
    """A learner's program did not come to its end.

    Attributes:
        kind: "syntax", "import", "exception", "timeout", "memory", "output", "exit", "crash", "process",
            "value" for an answer that cannot be used, or "missing".
        sentence: what happened, for the learner.
        line: the line of the learner's file, from 1; None if it is not known.
        type_name: the type of the exception, "" if there was none.
        text: what the exception said.
        facts: about the variables at that line, by name; what `gdlearn.diagnosis.error.facts` gives.
    """

    def __init__(
        self,
        kind: str,
        sentence: str,
        line: int | None = None,
        type_name: str = "",
        text: str = "",
        facts: Mapping[str, Any] = NOTHING,
    ) -> None:
        super().__init__(sentence)
        self.kind, self.sentence, self.line = kind, sentence, line
        self.type_name, self.text, self.facts = type_name, text, facts

    @classmethod
    def arrived(cls, said: Mapping[str, Any]) -> Self:
        """What `gdlearn.exercises.told.told` has said, perhaps in another process.

        Raises:
            TypeError: if it is something that `told` never says.
        """
        stop = cls(**{**said, "facts": decode(said["facts"])})
        for name, kind in (("kind", str), ("sentence", str), ("type_name", str), ("text", str), ("facts", Mapping)):
            if not isinstance(getattr(stop, name), kind):
                raise TypeError(f"{name} is no {kind.__name__}")
        if not (stop.line is None or type(stop.line) is int):
            raise TypeError("line is no whole number")
        return stop
