"""Who checks the checks? A small page passes every gate; with one thing spoilt, the gate for it says so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from gdlearn.server import serve
from tests.browser.conftest import LOOKS, Look
from tests.browser.gates import OF_THE_LOOK, findings
from tests.browser.links import broken_links
from tests.browser.validity import messages

PICTURE = "<svg viewBox='0 0 2 1' role='img' aria-label='a line'><path d='M0 0L2 1' stroke='black'/></svg>"
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title>HEAD</head>
<body><main><article>
<h1 id="top">A page</h1>
<p>Some text, and <a href="#top">a link</a>.</p>
<details><summary>More</summary>FOLDED</details>
BODY
</article></main></body>
</html>
"""
TABLE = "<table><tr><th><math><mi>w</mi></math></th></tr><tr><td>1</td></tr></table>"
GOOD = f"<figure class='gd-figure'>{PICTURE}<figcaption>A line.</figcaption></figure>{TABLE}"

SPOILT = {  # in a browser: what is on the page -> the gate that must see it
    "<img src='http://example.com/a.png' alt='from another host' width='50' height='50'>": "foreign",
    "<script>fetch('//example.com/count')</script>": "foreign",
    "<style>@import url('https://fonts.example.com/css');</style>": "foreign",
    "<script src='missing.js'></script>": "http",
    "<img src='missing.png' alt='a picture that is gone' width='50' height='50'>": "http",
    "<script>console.error('something is wrong')</script>": "console",
    "<script>nothing.at.all()</script>": "console",
    "<script>Promise.reject(new Error('nobody listens'))</script>": "console",
    "<div style='width: 2000px'>wide</div>": "overflow",
    "<pre>" + "a long line " * 40 + "</pre>": "overflow",
    GOOD.replace("'gd-figure'", "'gd-figure' style='width: 0'"): "figure",
    GOOD.replace("viewBox", "height='0' viewBox"): "figure",
    "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' width='50' height='50'>": "axe image-alt",
    "<p style='color: #999; background: #fff'>faint</p>": "axe color-contrast",
    "<button></button>": "axe button-name",
    "<h4>Two levels too deep</h4>": "axe heading-order",
    "<input type='text'>": "axe label",
    "<table><tr><th></th></tr><tr><td>1</td></tr></table>": "axe empty-table-header",
}


@pytest.fixture
def write(tmp_path: Path) -> Path:
    """A folder with one good page."""
    put(tmp_path, GOOD)
    return tmp_path


def put(folder: Path, body: str = "", folded: str = "", head: str = "") -> None:
    """Write the page."""
    text = PAGE.replace("HEAD", head).replace("FOLDED", folded).replace("BODY", body)
    (folder / "index.html").write_text(text, encoding="utf-8")


def gates(context: BrowserContext, folder: Path) -> set[str]:
    """The gates that have something against the page."""
    with serve(folder) as address:
        return {finding.gate for finding in findings(context, address)}


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_good_page_passes(look: Look, write: Path, contexts: Mapping[Look, BrowserContext]) -> None:
    assert gates(contexts[look], write) == set()


@pytest.mark.browser
@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: f"{SPOILT[spoilt]}: {spoilt[:40]}")
def test_a_gate_rejects(spoilt: str, write: Path, contexts: Mapping[Look, BrowserContext]) -> None:
    put(write, GOOD + spoilt)
    assert SPOILT[spoilt] in gates(contexts[LOOKS[0]], write)


@pytest.mark.browser
def test_what_is_folded_away_is_judged_too(write: Path, contexts: Mapping[Look, BrowserContext]) -> None:
    put(write, folded="<div style='width: 2000px; color: #999'>wide and faint</div>")
    assert gates(contexts[LOOKS[0]], write) == {"overflow", "axe color-contrast"}


@pytest.mark.browser
def test_of_words_that_look_alike_one_is_judged(write: Path, contexts: Mapping[Look, BrowserContext]) -> None:
    plain, faint = ("".join(f"<p{style}>word {i}</p>" for i in range(3)) for style in ("", " style='color: #999'"))
    put(write, f"{plain}{faint}<div style='background: #555'>{plain}</div>")
    with serve(write) as address:
        found = findings(contexts[LOOKS[0]], address)
    assert [finding.gate for finding in found] == ["axe color-contrast"] * 2
    assert all(colour in finding.what for colour, finding in zip(("#ffffff", "#555555"), found, strict=True))


@pytest.mark.browser
def test_where_only_the_look_is_judged_colours_are_and_nothing_else(
    write: Path, contexts: Mapping[Look, BrowserContext]
) -> None:
    put(write, "<p style='color: #999; background: #fff'>faint</p><button></button>")
    with serve(write) as address:
        found = findings(contexts[LOOKS[0]], address, OF_THE_LOOK)
    assert {finding.gate for finding in found} == {"axe color-contrast"}


@pytest.mark.site
@pytest.mark.parametrize(
    "address", ["gone.html", "#gone", "index.html#gone", "/gone/", "../outside.html", "gone.png", "notebook.ipynb"]
)
def test_a_link_that_leads_nowhere_is_found(address: str, write: Path) -> None:
    assert broken_links(write) == []
    (write.parent / "outside.html").touch()
    put(write, f"<a href='{address}'>there</a>")
    assert broken_links(write) == [f"index.html -> {address}"]


@pytest.mark.site
@pytest.mark.parametrize(
    "spoilt", ["<p id='a'>a</p><p id='a'>b</p>", "<p><div>in</div></p>", "<img src='a.png'>", "<b>open", "<nothing/>"]
)
def test_html_that_is_not_valid_is_found(spoilt: str, write: Path, java: str) -> None:
    put(write, spoilt)
    (write / "good.html").write_text(PAGE.replace("HEAD", "").replace("FOLDED", "a").replace("BODY", GOOD))
    assert {message.page for message in messages(write, java)} == {"index.html"}
    assert all(message.known is None for message in messages(write, java))
