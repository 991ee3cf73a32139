"""The picture of a mistake shows the two runs."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

import gdlearn as gd
from gdlearn.mistakes import find
from gdlearn.mistakes.demonstration import Demonstration, demonstrate
from gdlearn.plots.mistake import draw_mistake


def lines(axes: Axes) -> dict[str, Line2D]:
    return {str(line.get_label()): line for line in axes.get_lines()}


def drawn(name: str) -> tuple[Demonstration, Axes, Axes]:
    shown = demonstrate(find(name))
    loss, path = draw_mistake(shown).axes
    return shown, loss, path


def test_both_losses_and_both_paths_are_those_that_were_measured() -> None:
    shown, loss, path = drawn("missing-two")
    for name, run in zip(("right", "wrong"), shown.runs, strict=True):
        np.testing.assert_array_equal(lines(loss)[name].get_ydata(), run.loss)
        np.testing.assert_array_equal(np.column_stack(lines(path)[name].get_data()), run.weights)
    assert (loss.get_title(), path.get_title()) == ("The loss", "The path")


@pytest.mark.parametrize("name", ["wrong-sign", "sum-not-mean", "half-times-n"])
def test_what_leaves_the_picture_is_cut_there_and_the_title_says_when(name: str) -> None:
    shown, loss, path = drawn(name)
    wrong = shown.runs[1]
    cut = np.asarray(lines(loss)["wrong"].get_ydata())
    top = loss.get_ylim()[1]
    assert (cut[:-1] <= top).all()
    assert cut[-1] > top
    assert np.isfinite(cut).all()
    assert loss.get_title() == f"The loss\nwrong: leaves at step {len(cut) - 1}"
    assert not (wrong.loss[len(cut) - 1] <= top)
    rows = np.column_stack(lines(path)["wrong"].get_data())
    np.testing.assert_array_equal(rows, wrong.weights[: len(rows)])
    assert path.get_title() == f"The path\nwrong: leaves at step {len(rows) - 1}"
    low, high = np.transpose([path.get_xlim(), path.get_ylim()])
    inside = ((rows >= low) & (rows <= high)).all(axis=1)
    assert inside[:-1].all()
    assert not inside[-1]


@pytest.mark.parametrize("name", ["zero-start", "integer-weights", "history-aliased", "unscaled-feature"])
def test_the_start_of_both_and_the_minimum_are_in_the_picture(name: str) -> None:
    shown, _, path = drawn(name)
    low, high = np.transpose([path.get_xlim(), path.get_ylim()])
    bottom = np.column_stack(lines(path)["minimum"].get_data())[0]
    for point in (bottom, *(run.weights[0] for run in shown.runs)):
        assert ((point >= low) & (point <= high)).all()


def test_a_loss_that_is_not_quadratic_has_contours_and_no_minimum() -> None:
    _, _, path = drawn("squared-probabilities")
    assert path.collections
    assert "minimum" not in lines(path)


@pytest.mark.parametrize("name", ["leaf-update", "last-only", "exact-equality", "tiny-step"])
def test_what_has_no_path_has_no_picture(name: str) -> None:
    with pytest.raises(gd.InputError, match=f"{name} has no path"):
        draw_mistake(demonstrate(find(name)))
