"""The explorer under the hands of a reader: what the page shows is what the package computes with the same settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Look
from tests.browser.explorer_page import (
    by_keyboard,
    by_mouse,
    by_touch,
    middle,
    numbers,
    opened,
    own,
    set_by,
    shows,
    status,
)
from tests.browser.gates import Watch, overflow

pytestmark = pytest.mark.browser

EXPLORE = "explore/"
LESSONS = {  # page -> the controls that its explorer has
    "lessons/06-the-loop/": ["start", "steps", "rate"],
    "lessons/08-how-large-a-step/": ["rate"],
    "lessons/09-scaling-the-features/": ["standardise", "rate"],
    "lessons/12-better-steps/": ["optimizer", "rate", "steps"],
}
LOOKS = [Look("light", 1280), Look("dark", 390)]
SHIFTS = """new PerformanceObserver((list) => list.getEntries().forEach((each) => {
    if (!each.hadRecentInput) window.shifted = (window.shifted || 0) + each.value;
})).observe({ type: "layout-shift", buffered: true })"""
FOCUSED = """(({ ariaLabel, labels, textContent }) => ariaLabel || labels?.[0]?.textContent || textContent)(
    document.activeElement)"""
REDRAW = """async () => {
    const slider = document.querySelector(".gd-control-rate input"), handle = document.querySelector(".gd-handle");
    const times = [];
    for (let k = 0; k < 200; k += 1) {
        await new Promise(requestAnimationFrame);
        const before = performance.now();
        slider.value = -2.5 + k * 0.005;
        if (k % 2) slider.dispatchEvent(new Event("input"));
        else handle.dispatchEvent(new KeyboardEvent("keydown", { key: k % 80 < 40 ? "ArrowUp" : "ArrowDown" }));
        times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[100];
}"""


@pytest.fixture
def page(contexts: Mapping[Look, BrowserContext], home: str) -> Iterator[Page]:
    """The explorer's own page on a desk; whatever is done there, no other host is asked and nothing goes wrong."""
    page = contexts[LOOKS[0]].new_page()
    watch = Watch(page, home)
    page.goto(home + EXPLORE)
    expect(page.locator(".gd-explorer-live")).to_be_visible()
    yield page
    page.close()
    assert watch.found == []


@pytest.mark.parametrize("use", [by_mouse, by_touch, by_keyboard])
def test_every_control_changes_the_descent_as_it_does_in_the_package(
    use: Callable[[Page, str, Locator], None], browser: Browser, home: str
) -> None:
    with browser.new_context(has_touch=use is by_touch, viewport={"width": 390, "height": 900}) as context:
        page = opened(context, home + EXPLORE)
        for key in own(page)["controls"]:
            inside = page.locator(f".gd-control-{key} :is(input, select, button)").first
            use(page, key, page.get_by_role("slider", name="Start") if key == "start" else inside)
            page.wait_for_function("key => new URLSearchParams(location.search).has(key)", arg=key)
            changed = set_by(page.url)
            assert [*changed] == [key]
            assert changed[key] != own(page)[key]
            assert use is not by_keyboard or key not in ("rate", "steps", "noise") or changed[key] > own(page)[key]
            shows(page, **changed)
            expect(status(page)).to_have_text(page.locator(".gd-explorer-words").text_content() or "")
            page.get_by_role("button", name="Reset").click()
            shows(page)
            page.wait_for_function("location.search === ''")


def test_exact_numbers_can_be_typed_and_wrong_ones_change_nothing(page: Page) -> None:
    rate = page.get_by_label("Learning rate, exact")
    rate.fill("0.02345")
    shows(page, rate=0.02345)
    for wrong in ("", "0", "-1", "7"):
        rate.fill(wrong)
        expect(rate).to_have_attribute("aria-invalid", "true")
        shows(page, rate=0.02345)
    rate.blur()
    expect(rate).to_have_value("0.02345")
    page.get_by_label("Start, bias").fill("5.5")
    shows(page, rate=0.02345, start=[own(page)["start"][0], 5.5])


def test_the_tab_key_leads_to_every_control_in_the_order_of_the_page(page: Page) -> None:
    page.locator(".gd-explorer").focus()
    names = []
    while page.evaluate("!!document.activeElement.closest('.gd-explorer-live')"):
        page.keyboard.press("Tab")
        names.append(page.evaluate(FOCUSED))
    fields = [
        "Learning rate",
        "Learning rate, exact",
        "Start, slope",
        "Start, bias",
        "Steps",
        "Optimiser",
        "Batch size",
    ]
    expected = ["Start", "Play", "Step", "Reset", *fields, "Standardise x", "Noise", "New data"]
    assert sorted(names[:-1]) == sorted(expected)
    assert names[:4] == expected[:4]


def test_an_address_brings_back_what_was_on_the_screen(page: Page) -> None:
    page.get_by_label("Optimiser").select_option("momentum")
    page.get_by_label("Learning rate, exact").fill("0.004")
    page.get_by_role("slider", name="Start").press("Shift+ArrowRight")
    page.get_by_role("button", name="New data").click()
    page.wait_for_function("location.search.includes('data=1')")
    again = opened(page.context, page.url)
    for part in (".gd-explorer-readout", ".gd-explorer-words", ".gd-explorer-facts", ".gd-plot-plane"):
        assert again.locator(part).inner_html() == page.locator(part).inner_html()
    shows(again, **set_by(page.url))
    again.close()


@pytest.mark.parametrize(
    "wrong", ["rate=0", "rate=many", "start=1", "optimizer=toString", "batch=3", "steps=1e9", "data=-1"]
)
def test_what_an_address_says_wrong_counts_as_not_said(wrong: str, page: Page, home: str) -> None:
    page.goto(f"{home}{EXPLORE}?{wrong}&noise=1")
    expect(page.locator(".gd-explorer-live")).to_be_visible()
    shows(page, noise=1)


@pytest.mark.parametrize("path", [EXPLORE, *LESSONS])
def test_links_set_the_controls_without_loading_the_page_again(
    path: str, contexts: Mapping[Look, BrowserContext], home: str
) -> None:
    page = opened(contexts[LOOKS[0]], home + path)
    page.evaluate("window.same = true")
    links = page.locator("a.gd-set").all()
    assert links
    for link in links:
        address = link.evaluate("each => each.href")
        link.click()
        shows(page, **set_by(address))
        assert page.evaluate("window.same && document.activeElement.id === 'explorer'")
        expect(status(page)).to_have_text(re.compile(r"^Set\. \w"))
        expect(page.locator(".gd-explorer-plane")).to_be_in_viewport(ratio=0.9)
    page.close()


@pytest.mark.parametrize("path", LESSONS)
def test_a_lesson_has_the_controls_that_it_speaks_of(
    path: str, contexts: Mapping[Look, BrowserContext], home: str
) -> None:
    page = opened(contexts[LOOKS[1]], home + path)
    rows = page.locator(".gd-control").evaluate_all("all => all.map(each => each.className.split('gd-control-')[1])")
    assert rows == LESSONS[path] == own(page)["controls"]
    assert page.get_by_role("slider", name="Start").count() == ("start" in rows)
    shows(page)
    page.close()


def test_the_start_follows_the_pointer_and_the_arrow_keys(page: Page) -> None:
    handle = page.get_by_role("slider", name="Start")
    before = middle(handle)
    by_mouse(page, "start", handle)
    assert middle(handle) == pytest.approx((before[0] + 60, before[1] - 50), abs=1)
    fields = [page.get_by_label(f"Start, {name}") for name in ("slope", "bias")]
    for key, moves in {"ArrowUp": (0, 0.1), "ArrowLeft": (-0.1, 0), "Shift+ArrowDown": (0, -1)}.items():
        old = [float(field.input_value()) for field in fields]
        handle.press(key)
        assert [float(field.input_value()) for field in fields] == pytest.approx(
            [*map(sum, zip(old, moves, strict=True))]
        )
    said = f"slope {fields[0].input_value()}, bias {fields[1].input_value()}".replace("-", "−")
    assert handle.get_attribute("aria-valuetext") == said


def test_a_start_that_is_dragged_away_stays_inside_and_the_view_stays_as_it_is(page: Page) -> None:
    ticks = page.locator(".gd-plot-plane > g .tick").all_text_contents()
    handle = page.get_by_role("slider", name="Start")
    x, y = middle(handle)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 900, y + 250, steps=5)
    page.mouse.up()
    plane, place = page.locator(".gd-plot-plane > svg").bounding_box(), middle(handle)
    assert plane
    assert plane["x"] < place[0] < plane["x"] + plane["width"]
    assert plane["y"] < place[1] < plane["y"] + plane["height"]
    assert page.locator(".gd-plot-plane > g .tick").all_text_contents() == ticks
    page.wait_for_function("location.search.includes('start')")
    shows(page, **set_by(page.url))


