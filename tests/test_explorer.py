"""The explorer's arithmetic, run as it stands in `web/descent/`: its steps are those of the package, to 1e-12."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.theory import Rounding, noise_bound
from gdlearn.trajectory import replay
from tests.explorer_runs import INDEX, LIMITS, Case, in_the_package, on_the_page, problem_of, rate_of, tool

RTOL = 1e-12


def apart(run: gd.Trajectory, theirs: Any) -> float:
    """The largest relative difference in any row: of the weights in units of the larger one, and of the loss."""
    weights, losses = np.array(theirs["weights"]), np.array(theirs["losses"])
    if weights.shape != run.weights.shape or losses.shape != run.loss.shape:
        return math.inf
    of_weights = np.abs(weights - run.weights).max(axis=1) / np.abs(run.weights).max(axis=1)
    return float(max(of_weights.max(), np.abs(losses / run.loss - 1).max()))


FOLLOWING = [Case(rule, share=share) for rule in LIMITS for share in (0.02, 0.75, 0.97, 1.05)]
ADAPTIVE = [Case(rule, rate=rate) for rule in ("rmsprop", "adam") for rate in (0.003, 0.3)]
SIZES: dict[str, dict[str, Any]] = {
    "gd": {"share": 0.9},
    "momentum": {"share": 0.5},
    "nesterov": {"share": 0.5},
    "rmsprop": {"rate": 0.05},
    "adam": {"rate": 0.05},
}
OTHER_DATA = [
    Case(rule, data=data, standardise=data == 2, noise=noise, **size)
    for rule, size in SIZES.items()
    for data, noise in ((1, 4.0), (2, 0.5), (7, 20.0))
]
SCALED = [Case("gd", share=0.5, standardise=True), Case("adam", rate=0.3, standardise=True)]
BATCHES = [Case("gd", share=0.2, batch=size) for size in (1, 8, 32, 128)] + [
    Case("momentum", share=0.02, batch=32),
    Case("nesterov", share=0.02, batch=32),
    Case("rmsprop", rate=0.05, batch=8),
    Case("adam", rate=0.05, batch=1, standardise=True),
]
CASES = FOLLOWING + ADAPTIVE + OTHER_DATA + SCALED + BATCHES


@pytest.mark.parametrize("case", CASES, ids=str)
def test_two_hundred_steps_are_those_of_the_package(case: Case) -> None:
    objective = problem_of(case)
    rate = rate_of(case, objective)
    theirs = on_the_page(case, rate)["run"]
    assert apart(in_the_package(case, rate, objective), theirs) < RTOL


@pytest.mark.parametrize("case", [*OTHER_DATA[::3], BATCHES[1]], ids=str)
def test_and_those_of_the_backend_in_plain_python(case: Case) -> None:
    objective = problem_of(case)
    rate = rate_of(case, objective)
    theirs = on_the_page(case, rate)["run"]
    assert apart(in_the_package(case, rate, objective, "python"), theirs) < RTOL


@pytest.mark.parametrize("case", [case for case in CASES if case.optimizer != "gd"], ids=str)
def test_none_of_these_descents_is_chaotic(case: Case) -> None:
    """A chaotic one would make the claim above a matter of luck: any two right programs would part."""
    objective = problem_of(case)
    run = in_the_package(case, rate_of(case, objective), objective)
    errors = np.array([2 * Rounding(objective, "float64").gradient(w) for w in run.weights])
    _, horizon = noise_bound(objective, run.weights, run.optimizer, run.batches, errors, "float64")
    assert horizon == len(run)


@pytest.mark.parametrize(
    "case",
    [
        Case("momentum", share=0.999),
        Case("nesterov", share=0.999, start=(90.0, -90.0)),
        Case("gd", share=0.99, noise=0.0),
        Case("momentum", share=0.5, noise=0.0),
    ],
    ids=str,
)
def test_where_rounding_weighs_more_they_agree_within_its_bound(case: Case) -> None:
    """At the edge every rounding error is carried along, and a loss that reaches zero has no relative error."""
    objective = problem_of(case)
    rate = rate_of(case, objective)
    ours = in_the_package(case, rate, objective)
    theirs = on_the_page(case, rate)["run"]
    there = replace(ours, weights=np.array(theirs["weights"]))
    page = replace(replay(objective, there, gd.get_backend("numpy")), loss=np.array(theirs["losses"]))
    assert gd.compare(ours, page, objective).agree


UPDATE = "w = w.map((value, j) => value - step(rate, gradient[j], states[j], t));"
ANEW = "problem.lossAndGradient(w.map((old, k) => (k < j ? old - rate * gradient[k] : old))).gradient[j]"
BATCHES_OF = "const batches = batchesOf(problem.n, batch);"
SQUARE = "Math.sqrt(average("
SABOTAGES = {  # by what is wrong: the rule that shows it, the file, what stands in it, and the wrong thing instead
    "eps inside Adam's root": ("adam", "optimizers", "(Math.sqrt(v) + EPS)", "Math.sqrt(v + EPS)"),
    "eps inside RMSProp's root": ("rmsprop", "optimizers", "(Math.sqrt(state.v) + EPS)", "Math.sqrt(state.v + EPS)"),
    "no correction of m": ("adam", "optimizers", "state.m / (1 - beta1 ** (t + 1))", "state.m"),
    "no correction of v": ("adam", "optimizers", "state.v / (1 - beta2 ** (t + 1))", "state.v"),
    "another beta": ("adam", "optimizers", "[0.9, 0.999]", "[0.9, 0.99]"),
    "another alpha": ("rmsprop", "optimizers", "ALPHA = 0.99", "ALPHA = 0.9"),
    "momentum as a mean": ("momentum", "optimizers", "return rate * state.m;", "return rate * (1 - BETA) * state.m;"),
    "Nesterov looks back": ("nesterov", "optimizers", "rate * (g + BETA * state.m)", "rate * state.m"),
    "half of one slope": ("gd", "problem", "2 * factor * forBias", "factor * forBias"),
    "n - 1 in the loss": ("gd", "problem", "const factor = 1 / n;", "const factor = 1 / (n - 1);"),
    "n - 1 in the scale": ("gd", "data", SQUARE, SQUARE.replace("average", "x.length / (x.length - 1) * average")),
    "the row after the update": ("gd", "descend", UPDATE, f"weights[t] = {UPDATE}"),
    "one weight after the other": ("gd", "descend", UPDATE, UPDATE.replace("gradient[j]", ANEW)),
    "a step too few": ("gd", "descend", "t <= steps", "t < steps"),
    "the next batch": ("gd", "descend", BATCHES_OF, f"{BATCHES_OF} batches.next();"),
}
SHOWN_BY: dict[str, Any] = {"n - 1 in the scale": {"standardise": True}, "the next batch": {"batch": 8}}


@pytest.mark.parametrize("name", SABOTAGES)
def test_a_mistake_in_the_formulas_does_not_pass(name: str) -> None:
    rule, file, right, wrong = SABOTAGES[name]
    case = replace(Case(rule, **SIZES[rule]), **SHOWN_BY.get(name, {}))
    objective = problem_of(case)
    rate = rate_of(case, objective)
    run = in_the_package(case, rate, objective)
    assert apart(run, on_the_page(case, rate)["run"]) < RTOL
    sabotaged = tool("scripts").exports(INDEX, {f"{file}.js": (right, wrong)})
    assert apart(run, on_the_page(case, rate, sabotaged)["run"]) > 3 * RTOL
