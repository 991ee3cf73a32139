"""Every explorer of the built site: settings, still figure, sentence and links belong to each other."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.explorer_runs import script
from tests.test_site_explorer import shown

pytestmark = pytest.mark.site
PAGES = [
    "explore",
    "lessons/06-the-loop",
    "lessons/08-how-large-a-step",
    "lessons/09-scaling-the-features",
    "lessons/12-better-steps",
]

each_page = pytest.mark.parametrize("page", PAGES)


def text_of(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def course(site: Path) -> Any:
    """The data that the pages load."""
    return json.loads((site / "assets" / "page" / "course.json").read_text(encoding="utf-8"))


def test_these_pages_have_an_explorer_and_no_others(site: Path) -> None:
    found = [path.parent for path in site.rglob("index.html") if "data-gd-explorer" in path.read_text(encoding="utf-8")]
    assert sorted(path.relative_to(site).as_posix() for path in found) == PAGES


@each_page
def test_the_still_figure_and_its_sentence_are_what_the_scripts_will_show(page: str, site: Path, course: Any) -> None:
    text = text_of(site, page)
    element = text[
        text.index('<div class="gd-explorer"') : text.index("</p></div>", text.index("gd-explorer-still")) + 10
    ]
    settings, alt, sentence = shown(element)
    said = script("descentOf", course, settings)
    ends = [said["run"]["weights"][row] for row in (0, -1)]
    start, end = ("slope {} and bias {}".format(*(script("short", x) for x in w)) for w in ends)
    first, last = (script("short", said["run"]["allLosses"][row]) for row in (0, -1))
    assert f"the path of {settings['steps']} steps" in alt
    assert f"from {start} to {end}." in alt
    assert f"from {first} to {last}." in alt
    assert sentence == said["words"]


@each_page
def test_its_links_set_controls_that_are_there_to_what_they_can_be_set_to(page: str, site: Path) -> None:
    text = text_of(site, page)
    (settings,) = re.findall(r'data-gd-explorer="([^"]+)"', text)
    controls = json.loads(html.unescape(settings))["controls"]
    links = [html.unescape(link) for link in re.findall(r'<a class="gd-set" href="([^"]+)"', text)]
    assert len(links) >= 3
    for link in links:
        address = urlsplit(link)
        assert (address.scheme, address.netloc, address.path, address.fragment) == ("", "", "", "explorer")
        for name, value in parse_qsl(address.query, strict_parsing=True):
            assert name in controls
            assert script("read", name, value) is not None


@each_page
def test_no_link_that_sets_controls_is_on_a_page_without_them(page: str, site: Path) -> None:
    with_links = [
        path.parent.relative_to(site).as_posix()
        for path in site.rglob("index.html")
        if 'class="gd-set"' in path.read_text(encoding="utf-8")
    ]
    assert page in with_links
    assert {*with_links} <= {*PAGES}
