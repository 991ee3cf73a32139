"""The descent that moves: a still picture of its end, and what it was at earlier steps."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.plots import Animation, animate_descent
from gdlearn.plots.animation import LENGTH
from gdlearn.plots.runs import chosen_steps

SVG = "{http://www.w3.org/2000/svg}"
MOVING = ("moving-line", "growing-path", "moving-weights", "moving-loss")
STEPS = 1000
DATA = gd.line()
OBJECTIVE = gd.MeanSquaredError(DATA.X, DATA.y)
RUN = gd.record(OBJECTIVE, gd.starting_weights(2), gd.get_backend("numpy"), gd.GD(0.02), STEPS)


@pytest.fixture(scope="module")
def document() -> str:
    return animate_descent(DATA, OBJECTIVE, RUN).svg


@pytest.fixture(scope="module")
def root(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document)


def moved(root: ElementTree.Element, gid: str) -> ElementTree.Element:
    """The element of a group that has `<animate>` in it."""
    (group,) = root.findall(f".//{SVG}g[@id='{gid}']")
    (element,) = (e for e in group.iter() if e.find(f"{SVG}animate") is not None)
    return element


def values(root: ElementTree.Element, gid: str, attribute: str) -> list[str]:
    return moved(root, gid).findall(f"{SVG}animate[@attributeName='{attribute}']")[0].attrib["values"].split(";")


def test_nothing_moves_by_itself_and_everything_stays_where_it_ends(root: ElementTree.Element) -> None:
    animations = root.findall(f".//{SVG}animate")
    assert len(animations) == 6
    assert {a.attrib["begin"] for a in animations} == {"indefinite"}
    assert {a.attrib["fill"] for a in animations} == {"freeze"}
    assert len({a.attrib["dur"] for a in animations}) == 1
    assert {len(a.attrib["values"].split(";")) for a in animations} == {len(chosen_steps(STEPS + 1, 60))}


@pytest.mark.parametrize("gid", MOVING)
def test_the_last_value_is_the_still_frame(root: ElementTree.Element, gid: str) -> None:
    element = moved(root, gid)
    for animation in element.findall(f"{SVG}animate"):
        assert element.attrib[animation.attrib["attributeName"]] == animation.attrib["values"].split(";")[-1]


def test_the_still_frame_is_what_matplotlib_drew(root: ElementTree.Element, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdlearn.plots.animation._animate", lambda document, *_: document)
    drawn = ElementTree.fromstring(animate_descent(DATA, OBJECTIVE, RUN).svg)
    for gid, tag, names in (
        ("moving-line", "path", "d"),
        ("moving-weights", "use", "xy"),
        ("moving-loss", "use", "xy"),
    ):
        (group,) = drawn.findall(f".//{SVG}g[@id='{gid}']")
        element = next(group.iter(f"{SVG}{tag}"))
        for name in names:
            numbers, still = (
                [float(x) for x in re.findall(r"-?[\d.]+", e.attrib[name])] for e in (element, moved(root, gid))
            )
            np.testing.assert_allclose(still, numbers, atol=0.01)


def test_the_dot_walks_through_the_weights_of_the_chosen_steps(root: ElementTree.Element) -> None:
    """Pixels are a linear function of weights: three steps fix it, and all others must follow."""
    steps = chosen_steps(STEPS + 1, 60)
    weights = RUN.weights[steps]
    for j, attribute in enumerate("xy"):
        pixels = np.array([float(value) for value in values(root, "moving-weights", attribute)])
        slope, offset = np.polyfit(weights[:, j], pixels, 1)
        np.testing.assert_allclose(slope * weights[:, j] + offset, pixels, atol=0.02)
        assert (slope > 0) == (attribute == "x")  # y grows downwards


def test_the_line_has_the_weights_of_the_chosen_steps(root: ElementTree.Element) -> None:
    frames = np.array([re.findall(r"-?[\d.]+", value) for value in values(root, "moving-line", "d")], dtype=float)
    assert len({tuple(x) for x in frames[:, [0, 2]]}) == 1  # its ends move up and down only
    x = DATA.X[:, 0]
    ends = np.array([x.min(), x.max()])
    steps = chosen_steps(STEPS + 1, 60)
    heights = RUN.weights[steps, :1] * ends + RUN.weights[steps, 1:]
    slope, offset = np.polyfit(heights.ravel(), frames[:, [1, 3]].ravel(), 1)
    np.testing.assert_allclose(slope * heights + offset, frames[:, [1, 3]], atol=0.02)


def test_the_path_grows_from_nothing_to_all_of_it(root: ElementTree.Element) -> None:
    ahead = [float(value) for value in values(root, "growing-path", "stroke-dashoffset")]
    assert ahead[0] == LENGTH == float(moved(root, "growing-path").attrib["pathLength"])
    assert ahead[-1] == 0
    assert ahead == sorted(ahead, reverse=True)


def test_the_document_is_small_whole_and_always_the_same(document: str, tmp_path: Path) -> None:
    assert len(document.encode()) < 60_000
    assert animate_descent(DATA, OBJECTIVE, RUN).svg == document
    animation = Animation(document)
    animation.save(tmp_path / "descent.svg")
    assert (tmp_path / "descent.svg").read_text() == document == animation._repr_svg_()


def test_early_steps_are_all_shown_and_never_more_than_asked_for() -> None:
    steps = chosen_steps(1001, 60)
    assert len(steps) <= 60
    assert steps[:8].tolist() == [*range(8)]
    assert steps[-1] == 1000
    assert (np.diff(np.diff(steps)) >= -1).all()
    assert chosen_steps(1, 60).tolist() == [0]


def test_what_cannot_be_shown_is_refused() -> None:
    large = gd.record(OBJECTIVE, [0, 0], gd.get_backend("numpy"), gd.GD(0.03), 20)
    with pytest.raises(gd.InputError, match="rises above its start at step 1"):
        animate_descent(DATA, OBJECTIVE, large)
    wide = gd.MeanSquaredError(np.eye(3), np.ones(3))
    with pytest.raises(gd.InputError, match="3 weights"):
        animate_descent(DATA, wide, gd.record(wide, [0, 0, 0], gd.get_backend("numpy"), gd.GD(0.03), 2))
