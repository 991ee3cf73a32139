"""The pages of the mistakes: every section is made from the catalogue, and its program runs when the site is built."""

import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from gdlearn.mistakes import CATALOGUE, Kind, Mistake
from gdlearn.mistakes.demonstration import Demonstration, demonstrate
from gdlearn.mistakes.run import Run
from gdlearn.mistakes.symptom import Symptom, symptom
from gdlearn.plots.mistake import draw_both_losses
from gdlearn.plots.style import subplots
from gdlearn_site.figures import to_html

PAGES = {Kind.GRADIENT: "gradient.md", Kind.SHAPE: "shapes.md", Kind.LOOP: "loop.md"}
VISIBLE = 0.04  # relative: on these scales less than the width of a line
FIRST = 4  # rows that a table shows, beside the last one: more columns do not fit
LESSONS = Path(__file__).parents[2] / "docs" / "lessons"

at_work = cache(demonstrate)  # each runs once, for all pages


def plain(text: str) -> str:
    """A text of the catalogue in which Markdown finds nothing of its own."""
    return re.sub(r"([\\`*_{}\[\]#!|])", r"\\\1", html.escape(text, quote=False))


def lesson(number: int) -> tuple[str, str]:
    """The title of a lesson, and where its page is from here."""
    (path,) = LESSONS.glob(f"{number:02}-*.md")
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(line[2:] for line in lines if line.startswith("# ")), f"../lessons/{path.name}"


def kind_page(kind: Kind) -> str:
    """All mistakes of a kind, by the lesson that they belong to."""
    chosen = [mistake for mistake in CATALOGUE.values() if mistake.kind is kind]
    sections = []
    for number in sorted({mistake.lesson for mistake in chosen}):
        title, page = lesson(number)
        sections.append(f"## {title} {{ #lesson-{number} }}\n\nRead more in [lesson {number}]({page}).")
        sections += [section(mistake) for mistake in chosen if mistake.lesson == number]
    return "\n\n".join(sections)


def section(mistake: Mistake) -> str:
    """One mistake: its program, what it does, how it shows, and the cure."""
    shown = at_work(mistake)
    return "\n\n".join(
        (
            f"### {plain(mistake.title)} {{ #{mistake.id} }}",
            f"`{mistake.id}`: {plain(mistake.message)}",
            program(mistake),
            *figure(shown),
            *numbers(shown),
            f"**How it shows.** {plain(mistake.symptom)}",
            f"**Cure.** {plain(mistake.cure)}",
            f"**Seen in.** {plain(mistake.evidence)}.",
        )
    )


def program(mistake: Mistake) -> str:
    """The wrong program, and what to change in it: "-" is the wrong line, "+" the right one."""
    lines = (f"{mark} {line}".rstrip() for mark, line in mistake.wrong.differences(mistake.right))
    return "\n".join(("``` { .diff .gd-program }", *lines, "```"))


def figure(shown: Demonstration) -> Iterator[str]:
    """Both losses in a picture, where two curves can be told apart."""
    if not shown.has_path:
        return
    if shown.apart < VISIBLE:
        same = f"differ by {shown.apart:.1%} at most" if shown.apart else "are the same"
        yield f"A picture would show one curve: the losses {same}."
        return
    picture, axes = subplots(height=2.1, width=3.8)
    draw_both_losses(axes, shown)
    axes.legend()
    yield to_html(picture, description(shown), "", [*CATALOGUE].index(shown.mistake.id))


def description(shown: Demonstration) -> str:
    """What the picture shows, for those who cannot see it."""
    said = [f"{name}, from {run.loss_at(0)} to {run.loss_at(len(run) - 1)}" for name, run in named(shown)]
    return f"Two curves of the loss over the steps: {' and '.join(said)}."


def named(shown: Demonstration) -> Iterator[tuple[str, Run]]:
    """The runs under their names."""
    yield from zip(("right", "wrong"), shown.runs, strict=True)


def numbers(shown: Demonstration) -> Iterator[str]:
    """What was measured: the losses, what else both programs say, and the exception."""
    if shown.runs and not shown.runs[1].stopped:
        chosen = [*shown.rows[:FIRST], shown.rows[-1]]
        lines = (row(name, *map(run.loss_at, chosen)) for name, run in named(shown))
        yield grid("loss at row", *map(str, chosen)) + "".join(lines)
    if shown.values:
        yield grid("what", "right", "wrong") + "".join(row(*map(plain, value)) for value in shown.values)
    if shown.runs and (said := shown.runs[1].stopped):
        yield f"{shown.runs[1].place}:\n\n``` {{ .text .gd-error }}\n{said}\n```"


def grid(*heads: str) -> str:
    """The head of a table."""
    return row(*heads) + row(*("---" for _ in heads))


def row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |\n"


def by_symptom(wanted: Symptom) -> str:
    """The mistakes that show in one way, as a list of links."""
    return "\n".join(
        f"- [{plain(mistake.title)}]({PAGES[mistake.kind]}#{mistake.id}), lesson {mistake.lesson}"
        for mistake in CATALOGUE.values()
        if symptom(at_work(mistake)) is wanted
    )
