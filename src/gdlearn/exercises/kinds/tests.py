"""Exercises whose answer is a test: it must accept every right program and reject every wrong one."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.learner import Learner
from gdlearn.mistakes import GRADIENTS, PROGRAMS, find

if TYPE_CHECKING:
    from gdlearn.exercises.exercise import Exercise

REJECTS_RIGHT = "rejects-right"
ACCEPTED = "accepted"


def check_test(learner: Learner, exercise: Exercise) -> Diagnosis:
    """Run the learner's test on right programs and on the mistakes that the options list as `mutants`.

    The diagnosis names the mistakes that the test has let pass; "rejects-right" comes first if it rejected what is
    right.
    """
    options = {"name": exercise.functions[0], "mutants": list(exercise.options["mutants"])}
    subject = exercise.options.get("subject", "gradient")
    found = learner.inside(f"{__name__}:try_test", subject=subject, **options)
    rejected = {name: said for name, said in found["right"].items() if said != ACCEPTED}
    survivors = tuple(name for name, said in found["wrong"].items() if said == ACCEPTED)
    evidence = found | {"survivors": list(survivors)}
    killed = f"Your test rejects {len(found['wrong']) - len(survivors)} of {len(found['wrong'])} wrong programs"
    if not rejected and not survivors:
        return Diagnosis(True, (), f"{killed}, and accepts all {len(found['right'])} right ones.", evidence)
    lines = [f"{killed} and accepts {len(found['right']) - len(rejected)} of {len(found['right'])} right ones."]
    lines += [f"It rejects what is right: {name} ({said})." for name, said in list(rejected.items())[:1]]
    lines += [exercise.sentences(REJECTS_RIGHT)] if rejected and exercise.knows(REJECTS_RIGHT) else []
    lines += [f"It lets pass: {name}. {find(name).title}." for name in survivors]
    return Diagnosis(False, ((REJECTS_RIGHT,) if rejected else ()) + survivors, "\n".join(lines), evidence)


def try_test(learner: ModuleType, *, subject: str, name: str, mutants: list[str]) -> dict[str, Any]:
    """Run a test on right and wrong programs; this happens where the learner's program is.

    Args:
        learner: the learner's program.
        subject: what is tested, "gradient" or "descent".
        name: the name of the test; it takes the program that it tests.
        mutants: the ids of the mistakes.

    Returns:
        For "right" and "wrong", by the name of the program: "accepted", or what the test said.
    """
    from gdlearn.exercises.right import RIGHT

    test = getattr(learner, name)
    return {
        "right": {label: _said(test, program) for label, program in RIGHT[subject].items()},
        "wrong": {mutant: _said(test, wrong_program(mutant)) for mutant in mutants},
    }


def wrong_program(id: str) -> Any:  # noqa: A002  # the word of the catalogue
    """The program of a mistake; that of a loop is an edit of the plain descent, so that all rows are NumPy's."""
    mistake = find(id)
    wrong = PROGRAMS["descent"].edited(*mistake.like) if mistake.like else mistake.wrong
    names = {"gradient": GRADIENTS["gradient"].function()} if mistake.like or mistake.program == "descent" else {}
    return wrong.function(**names)


def _said(test: Any, program: Any) -> str:
    try:
        test(program)
    except AssertionError as error:
        return str(error).partition("\n")[0] or "the assertion has no message"
    return ACCEPTED
