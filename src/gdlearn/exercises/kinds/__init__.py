"""How exercises are checked: one small function for each kind, from a learner's program to a diagnosis."""

from __future__ import annotations

from collections.abc import Callable

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.exercise import Exercise
from gdlearn.exercises.kinds.backend import check_backend
from gdlearn.exercises.kinds.function import check_function
from gdlearn.exercises.kinds.gradient import check_gradient, check_loop
from gdlearn.exercises.kinds.own import check_own
from gdlearn.exercises.kinds.tests import check_test
from gdlearn.exercises.learner import Learner

Check = Callable[[Learner, Exercise], Diagnosis]

KINDS: dict[str, Check] = {
    "gradient": check_gradient,  # a gradient (X, y, w)
    "loop": check_loop,  # a training loop (X, y, w, learning_rate, steps)
    "function": check_function,  # anything that gives the same answers as the solution
    "tests": check_test,  # a test that must tell right gradients from wrong ones
    "backend": check_backend,  # a class that must pass `gdlearn.testing.check_backend`
    "own": check_own,  # whatever `check.py` of the exercise asks
}
