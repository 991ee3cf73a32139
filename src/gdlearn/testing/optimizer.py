"""check_optimizer: what every update rule must do, and what each of the known ones must do to the last digit."""

from __future__ import annotations

from gdlearn.errors import InputError
from gdlearn.optimizers import Optimizer
from gdlearn.testing.optimizer_steps import (
    OptimizerCandidate,
    delta_has_the_shape_of_the_weights,
    delta_is_its_own,
    keeps_float32,
    writes_into_nothing,
)
from gdlearn.testing.optimizer_walks import (
    goes_downhill,
    is_its_formula,
    same_on_every_library,
    same_steps_again,
    stands_still_on_flat_ground,
    state_can_be_used_again,
    weights_are_treated_alike,
)
from gdlearn.testing.report import Report, bind, by_name

OPTIMIZER_CHECKS = by_name(
    *(delta_has_the_shape_of_the_weights, keeps_float32, writes_into_nothing, delta_is_its_own),
    *(same_steps_again, state_can_be_used_again, weights_are_treated_alike, stands_still_on_flat_ground),
    *(goes_downhill, same_on_every_library, is_its_formula),
)


def check_optimizer(optimizer: Optimizer, rule: type | None = None) -> Report:
    """Run an update rule through what every update rule must do.

    Args:
        optimizer: the optimiser, with its settings. Settings out of the ordinary are the better test: with eps = 1e-3
            its place in the formula shows, with eps = 1e-8 it does not.
        rule: the class of `gdlearn.optimizers` whose formula it should follow; its own class if left out.

    Returns:
        A record for every check; `.ok` is the verdict, `.raise_if_failed()` is for tests.

    Raises:
        InputError: if it has no `init` and `step`.

    Examples:
        >>> from gdlearn import Adam
        >>> check_optimizer(Adam(0.1, eps=1e-3)).ok
        True
    """
    if isinstance(optimizer, type) or not all(callable(getattr(optimizer, name, None)) for name in ("init", "step")):
        raise InputError(f"{optimizer!r} is no optimiser; give an object with the methods init and step.")
    candidate = OptimizerCandidate(optimizer, rule or type(optimizer))
    name = type(optimizer).__name__
    return Report(tuple(case.record() for case in bind(name, candidate, OPTIMIZER_CHECKS, {})))
