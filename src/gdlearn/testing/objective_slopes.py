"""Checks of an objective: is the gradient that of the loss, wherever and on whatever it is computed?"""

from __future__ import annotations

import numpy as np

from gdlearn.backends import DTYPES, available_backends, get_backend
from gdlearn.errors import InputError
from gdlearn.testing.objective_rows import ObjectiveCandidate
from gdlearn.testing.truth import Tally, ask, truth
from gdlearn.theory import DIFFERENCES, central_differences, central_differences_bound

IMAGINARY_STEP = 1e-20


def gradient_is_the_slope(candidate: ObjectiveCandidate) -> str:
    """The gradient by hand against central differences of the loss, which know no calculus."""
    tally = Tally()
    for case in candidate.cases:
        right = truth(case, "float64")
        slope, bound = (
            central_differences(case.objective.loss, case.w),
            central_differences_bound(case.objective, case.w),
        )
        tally.compare(case.name, "gradient", case.objective.gradient(case.w), slope, bound + right.gradient_bound)
    return tally.sentence("places, against central differences")


def gradient_is_that_of_autograd(candidate: ObjectiveCandidate) -> str:
    """The gradient by hand against the one that autograd derives from the loss: to the last digits."""
    backend = get_backend("torch" if _installed("torch") else "tape")
    tally = Tally()
    for case in candidate.cases:
        right = truth(case, "float64")
        found = ask(backend, case.objective, case.w).gradient
        tally.compare(case.name, "gradient", case.objective.gradient(case.w), found, right.gradient_bound)
    return tally.sentence(f"places, against the autograd of {backend.name}")


def _installed(name: str) -> bool:
    return any(each.installed for each in available_backends() if each.name == name)


def both_are_the_same(candidate: ObjectiveCandidate) -> str:
    """`loss_and_gradient` gives what `loss` and `gradient` give."""
    tally = Tally()
    for case in candidate.cases:
        right, (loss, gradient) = truth(case, "float64"), case.objective.loss_and_gradient(case.w)
        tally.compare(case.name, "loss", loss, case.objective.loss(case.w), right.loss_bound)
        tally.compare(case.name, "gradient", gradient, case.objective.gradient(case.w), right.gradient_bound)
    return tally.sentence("places, loss_and_gradient against loss and gradient")


def runs_on_every_backend(candidate: ObjectiveCandidate) -> str:
    """Loss and gradient on every backend that is installed, in every dtype, within what rounding allows."""
    tally, names = Tally(), []
    for name in (each.name for each in available_backends() if each.installed):
        for dtype in DTYPES:
            try:
                backend = get_backend(name, dtype=dtype)
            except InputError:  # it does not compute in this dtype
                continue
            case = candidate.cases[0]
            found, right = ask(backend, case.objective, case.w), truth(case, dtype, backend.method)
            tally.compare(f"{name} {dtype}", "loss", found.loss, right.loss, right.loss_bound)
            tally.compare(f"{name} {dtype}", "gradient", found.gradient, right.gradient, right.gradient_bound)
        names.append(name)
    return tally.sentence(f"pairs of a backend and a dtype ({', '.join(names)})")


def analytic_is_true(candidate: ObjectiveCandidate) -> str:
    """If it says that its formula holds for complex weights, a complex step must find the gradient."""
    objective, tally = candidate.objective, Tally()
    if not objective.analytic:
        return "it does not say that its formula holds for complex weights."
    for case in candidate.cases:
        units = np.eye(len(case.w))
        slope = [np.imag(objective.loss(case.w + 1j * IMAGINARY_STEP * unit)) / IMAGINARY_STEP for unit in units]
        right = truth(case, "float64", DIFFERENCES)
        tally.compare(case.name, "gradient", slope, case.objective.gradient(case.w), right.gradient_bound)
    return tally.sentence("places, against complex steps")
