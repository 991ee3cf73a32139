"""What a fit says when it did not arrive: an error where it diverged, a warning where it was too slow."""

from __future__ import annotations

from math import isfinite, log, log1p

import numpy as np

from gdlearn.errors import InputError
from gdlearn.estimators.problem import Problem
from gdlearn.estimators.walk import Walk
from gdlearn.optimizers import GD, Optimizer
from gdlearn.theory import least_squares

PATIENCE = 1e7  # steps that nobody waits for


def refuse(problem: Problem, walk: Walk, rule: Optimizer) -> InputError:
    """The error of a descent that diverged: coefficients that are not numbers would be found much later."""
    first, last = walk.losses[0], walk.losses[-1]
    if not isfinite(first):
        return InputError(f"the loss is {first:g} before the first step; rescale the targets first.")
    cure = "take a smaller learning rate, or rescale the targets."  # steps of Adam and its like know no scale of y
    if isinstance(rule, GD) and isinstance(rule.learning_rate, float):
        stable = f"{rule.learning_rate:.4g}, and on these data it is safe up to {2 / problem.steepest:.4g}"
        cure = f"the learning rate is {stable}; take a smaller one, or 'auto'."
    return InputError(
        f"the descent diverged: the loss was {first:.4g} at the start and is {last:.4g} "
        f"after {len(walk.losses) - 1} iterations; {cure}"
    )


def too_slow(
    problem: Problem, walk: Walk, rule: Optimizer, tolerance: float, *, single: bool, batch: bool, standardised: bool
) -> str:
    """The warning of a descent that used up its iterations, and what can be done about it.

    Args:
        problem: what was descended on.
        walk: how it went.
        rule: what was made of the gradient.
        tolerance: the share of the gradient that was asked for.
        single: whether the arithmetic was float32.
        batch: whether a step saw some of the rows only.
        standardised: whether the features were.
    """
    said = (
        f"after {len(walk.losses) - 1} iterations the gradient is {walk.left:.2g} of what it was at the best constant; "
        f"tol asks for {tolerance:g}."
    )
    if batch:
        return f"{said} The gradients of batches never settle at a fixed rate: give a schedule, or a larger tol."
    if single and tolerance < 10 * np.finfo(np.float32).eps:
        return f"{said} float32 holds about seven digits: take dtype='float64', or a larger tol."
    if not (isinstance(rule, GD) and isinstance(rule.learning_rate, float)):
        return f"{said} Raise max_iter, or try another learning rate."
    cure = "" if standardised else " standardise=True makes the valley rounder."
    return f"{said} {forecast(problem, walk, rule.learning_rate, tolerance)}{cure}"


def forecast(problem: Problem, walk: Walk, rate: float, tolerance: float) -> str:
    r"""What the curvature says about gradient descent: how many steps, and whether that is a way at all.

    Formula:
        $$N = \frac{\log \varepsilon}{\log (1 - \eta \lambda_{\min})}, \qquad
          \kappa = \lambda_{\max} / \lambda_{\min}$$
    """
    quadratic, share = problem.objective.quadratic, min(max(tolerance, float(np.finfo(np.float64).eps)), 0.5)
    shrink = rate * problem.flattest
    steps = log(share) / log1p(-shrink) if shrink < 1 else 1.0
    condition = f"The condition number is {short(problem.condition_number)}"
    cure = "raise max_iter, or take optimizer='nesterov', or a penalty."
    if len(walk.losses) <= steps <= PATIENCE:
        how_many = f"{'up to' if quadratic else 'at least'} {short(steps)} steps"
        return f"{condition}, for which gradient descent takes {how_many}: {cure}"
    if steps <= PATIENCE and not quadratic:
        return f"The loss gets flatter on the way, as that of classes that a plane separates does for ever: {cure}"
    reached, exact = int(np.sum(problem.eigenvalues * rate * PATIENCE >= -log(share))), ""
    if quadratic:
        least = problem.objective.loss(least_squares(problem.objective))
        exact = f" The loss is {walk.losses[-1]:.4g}, and that of the exact solution {least:.4g}."
    return (
        f"{condition}: of {len(problem.eigenvalues)} directions gradient descent reaches the bottom along {reached} in "
        f"{short(PATIENCE)} steps, and not along the others, so do not read the coefficients.{exact} Drop features "
        "that repeat each other, give a penalty, or solve it exactly, for instance with sklearn.linear_model."
    )


def short(number: float) -> str:
    """A number of steps or a condition number, with two digits: 4,300 or 1.3e+14."""
    return f"{float(f'{number:.2g}'):,.0f}" if number <= PATIENCE else f"{number:.2g}"
