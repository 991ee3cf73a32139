"""The colours: seen on white and on dark pages, and told apart."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from gdlearn import palette
from gdlearn.arrays import FloatArray
from gdlearn.optimizers import OPTIMIZERS

WHITE, DARK_PAGE = "#ffffff", "#1e2129"
CONSTANTS = {name: value for name, value in vars(palette).items() if name.isupper() and isinstance(value, str)}
READ = {name: value for name, value in CONSTANTS.items() if name != "SURFACE"}  # the ground is quiet on purpose
# What people see who lack one kind of cone: Machado, Oliveira, Fernandes 2009, severity 1.
EYES = {
    "all cones": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}


def linear(colour: str) -> FloatArray:
    """Red, green and blue as amounts of light, by the formula of sRGB."""
    channels = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of WCAG 2."""
    dim, bright = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (a, b))
    return (bright + 0.05) / (dim + 0.05)


def lab(light: FloatArray) -> FloatArray:
    """The place of a colour in CIELAB, where distances are about what people see."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(light, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)


@pytest.mark.parametrize("name", READ)
def test_every_colour_can_be_read_on_white_and_its_partner_on_dark_pages(name: str) -> None:
    assert contrast(READ[name], WHITE) >= 4.5
    assert contrast(palette.DARK[READ[name]], DARK_PAGE) >= 4.5


def test_every_colour_has_one_partner_and_one_name_in_the_style_sheet() -> None:
    assert set(palette.DARK) == set(palette.VARIABLES) == set(CONSTANTS.values())
    assert len(CONSTANTS) == len(set(CONSTANTS.values())) == len(set(palette.VARIABLES.values()))
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for pair in palette.DARK.items() for colour in pair)
    assert all(re.fullmatch(r"--gd-[a-z-]+", name) for name in palette.VARIABLES.values())


def test_every_rule_has_a_colour() -> None:
    assert set(palette.RULES) == {rule.__name__ for rule in OPTIMIZERS.values()}
    assert palette.rule_colour(object()) == palette.REFERENCE


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("dark", [False, True])
def test_rules_of_one_picture_are_told_apart_by_all_eyes(eyes: str, dark: bool) -> None:
    colours = [palette.DARK[c] if dark else c for c in palette.RULES.values()]
    places = [lab(EYES[eyes] @ linear(colour)) for colour in colours]
    nearest = min(float(np.linalg.norm(a - b)) for a, b in combinations(places, 2))
    assert nearest >= (20 if eyes == "all cones" else 10)  # a difference of 2 is just noticed
