"""Answers that are no gradient: an exception, nothing, another shape, few digits, or arguments that have changed."""

from __future__ import annotations

from math import isfinite

from gdlearn.diagnosis.case import Case, advice
from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.diagnosis.error import diagnose_error
from gdlearn.diagnosis.probes import SQUARES

COARSE = {"float16": "three", "bfloat16": "two"}


def raises(case: Case) -> Diagnosis | None:
    """It raises: say what the exception means; X in the place of its transpose is seen on a square table."""
    if case.error is None:
        return None
    swapped = Case(case.question, case.reference, tuple(case.reference.probe(*shape) for shape in SQUARES))
    for explanation in () if swapped.error else (*swapped.explanations(1), *swapped.explanations(2)):
        if "transposed" in explanation.ids:
            said = f"On {case.probes[0].name} it stops with {one_line(case.error).rstrip('.')}."
            return Diagnosis(False, explanation.ids, f"{said} {advice(explanation.ids)}")
    return diagnose_error(case.error)


def no_gradient(case: Case) -> Diagnosis | None:
    """What comes back is no array of finite numbers."""
    for probe, answer in zip(case.probes, case.answers, strict=True):
        if answer.kind == "NoneType":
            said = "Your function returns None. Is the `return` missing?"
        elif answer.shape is None:
            said = f"Your function returns a {answer.kind}; it must return {len(probe.w)} numbers, one for each weight."
        elif not all(map(isfinite, answer.numbers)):
            j = next(j for j, value in enumerate(answer.numbers) if not isfinite(value))
            said = f"On {probe.name} component {j} of your gradient is {answer.numbers[j]}, which is no finite number."
        else:
            continue
        return Diagnosis(False, (), said)
    return None


def writes(case: Case) -> Diagnosis | None:
    """It changes its arguments."""
    for answer in case.answers:
        if answer.changed:
            name = answer.changed[0]
            said = (
                f"Your function changes {name} itself. It should only look: work on a copy, `{name} = {name}.copy()`."
            )
            return Diagnosis(False, (), said, {"changed": list(answer.changed)})
    return None


def wrong_shape(case: Case) -> Diagnosis | None:
    """Numbers in another shape than the weights have."""
    for probe, answer in zip(case.probes, case.answers, strict=True):
        size = len(probe.w)
        wanted = (size, 1) if case.question.columns else (size,)
        if answer.shape == wanted:
            continue
        said = f"On {probe.name} your gradient has shape {answer.shape}; it must be that of the weights, {wanted}."
        if answer.shape in {(size, 1), (1, size), (size,)}:
            said += " The numbers may be right, but `w - learning_rate * gradient` would become a table."
        elif answer.shape == (size, probe.n):
            said += f" With one column for each of the {probe.n} samples, the sum over the samples is missing."
        elif not answer.shape:
            said += " One number is the sum of everything: each weight has a slope of its own."
        return Diagnosis(False, (), said, {"shape": list(answer.shape or ()), "wanted": list(wanted)})
    return None


def coarse(case: Case) -> Diagnosis | None:
    """So few digits that a wrong gradient would look like a right one."""
    for answer in case.answers:
        if answer.dtype in COARSE:
            said = f"Your gradient is {answer.dtype}, which has {COARSE[answer.dtype]} digits: too few to judge it."
            return Diagnosis(False, (), f"{said} Compute it in float64, or in float32.", {"dtype": answer.dtype})
    return None


def one_line(error: BaseException) -> str:
    """An exception as a part of a sentence; what a process of its own said about it stands as it is."""
    said = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return str(getattr(error, "sentence", said))
