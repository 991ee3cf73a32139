"""What a page must satisfy in a browser. Each gate says what it found; a page without findings is fit to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response, Route

SMALL = 40  # pixels: a figure with a side below this has collapsed

OF_THE_LOOK = ("color-contrast", "scrollable-region-focusable")  # rules that colours or the width of the window decide

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
# A page has thousands of words in the same few colours, and axe-core takes long over each. So it is shown one word of
# each kind: of one colour, size, weight and line, in a text of one colour, on one pile of backgrounds. What remains of
# code becomes plain text after that.
ONE_OF_EACH_KIND = """
    const piles = new Map([[null, '']]), seen = new Set();
    const pile = each => {
        if (!piles.has(each)) {
            const style = getComputedStyle(each);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity].join();
            piles.set(each, pile(each.parentElement) + (own === 'rgba(0, 0, 0, 0),none,1' ? '' : own));
        }
        return piles.get(each);
    };
    const says = each => [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    for (const each of document.querySelectorAll('body *'))
        if ((says(each) || each.matches('input, select, textarea')) && each.checkVisibility()) {
            const {color, fontSize, fontWeight, textShadow, textDecorationLine} = getComputedStyle(each);
            const around = getComputedStyle(each.parentElement).color;
            const kind = [color, fontSize, fontWeight, textShadow, textDecorationLine, around, pile(each)].join();
            seen.has(kind) || each.setAttribute('data-kind', seen.add(kind).size);
        }"""
# Of the folded sources of the package one is left, and so is the drawing of one formula in a line of text (all keep
# their MathML); those that stand alone stay, since they may scroll.
THIN_OUT = """
    const rare = each => each.matches('[data-kind]') || each.querySelector('[data-kind]');
    for (const many of ['.mkdocstrings-source', ':not(.katex-display) > .katex > .katex-html'])
        [...document.querySelectorAll(many)].slice(1).forEach(each => rare(each) || each.remove());
    for (const word of document.querySelectorAll('.highlight span:not(:has(*))'))
        rare(word) || word.replaceWith(word.textContent);"""
# A screen reader reads MathML, axe-core does not: to it, a column headed by a formula has no heading.
READ_FORMULAS = "document.querySelectorAll('th:has(math)').forEach(each => each.append('formula'))"
RUN_AXE = """options => {
        const shown = {'color-contrast': '[data-kind]', 'link-in-text-block': 'a[href][data-kind]'};
        axe.configure({rules: Object.entries(shown).map(([id, selector]) => ({id, selector}))});
        return axe.run(options);
    }"""
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
    for preparation in (ONE_OF_EACH_KIND, THIN_OUT, READ_FORMULAS, Axe().axe_script):
        page.evaluate(preparation)
    options = {"resultTypes": ["violations"]} | ({} if rules is None else {"runOnly": list(rules)})
    result: dict[str, Any] = page.evaluate(RUN_AXE, options)
    return [
        Finding(f"axe {rule['id']}", f"{node['html'][:160]}: {node['failureSummary']}")
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
