"""A lesson as a notebook, made from the page itself: `python -m gdlearn_site.notebook docs/lessons/0*.md`.

The page is run once, since the values in its text are computed. Blocks become cells, what a page builder alone
understands becomes plain Markdown, and the notebook is written beside the page, without output.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from gdlearn_site import in_page, shell
from gdlearn_site import source as package
from gdlearn_site.fences import Fence, Options, options, pieces
from gdlearn_site.mistakes import plain as literal
from gdlearn_site.run import fill, marks
from gdlearn_site.session import Session

BOX = re.compile(r'^(?P<indent> *)(?:!!!|\?\?\?\+?) (?P<kind>\w+)(?: "(?P<title>.*)")?$')
ATTRIBUTES = re.compile(r" ?\{:? (?:[#.][^{}]*|download) \}")
REFERENCE = re.compile(r"\[([^\]]+)\]\[gdlearn[\w.]*\]")
LESSON = re.compile(r"\]\((\d\d-[\w-]+)\.md(?:#[\w-]+)?\)")
ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?!https?:|\d\d-[\w-]+\.ipynb)[^)]*\)")
EXPLORER = "--explorer--"  # a notebook has none
CLAIMS = "# What "  # blocks that hold the text of the page to its numbers; readers may change the numbers
FIRST = "%matplotlib inline"  # figures appear without being asked for by `show`


def flatten(lines: list[str]) -> list[str]:
    """Boxes (admonitions, hints, solutions) become a bold title with their content under it, not indented."""
    flat: list[str] = []
    rest = [*lines]
    while rest:
        line = rest.pop(0)
        if not (box := BOX.match(line)):
            flat.append(line)
            continue
        indent, inside = len(box["indent"]) + 4, []
        while rest and (not rest[0].strip() or rest[0].startswith(" " * indent)):
            inside.append(rest.pop(0)[indent:])
        name = {"mistake": "Mistake: "}.get(box["kind"], "")
        flat += ["", f"**{name}{box['title'] or box['kind'].capitalize()}**", "", *flatten(inside)]
    return flat


def plain(line: str) -> str:
    """A line of text without what only the site understands."""
    line = REFERENCE.sub(r"\1", ATTRIBUTES.sub("", line))
    return ELSEWHERE.sub(r"\1", LESSON.sub(r"](\1.ipynb)", line))


def cell(fence: Fence, asked: Options, session: Session) -> Iterator[str]:
    """A block of the page as a cell, or as text where there is nothing to run."""
    if "norun" in asked:
        yield shown(fence.code)
        return
    result = session.run(fence, asked)
    if fence.code.startswith(CLAIMS):
        return
    if "md" in asked:
        yield result.text
        return
    tags = ' tags=["raises-exception"]' if "raises" in asked.settings else ""
    hidden = ' jupyter={"source_hidden": true}' if {"hide", "hidecode"} & asked.switches else ""
    yield f"```python{tags}{hidden}\n{fence.code}\n```"
    if "caption" in asked.settings:
        yield f"*{asked.settings['caption']}*"


def shown(code: str) -> str:
    """Code to read, not to run."""
    return f"{marks(code)}python .noeval\n{code}\n{marks(code)}"


def elsewhere(name: str) -> str:
    """An exercise that is done in the page, or on the command line."""
    exercise = in_page.offered(name)
    start, check = in_page.commands(exercise)
    return f"**{literal(exercise.title)}.** `{start}` writes the file of this exercise, and `{check}` checks it."


def converted(lines: Iterable[str | Fence], session: Session, root: Path) -> Iterator[str]:
    """The pieces of a page as the Markdown that jupytext reads."""
    for piece in lines:
        if isinstance(piece, Fence):
            if piece.is_python:
                yield from ("", *cell(piece, options(piece), session), "")
            else:
                yield "\n".join([f"{piece.lines[0]} .noeval", *piece.lines[1:]])
        elif asked := package.LINE.match(piece):
            yield shown(package.source(asked["name"], root, bool(asked["body"])))
        elif asked := shell.LINE.match(piece):
            yield f"```python\n!{asked['command']}\n```"
        elif asked := in_page.LINE.match(piece):
            yield elsewhere(asked["name"])
        elif not piece.startswith(("<div", "</div", EXPLORER)):
            yield plain(fill(piece, session))


def notebook(page: str, root: Path = Path("src")) -> Any:
    """The notebook of a page.

    Args:
        page: the Markdown of the page, with its front matter.
        root: the folder in which the package lies.
    """
    body = re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL)
    body = re.sub(r"^[^\n]+\n\{ \.gd-lesson \}\n", "", body, flags=re.MULTILINE)
    body = "\n\n".join(part for part in body.split("\n\n") if "to_set(" not in part)  # what sets the explorer
    text = "\n".join(converted(pieces(flatten(body.splitlines())), Session(), root))
    made = jupytext.reads(re.sub(r"\n{3,}", "\n\n", text), fmt="md")
    first = nbformat.v4.new_code_cell(FIRST)  # type: ignore[no-untyped-call]  # published without
    made.cells.insert(1, first)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made.metadata.pop("jupytext", None)
    for number, part in enumerate(made.cells):  # instead of random ones: the same notebook in every build
        part["id"] = f"cell-{number}"
    return made


def write(page: Path) -> Path:
    """Write the notebook of a page beside it."""
    target = page.with_suffix(".ipynb")
    try:
        made = notebook(page.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{page}: {error}") from error
    jupytext.write(made, target, fmt="ipynb")
    return target


def main(pages: list[str]) -> None:
    """Write the notebooks of all pages, several at a time, in fresh processes: a fork would copy held locks."""
    try:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            for _ in pool.map(write, map(Path, pages)):
                pass
    except ValueError as error:
        sys.exit(f"notebook: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
