"""Trajectories as pictures. Nothing here computes anything new: it shows what was recorded and what theory says of it.

Every `draw_...` draws on the axes that it is given, or returns a figure where one picture is not enough.
"""

from gdlearn.plots.animation import Animation, animate_descent
from gdlearn.plots.cost import draw_costs
from gdlearn.plots.difference import draw_difference, draw_differences
from gdlearn.plots.experiment import draw_experiment
from gdlearn.plots.fit import draw_fit
from gdlearn.plots.graph import draw_graph
from gdlearn.plots.loss import draw_loss
from gdlearn.plots.path import draw_path
from gdlearn.plots.race import draw_race
from gdlearn.plots.rates import draw_rates
from gdlearn.plots.residuals import draw_residuals
from gdlearn.plots.roofline import draw_roofline, draw_rooflines, roofline_in_words
from gdlearn.plots.style import mosaic, save_figure, subplots
from gdlearn.plots.valley import draw_valley, draw_valleys

__all__ = [
    "Animation",
    "animate_descent",
    "draw_costs",
    "draw_difference",
    "draw_differences",
    "draw_experiment",
    "draw_fit",
    "draw_graph",
    "draw_loss",
    "draw_path",
    "draw_race",
    "draw_rates",
    "draw_residuals",
    "draw_roofline",
    "draw_rooflines",
    "draw_valley",
    "draw_valleys",
    "mosaic",
    "roofline_in_words",
    "save_figure",
    "subplots",
]
