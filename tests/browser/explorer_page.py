"""A page with a living explorer: what it says and shows, and the hands that use it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.explorer_runs import tool

READOUT = re.compile(r"Step (\d+) of (\d+): loss (\S+), slope (\S+), bias (\S+)")
# What the three pictures show, read as an eye does: by the labels of their axes. Each comes with the size of a pixel.
SEEN = """() => {
    const number = (text) => Number(text.replace("−", "-"));
    const reader = (plot, axis, side, scale = (value) => value) => {
        const all = [...plot.querySelectorAll(`:scope > g:nth-of-type(${axis}) .tick`)];
        const ticks = all.filter((each) => each.textContent);
        const at = (tick) => [tick.transform.baseVal[0].matrix[side], scale(number(tick.textContent))];
        const [[a, first], [b, last]] = [at(ticks[0]), at(ticks[ticks.length - 1])];
        const pixel = (last - first) / (b - a);
        return { of: (place) => first + (place - a) * pixel, pixel: Math.abs(pixel) };
    };
    const picture = (name, scale) => {
        const plot = document.querySelector(`.gd-plot-${name}`), { width, height } = plot.querySelector("svg");
        const { cx, cy } = plot.querySelector(".gd-here") || {};
        const [x, y] = cx ? [cx.baseVal.value, cy.baseVal.value] : [0, 0];
        const inside = x >= 0 && x <= width.baseVal.value && y >= 0 && y <= height.baseVal.value;
        return { plot, x, y, inside, across: reader(plot, 1, "e"), up: reader(plot, 2, "f", scale) };
    };
    const [plane, data, loss] = [picture("plane"), picture("data"), picture("loss", Math.log10)];
    const line = data.plot.querySelector(".gd-fit").getAttribute("d");
    const [left, from, right, to] = line.match(/[-e.\\d]+/g).map(Number);
    const slope = (data.up.of(to) - data.up.of(from)) / (data.across.of(right) - data.across.of(left));
    return {
        inside: plane.inside,
        weights: [plane.across.of(plane.x), plane.up.of(plane.y)], pixel: plane.across.pixel,
        line: [slope, data.up.of(from) - slope * data.across.of(left)], line_pixel: data.up.pixel,
        loss: 10 ** loss.up.of(loss.y), loss_pixel: loss.up.pixel,
    };
}"""


def opened(context: BrowserContext, address: str) -> Page:
    """A page whose explorer lives."""
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".gd-explorer-live")).to_be_visible()
    return page


def own(page: Page) -> dict[str, Any]:
    """The page's own settings."""
    settings: dict[str, Any] = json.loads(page.locator(".gd-explorer").get_attribute("data-gd-explorer") or "")
    return settings


def set_by(address: str) -> dict[str, Any]:
    """The settings that an address names."""
    said: dict[str, Any] = tool("controls").read([f"{key}={text}" for key, text in parse_qsl(urlsplit(address).query)])
    return said


def status(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator(".gd-explorer").get_by_role("status")


def numbers(page: Page) -> list[float]:
    """Step, steps, loss, slope and bias, as the page says them."""
    found = READOUT.match((page.locator(".gd-explorer-readout").text_content() or "").replace("−", "-"))
    assert found
    return [*map(float, found.groups())]


def shows(page: Page, t: int | None = None, **changes: Any) -> None:
    """In words and in the three pictures the page shows step t, the last if left out, of the package's descent."""
    data, _, run = tool("explorer").walk(own(page) | changes)
    last = len(run) - 1
    t = last if t is None else t
    expect(page.locator(".gd-explorer-readout")).to_contain_text(f"Step {t} of {last}:")
    assert np.allclose(numbers(page)[2:], [run.loss[t], *run.weights[t]], rtol=0.006), changes
    seen = page.evaluate(SEEN)
    if not seen["inside"]:
        assert "leaves the picture" in (page.locator(".gd-plot-plane .gd-note").text_content() or ""), changes
        return
    assert np.allclose(seen["weights"], run.weights[t], rtol=0, atol=seen["pixel"]), changes
    assert np.allclose(seen["line"], data.original_units(run.weights[t]), rtol=0.02, atol=seen["line_pixel"]), changes
    assert abs(np.log10(seen["loss"] / run.loss[t])) < seen["loss_pixel"], changes


def middle(control: Locator, share: float = 0.5) -> tuple[float, float]:
    """A place on a control, at a share of its width."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


def by_mouse(page: Page, key: str, control: Locator) -> None:
    if key == "start":
        x, y = middle(control)
        page.mouse.move(x + 3, y + 3)
        page.mouse.down()
        page.mouse.move(x + 63, y - 47, steps=4)
        page.mouse.up()
    elif control.evaluate("each => each.tagName") == "SELECT":
        control.select_option(index=1)  # the list that opens is the system's, no part of the page
    else:
        page.mouse.click(*middle(control, 0.4))


def by_touch(page: Page, key: str, control: Locator) -> None:
    if key != "start":
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(index=2)
        else:
            page.touchscreen.tap(*middle(control, 0.6))
        return
    x, y = middle(control)
    finger = page.context.new_cdp_session(page)
    for kind, moved in (("touchStart", 0), ("touchMove", 20), ("touchMove", 50), ("touchEnd", None)):
        points = [] if moved is None else [{"x": x + moved, "y": y - moved}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


KEYS = {"start": "ArrowUp", "standardise": "Space", "data": "Enter", "optimizer": "ArrowDown", "batch": "ArrowDown"}


def by_keyboard(_: Page, key: str, control: Locator) -> None:
    control.press(KEYS.get(key, "ArrowRight"))
