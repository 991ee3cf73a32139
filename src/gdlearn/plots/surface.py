"""The loss over two weights, as contours: the ground that paths are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.objectives import Objective
from gdlearn.palette import SURFACE
from gdlearn.theory import curvature, least_squares
from gdlearn.trajectory import Trajectory

FLAT = 1e-12  # such an ellipse would be a million times as long as wide: only rounding makes it end


class Window(NamedTuple):
    """The part of the plane of two weights that is shown.

    Attributes:
        low: the smallest value of each weight, shape (2,).
        high: the largest one, shape (2,).
    """

    low: FloatArray
    high: FloatArray

    def inside(self, weights: FloatArray) -> FloatArray:
        """The rows of a path (rows, 2) up to the first one outside, which is kept: the line leaves the picture.

        Examples:
            >>> Window(np.zeros(2), np.ones(2)).inside(np.array([[0.5, 0.5], [9.0, 9.0], [0.5, 0.5]]))
            array([[0.5, 0.5],
                   [9. , 9. ]])
        """
        outside = np.flatnonzero(~((weights >= self.low) & (weights <= self.high)).all(axis=1))
        return weights[: outside[0] + 1] if len(outside) else weights


def around(points: FloatArray, share: float = 0.15, least: float = 0.1) -> Window:
    """The window around points (rows, 2), with a margin of a share of its size, and at least `least` more.

    Examples:
        >>> around(np.array([[0.0, 0.0], [10.0, 100.0]]), share=0.1, least=0.0).high
        array([ 11., 110.])
    """
    margin = share * np.ptp(points, axis=0) + least
    return Window(points.min(axis=0) - margin, points.max(axis=0) + margin)


def window(runs: Sequence[Trajectory], bottom: FloatArray) -> Window:
    """The window that shows the bottom and every row whose loss is not above that at the start.

    Those rows lie inside the contour of the start, however large the steps are: a path that diverges leaves the window
    instead of making it larger.

    Args:
        runs: one or more trajectories over two weights.
        bottom: the weights at the minimum, shape (2,).
    """
    rows = [run.weights[run.loss <= run.loss[0]] for run in runs]
    points = np.vstack([*rows, bottom])
    return around(points, 0.12, least=float(0.02 * np.ptp(points, axis=0).max()) or 0.1)


def draw_contours(
    axes: Axes, objective: Objective, shown: Window, lowest: float, levels: int = 12, grid: int = 90
) -> None:
    """The contours of the loss; they lie closer at the bottom, where little is left to gain.

    Args:
        axes: where to draw.
        objective: an objective of two weights, with its data on the host.
        shown: the part of the plane that is drawn.
        lowest: the smallest loss that is known there.
        levels: how many contours.
        grid: at how many places along each side the loss is computed.

    Raises:
        InputError: if there are not two weights.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> from gdlearn.plots import subplots
        >>> figure, axes = subplots()
        >>> objective = MeanSquaredError(np.eye(2), np.zeros(2))
        >>> draw_contours(axes, objective, Window(np.array([-1.0, -2.0]), np.array([1.0, 2.0])), lowest=0.0)
        >>> [float(end) for end in axes.get_ylim()]
        [-2.0, 2.0]
    """
    _check_two(objective)
    places = np.meshgrid(*(np.linspace(shown.low[j], shown.high[j], grid) for j in (0, 1)))
    flat = [objective.loss(w) for w in np.stack(places, axis=-1).reshape(-1, 2)]
    surface = np.array(flat).reshape(places[0].shape)
    smallest = min(surface.min(), lowest)
    heights = smallest + (surface.max() - smallest) * np.geomspace(3e-4, 0.9, levels)
    axes.contour(*places, surface, levels=heights, colors=SURFACE, linewidths=0.8)


def _check_two(objective: Objective) -> None:
    if objective.size != 2:
        raise InputError(f"the objective has {objective.size} weights; contours need 2.")


def draw_ellipses(axes: Axes, objective: Objective, shown: Window, levels: int = 8) -> None:
    r"""The contours of a quadratic loss, which are ellipses: exact, and small enough for a page.

    Formula:
        Where the loss is $h$ above the smallest, the half axes point along the eigenvectors of $H$ and have the
        lengths $\sqrt{2 h / \lambda_i}$.

    Args:
        axes: where to draw.
        objective: a quadratic objective of two weights without a flat direction, with its data on the host.
        shown: the part of the plane that is drawn.
        levels: how many contours; in equal ratios of h.

    Raises:
        InputError: if there are not two weights, the loss is not quadratic, or it has a flat direction.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> from gdlearn.plots import subplots
        >>> figure, axes = subplots()
        >>> objective = MeanSquaredError(np.diag([1.0, 2.0]), np.zeros(2))
        >>> draw_ellipses(axes, objective, Window(-np.ones(2), np.ones(2)))
        >>> float(round(axes.patches[0].width / axes.patches[0].height, 6))
        0.5
    """
    _check_two(objective)
    bottom, (eigenvalues, vectors) = least_squares(objective), curvature(objective)
    if eigenvalues[0] <= FLAT * eigenvalues[1]:
        raise InputError("the loss is flat in one direction; its contours are no ellipses.")
    smallest = objective.loss(bottom)
    corners = [(x, y) for x in (shown.low[0], shown.high[0]) for y in (shown.low[1], shown.high[1])]
    highest = max(float(objective.loss(np.array(corner)) - smallest) for corner in corners)
    steepest = vectors[:, 1]
    angle = float(np.degrees(np.arctan2(steepest[1], steepest[0])))
    for h in highest * np.geomspace(3e-4, 0.9, levels):
        flat, steep = 2 * np.sqrt(2 * h / eigenvalues)
        axes.add_patch(Ellipse(tuple(bottom), steep, flat, angle=angle, fill=False, color=SURFACE, linewidth=0.8))
    axes.set(xlim=(shown.low[0], shown.high[0]), ylim=(shown.low[1], shown.high[1]))
