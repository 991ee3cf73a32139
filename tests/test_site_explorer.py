"""The line that becomes an explorer: a still figure and a sentence of that very descent, and everything it refuses."""

from __future__ import annotations

import html
import json
import re
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import gdlearn as gd
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.theory import largest_stable_learning_rate
from tests.explorer_runs import course, script, tool

pytestmark = pytest.mark.site
EXTENSIONS = ["attr_list", "md_in_html", "gdlearn_site.run", "gdlearn_site.explorer"]


def page(text: str) -> str:
    """One page from Markdown to HTML."""
    tool("explorer")
    return str(import_module("markdown").markdown(text, extensions=EXTENSIONS))


def shown(page: str) -> tuple[dict[str, Any], str, str]:
    """What an explorer says of itself: its settings, the text of its still figure, its sentence."""
    (settings,) = re.findall(r'<div class="gd-explorer" id="explorer" style=.*? data-gd-explorer="([^"]+)"', page)
    (alt,) = re.findall(r'<svg [^>]*aria-label="([^"]+)"', page)
    (sentence,) = re.findall(r'<p class="gd-explorer-still">(.+?)</p>', page)
    return json.loads(html.unescape(settings)), html.unescape(alt), html.unescape(sentence)


def test_what_a_line_leaves_out_is_the_course_s_own_and_the_rate_of_the_command() -> None:
    settings, _, _ = shown(page("--explorer--"))
    data = gd.line()
    largest = largest_stable_learning_rate(gd.MeanSquaredError(data.X, data.y))
    assert settings.pop("rate") == pytest.approx(0.75 * largest, rel=5e-3)
    assert settings.pop("start") == pytest.approx(gd.starting_weights(2), rel=5e-3)
    assert settings.pop("controls") == script("KEYS")
    usual = {"steps": 60, "optimizer": "gd", "batch": 0, "standardise": False, "noise": 4, "data": 0}
    assert settings == usual


@pytest.mark.parametrize(
    "line",
    [
        "--explorer--",
        "--explorer-- rate=0.031 steps=40 start=0,0",
        "--explorer-- rate=2 steps=500",
        "--explorer-- optimizer=adam rate=0.3 start=2,9",
        "--explorer-- standardise=1 rate=0.25 noise=1",
        "--explorer-- data=3 batch=8 rate=0.01",
    ],
)
def test_settings_figure_and_sentence_are_of_one_descent(line: str) -> None:
    """The figure is made by the package; the numbers it names are held against the page's scripts."""
    settings, alt, sentence = shown(page(line))
    for name, text in (word.split("=") for word in line.split()[1:]):
        assert settings[name] == script("read", name, text)
    said = script("descentOf", course(), settings)
    weights, losses = said["run"]["weights"], said["run"]["allLosses"]
    rule = type(OPTIMIZERS[settings["optimizer"]](0.1)).__name__
    assert f"the path of {len(weights) - 1} steps of {rule}:" in alt
    places = ["slope {} and bias {}".format(*(script("short", x) for x in w)) for w in (weights[0], weights[-1])]
    assert f"from {places[0]} to {places[1]}." in alt
    assert f"from {script('short', losses[0])} to {script('short', losses[-1])}." in alt
    assert sentence == said["words"]


def test_values_of_the_page_may_stand_in_the_line() -> None:
    settings, _, _ = shown(
        page("```python run hide\nrate = 0.01\n```\n\n--explorer-- rate={{ rate / 2 }} controls=rate,steps\n")
    )
    assert (settings["rate"], settings["controls"]) == (0.005, ["rate", "steps"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("--explorer-- rate=0", "'rate=0': the control rate cannot be set to '0'"),
        ("--explorer-- rate=-1", "rate cannot be set"),
        ("--explorer-- rate=fast", "rate cannot be set"),
        ("--explorer-- start=1", "start cannot be set"),
        ("--explorer-- steps=2.5", "steps cannot be set"),
        ("--explorer-- steps=501", "steps cannot be set"),
        ("--explorer-- optimizer=adamw", "optimizer cannot be set"),
        ("--explorer-- batch=7", "batch cannot be set"),
        ("--explorer-- standardise=yes", "standardise cannot be set"),
        ("--explorer-- speed=3", "sets none of rate, start, steps"),
        ("--explorer-- rate", "rate cannot be set"),
        ("--explorer-- rate=0.1 rate=0.2", "sets rate once more"),
        ("--explorer-- controls=rate,speed", "name some of rate, start, steps"),
        ("--explorer-- controls=rate controls=steps", "name some of rate, start, steps"),
        ("--explorer--\n\n--explorer-- rate=0.01", "a page has one"),
        ("{{ to_set(rate=0.0) }}", "rate cannot be set"),
        ("{{ to_set(speed=1) }}", "sets none of rate, start, steps"),
    ],
)
def test_the_build_ends_with_one_sentence_for(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        page(text)
    assert "\n" not in str(caught.value)


def test_a_link_sets_controls_and_is_rounded_as_a_reader_would_set_it() -> None:
    settings = "optimizer='adam', rate=0.3, start=(2, 9.4321), standardise=True"
    text = page(f"{{{{ to_set(rate=0.0282431) }}}} {{{{ to_set('Adam', {settings}) }}}}")
    first, second = re.findall(r'<a class="gd-set" href="([^"]+)">(.+?)</a>', text)
    assert first == ("?rate=0.0282#explorer", "try 0.0282")
    assert second == ("?optimizer=adam&amp;rate=0.3&amp;start=2,9.43&amp;standardise=1#explorer", "Adam")


@pytest.mark.parametrize(
    "text",
    [
        'import * as all from "./other.js";',
        'import other from "./other.js";',
        "export default 3;",
        'export * from "./other.js";',
        "const a = 1;\nexport { a };",
    ],
)
def test_a_script_that_is_written_in_another_way_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "other.js").write_text("export const other = 1;\n", encoding="utf-8")
    (tmp_path / "index.js").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is not understood here"):
        tool("scripts").exports(tmp_path / "index.js")


def test_scripts_are_asked_for_constants_functions_streams_and_what_is_not_finite(tmp_path: Path) -> None:
    (tmp_path / "one.js").write_text(
        "export const one = 1;\nexport function* up() { for (let i = 0; ; i += 1) yield i; }\n"
    )
    (tmp_path / "index.js").write_text(
        'import { one } from "./one.js";\nexport { up } from "./one.js";\n'
        "export const share = (x) => [one / x, new Float64Array([x]), undefined];\nexport const two = one + 1;\n"
    )
    ask = partial(tool("scripts").exports(tmp_path / "index.js"))
    assert ask("two") == 2
    assert ask("share", 0) == [float("inf"), [0], None]
    assert ask("up", count=3) == [0, 1, 2]


def test_an_edit_that_fits_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="stands 0 times in words"):
        tool("scripts").exports(tool("scripts").WEB / "descent" / "index.js", {"words.js": ("nowhere", "")})
