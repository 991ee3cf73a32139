"""An exercise that is done in the page: `--exercise-- gradient-loop`.

What everybody can read stands in the HTML: the task, the code to complete, and the commands that do the same on the
command line. The hints and the solution are data for the script, so that no solution lies open. Scripts and Python are
in `docs/assets/page/`, where `make page` puts them.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from pygments import highlight  # type: ignore[import-untyped]  # published without
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from gdlearn.errors import InputError
from gdlearn.exercises import Exercise, exercises, find
from gdlearn.exercises.notebook import program
from gdlearn_site.mistakes import plain

LINE = re.compile(r"^--exercise-- (?P<name>[\w-]+)$")
PAGE = Path("docs/assets/page")


class InPageError(ValueError):
    """An exercise that a page cannot offer. Nobody catches it, so that it ends the build."""


def in_page() -> list[Exercise]:
    """The exercises that can be done in the page, in the order of the lessons."""
    return [exercise for exercise in exercises().values() if exercise.page]


def offered(name: str) -> Exercise:
    """An exercise that can be done in the page.

    Raises:
        InPageError: if there is no such exercise, or it needs what a page does not have.
    """
    try:
        exercise = find(name)
    except InputError as error:
        raise InPageError(f"--exercise-- {name}: {error}") from error
    if not exercise.page:
        raise InPageError(f"--exercise-- {name}: it is not marked `page = true` in the manifest of the exercises.")
    return exercise


def anchor(exercise: Exercise) -> str:
    """Where it stands on the page of its lesson."""
    return f"exercise-{exercise.name}"


def loaded(*, scripts: bool = True) -> int:
    """The bytes that the first check loads: Python for the browser, with its scripts or not, and our own files."""
    files = [*PAGE.glob("pyodide/*"), *PAGE.glob("gdlearn.zip")]
    return sum(file.stat().st_size for file in files if scripts or file.suffix != ".mjs")


def commands(exercise: Exercise) -> tuple[str, str]:
    """What does the same on the command line."""
    return "gdlearn exercises start", f"gdlearn exercises check {exercise.name}"


def coloured(file: Path) -> str:
    """A file of an exercise, without its task, as HTML in the colours of the other blocks."""
    return str(highlight(program(file), PythonLexer(), HtmlFormatter(nowrap=True))).strip()


def paragraphs(task: str) -> Iterator[str]:
    """The task as HTML: what is indented is a formula and keeps its lines."""
    for part in re.split(r"\n(?:[ \t]*\n)+", html.escape(task, quote=False)):
        # On a phone a line of formulas is broken between them: where two spaces or more stand.
        formulas = re.sub(r"\S+(?: \S+)*", r"<span>\g<0></span>", dedent(part))
        yield f"<pre>{formulas}</pre>" if part.startswith("    ") else f"<p>{' '.join(part.split())}</p>"


def to_html(exercise: Exercise) -> str:
    """An exercise as it stands on a page before any script has run, and what the script needs."""
    start, check = (f"<code>{command}</code>" for command in commands(exercise))
    data = {
        "name": exercise.name,
        "title": exercise.title,
        "code": program(exercise.stub),
        "hints": exercise.hints,
        "solution": coloured(exercise.solution),
        "check": commands(exercise)[1],
        "bytes": loaded(scripts=False),
    }
    return f"""<div class="gd-exercise" data-gd-exercise="{html.escape(json.dumps(data, ensure_ascii=False))}">
<p class="gd-exercise-about">{exercise.minutes} minutes</p>
<div class="gd-exercise-task">{"".join(paragraphs(exercise.task))}</div>
<div class="gd-exercise-code highlight"><pre><code>{coloured(exercise.stub)}</code></pre></div>
<div class="gd-exercise-bar"></div>
<p class="gd-exercise-elsewhere">On your computer: {start} writes the file, {check} checks it.</p>
</div>"""


class ExerciseLines(Preprocessor):
    """Replace every `--exercise--` line by a heading and the exercise."""

    def run(self, lines: list[str]) -> list[str]:
        """The same lines, with exercises in the place of names."""
        return [new for line in lines for new in self._replaced(line)]

    def _replaced(self, line: str) -> list[str]:
        if not (match := LINE.match(line)):
            return [line]
        exercise = offered(match["name"])
        heading = f"### In the page: {plain(exercise.title)} {{ #{anchor(exercise)} }}"
        return ["", heading, "", self.md.htmlStash.store(to_html(exercise)), ""]


class InPage(Extension):
    """No options."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name that Python-Markdown calls
        """Before the code blocks of superfences, which have priority 25."""
        md.preprocessors.register(ExerciseLines(md), "gdlearn-in-page", 28)


def makeExtension(**options: Any) -> InPage:  # noqa: N802
    """Where Python-Markdown starts."""
    return InPage(**options)
