"""check_backend: run any backend, one's own or a stranger's, through everything that a backend must do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gdlearn.testing.backend_arrays import (
    asarray_copies,
    describes_itself,
    parameters_are_copies,
    results_never_change,
    round_trips,
    snapshots_never_change,
    to_numpy_copies,
    update_leaves_delta_alone,
    update_subtracts,
)
from gdlearn.testing.backend_calls import (
    calls_are_independent,
    instances_are_independent,
    short_batches,
    takes_the_mean,
    uses_the_rows_it_is_given,
)
from gdlearn.testing.backend_formulas import (
    gradient_is_the_formula,
    gradient_is_the_slope_of_its_loss,
    loss_is_the_formula,
    method_is_true,
    right_at_the_kinks,
    right_at_the_origin,
    right_far_away,
)
from gdlearn.testing.backend_functions import derives_every_function
from gdlearn.testing.backend_kinds import device_is_kept, dtype_is_kept, inputs_are_untouched, shapes
from gdlearn.testing.backend_walks import minibatch_trajectories_agree, overflow_is_not_hidden, trajectories_agree
from gdlearn.testing.candidate import candidates
from gdlearn.testing.report import Bound, Report, bind, by_name

# From the outside to the inside: what it says, its arrays, its numbers, its calls, its descents.
BACKEND_CHECKS = by_name(
    *(describes_itself, round_trips, shapes, dtype_is_kept, device_is_kept),
    *(asarray_copies, to_numpy_copies, parameters_are_copies, snapshots_never_change, results_never_change),
    *(inputs_are_untouched, update_subtracts, update_leaves_delta_alone),
    *(loss_is_the_formula, gradient_is_the_formula, gradient_is_the_slope_of_its_loss, method_is_true),
    *(derives_every_function, right_at_the_origin, right_far_away, right_at_the_kinks, overflow_is_not_hidden),
    *(calls_are_independent, instances_are_independent, uses_the_rows_it_is_given, short_batches, takes_the_mean),
    *(trajectories_agree, minibatch_trajectories_agree),
)
NOTHING: Mapping[str, str] = MappingProxyType({})


def check_backend(backend: Any, expected_failures: Mapping[str, str] = NOTHING) -> Report:
    """Run a backend through everything that a backend must do, in every precision that it computes in.

    Its numbers are held against the formulas of the objectives, and the largest difference allowed is computed from
    the dtype and the data (`gdlearn.theory.Rounding`). Nothing that it raises ends the check.

    Args:
        backend: a name ("torch"), a class or function that takes `dtype=`, or a backend itself, which is then checked
            in its own dtype only.
        expected_failures: ids of checks that it is known not to pass, each with the reason. One that passes all the
            same is reported: the list is out of date.

    Returns:
        A record for every check and dtype; `.ok` is the verdict, `print` shows all, `.raise_if_failed()` is for tests.

    Raises:
        InputError: if the backend cannot be made, or an expected failure names no check.
        MissingDependencyError: if the library of the backend is not installed.

    Examples:
        >>> report = check_backend("python")
        >>> report.ok, len(report)
        (True, 29)
    """
    return Report(tuple(check.record() for check in backend_cases(backend, expected_failures)))


def backend_cases(backend: Any, expected_failures: Mapping[str, str] = NOTHING) -> list[Bound]:
    """The checks of `check_backend`, one by one and not yet run: the cases of a test.

    Args:
        backend: as in `check_backend`.
        expected_failures: as in `check_backend`.

    Raises:
        InputError: as in `check_backend`.
    """
    return [
        case
        for candidate in candidates(backend)
        for case in bind(candidate.label, candidate, BACKEND_CHECKS, expected_failures)
    ]
