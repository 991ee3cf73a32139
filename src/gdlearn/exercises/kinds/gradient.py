"""Exercises whose answer is a gradient or a training loop: the diagnosis of the package judges them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from gdlearn.errors import InputError
from gdlearn.exercises.arrays import Array, has_numpy
from gdlearn.exercises.learner import Learner
from gdlearn.exercises.stopped import Stopped

if TYPE_CHECKING:
    from gdlearn.diagnosis.diagnosis import Diagnosis
    from gdlearn.exercises.exercise import Exercise


def check_gradient(learner: Learner, exercise: Exercise) -> Diagnosis:
    """Ask `diagnose` about the learner's gradient; the options are its arguments, the objective by its name."""
    from gdlearn.diagnosis.gradient import diagnose

    options = gradient_options(exercise)
    if has_numpy():
        return _asked(learner, exercise, lambda function: diagnose(function, **options))
    return _asked(
        learner, exercise, lambda function: diagnose(_given_arrays(function), **options | {"arrays": "lists"})
    )


def _given_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of arrays as one of lists; what it writes into an array is written into the list."""

    def asked(*arguments: Any) -> Any:
        arrays = [Array(values) for values in arguments]
        result = function(*arrays)
        for values, changed in zip(arguments, arrays, strict=True):
            values[:] = changed.tolist()
        return result

    return asked


def check_loop(learner: Learner, exercise: Exercise) -> Diagnosis:
    """Ask `diagnose_loop` about the learner's training loop; the options are its arguments."""
    from gdlearn.diagnosis.loop import diagnose_loop

    return _asked(learner, exercise, lambda function: diagnose_loop(function, **exercise.options))


def _asked(learner: Learner, exercise: Exercise, judge: Callable[[Callable[..., Any]], Diagnosis]) -> Diagnosis:
    """A judgement; a stop that it has no name for is handed on, so that whoever knows more can explain it."""
    function, stops = learner.function(exercise.functions[0]), []

    def noted(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Stopped as stop:
            stops.append(stop)
            raise

    found = judge(noted)
    if stops and not found.mistakes:
        raise stops[0]
    return found


def gradient_options(exercise: Exercise) -> dict[str, Any]:
    """What `diagnose` and the matrix are told about the gradient of an exercise.

    Options of the manifest: `convention`, and all that `diagnose` takes; `objective`, a name of
    `gdlearn.objectives.OBJECTIVES` or "ridge", with `settings`, a table of its parameters.
    """
    options = dict(exercise.options)
    settings, name = options.pop("settings", {}), options.pop("objective", None)
    return options | ({"objective": _factory(name, tuple(settings.items()), has_numpy())} if name else {})


@cache  # the same one for the same question: what is known about its gradient is computed once
def _factory(name: str, settings: tuple[tuple[str, Any], ...], numpy: bool) -> Any:
    from gdlearn.objectives import L2, OBJECTIVES, MeanSquaredError

    if name == "ridge":
        return lambda X, y: L2(MeanSquaredError(X, y), **dict(settings))
    if name not in OBJECTIVES:
        raise InputError(f"the manifest names the objective {name!r}; there are: ridge, {', '.join(OBJECTIVES)}.")
    return lambda X, y: OBJECTIVES[name](X, y if numpy else Array(y), **dict(settings))  # labels are looked at
