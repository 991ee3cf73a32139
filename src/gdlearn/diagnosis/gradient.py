"""Name the mistake in a gradient: try it on small problems, and find the wrong program that gives the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gdlearn.diagnosis.asking import Question
from gdlearn.diagnosis.case import Case, advice
from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.diagnosis.probes import Probe
from gdlearn.diagnosis.ratios import ratio
from gdlearn.diagnosis.reference import Explanation, Factory, reference
from gdlearn.diagnosis.unusable import coarse, no_gradient, raises, writes, wrong_shape
from gdlearn.objectives import Convention

SLACK = 8  # the order of summation, and functions such as exp, which are right to a unit or two


def diagnose(
    gradient: Callable[[Any, Any, Any], Any],
    *,
    convention: Convention | str = Convention.MEAN,
    objective: Factory | None = None,
    arrays: str = "numpy",
    columns: bool = False,
    probes: Sequence[Probe] = (),
) -> Diagnosis:
    r"""Say whether a gradient is right, and if not, which mistake it is.

    The gradient is asked on two small problems of different shapes, away from w = 0. Its numbers are compared with
    those of the right program, then with those of every wrong program of the catalogue, alone and in pairs. A name is
    given only if the numbers agree to nine digits on all problems; otherwise the answer is what was measured.

    Args:
        gradient: takes X (n, p), the bias column of ones last, y (n,) and w (p,), and returns the gradient (p,).
        convention: how the squared residuals are added up, a `Convention` or its name.
        objective: another loss: makes an objective of X and y. A class does: `gdlearn.Huber`.
        arrays: what the gradient is given: "numpy", "torch" (float64) or "lists".
        columns: give y and w as columns, (n, 1) and (p, 1), and take the gradient back as (p, 1).
        probes: problems of your own in place of the two.

    Returns:
        The verdict, the ids of the mistakes, sentences, and the numbers they rest on. A right gradient of another
        convention is told as such, in `evidence["convention"]`.

    Raises:
        InputError: if the convention, the objective or `arrays` cannot be used.

    Numerics:
        A right gradient may differ by rounding: $8\,u\,(n + p)$ times the largest number that it is added up from,
        with $u$ of the dtype that comes back. On the problems used here that is about $10^{-12}$ in float64. In
        float16 and bfloat16 a wrong gradient would pass for a right one, so these are refused.

    Examples:
        >>> found = diagnose(lambda X, y, w: X.T @ (X @ w - y) / len(y))
        >>> found.ok, found.mistakes
        (False, ('missing-two',))
        >>> print(found.message)
        Your gradient is exactly half of the MSE gradient in every component.
        The 2 from d/dr r² is missing, or your loss is half_mean. See lesson 4.
    """
    right = reference(convention, objective)
    case = Case(Question(gradient, arrays, columns), right, tuple(probes) or right.probes)
    unusable = (raises, no_gradient, writes, wrong_shape, coarse)
    questions = (*unusable, _right, _nearly, _convention, _catalogue, _order, _factor, _unknown)
    return next(found for question in questions if (found := question(case)) is not None)


def _right(case: Case) -> Diagnosis | None:
    """Right to rounding, on every problem, and again when it is asked again."""
    for probe, found, right in zip(case.probes, case.numbers, case.right, strict=True):
        allowed = SLACK * (probe.n + probe.p) * case.unit * case.reference.scale(probe)
        if not all(abs(a - b) <= allowed for a, b in zip(found, right, strict=True)):
            return None
    for probe, answer in zip(case.probes, case.answers, strict=True):
        again = case.question(probe).numbers
        if again != answer.numbers:
            times = ratio(probe, again, answer.numbers)
            said = (
                f"The first answer is right. Asked again for the same numbers, it is {times.text} times as much: "
                "your function keeps something from call to call."
            )
            return Diagnosis(False, (), said, {"again": times.values})
    digits = "single" if case.single else "double"
    said = (
        f"Your gradient is the {case.reference.label} gradient, on {len(case.probes)} problems, "
        f"to the rounding of {digits} precision."
    )
    return Diagnosis(True, (), "\n".join((said, *case.weaknesses)), case.evidence())


def _nearly(case: Case) -> Diagnosis | None:
    """Right to many digits, but not to rounding."""
    if not case.matches(case.reference.right):
        return None
    said = (
        f"Your gradient is the {case.reference.label} gradient to {case.same:.0e} of its largest component, "
        "but not to rounding.",
        "Is it made of differences of the loss? The formula has every digit.",
    )
    return case.found((), *said)


def _convention(case: Case) -> Diagnosis | None:
    """Right, in another convention."""
    if not case.reference.squares:
        return None
    for convention in Convention:
        other = reference(convention)
        if convention is case.reference.convention or not case.matches(other.right):
            continue
        ids, here = _explained(case)[0].ids, case.reference.convention
        other_loss = f"It is exactly the gradient under the convention {convention}; this loss is {here}."
        obvious = here is Convention.MEAN and len(ids) == 1
        told = (advice(ids),) if obvious else (other_loss, advice(ids))
        return case.found(ids, case.ratio_sentence, *told, convention=str(convention))
    return None


def _explained(case: Case) -> list[Explanation]:
    """What gives the same numbers: single mistakes of the catalogue; if none does, two together."""
    return case.explanations(1) or case.explanations(2)


def _catalogue(case: Case) -> Diagnosis | None:
    """One mistake of the catalogue, or two together."""
    fitting = _explained(case)
    if not fitting:
        return None
    first, *others = (each.ids for each in fitting)
    return case.found(first, case.ratio_sentence, advice(first), also=[list(ids) for ids in others])


def _order(case: Case) -> Diagnosis | None:
    """The right numbers, in another order."""
    for found, right in zip(case.numbers, case.right, strict=True):
        close = case.same * max(map(abs, right))
        if not all(abs(a - b) <= close for a, b in zip(sorted(found), sorted(right), strict=True)):
            return None
    place = [min((abs(a - b), j) for j, b in enumerate(right))[1] for a in found]
    order = ", ".join(map(str, place))
    said = f"The numbers are right and stand in another order: on {case.probes[-1].name} it is {order}."
    return case.found((), said, "Component j belongs to column j of X.", order=place)


def _factor(case: Case) -> Diagnosis | None:
    """A factor that no mistake of the catalogue has."""
    if case.ratio_sentence.startswith("On "):
        return None
    cure = (
        "No mistake of the catalogue has this factor. "
        "Look for a constant in your formula that is there once too often, or not at all."
    )
    return case.found((), case.ratio_sentence, cure)


def _unknown(case: Case) -> Diagnosis:
    """Nothing fits: what was measured, and no guess."""
    i, j = _first_difference(case)
    probe, found = case.probes[i], case.numbers[i]
    slope = case.reference.slope(probe)
    said = (
        "I do not recognise this.",
        f"On {probe.name} component {j} of your gradient is {found[j]:.6g}, "
        f"and central differences of the loss give {slope[j]:.6g}.",
        f"Yours divided by the right one is {case.ratios[i].text}, component by component.",
        "Compute that component by hand for one sample, then for two, and see where the two ways part.",
    )
    return case.found((), *said, slope=slope, component=j, recognised=False)


def _first_difference(case: Case) -> tuple[int, int]:
    """The first problem and component that differ by more than numbers that are the same."""
    return next(
        (i, j)
        for i, (found, right) in enumerate(zip(case.numbers, case.right, strict=True))
        for j, (a, b) in enumerate(zip(found, right, strict=True))
        if abs(a - b) > case.same * max(map(abs, right))
    )
