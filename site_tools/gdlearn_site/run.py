"""Pages that run: a `python run` block is executed when the site is built, and its output stands under it.

The first line of a block says what is to be done with it:

    ```python run                                the code and what it prints; the last expression is shown as well
    ```python run alt="..." caption="..."        ... and the figure that it draws, with a text for who cannot see it
    ```python run raises="ValueError"            it must raise this; the message is shown
    ```python run warns="UserWarning"            it must warn like this; the warning is shown
    ```python run hide                           set-up: nothing is shown
    ```python run hidecode                       only what comes out is shown
    ```python run md                             what it prints is Markdown, and part of the page
    ```python norun                              the code is shown and not run

`title="..."` names a block, `by="hand"` and `by="autograd"` give it its colour. In the text and in `alt=`,
`{{ loss[0]:.3f }}` is the value of an expression at this point of the page. One page is one namespace. Everything that
goes wrong ends the build, with or without `--strict`.
"""

import re
import textwrap
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from gdlearn_site.fences import Fence, Options, options, pieces
from gdlearn_site.figures import to_html
from gdlearn_site.session import Result, RunError, Session

VALUE = re.compile(r"\{\{ (.+?) \}\}")


def fill(line: str, session: Session) -> str:
    """The line with the values of its expressions in their places.

    Raises:
        RunError: if an expression cannot be evaluated, or half of its braces is missing.
    """
    filled = VALUE.sub(lambda match: session.value(match[1]), line)
    if "{{ " in filled or " }}" in filled:
        raise RunError(f"braces that do not match, or a space that is missing beside them: {line!r}")
    return filled


def marks(text: str) -> str:
    """Enough of them to enclose the text."""
    return "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))


class RunBlocks(Preprocessor):
    """Replace every `python run` block by its code and what came out, and every `{{ ... }}` by its value."""

    def run(self, lines: list[str]) -> list[str]:
        """The same page, executed."""
        session, page = Session(), []
        for piece in pieces(lines):
            if isinstance(piece, str):
                page.append(fill(piece, session))
            elif not piece.is_python:
                page += piece.lines
            else:
                page += self._executed(piece, options(piece), session)
        return page

    def _executed(self, fence: Fence, asked: Options, session: Session) -> list[str]:
        shown = [] if {"hide", "hidecode", "md"} & asked.switches else [self._code(fence, asked)]
        if "run" in asked:
            shown += self._outcome(session.run(fence, asked), asked, session)
        block = "\n\n".join(shown)
        return ["", *textwrap.indent(block, fence.indent).splitlines(), ""]

    def _code(self, fence: Fence, asked: Options) -> str:
        title = f' title="{asked.settings["title"]}"' if "title" in asked.settings else ""
        way = f" .gd-{asked.way}" if asked.way else ""
        around = marks(fence.code)
        return f"{around} {{ .python{way}{title} }}\n{fence.code}\n{around}"

    def _outcome(self, result: Result, asked: Options, session: Session) -> list[str]:
        if "hide" in asked:
            return []
        if "md" in asked:
            return [result.text]
        kind = "gd-error" if result.strange else "gd-output"
        around = marks(result.text)
        shown = [f"{around} {{ .text .{kind} }}\n{result.text}\n{around}"] if result.text else []
        if result.figure is not None:
            alt = fill(asked.settings["alt"], session)
            html = to_html(result.figure, alt, asked.settings.get("caption", ""), session.blocks)
            shown.append(self.md.htmlStash.store(html))
        return shown


class Run(Extension):
    """No options."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name that Python-Markdown calls
        """After line ends are put right (30), before what the package itself puts on a page (28)."""
        md.preprocessors.register(RunBlocks(md), "gdlearn-run", 29)


def makeExtension(**options: Any) -> Run:  # noqa: N802
    """Where Python-Markdown starts."""
    return Run(**options)
