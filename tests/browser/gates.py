"""What a page must satisfy in a browser. Each gate says what it found; a page without findings is fit to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response, Route

SMALL = 40  # pixels: a figure with a side below this has collapsed

OF_THE_LOOK = ("color-contrast", "scrollable-region-focusable")  # rules that colours or the width of the window decide

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
# Code is thousands of words in the same few colours. One word of each colour, in each kind of block, is enough for
# axe-core; the others become plain text. Of the folded sources of the package one is left, and so is the drawing of
# one formula in a line of text (all keep their MathML); those that stand alone stay, since they may scroll.
THIN_OUT = """
    for (const many of ['.mkdocstrings-source', ':not(.katex-display) > .katex > .katex-html'])
        [...document.querySelectorAll(many)].slice(1).forEach(each => each.remove());
    const seen = new Set();
    for (const word of document.querySelectorAll('.highlight span:not(:has(*))')) {
        const kind = word.className + word.parentElement.className + word.closest('.highlight').className;
        seen.has(kind) ? word.replaceWith(word.textContent) : seen.add(kind);
    }"""
# A screen reader reads MathML, axe-core does not: to it, a column headed by a formula has no heading.
READ_FORMULAS = "document.querySelectorAll('th:has(math)').forEach(each => each.append('formula'))"
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
FIGURES = """[...document.querySelectorAll('article :is(figure, img, svg.gd-figure, .gd-figure svg), body > img')]
    .map(each => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
    .map(([html, box]) => [html, Math.round(box.width), Math.round(box.height)])"""


class Finding(NamedTuple):
    """What one gate has against a page."""

    gate: str  # foreign, http, console, overflow, figure, or `axe` with the name of a rule
    what: str


class Watch:
    """Listens to a page from before its first request."""

    def __init__(self, page: Page, address: str) -> None:
        self.home = "/".join(address.split("/")[:3]) + "/"
        self.found: list[Finding] = []
        page.route(self._foreign, self._refuse)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)
        page.on("console", self._console)
        page.on("pageerror", self._error)

    def _foreign(self, address: str) -> bool:
        return not address.startswith((self.home, "data:", "blob:"))

    def _refuse(self, route: Route) -> None:
        self.found.append(Finding("foreign", route.request.url))
        route.abort()

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.found.append(Finding("http", f"{response.status} {response.url}"))

    def _failed(self, request: Request) -> None:
        if not self._foreign(request.url):
            self.found.append(Finding("http", f"{request.failure} {request.url}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(Finding("console", message.text))

    def _error(self, error: Error) -> None:
        self.found.append(Finding("console", str(error)))


def findings(context: BrowserContext, address: str, rules: Sequence[str] | None = None) -> list[Finding]:
    """Open a page, send it through every gate, and close it; of axe-core all rules, or only these."""
    page = context.new_page()
    try:
        watch = Watch(page, address)
        page.goto(address)
        page.evaluate(UNFOLD)
        return [*overflow(page), *collapsed(page), *accessibility(page, rules), *watch.found]
    finally:
        page.close()


def overflow(page: Page) -> list[Finding]:
    """Is the page wider than the window?"""
    wide, window = page.evaluate(WIDTHS)
    return [Finding("overflow", f"{wide} pixels in a window of {window}")] if wide > window else []


def collapsed(page: Page) -> list[Finding]:
    """Is there a figure that nobody can see?"""
    boxes = page.evaluate(FIGURES)
    return [
        Finding("figure", f"{width} x {height}: {html}") for html, width, height in boxes if min(width, height) <= SMALL
    ]


def accessibility(page: Page, rules: Sequence[str] | None = None) -> list[Finding]:
    """What does axe-core find, by all of its rules or by these?"""
    if rules == ():
        return []
    page.evaluate(THIN_OUT)
    page.evaluate(READ_FORMULAS)
    options = {"resultTypes": ["violations"]} | ({} if rules is None else {"runOnly": list(rules)})
    result: dict[str, Any] = Axe().run(page, options=options).response
    return [
        Finding(f"axe {rule['id']}", f"{node['html'][:160]}: {node['failureSummary']}")
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