def test_a_run_plays_pauses_steps_and_takes_changes_as_it_plays(page: Page) -> None:
    def button(name: str) -> Locator:
        return page.get_by_role("button", name=name, exact=True)

    readout = page.locator(".gd-explorer-readout")
    page.get_by_role("slider", name="Steps").fill("300")
    button("Play").click()
    expect(readout).to_contain_text(re.compile(r"Step ([5-9]|\d\d) of 300"))
    page.get_by_label("Learning rate, exact").fill("0.01")
    at_change = numbers(page)[0]
    assert 5 <= at_change < 290
    page.wait_for_function(
        f"parseInt(document.querySelector('.gd-explorer-readout').textContent.slice(5)) > {at_change}"
    )
    button("Pause").click()
    t = int(numbers(page)[0])
    shows(page, t, rate=0.01, steps=300)
    expect(status(page)).to_have_text(readout.text_content() or "")
    button("Step").click()
    shows(page, t + 1, rate=0.01, steps=300)
    page.wait_for_timeout(300)
    assert numbers(page)[0] == t + 1
    button("Reset").click()
    shows(page)
    button("Step").click()
    shows(page, 0)  # after the end, the start
    page.get_by_role("slider", name="Steps").fill("1")
    button("Play").click()
    expect(readout).to_contain_text("Step 1 of 1")
    expect(button("Play")).to_be_visible()


