"""Every rule against torch.optim and against 50 digits; what it must leave alone; what it refuses."""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.optimizers import OPTIMIZERS, Rule
from tests.walks import (
    CASES,
    OBJECTIVES,
    START,
    STEPS,
    VALLEY,
    Case,
    largest_difference,
    slope,
    start,
    walk_in_50_digits,
    walk_of_ours,
    walk_of_torch,
)

# Two programs round the weights apart by up to 1 eps a step. With random signs N steps make about sqrt(N); twice that
# is 35 for 300 steps. Measured: 2, and 12 for AdamW, where PyTorch rounds once more (it multiplies by 1 - eta lambda).
BOUND = 2 * math.sqrt(STEPS)
STARTS = {"gd": {"learning_rate": 0.1}, "momentum": {"learning_rate": 0.1}, "nesterov": {"learning_rate": 0.1}}
RULES = [rule(**STARTS.get(name, {})) for name, rule in OPTIMIZERS.items()]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """These walks multiply 40 numbers at a time: more threads only wait for each other (measured: 20 times as long)."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture(params=RULES, ids=list(OPTIMIZERS))
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_rule_is_that_of_torch_optim(case: Case, objective: str, dtype: str) -> None:
    gradient, w = slope(objective, dtype), start(objective, dtype)
    theirs = walk_of_torch(case, gradient, w)
    assert largest_difference(walk_of_ours(case.ours, gradient, w), theirs) <= BOUND
    # The same gradients for both, whatever their weights are: nothing pulls the two paths together again.
    given = [gradient(torch.tensor(row)) for row in theirs]
    in_torch = walk_of_ours(case.ours, given, w)
    in_numpy = walk_of_ours(case.ours, [g.numpy() for g in given], w.numpy())
    assert in_numpy.dtype == theirs.dtype
    for ours in (in_torch, in_numpy):
        assert largest_difference(ours, theirs) <= BOUND


def test_every_rule_is_the_formula_of_its_paper_to_1_5e_15(case: Case) -> None:
    ours = walk_of_ours(case.ours, np.array(VALLEY, float).__matmul__, np.array(START["valley"]), steps=100)
    assert largest_difference(ours, walk_in_50_digits(case.ours, steps=100)) * 2.0**-52 <= 1.5e-15


def noise_grows(rule: Rule, objective: str, noise: float = 1e-10) -> float:
    """How many times larger a change of the starting weights becomes on the way."""
    gradient, w = slope(objective, "float64"), start(objective, "float64")
    change = walk_of_ours(rule, gradient, w * (1 + noise)) - walk_of_ours(rule, gradient, w)
    return float(np.linalg.norm(change, axis=1).max() / np.linalg.norm(change[0]))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_settings_of_these_tests_do_not_amplify_noise(case: Case, objective: str) -> None:
    assert noise_grows(case.ours, objective) < 2


def test_rmsprop_can_be_chaotic_so_that_two_right_programs_part() -> None:
    assert noise_grows(gd.RMSProp(0.05, alpha=0.9), "valley") > 1e6


@pytest.mark.parametrize("name", [name for name in CASES if "eps" not in name])
def test_the_defaults_are_those_of_torch_optim(name: str) -> None:
    ours = OPTIMIZERS[name](**STARTS.get(name, {}))
    theirs: Any = CASES[name].theirs.func([torch.zeros(1)]).defaults
    for setting in ("alpha", "betas", "eps", "weight_decay"):
        assert not hasattr(ours, setting) or getattr(ours, setting) == theirs[setting]
    # PyTorch's SGD has a rate and no momentum unless asked; ours must be given a rate, and is asked for by its name.
    assert name in STARTS or ours.learning_rate == theirs["lr"]


@pytest.mark.parametrize("gradient", [1e-3, -1.0, 1e3])
def test_the_first_step_of_adam_has_the_length_of_the_learning_rate(gradient: float) -> None:
    rule = gd.Adam(0.25)
    delta, state = rule.step(np.array([gradient]), rule.init(np.ones(1)), np.ones(1))
    # Without the correction it would be 0.1 / sqrt(0.001) = 3.2 times as long. What is missing is eps: 1e-8 of 1e-3.
    assert delta == pytest.approx(math.copysign(0.25, gradient), rel=2e-5)
    assert state.t == 1


def test_weight_decay_never_enters_the_means_of_adamw() -> None:
    rng = np.random.default_rng(3)
    adam, adamw = gd.Adam(0.01), gd.AdamW(0.01, weight_decay=0.5)
    one, other, w = adam.init(np.ones(4)), adamw.init(np.ones(4)), rng.normal(size=4)
    for gradient in rng.normal(size=(10, 4)):
        plain, one = adam.step(gradient, one, w)
        decayed, other = adamw.step(gradient, other, w)
        assert all((mine == yours).all() for mine, yours in zip(one[1:], other[1:], strict=True))
        np.testing.assert_allclose(decayed - plain, 0.01 * 0.5 * w, rtol=0, atol=1e-17)


def test_a_step_writes_into_nothing_and_is_the_same_when_repeated(rule: Rule, dtype: str) -> None:
    w, gradient = np.array([1.0, -2.0, 3.0], dtype), np.array([0.5, 0.0, -4.0], dtype)
    _, state = rule.step(gradient, rule.init(w), w)
    arrays = [w, gradient, *(part for part in np.atleast_1d(np.array(state, object)) if isinstance(part, np.ndarray))]
    for array in arrays:
        array.flags.writeable = False  # from here on NumPy itself refuses whoever writes
    first, second = rule.step(gradient, state, w), rule.step(gradient, state, w)
    assert repr(first) == repr(second)
    assert first[0].dtype == np.dtype(dtype)


@pytest.mark.parametrize("library", ["numpy", "torch", "jax"])
def test_a_rule_gives_the_same_numbers_on_the_arrays_of_every_library(rule: Rule, library: str) -> None:
    asarray = import_module({"jax": "jax.numpy"}.get(library, library)).asarray
    gradients = np.random.default_rng(5).normal(size=(31, 3)).astype("float32")
    w = np.array([1.0, -2.0, 3.0], "float32")
    here = walk_of_ours(rule, [asarray(g) for g in gradients], asarray(w), steps=30)
    assert here.dtype == np.float32
    wide = walk_of_ours(rule, list(gradients.astype(float)), w.astype(float), steps=30)
    assert largest_difference(here, wide.astype("float32")) <= 2 * math.sqrt(30)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_is_made_of_operators_alone(name: str) -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(OPTIMIZERS[name].step)))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert called <= {"self.rate", "super", "super().step", "Velocity", "Squares", "Moments"}


def test_numpy_numbers_do_not_promote_float32_arrays() -> None:
    one, half = np.ones(2, "float32"), np.float64(0.5)
    adamw = gd.AdamW(half, betas=(half, half), eps=half, weight_decay=half)
    rules: list[Rule] = [gd.GD(half), gd.Nesterov(half, half), gd.RMSProp(half, half, half), adamw]
    for rule in rules:
        assert rule.step(one, rule.init(one), one)[0].dtype == np.float32
    assert gd.GD(lambda _: np.float64(0.5)).step(one, 0, one)[0].dtype == np.float32


def test_rules_with_the_same_settings_are_equal_and_those_of_another_kind_are_not() -> None:
    assert gd.Adam(0.1, betas=[0.9, 0.999]) == gd.Adam(0.1)  # type: ignore[arg-type]  # as a file would have it
    assert gd.Adam(0.1) != gd.AdamW(0.1, weight_decay=0)
    assert gd.Momentum(0.1) != gd.Nesterov(0.1)


BAD_RATES = [0, -0.1, float("nan"), float("inf"), "0.1", True, None, [0.1]]
BAD_SHARES = [-0.1, 1, 1.5, float("nan"), "0.9", True, None]


@pytest.mark.parametrize("rate", BAD_RATES)
@pytest.mark.parametrize("kind", OPTIMIZERS.values())
def test_a_learning_rate_that_is_no_finite_positive_number_is_refused(kind: Any, rate: object) -> None:
    with pytest.raises(gd.InputError, match=r"the learning rate is .* it must be a finite number greater than 0"):
        kind(rate)


@pytest.mark.parametrize("share", BAD_SHARES)
def test_a_share_outside_0_to_1_is_refused(share: Any) -> None:
    makers: dict[str, Callable[[], Rule]] = {
        "the momentum": lambda: gd.Momentum(0.1, share),
        "alpha": lambda: gd.RMSProp(0.1, share),
        "the first of betas": lambda: gd.Adam(0.1, (share, 0.9)),
        "the second of betas": lambda: gd.AdamW(0.1, (0.9, share)),
    }
    for name, make in makers.items():
        with pytest.raises(gd.InputError, match=f"^{name} is .*; it must be (less than 1|a finite number, 0 or more)"):
            make()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gd.Adam(betas=0.9), "betas is 0.9; it must be two numbers"),  # type: ignore[arg-type]
        (lambda: gd.Adam(betas=(0.9,)), "it must be two numbers, each 0 or more and less than 1"),  # type: ignore[arg-type]
        (lambda: gd.Adam(eps=0), "eps is 0; it must be a finite number greater than 0"),
        (lambda: gd.AdaGrad(eps=-1e-8), "eps is -1e-08"),
        (lambda: gd.AdamW(weight_decay=-1), "the weight decay is -1; it must be a finite number, 0 or more"),
        (lambda: gd.GD(lambda _: -0.5).rate(7), "the learning rate at step 7 is -0.5"),
        (lambda: gd.GD(lambda _: float("nan")).rate(0), "the learning rate at step 0 is nan"),
    ],
)
def test_settings_out_of_range_are_one_sentence(make: Any, message: str) -> None:
    with pytest.raises(gd.InputError, match=message):
        make()
