"""check_gradient: which gradients it rejects, what it says of them, and how exact it takes its own numbers to be."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import numpy as np
import pytest

from gdlearn.errors import InputError
from gdlearn.testing import GRADIENT_CHECKS, check_gradient
from gdlearn.testing.gradient import Claim
from gdlearn.theory import unit_roundoff

PLACE = [1.0, -2.0, 0.5]


def cube(w: Any) -> Any:
    return (w**3).sum()


def slope_of_cube(w: Any) -> Any:
    return 3 * w**2


class Alternating:
    """A gradient with a memory."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, w: Any) -> Any:
        self.calls += 1
        return 3 * w**2 * (1 + 1e-13 * (self.calls % 2))


def greedy(w: Any) -> Any:
    gradient = 3 * w**2
    w[:] = 0.0
    return gradient


NUMBER = r"[\d.]+(e-\d+)?"
SLOPE = "central differences of the function are"
OFF = rf"off by {NUMBER}, and they are right to {NUMBER}e-\d+"
GRADIENTS = {  # broken gradients of the sum of cubes, who must reject them, and what the first of these says
    "a row": (
        lambda w: 3 * w[None, :] ** 2,
        "shape_is_that_of_the_weights",
        r"the gradient has shape \(1, 3\); the weights have shape \(3,\), and so must it",
    ),
    "too short": (
        lambda w: 3 * w[:2] ** 2,
        "is_the_slope shape_is_that_of_the_weights",
        "there are 2 components for 3 weights",
    ),
    "not a number": (
        lambda w: 3 * w**2 * np.array([1, np.nan, np.inf]),
        "every_component_is_a_number is_the_slope",
        r"gradient\[1\] is nan, which is no finite number",
    ),
    "a table with a hole": (
        lambda w: [[3 * w[0] ** 2, 12.0, None]],
        "every_component_is_a_number is_the_slope shape_is_that_of_the_weights",
        r"gradient\[2\] is nan, which is no finite number",
    ),
    "wrong by a thousandth": (
        lambda w: 3.003 * w**2,
        "is_the_slope",
        rf"gradient\[0\] is 3\.003, 1 times as much, and {SLOPE} 3: {OFF}",
    ),
    "wrong by a ten-millionth": (
        lambda w: 3.0000003 * w**2,
        "is_the_slope",
        rf"gradient\[0\] is 3\.0000003, 1 times as much, and {SLOPE} 3: off by 3e-07, and .*",
    ),
    "the last two exchanged": (
        lambda w: 3 * w[[0, 2, 1]] ** 2,
        "is_the_slope",
        rf"gradient\[1\] is 0\.75, 0\.0625 times as much, and {SLOPE} 12: off by 11\.[23], and .*",
    ),
    "the last one forgotten": (
        lambda w: 3 * w**2 * np.array([1, 1, 0]),
        "is_the_slope",
        rf"gradient\[2\] is 0, 0 times as much, and {SLOPE} 0\.75\d*: off by 0\.75, and .*",
    ),
    "writes into the weights": (
        greedy,
        "neither_writes_into_the_weights",
        r"gradient writes into the weights: they were \[ 1\.  -2\.   0\.5\] and are \[0\. 0\. 0\.\]",
    ),
    "not twice the same": (
        Alternating(),
        "same_answer_twice",
        r"asked again at the same place, the gradient is \[.+\] instead of \[.+\]",
    ),
}


@pytest.mark.parametrize(("gradient", "checks", "words"), GRADIENTS.values(), ids=GRADIENTS)
def test_a_wrong_gradient_is_rejected_by_exactly_the_checks_that_must_and_it_is_said_why(
    gradient: Any, checks: str, words: str
) -> None:
    report = check_gradient(cube, gradient, PLACE)
    said = {record.check: record.sentence for record in report}
    assert report.rejected_by == set(checks.split())
    assert re.fullmatch(rf"{words}\.", said[checks.split()[0]]), said


def test_every_check_of_a_gradient_rejects_something() -> None:
    reason = "it names the component that is no number; `is_the_slope` would call it far off"
    needed = {checks for _, checks, _ in GRADIENTS.values() if " " not in checks}
    assert needed | {"every_component_is_a_number"} == set(GRADIENT_CHECKS), reason


