"""Wrong programs that still converge: each must be told apart from torch.optim by its path."""

from __future__ import annotations

import ast
import copy
import inspect
import math
import sys
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gdlearn.optimizers import OPTIMIZERS
from tests.walks import CASES, VALLEY, Case, largest_difference, slope, start, walk_of_ours, walk_of_torch

STEPS = 30
BOUND = 2 * math.sqrt(STEPS)  # as in test_optimizers.py
# Behind an eps of 1e-8, a decay of 1 % or a constant rate a fault could hide.
SETTINGS: dict[str, dict[str, Any]] = {
    "adagrad": {"eps": 1e-2},
    "rmsprop": {"alpha": 0.9, "eps": 1e-2},
    "adam": {"betas": (0.8, 0.95), "eps": 1e-2},
    "adamw": {"betas": (0.8, 0.95), "eps": 1e-2, "weight_decay": 0.5},
}


def falling(t: int) -> float:
    """A learning rate that is another one at every step."""
    return 0.02 / (1 + t)


def source_of(name: str) -> str:
    return inspect.getsource(sys.modules[OPTIMIZERS[name].__module__])


@cache
def path_of_torch(name: str) -> NDArray[Any]:
    settings = SETTINGS.get(name, {})
    case = Case(OPTIMIZERS[name](falling, **settings), partial(CASES[name].theirs, **settings))
    return walk_of_torch(case, slope("valley", "float64"), start("valley", "float64"), STEPS)


def is_told_apart(name: str, program: str | ast.Module) -> bool:
    """Whether the rule in a program differs from that of torch.optim by more than rounding, or breaks off."""
    space: dict[str, Any] = {"__name__": OPTIMIZERS[name].__module__}  # dataclasses look their module up
    exec(compile(program, f"a wrong {name}", "exec"), space)
    rule = space[OPTIMIZERS[name].__name__](falling, **SETTINGS.get(name, {}))
    try:
        with np.errstate(all="ignore"):
            w = start("valley", "float64").numpy()
            ours = walk_of_ours(rule, np.array(VALLEY, float).__matmul__, w, STEPS)
            return not largest_difference(ours, path_of_torch(name)) <= BOUND  # so that NaN is told apart
    except (ArithmeticError, TypeError, ValueError):
        return True


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_rule_as_it_stands_is_not_told_apart(name: str) -> None:
    assert not is_told_apart(name, source_of(name))


# What a person writes by mistake. The first three of Adam survived a test that only asked whether it converges.
WRONG = [
    ("adam", "(1 - beta1) * gradient", "(1 + beta1) * gradient"),
    ("adam", "m / (1 - beta1 ** (t + 1))", "m / (1 + beta1 ** (t + 1))"),
    ("adam", "v / (1 - beta2 ** (t + 1))", "v * (1 - beta2 ** (t + 1))"),
    ("adam", "(v_hat**0.5 + self.eps)", "(v_hat**0.5 - self.eps)"),
    ("adam", "(v_hat**0.5 + self.eps)", "(v_hat + self.eps) ** 0.5"),
    ("adam", "(v_hat**0.5 + self.eps)", "((v**0.5 + self.eps) / (1 - beta2 ** (t + 1)) ** 0.5)"),  # Keras
    ("adam", "m / (1 - beta1 ** (t + 1))", "m"),
    ("adam", "beta1 ** (t + 1)", "beta1 ** (t + 2)"),
    ("adam", "Moments(t + 1, m, v)", "Moments(t + 1, m_hat, v)"),
    ("adam", "gradient**2", "gradient"),
    ("adamw", "super().step(gradient, state, w)", "super().step(gradient + self.weight_decay * w, state, w)"),
    ("adamw", "self.rate(state.t) * self.weight_decay", "self.weight_decay"),
    ("adamw", "delta + decay", "delta"),
    ("nesterov", "gradient + self.momentum * m)", "m)"),  # plain momentum
    ("nesterov", "gradient + self.momentum * m)", "gradient + m)"),
    ("momentum", "self.momentum * m + gradient", "self.momentum * m + (1 - self.momentum) * gradient"),  # dampened
    ("momentum", "self.rate(t) * m, Velocity(t + 1, m)", "self.rate(t) * m, Velocity(t + 1, self.rate(t) * m)"),
    ("adagrad", "(v**0.5 + self.eps)", "(v + self.eps) ** 0.5"),  # Keras
    ("adagrad", "v + gradient**2", "gradient**2"),
    ("rmsprop", "(v**0.5 + self.eps)", "(v + self.eps) ** 0.5"),  # Keras
    ("rmsprop", "(1 - self.alpha) * gradient**2", "gradient**2"),
    ("gd", "self.rate(t) * gradient", "-self.rate(t) * gradient"),
]


@pytest.mark.parametrize(("name", "right", "wrong"), WRONG, ids=[f"{name}: {wrong}" for name, _, wrong in WRONG])
def test_a_mistake_that_a_person_makes_is_told_apart(name: str, right: str, wrong: str) -> None:
    docstring, step, code = source_of(name).partition("    def step(")
    assert right in code, "the rule has changed: write this mistake anew"
    assert is_told_apart(name, docstring + step + code.replace(right, wrong))


OTHER = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult}


def places(tree: ast.Module) -> list[ast.AST]:
    """The operators and the numbers in `init` and `step`, in an order that is the same for a copy of the tree."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in ("init", "step")]
    inside = [part for function in functions for line in function.body[1:] for part in ast.walk(line)]
    return [
        part
        for part in inside
        if isinstance(part, ast.BinOp) or (isinstance(part, ast.Constant) and isinstance(part.value, (int, float)))
    ]


def mutants(name: str) -> Iterator[ast.Module]:
    """Every program in which one operator or one number of `init` or `step` is another one."""
    tree = ast.parse(source_of(name))
    for i in range(len(places(tree))):
        other = copy.deepcopy(tree)
        place: Any = places(other)[i]
        if isinstance(place, ast.BinOp):
            place.op = OTHER[type(place.op)]()
        else:
            place.value += 1
        yield other


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_rule_survives_another_operator_or_another_number(name: str) -> None:
    programs = list(mutants(name))
    assert len(programs) >= 3
    assert [ast.unparse(program) for program in programs if not is_told_apart(name, program)] == []