def test_without_motion_a_press_goes_on_by_a_tenth(browser: Browser, home: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = opened(context, home + EXPLORE)
        for t in (0, 6, 12):
            page.get_by_role("button", name="Jump on").click()
            page.wait_for_timeout(150)
            shows(page, t)


def test_a_diverging_run_is_said_cut_off_and_drawn_with_numbers_only(page: Page, home: str) -> None:
    for address in (
        "rate=0.03",
        "rate=2&steps=500",
        "rate=2&steps=500&optimizer=nesterov&start=-100,100&noise=0",
        "rate=2&batch=1",
    ):
        page.goto(f"{home}{EXPLORE}?{address}")
        expect(status(page)).to_have_text(re.compile("^Diverges: the loss grew from"))
        expect(page.locator(".gd-plot-plane .gd-note")).to_have_text(re.compile(r"^leaves the picture at step \d+$"))
        assert page.locator(".gd-plot").evaluate_all(
            "all => all.every(each => !/NaN|Infinity|undefined/.test(each.outerHTML))"
        )
        assert (
            page.locator(".gd-plot-plane .gd-path").first.evaluate("each => getComputedStyle(each).stroke")
            == "rgb(127, 29, 29)"
        )


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_in_any_state(look: Look, contexts: Mapping[Look, BrowserContext], home: str) -> None:
    page = opened(contexts[look], home + EXPLORE)

    def judge(state: str) -> None:
        found = Axe().run(page, context=".gd-explorer", options={"resultTypes": ["violations"]}).response["violations"]
        assert [(state, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        assert overflow(page) == []

    judge("start")
    page.get_by_role("slider", name="Start").press("Shift+ArrowUp")
    judge("moved")
    page.get_by_label("Learning rate, exact").fill("-1")
    judge("a wrong number")
    page.get_by_label("Learning rate, exact").fill("2")
    judge("diverging")
    page.get_by_role("button", name="Play").click()
    judge("playing")
    page.close()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_moves_when_the_explorer_comes(look: Look, contexts: Mapping[Look, BrowserContext], home: str) -> None:
    for path in (EXPLORE, next(iter(LESSONS))):
        page = contexts[look].new_page()
        page.add_init_script(SHIFTS)
        page.route("**/page.js", lambda route: route.abort())
        page.goto(f"{home}{path}#explorer")
        reserved = page.locator(".gd-explorer").evaluate("each => each.getBoundingClientRect().height")
        page.unroute("**/page.js")
        page.reload()
        expect(page.locator(".gd-explorer-live")).to_be_visible()
        page.wait_for_timeout(300)
        assert page.locator(".gd-explorer").evaluate("each => each.getBoundingClientRect().height") == pytest.approx(
            reserved, abs=1
        ), path
        assert page.evaluate("window.shifted || 0") < 0.01, path
        page.close()


def test_without_scripts_there_is_a_figure_and_a_sentence_and_no_empty_room(browser: Browser, home: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for path in (EXPLORE, *LESSONS):
            page.goto(home + path)
            expect(page.locator(".gd-explorer > figure > svg")).to_be_visible()
            said = page.locator(".gd-explorer-still")
            expect(said).to_have_text(re.compile(r"the loss \w+ from"))
            whole, last = page.locator(".gd-explorer").bounding_box(), said.bounding_box()
            assert whole
            assert last
            assert whole["y"] + whole["height"] - last["y"] - last["height"] < 30


def test_pages_without_an_explorer_load_none(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home)
    page.wait_for_load_state("networkidle")
    assert any("page.js" in url for url in asked)
    assert not [url for url in asked if "explorer-" in url or "course.json" in url]


def test_a_change_is_drawn_within_four_milliseconds(page: Page) -> None:
    assert page.evaluate(REDRAW) < 4
