"""Every way to a gradient leads to the same one, on any data, within the bound that rounding has there."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import torch
from hypothesis import assume
from hypothesis import strategies as st

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.optimizers import Rule
from gdlearn.testing.problems import Case
from gdlearn.testing.truth import Tally, ask, truth
from gdlearn.theory import largest_stable_learning_rate, unit_roundoff
from tests.fuzz.claims import claim
from tests.fuzz.strategies import BATCHES, DTYPES, RULES, SEEDS, Problem, problems

# jax compiles anew for every shape, numba for every objective and dtype: both have the conformance suite instead.
BACKENDS = st.sampled_from(["numpy", "torch", "torch:formula", "tape", "tape:formula", "python"])


def backend_of(name: str, dtype: str) -> gd.Backend:
    """A backend by its name in commands; the one in plain Python has one dtype."""
    name, _, gradient = name.partition(":")
    return gd.get_backend(name, dtype="float64" if name == "python" else dtype, gradient=gradient or "auto")


def hold(backend: gd.Backend, problem: Problem) -> None:
    """The answer of a backend against the formulas: a `CheckError` if it is further off than rounding allows."""
    right = truth.__wrapped__(case := Case("it", *problem), backend.dtype, backend.method)  # nothing is kept
    found = ask(backend, case.objective, case.w)
    Tally().compare("it", "loss", found.loss, right.loss, right.loss_bound)
    Tally().compare("it", "gradient", found.gradient, right.gradient, right.gradient_bound)


@claim(problem=problems(), name=BACKENDS, dtype=DTYPES)
def test_every_backend_has_the_loss_and_the_gradient_of_the_formulas(problem: Problem, name: str, dtype: str) -> None:
    hold(backend_of(name, dtype), problem)


@claim(problem=problems(("mse", "ridge", "logistic", "poisson")))
def test_a_complex_step_through_the_loss_finds_the_gradient_by_hand(problem: Problem) -> None:
    assume(problem.objective.analytic)
    hold(gd.get_backend("numeric"), problem)


@claim(
    problem=problems(("mse", "ridge", "huber", "mlp")),
    dtype=DTYPES,
    share=st.floats(0.01, 0.99),
    steps=st.integers(0, 40),
)
def test_trajectories_of_numpy_and_torch_agree(problem: Problem, dtype: str, share: float, steps: int) -> None:
    objective, start = problem
    rate = share * largest_stable_learning_rate(objective, start)
    assume(1e-30 < rate < 1e30)  # it is rounded to float32, too
    first, second = (
        gd.record(objective, start, gd.get_backend(name, dtype), gd.GD(rate), steps) for name in ("numpy", "torch")
    )
    found = gd.compare(first, second, objective)
    assert found.agree, str(found)


@claim(rule=RULES, seed=SEEDS, p=st.integers(1, 5), steps=st.integers(1, 30))
def test_every_rule_is_that_of_torch_optim(rule: Rule, seed: int, p: int, steps: int) -> None:
    """On the same gradients, whatever they are; in units of how far the weights have come."""
    rng = np.random.default_rng(seed)
    gradients, w = rng.normal(size=(steps, p)) * 10.0 ** rng.uniform(-3, 3, p), rng.normal(size=p)
    ours, torchs = walk(rule, gradients, w), walk_of_torch(rule, gradients, w)
    travelled = np.abs(w) + np.abs(np.diff(ours, axis=0, prepend=w[None])).sum(axis=0)
    # A step is about ten operations on numbers of its size. Adam's root and quotient add relative errors of their own.
    assert (np.abs(ours[-1] - torchs[-1]) <= 32 * steps * unit_roundoff("float64") * travelled).all()


def walk(rule: Rule, gradients: FloatArray, w: FloatArray) -> FloatArray:
    """The weights after every step, shape (steps, p)."""
    state, rows = rule.init(w), []
    for gradient in gradients:
        delta, state = rule.step(gradient, state, w)
        w = w - delta
        rows.append(w)
    return np.array(rows)


def theirs(rule: Rule, leaf: torch.Tensor) -> torch.optim.Optimizer:
    """The rule of torch.optim with the same settings."""
    rate, optim = rule.rate(0), torch.optim
    match rule:
        case gd.Nesterov(momentum=momentum):
            return optim.SGD([leaf], rate, momentum, nesterov=True)
        case gd.Momentum(momentum=momentum):
            return optim.SGD([leaf], rate, momentum)
        case gd.AdaGrad(eps=eps):
            return optim.Adagrad([leaf], rate, eps=eps)
        case gd.RMSProp(alpha=alpha, eps=eps):
            return optim.RMSprop([leaf], rate, alpha, eps)
        case gd.AdamW(betas=betas, eps=eps, weight_decay=decay):
            return optim.AdamW([leaf], rate, betas, eps, decay)
        case gd.Adam(betas=betas, eps=eps):
            return optim.Adam([leaf], rate, betas, eps)
        case _:
            return optim.SGD([leaf], rate)


def walk_of_torch(rule: Rule, gradients: FloatArray, w: FloatArray) -> FloatArray:
    """The same with torch.optim."""
    leaf = torch.tensor(w, requires_grad=True)
    optimizer, rows = theirs(rule, leaf), []
    for gradient in gradients:
        leaf.grad = torch.tensor(gradient)
        optimizer.step()
        rows.append(leaf.detach().numpy().copy())
    return np.array(rows)


@claim(batches=BATCHES, n=st.integers(1, 60))
def test_an_epoch_uses_every_row_once_whatever_the_batches(batches: Any, n: int) -> None:
    size = getattr(batches, "size", n)
    rows = [
        np.arange(n) if part is None else np.arange(n)[part] for part in islice(batches(n), gd.steps_per_epoch(n, size))
    ]
    assert sorted(np.concatenate(rows).tolist()) == list(range(n))
    again = [np.arange(n) if part is None else np.arange(n)[part] for part in islice(batches(n), len(rows))]
    assert all((a == b).all() for a, b in zip(rows, again, strict=True))
