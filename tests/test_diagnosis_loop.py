"""Training loops: what is wrong is named from a few steps, what is right is accepted, what is unknown gets no name."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch

from gdlearn.diagnosis import Diagnosis
from gdlearn.diagnosis.loop import diagnose_loop
from gdlearn.errors import InputError
from gdlearn.mistakes import CATALOGUE, PROGRAMS, Kind, Mistake

Loop = Callable[..., Any]
DESCENT = PROGRAMS["descent"]
gradient = PROGRAMS["gradient"].function()
WRONG = [each for each in CATALOGUE.values() if each.kind is not Kind.GRADIENT and each.program.endswith("descent")]
GRADIENTS = [each for each in CATALOGUE.values() if each.program == "gradient" and each.right.fits(*each.edits)]

# The same rows, so the same name: nobody can tell them apart from a run.
TWINS = {"step-missing": "zero-before-step", "wrong-sign": "ascent"}


def wrong_loop(mistake: Mistake) -> Loop:
    return mistake.wrong.function(**({"gradient": gradient} if mistake.program == "descent" else {}))


def quietly(loop: Loop, **options: Any) -> Diagnosis:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch warns on the way to some exceptions
        return diagnose_loop(loop, **options)


@pytest.mark.parametrize("mistake", [m for m in WRONG if m.id != "unscaled-feature"], ids=lambda each: each.id)
def test_every_wrong_loop_of_the_catalogue_is_named_from_a_run(mistake: Mistake) -> None:
    found = quietly(wrong_loop(mistake))
    assert found.ok is False
    assert found.mistakes == (TWINS.get(mistake.id, mistake.id),)
    named = CATALOGUE[found.mistakes[0]]
    assert named.message in found.message
    assert named.cure in found.message
    json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.parametrize("mistake", GRADIENTS, ids=lambda each: each.id)
def test_a_wrong_gradient_is_named_through_the_loop(mistake: Mistake) -> None:
    found = diagnose_loop(DESCENT.function(gradient=mistake.wrong.function()))
    assert found.mistakes == (TWINS.get(mistake.id, mistake.id),)


LOOP_HALF = ("sequential-update", "zero-grad", "stale-weights", "history-aliased", "start-missing", "step-repeated")
GRADIENT_HALF = ("missing-two", "sum-not-mean", "bias-forgotten", "forgotten-x", "n-minus-one")


@pytest.mark.parametrize(("one", "other"), [*product(GRADIENT_HALF, LOOP_HALF)])
def test_a_wrong_gradient_in_a_wrong_loop_gets_both_names(one: str, other: str) -> None:
    mistake = CATALOGUE[other]
    loop = DESCENT.edited(*(mistake.like or mistake.edits))
    found = diagnose_loop(loop.function(gradient=CATALOGUE[one].wrong.function()))
    if (one, other) == ("bias-forgotten", "sequential-update"):  # a bias that never moves cannot move first
        assert found.mistakes == ("bias-forgotten",)
    else:
        assert set(found.mistakes) == {one, other}


def test_where_two_mistakes_give_the_same_rows_the_other_one_is_mentioned() -> None:
    found = diagnose_loop(wrong_loop(CATALOGUE["ascent"]))
    assert found.evidence["also"] == [["wrong-sign"]]
    assert "wrong-sign" in found.message


def test_a_history_without_any_row_lacks_the_start_and_every_step() -> None:
    found = diagnose_loop(lambda *_: [])
    assert set(found.mistakes) == {"start-missing", "append-missing"}
    assert "one row of 0 numbers came back; 6 rows of 3 numbers are asked for" in found.message


def test_tensors_that_share_memory_are_told_from_arrays_that_do() -> None:
    assert diagnose_loop(wrong_loop(CATALOGUE["history-shared"])).mistakes == ("history-shared",)
    assert diagnose_loop(wrong_loop(CATALOGUE["history-aliased"])).mistakes == ("history-aliased",)


# Right loops, as different people write them.


def in_place(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    w = w.copy()
    history = [w.copy()]
    for _ in range(steps):
        w -= learning_rate * 2 / len(y) * X.T @ (X @ w - y)
        history.append(w.copy())
    return history


def one_sample_after_the_other(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    history = [list(w)]
    for _ in range(steps):
        now, slopes = history[-1], [0.0] * len(w)
        for row, target in zip(X, y, strict=True):
            residual = sum(x * weight for x, weight in zip(row, now, strict=True)) - target
            slopes = [slope + 2 * residual * x / len(y) for slope, x in zip(slopes, row, strict=True)]
        history.append([weight - learning_rate * slope for weight, slope in zip(now, slopes, strict=True)])
    return history


def generator(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Iterator[Any]:
    yield w
    for _ in range(steps):
        w = w - learning_rate * gradient(X, y, w)
        yield w


def one_table(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    rows = np.zeros((steps + 1, len(w)))
    rows[0] = w
    for t in range(steps):
        rows[t + 1] = rows[t] - learning_rate * np.einsum("ij,i->j", X, X @ rows[t] - y) * 2 / len(y)
    return rows


def plain_lists(*arguments: Any) -> Any:
    return [row.tolist() for row in in_place(*arguments)]


def columns(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    return [row.reshape(-1, 1) for row in in_place(X, y, w, learning_rate, steps)]


def single(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    X, y, w = (array.astype(np.float32) for array in (X, y, w))
    return in_place(X, y, w, learning_rate, steps)


def single_as_lists(*arguments: Any) -> Any:
    return [row.tolist() for row in single(*arguments)]


def leaf_in_place(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    return PROGRAMS["torch_descent"].function()(X, y, w, learning_rate, steps)


def sgd(X: Any, y: Any, w: Any, learning_rate: float, steps: int, dtype: torch.dtype = torch.float64) -> Any:
    data, targets = torch.tensor(X, dtype=dtype), torch.tensor(y, dtype=dtype)
    weights = torch.tensor(w, dtype=dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=learning_rate)
    history = [weights.detach().numpy().copy()]
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(data @ weights, targets).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        history.append(weights.detach().numpy().copy())
    return history


def single_sgd(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    return sgd(X, y, w, learning_rate, steps, torch.float32)


def linear(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    return PROGRAMS["linear_descent"].function()(X, y, w, learning_rate, steps)


def rebinding_a_fresh_leaf(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    data, targets, weights = (torch.tensor(each) for each in (X, y, w))
    history = [weights]
    for _ in range(steps):
        weights = weights.detach().requires_grad_()
        (slope,) = torch.autograd.grad(((data @ weights - targets) ** 2).mean(), weights)
        weights = (weights - learning_rate * slope).detach()
        history.append(weights)
    return history


RIGHT: list[Loop] = [
    *(in_place, one_sample_after_the_other, generator, one_table, plain_lists, columns, single, single_as_lists),
    *(leaf_in_place, sgd, single_sgd, linear, rebinding_a_fresh_leaf),
    PROGRAMS["sample_descent"].function(),
]


@pytest.mark.parametrize("loop", RIGHT, ids=lambda loop: loop.__name__)
def test_right_loops_are_accepted_whoever_wrote_them(loop: Loop) -> None:
    found = diagnose_loop(loop)
    assert found.ok, found.message
    assert found.mistakes == ()


@pytest.mark.parametrize("convention", ["mean", "sum", "half_mean", "half_sum"])
def test_the_convention_that_is_asked_for_is_right_and_the_others_are_not(convention: str) -> None:
    factor: dict[str, Callable[[int], float]]
    factor = {"mean": lambda n: 2 / n, "sum": lambda _: 2, "half_mean": lambda n: 1 / n, "half_sum": lambda _: 1}

    def loop(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
        yield w
        for _ in range(steps):
            w = w - learning_rate * factor[convention](len(y)) * X.T @ (X @ w - y)
            yield w

    for asked in factor:
        assert diagnose_loop(loop, convention=asked).ok is (asked == convention)


# What is no mistake of the catalogue.


def perturbed(seed: int) -> Loop:
    """The right loop with a small smooth term that nobody would write."""
    noise = np.random.default_rng(seed)
    size = 10.0 ** -noise.integers(0, 5)
    add, turn = noise.normal(size=4) * size, noise.normal(size=(4, 4)) * size

    def loop(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
        yield w
        for t in range(steps):
            p = len(w)
            kinds = (add[:p], add[:p] * gradient(X, y, w), np.sin(turn[:p, :p] @ w), add[:p] * t)
            w = w - learning_rate * (gradient(X, y, w) + kinds[seed % 4])
            yield w

    return loop


@pytest.mark.parametrize("seed", range(24))
def test_a_random_wrong_loop_gets_no_name(seed: int) -> None:
    found = diagnose_loop(perturbed(seed))
    assert found.state == "unknown"
    assert found.message.startswith("I do not recognise this.")
    t, j = found.evidence["first_difference"]
    assert f"row {t}, component {j}," in found.message
    assert f"{found.evidence['yours'][t][j]:.6g}" in found.message
    assert f"{found.evidence['right'][t][j]:.6g}" in found.message


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24, 224))
def test_two_hundred_more_random_wrong_loops_get_no_name(seed: int) -> None:
    assert diagnose_loop(perturbed(seed)).state == "unknown"


def test_momentum_is_another_algorithm_and_no_mistake_that_is_known() -> None:
    def loop(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
        yield w
        m = 0 * w
        for _ in range(steps):
            m = 0.9 * m + gradient(X, y, w)
            w = w - learning_rate * m
            yield w

    found = diagnose_loop(loop)
    assert found.state == "unknown"
    assert "The first step is right" in found.message


# What is no history at all.


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (None, "returns None"),
        ("weights", "cannot be read"),
        ([[1.0], [1.0, 2.0]], "cannot be read"),
        (1.0, "cannot be read"),
    ],
)
def test_what_is_no_history_is_said_in_a_sentence(result: Any, said: str) -> None:
    found = diagnose_loop(lambda *_: result)
    assert found.mistakes == ()
    assert said in found.message


def test_rows_of_the_wrong_length_are_counted() -> None:
    found = diagnose_loop(lambda *_: [np.zeros(7), np.ones(7)])
    assert found.mistakes == ()
    assert "2 rows of 7 numbers came back; 6 rows of 3 numbers are asked for" in found.message


def test_a_loop_that_writes_into_the_targets_is_told_so() -> None:
    def loop(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
        history = in_place(X, y, w, learning_rate, steps)
        y -= 1
        return history

    found = diagnose_loop(loop)
    assert found.mistakes == ("caller-changed",)
    assert "It changes y." in found.message


def test_a_rate_that_is_typed_in_is_found_and_said() -> None:
    found = diagnose_loop(lambda X, y, w, _, steps: in_place(X, y, w, 0.013, steps))
    assert found.mistakes == ("rate-fixed",)
    assert "0.013" in found.message


def test_a_number_of_steps_that_is_typed_in_is_seen_on_the_second_problem() -> None:
    found = diagnose_loop(lambda X, y, w, rate, _: in_place(X, y, w, rate, 5))
    assert not found.ok
    assert found.mistakes == ()
    assert "6 rows of 4 numbers came back; 5 rows of 4 numbers are asked for" in found.message


def test_an_exception_is_diagnosed_with_the_line_that_raised_it() -> None:
    found = diagnose_loop(wrong_loop(CATALOGUE["leaf-update"]))
    assert "`w -= learning_rate * w.grad`" in found.message


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(InputError, match="it must be a function"):
        diagnose_loop([1, 2, 3])  # type: ignore[arg-type]