def test_a_function_that_writes_into_its_weights_is_named_too() -> None:
    def writes(w: Any) -> Any:
        value = cube(w)
        w += 1
        return value

    report = check_gradient(writes, slope_of_cube, PLACE)
    said = {record.check: record.sentence for record in report.failures}
    assert said["neither_writes_into_the_weights"].startswith("f writes into the weights: they were [ 1.")


def test_no_ratio_is_named_where_the_slope_is_zero() -> None:
    report = check_gradient(lambda w: w[0], lambda w: np.ones_like(w), [0.0, 0.0])
    (failure,) = report.failures
    assert failure.sentence.startswith(f"gradient[1] is 1, and {SLOPE} 0: off by 1, and they are right to ")


def test_of_a_right_gradient_every_check_says_how_much_it_has_looked_at() -> None:
    report = check_gradient(cube, slope_of_cube, PLACE)
    assert [(record.subject, record.check) for record in report] == [
        ("slope_of_cube", name) for name in GRADIENT_CHECKS
    ]
    assert {record.sentence for record in report if record.check != "is_the_slope"} == {
        "it has the shape of the weights, (3,).",
        "3 components, all of them finite.",
        "neither of them writes into the weights.",
        "asked again, after another place, it says the same.",
    }


def test_a_gradient_without_a_name_is_called_gradient() -> None:
    report = check_gradient(cube, partial(slope_of_cube), PLACE)
    assert {record.subject for record in report} == {"gradient"}


@pytest.mark.parametrize(
    ("w", "words"),
    [([], r"^w has shape \(0,\); give at least one weight\.$"), ([1.0, np.nan], r"^w holds nan at row 1 ")],
)
def test_a_place_that_is_none_is_refused_in_one_sentence(w: list[float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_gradient(cube, slope_of_cube, w)


@pytest.mark.parametrize("w", [[1e3, -2e4, 5.0], [1e-3, 2e-5, 3.0], [0.0, 0.0, 0.0]])
def test_right_gradients_pass_at_every_scale(w: list[float]) -> None:
    for f, gradient in (
        (cube, slope_of_cube),
        (lambda w: np.exp(w / 1e4).sum(), lambda w: np.exp(w / 1e4) / 1e4),
        (lambda w: float(w @ w) + 1e6, lambda w: 2 * w),
    ):
        check_gradient(f, gradient, w).raise_if_failed()


# --- how exact central differences are --------------------------------------------------------------------------------


def test_it_is_said_how_much_of_what_the_differences_are_worth_a_gradient_is_off() -> None:
    known = Claim(cube, slope_of_cube, PLACE)
    off = np.array([0.25, 0.5, 0.125]) * known.bound
    report = check_gradient(cube, lambda w: known.slope + off * (w == PLACE), PLACE)
    assert "3 components agree with central differences, to 50 % of what these are worth." in str(report)
    nothing = check_gradient(lambda _: 0.0, np.zeros_like, PLACE)
    assert "3 components agree with central differences, to 0 % of what these are worth." in str(nothing)


def test_differences_are_worth_three_times_the_error_of_their_formula() -> None:
    claim = Claim(lambda w: np.exp(10 * w[0]), slope_of_cube, [1.0])  # its third derivative drowns all rounding
    assert claim.bound[0] == pytest.approx(3 * 1e-5**2 / 6 * 1000 * np.exp(10.0), rel=0.1)


def test_differences_are_worth_ten_roundings_of_the_function_on_the_way_that_they_go() -> None:
    claim = Claim(lambda w: 2.0**20 + 0 * w[0], slope_of_cube, [0.5, -1.5, 4.0])
    way = 1e-5 * np.array([1.0, 1.5, 4.0])
    np.testing.assert_allclose(claim.bound, 10 * unit_roundoff("float64") * 2.0**20 / way)


@pytest.mark.parametrize("place", [0.0, 1.5, -5.0])
def test_the_noise_of_a_function_is_seen_in_its_fourth_differences_on_a_way_of_eight_short_steps(place: float) -> None:
    size = max(1.0, abs(place))
    claim = Claim(lambda w: ((w[0] - place) / (1e-9 * size)) ** 6, slope_of_cube, [place])  # even: its slope is 0
    noise = np.abs(np.diff(np.arange(8.0) ** 6, 4)).max() / np.sqrt(1 + 4**2 + 6**2 + 4**2 + 1)
    assert claim.bound[0] == pytest.approx(10 * noise / (1e-5 * size), rel=1e-4)
