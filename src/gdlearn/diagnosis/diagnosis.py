"""What was found in a learner's program: a verdict, the names of the mistakes, and sentences with the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from gdlearn.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType

# A mark and a word, so that nothing is said by colour alone.
FACES = {
    "right": ("✓", "Right", "green"),
    "named": ("✗", "Not yet", "red"),
    "unknown": ("?", "Not recognised", "yellow"),
    "open": ("·", "Still to do", "blue"),
}


@dataclass(frozen=True)
class Diagnosis:
    """The answer to "what is wrong with this?".

    Attributes:
        ok: whether it is right.
        mistakes: the ids of the mistakes that explain it exactly; empty if it is right, or not recognised.
        message: the sentences for the learner, with the numbers that were measured.
        evidence: the numbers, by name; only what JSON can hold. `recognised` is False if nothing fits.

    Examples:
        >>> found = Diagnosis(False, ("missing-two",), "Your gradient is exactly half of the MSE gradient.")
        >>> print(found)
        ✗ Not yet: missing-two
        Your gradient is exactly half of the MSE gradient.
    """

    ok: bool
    mistakes: tuple[str, ...]
    message: str
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """One word: "right", "named" for whatever could be told, "unknown" if nothing fits, "open" for a stub."""
        if "todo" in self.evidence:
            return "open"
        return "right" if self.ok else "named" if self.evidence.get("recognised", True) else "unknown"

    @property
    def heading(self) -> str:
        """The verdict in a few words, with the ids of the mistakes."""
        mark, word, _ = FACES[self.state]
        return f"{mark} {word}{': ' + ', '.join(self.mistakes) if self.mistakes else ''}"

    def to_dict(self) -> dict[str, Any]:
        """All of it as what JSON can hold."""
        return asdict(self) | {"mistakes": list(self.mistakes), "evidence": dict(self.evidence)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Diagnosis:
        """What `to_dict` gave, turned back.

        Raises:
            InputError: if it is something else.
        """
        try:
            ok, mistakes, message = bool(values["ok"]), tuple(map(str, values["mistakes"])), str(values["message"])
            return cls(ok, mistakes, message, dict(values.get("evidence", {})))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{values!r} is not a diagnosis; it must be what to_dict returns.") from error

    def __str__(self) -> str:
        """The verdict, and the sentences under it."""
        return f"{self.heading}\n{self.message}"

    def __rich__(self) -> RenderableType:
        """The face in a terminal: the verdict in its colour, the sentences under it."""
        from rich.text import Text

        return Text.assemble((self.heading, f"bold {FACES[self.state][2]}"), "\n", self.message)

    def _repr_html_(self) -> str:
        """The face in a notebook."""
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in self.message.splitlines() if line)
        line = f"border-left: 4px solid {FACES[self.state][2]}; padding-left: 0.8em"
        heading = f"<strong>{escape(self.heading)}</strong>"
        return f'<div class="gd-diagnosis gd-{self.state}" style="{line}">{heading}{paragraphs}</div>'
