"""The fenced blocks of a page, and what their first line asks for."""

import re
import shlex
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

OPENING = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<header>[^`]*)$")
PYTHON = {"python", "py", "python3", "pycon"}

SWITCHES = {"run", "norun", "hide", "hidecode", "md"}
SETTINGS = {"alt", "caption", "title", "raises", "warns", "by"}
WAYS = {"hand": "by-hand", "autograd": "autograd"}  # `by="hand"`: the class that gives the block its colour


class FenceError(ValueError):
    """A block that asks for something there is not. Nobody catches it, so that it ends the build."""


@dataclass(frozen=True)
class Fence:
    """One fenced block.

    Attributes:
        indent: the spaces in front of it: it may stand in a list or in an admonition.
        header: what follows the marks on the first line.
        code: the lines between the marks, without the indent.
        lines: the whole block as it stands on the page.
    """

    indent: str
    header: str
    code: str
    lines: tuple[str, ...]

    @property
    def language(self) -> str:
        """The first word of the header, in lower case."""
        return (self.header.split() or [""])[0].lower()

    @property
    def is_python(self) -> bool:
        """True for a block that looks like Python to the reader, and must therefore say whether it runs."""
        return self.language.strip("{.}") in PYTHON


@dataclass(frozen=True)
class Options:
    """What the header of a Python block asks for.

    Attributes:
        switches: words without a value: `run`, `norun`, `hide`, `hidecode`, `md`.
        settings: words with one: `alt`, `caption`, `title`, `raises`, `warns`, `by`.
    """

    switches: frozenset[str] = frozenset()
    settings: dict[str, str] = field(default_factory=dict)

    def __contains__(self, switch: str) -> bool:
        """True if the switch is there."""
        return switch in self.switches

    @property
    def way(self) -> str:
        """`by-hand`, `autograd`, or nothing."""
        return WAYS.get(self.settings.get("by", ""), "")


def pieces(lines: list[str]) -> Iterator[str | Fence]:
    """The lines of a page in order, every fenced block as one piece.

    Raises:
        FenceError: if a block is not closed.
    """
    rest = iter(lines)
    for line in rest:
        opening = OPENING.match(line)
        if not opening:
            yield line
            continue
        closing = re.compile(rf"^ *{opening['marks'][0]}{{{len(opening['marks'])},}} *$")
        block = [line]
        for inside in rest:
            block.append(inside)
            if closing.match(inside):
                break
        else:
            raise FenceError(f"the block {line.strip()!r} is not closed.")
        code = textwrap.dedent("\n".join(block[1:-1]))
        yield Fence(opening["indent"], opening["header"].strip(), code, tuple(block))


def options(fence: Fence) -> Options:
    """The options of a Python block.

    Raises:
        FenceError: for an unknown word, for a block that says neither `run` nor `norun`, and for contradictions.
    """
    name = f"the block {fence.header!r}"
    if fence.language != "python":
        raise FenceError(f"{name}: write ```python, so that it is either run or marked `norun`.")
    try:
        words = shlex.split(fence.header)[1:]
    except ValueError as error:
        raise FenceError(f"{name}: {error}.") from error
    switches = [word for word in words if "=" not in word]
    settings = dict(word.split("=", 1) for word in words if "=" in word)
    if unknown := [word for word in (*switches, *settings) if word not in SWITCHES | SETTINGS]:
        raise FenceError(f"{name}: {unknown[0]!r} is none of {', '.join(sorted(SWITCHES | SETTINGS))}.")
    if ("run" in switches) == ("norun" in switches):
        raise FenceError(f"{name} must say either `run` or `norun`.")
    if "norun" in switches and (set(switches) | set(settings)) - {"norun", "title", "by"}:
        raise FenceError(f"{name} is not run; it can have a title and nothing else.")
    if settings.get("by", "hand") not in WAYS:
        raise FenceError(f"{name}: by is one of {', '.join(WAYS)}.")
    return Options(frozenset(switches), settings)
