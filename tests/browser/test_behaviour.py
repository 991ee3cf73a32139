"""What a reader does: search, choose light or dark, play an animation, read without scripts, print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gdlearn.server import serve
from tests.browser.conftest import LOOKS, Look
from tests.browser.gates import collapsed
from tests.test_site import ROOT

pytestmark = pytest.mark.browser
WORD = "eigenvectors"
ANIMATION = """<!doctype html><title>An animation</title><figure class="gd-animation"><svg viewBox="0 0 9 9">
<circle r="1"><animate attributeName="cx" begin="indefinite" dur="2s" from="0" to="9" fill="freeze"/></circle>
<circle r="2"><animate attributeName="cy" begin="indefinite" dur="1s" from="0" to="9" fill="freeze"/></circle></svg>
<button type="button" data-gd-play hidden>Play</button></figure><script src="gdlearn.js"></script>"""


@pytest.fixture
def page(contexts: Mapping[Look, BrowserContext]) -> Iterator[Page]:
    """A page on a desk, light at first."""
    opened = contexts[Look("light", 1280)].new_page()
    yield opened
    opened.close()


def test_search_finds_a_page_that_holds_the_word(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("textbox", name="Search").press_sequentially(WORD)  # key by key: the theme listens to keys
    page.locator(".md-search-result__link").first.click()
    expect(page.locator("article")).to_contain_text(WORD)
    assert page.url != home


def test_light_and_dark_are_one_press_apart_and_the_choice_is_kept(browser: Browser, home: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(home)
        body, ground = page.locator("body"), "getComputedStyle(document.body).backgroundColor"
        expect(body).to_have_attribute("data-md-color-scheme", "default")
        light = page.evaluate(ground)
        page.get_by_title("Switch to dark mode").click()
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
        assert page.evaluate(ground) != light
        page.goto(f"{home}get-started/")
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
        page.get_by_title("Switch to light mode").click()
        assert page.evaluate(ground) == light


def test_formulas_and_figures_need_no_script(browser: Browser, home: str, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        with_formulas = [path for path in sorted(site.rglob("*.html")) if 'class="katex"' in path.read_text()]
        assert with_formulas
        for path in with_formulas:
            page.goto(home + path.relative_to(site).as_posix())
            formula = page.locator("article .katex:visible").first.bounding_box()
            assert formula
            assert min(formula["width"], formula["height"]) > 2
            assert collapsed(page) == []


@pytest.fixture
def animation(page: Page, tmp_path: Path) -> Iterator[Page]:
    """A page with nothing but an animation of two seconds and our script."""
    (tmp_path / "index.html").write_text(ANIMATION)
    (tmp_path / "gdlearn.js").write_text((ROOT / "docs/assets/gdlearn.js").read_text())
    with serve(tmp_path) as address:
        page.goto(address)
        yield page


def test_an_animation_plays_pauses_goes_on_and_plays_again(animation: Page) -> None:
    place = "document.querySelector('circle').cx.animVal.value"
    button = animation.locator("[data-gd-play]")
    expect(button).to_have_text("Play")
    assert animation.evaluate(place) == 0
    button.click()
    expect(button).to_have_text("Pause")
    animation.wait_for_function(f"{place} > 1")
    button.click()
    expect(button).to_have_text("Play")
    paused = animation.evaluate(place)
    animation.wait_for_timeout(200)
    assert 1 < animation.evaluate(place) == paused < 9
    button.click()
    expect(button).to_have_text("Pause")
    animation.wait_for_function(f"{place} > {paused}")
    expect(button).to_have_text("Play again")  # when the longer of the two has ended
    assert animation.evaluate(place) == 9
    button.click()
    expect(button).to_have_text("Pause")
    animation.wait_for_function(f"{place} < 9")


def test_every_animation_of_the_site_starts_and_pauses(page: Page, home: str, site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        if "data-gd-play" not in path.read_text():
            continue
        page.goto(home + path.relative_to(site).as_posix())
        for button in page.locator("[data-gd-play]").all():
            expect(button).to_be_visible()
            for text in ("Play", "Pause", "Play"):
                expect(button).to_have_text(text)
                button.click()


def test_without_scripts_no_button_promises_what_it_cannot_do(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(ANIMATION)
    with browser.new_context(java_script_enabled=False) as context, serve(tmp_path) as address:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("[data-gd-play]")).to_be_hidden()


@pytest.mark.parametrize("path", ["", "get-started/", "about/design/", "reference/descent/"])
def test_paper_has_no_navigation_and_looks_the_same_from_light_and_dark(
    path: str, home: str, contexts: Mapping[Look, BrowserContext]
) -> None:
    printed = set()
    for look in (Look("light", 1280), Look("dark", 1280)):
        page = contexts[look].new_page()
        page.goto(home + path)
        page.emulate_media(media="print")
        for part in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".mkdocstrings-source", ".md-code__nav"):
            assert page.locator(f"{part}:visible").count() == 0, part
        printed.add(page.screenshot(full_page=True))
        page.close()
    assert len(printed) == 1


def test_code_is_never_cut_off_on_paper(home: str, page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 1000})  # A4 less its margins
    page.emulate_media(media="print")
    page.goto(f"{home}about/design/")
    cut = "[...document.querySelectorAll('pre, pre > code')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert page.locator("pre").count() > 0
    assert page.evaluate(cut) == 0


def test_every_look_is_the_one_that_was_asked_for(home: str, contexts: Mapping[Look, BrowserContext]) -> None:
    for look in LOOKS:
        page = contexts[look].new_page()
        page.goto(home)
        scheme = {"light": "default", "dark": "slate"}[look.scheme]
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        assert page.evaluate("innerWidth") == look.width
        page.close()
