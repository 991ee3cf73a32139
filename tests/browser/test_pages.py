"""Every page of the site, light and dark, on a phone and on a desk, through every gate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import LOOKS, Look
from tests.browser.gates import OF_THE_LOOK, findings
from tests.test_site import ROOT

pytestmark = pytest.mark.browser


def built_path(source: Path) -> str:
    """Where the page of a Markdown file is built."""
    page = source.relative_to(ROOT / "docs").with_suffix("")
    return (page if page.name == "index" else page / "index").with_suffix(".html").as_posix()


PAGES = [*sorted(map(built_path, (ROOT / "docs").rglob("*.md"))), "404.html"]
# The pages of a folder are made alike. One page of each is looked at in all four ways, and the others in two, light and
# wide, dark and narrow; those that one template makes of docstrings and decisions are looked at once more, narrow.
IN_ALL_WAYS = (
    "index.html",
    "explore/index.html",
    "lessons/08-how-large-a-step/index.html",
    "how-to/grade-a-class/index.html",
    "exercises/index.html",
    "mistakes/shapes/index.html",
    "reference/objectives/index.html",
    "about/decisions/index.html",
)
ENOUGH = (Look("light", 1280), Look("dark", 390))
# axe-core holds a page against all of its rules once. Against those of the look it holds one page of each folder in the
# other ways too, and every lesson: figures have colours of their own, and the rest is one style sheet.
DRAWN = "lessons/"
MADE = ("reference/", "about/decisions/")


def looks(page: str) -> list[Look]:
    """The ways in which a page is looked at."""
    if page in IN_ALL_WAYS:
        return LOOKS
    return list(ENOUGH[1:]) if page.startswith(MADE) else list(ENOUGH)


VISITS = [(page, look) for page in PAGES for look in looks(page)]


def test_no_page_of_the_site_is_left_out(site: Path) -> None:
    assert set(IN_ALL_WAYS) <= set(PAGES)
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")) == sorted(PAGES)


@pytest.mark.parametrize(("page", "look"), VISITS, ids=str)
def test_a_page_passes_every_gate(page: str, look: Look, home: str, contexts: Mapping[Look, BrowserContext]) -> None:
    again = page.startswith(DRAWN) or page in IN_ALL_WAYS
    rules = None if look == ENOUGH[1] else OF_THE_LOOK if again else ()
    found = findings(contexts[look], home + page, rules)
    assert not found, "\n".join(": ".join(finding) for finding in found)
