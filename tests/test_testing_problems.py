"""What the suites try things on, and how they count and measure: claims that every check rests on."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import islice
from typing import Any

import numpy as np
import pytest
from array_api_compat import numpy as numpy_namespace

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.backends.tape import FUNCTIONS
from gdlearn.descent import FULL
from gdlearn.difference import Difference
from gdlearn.testing.backend_calls import SELECTIONS, SHORT, _selected
from gdlearn.testing.backend_formulas import _FAR, _KINKS, _ORIGIN, agreement, own_slope
from gdlearn.testing.backend_functions import _W, _X, EXPRESSIONS
from gdlearn.testing.backend_walks import by_formula
from gdlearn.testing.candidate import Candidate, candidates
from gdlearn.testing.measure import Measured, measure, yardstick
from gdlearn.testing.optimizer_steps import OptimizerCandidate, gradients
from gdlearn.testing.optimizer_walks import is_its_formula
from gdlearn.testing.problems import ALL, BATCHED_WALKS, KINDS, MEANS, WALKS, Case, Walk, case
from gdlearn.testing.report import CheckError
from gdlearn.testing.truth import Tally, ask, truth
from gdlearn.theory import DIFFERENCES, unit_roundoff
from gdlearn.trajectory import Outcome

# --- the problems -----------------------------------------------------------------------------------------------------


def test_every_objective_is_tried_on_a_tall_and_a_square_table_and_two_on_a_wide_one() -> None:
    tall, square = [f"{kind} (9, 3)" for kind in KINDS], [f"{kind} (4, 4)" for kind in MEANS]
    assert [problem.name for problem in ALL] == [*tall, *square, "mse mean (6, 7)", "logistic (6, 7)"]
    assert {type(case(kind, 9, 3).objective) for kind in MEANS} == {type(problem.objective) for problem in ALL}


def test_no_problem_is_at_weights_of_zero_or_at_its_minimum() -> None:
    for problem in ALL:
        assert np.abs(problem.w).min() > 0.05, problem.name
        assert np.abs(problem.objective.gradient(problem.w)).max() > 0.05, problem.name


def test_the_losses_of_the_problems_are_always_the_same_so_that_reports_can_be_compared() -> None:
    problems = [case(kind, 9, 3) for kind in KINDS]
    losses = {
        "mse mean": 13.367687091584,
        "mse sum": 120.309183824259,
        "mse half_mean": 6.683843545792,
        "mse half_sum": 60.154591912130,
        "l2": 13.406988947856,
        "huber": 2.240780741926,
        "logistic": 0.650260498088,
        "softmax": 1.284412933875,
        "poisson": -0.094208176434,
        "mlp": 8.169005354423,
    }
    assert [len(problem.w) for problem in problems] == [3, 3, 3, 3, 3, 3, 3, 9, 3, 9]
    assert {
        kind: problem.objective.loss(problem.w) for kind, problem in zip(KINDS, problems, strict=True)
    } == pytest.approx(losses, rel=1e-10)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("the first four rows", [0, 1, 2, 3]),
        ("rows 4 to 7", [4, 5, 6, 7]),
        ("every other row from 1", [1, 3, 5, 7]),
        ("rows 8, 0, 3 and 1", [8, 0, 3, 1]),
        ("rows 0, 6, 5 and 3", [0, 6, 5, 3]),
        ("row 2 three times and row 5", [2, 2, 2, 5]),
        ("the last two rows", [7, 8]),
        ("row 8 alone", [8]),
    ],
)
def test_a_selection_of_rows_is_what_its_name_says(name: str, rows: list[int]) -> None:
    whole = case("mse mean", 9, 3)
    objective: Any = whole.objective
    selected = _selected.__wrapped__(whole, name)
    part: Any = selected.objective
    assert (selected.name, selected.w.tolist()) == (f"mse mean (9, 3), {name}", whole.w.tolist())
    assert np.array_equal(part.X, objective.X[rows])
    assert np.array_equal(part.y, objective.y[rows])


def test_the_selection_of_all_rows_is_a_permutation() -> None:
    whole = case("mse mean", 9, 3)
    part: Any = _selected.__wrapped__(whole, "all rows, shuffled").objective
    objective: Any = whole.objective
    rows = [objective.X.tolist().index(row) for row in part.X.tolist()]
    assert sorted(rows) == list(range(9)) != rows
    assert len(SELECTIONS) == 7
    assert len(SHORT) == 2


def test_a_problem_far_away_is_as_far_as_its_name_says() -> None:
    thousand = [f"{kind} (9, 3) at 1000 w" for kind in MEANS if kind != "poisson"]
    logits = [f"{kind} (4, 4) at {s}2000 w" for kind in ("logistic", "softmax") for s in ("", "-")]
    assert agreement(candidates("numpy")[0], _FAR).problems == [*thousand, *logits]
    for problem in _FAR:
        kind, shape, factor = re.fullmatch(r"(.+) \((., .)\) at (.+) w", problem.name).groups()  # type: ignore[union-attr]
        near = case(kind, *map(int, shape.split(", ")))
        np.testing.assert_allclose(problem.w, float(factor) * near.w, rtol=2 * unit_roundoff("float64"))


class Asked:
    """NumPy, and what was asked of it."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(numpy_namespace, name)


def test_formulas_are_named_after_what_they_try_and_leave_out_no_function() -> None:
    functions, tried = {name for name in vars(FUNCTIONS) if not name.startswith("_")}, set()
    for name, pair in EXPRESSIONS.items():
        asked, named = Asked(), functions & set(re.findall(r"\w+", name))
        pair.loss(asked, _W, _X)
        assert named <= asked.names
        tried |= named
    assert tried == functions
    assert "broadcasting" in EXPRESSIONS


def test_a_candidate_knows_in_which_dtype_it_was_asked_for() -> None:
    assert [each.asked for each in candidates("numpy")] == ["float64", "float32"]
    assert [each.asked for each in candidates(NumpyBackend("float32"))] == [""]


def test_residuals_are_on_the_kinks_to_the_last_bit() -> None:
    for problem in _KINKS:
        objective: Any = problem.objective
        residuals = objective.X @ problem.w - objective.y
        beyond = 4 * objective.delta  # where the slope of the square would be another one
        assert set(residuals.tolist()) == {-objective.delta, 0.0, objective.delta, beyond}, problem.name
        assert problem.name == f"huber with residuals {tuple(residuals.tolist())}"
    assert [problem.name for problem in _ORIGIN] == [f"{kind} (9, 3)" for kind in MEANS]


# --- the walks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("walks", [WALKS, BATCHED_WALKS], ids=["all rows", "batches"])
def test_the_walks_take_every_objective_and_every_optimiser_once(walks: tuple[Walk, ...]) -> None:
    assert sorted(walk.kind for walk in walks) == sorted(MEANS)
    assert {type(walk.optimizer) for walk in walks} == set(gd.optimizers.OPTIMIZERS.values())


def test_every_other_walk_takes_its_batches_in_order_and_the_last_one_is_short() -> None:
    kinds = [type(walk.batches) for walk in BATCHED_WALKS]
    assert kinds == [gd.InOrder if i % 2 else gd.Shuffled for i in range(len(kinds))]
    for walk in BATCHED_WALKS:
        assert [len(np.arange(9)[rows]) for rows in islice(walk.batches(9), 4)] == [5, 4, 5, 4]


def test_every_setting_of_a_walk_shows_and_none_is_large() -> None:
    for walk in WALKS:
        optimizer: Any = walk.optimizer
        for field in fields(optimizer):
            value = getattr(optimizer, field.name)
            assert field.name in ("betas", "learning_rate") or value != field.default, (walk.name, field.name)
            assert field.name == "betas" or 0 < value <= {"learning_rate": 0.05, "eps": 1e-3}.get(field.name, 0.9)
    names = ["GD", "Nesterov", "Momentum", "Adam", "RMSProp", "AdaGrad", "AdamW"]
    assert [walk.name for walk in WALKS] == [f"{kind} with {name}" for kind, name in zip(MEANS, names, strict=True)]
    assert {walk.batches for walk in WALKS} == {FULL}


def test_no_two_walks_shuffle_alike() -> None:
    orders = [tuple(next(iter(walk.batches(9)))) for walk in BATCHED_WALKS if isinstance(walk.batches, gd.Shuffled)]
    assert len(set(orders)) == len(orders) == 4


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.name)
def test_every_walk_goes_down_and_gets_somewhere(walk: Walk) -> None:
    run = by_formula(walk, "float64")
    assert run.outcome is Outcome.DONE
    assert len(run) == 31  # the start, and thirty steps
    assert run.loss[-1] < run.loss[0] - 0.1 * abs(run.loss[0])


def test_gradients_are_of_every_size_between_a_half_and_two_and_of_either_sign() -> None:
    for seed in range(3):
        sizes, signs = np.abs(gradients(seed)), np.sign(gradients(seed))
        assert sizes.shape == (12, 4)
        assert 0.5 <= sizes.min() < 0.8 < 1.7 < sizes.max() <= 2.0
        assert abs(signs.sum()) < 24
    assert not np.array_equal(gradients(0), gradients(1))


# --- counting and measuring -------------------------------------------------------------------------------------------


def test_a_tally_counts_numbers_and_problems_and_keeps_the_closest() -> None:
    tally = Tally()
    tally.compare("one", "gradient", [1.0, 2.5], [1.0, 2.0], [1.0, 2.0])  # a quarter of what is allowed
    tally.compare("one", "loss", 3.0, 3.125, 1.0)  # an eighth
    with np.errstate(invalid="ignore"):
        tally.compare("two", "loss", np.inf, np.inf, 0.0)  # equal
    assert tally.sentence("problems") == (
        "4 numbers of 2 problems; the largest difference is 25 % of what rounding allows (gradient on one)."
    )


def test_a_tally_of_numbers_that_are_equal_names_the_last_of_them() -> None:
    tally = Tally()
    tally.compare("one", "loss", 2.0, 2.0, 0.0)
    tally.compare("two", "gradient", [1.0, 1.0], 1.0, 0.5)
    assert tally.sentence("problems") == (
        "3 numbers of 2 problems; the largest difference is 0 % of what rounding allows (gradient on two)."
    )


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_an_answer_is_float64_and_a_truth_is_that_of_the_data_as_they_were_given(dtype: Any) -> None:
    problem = case("huber", 9, 3)
    answer, right = ask(NumpyBackend(dtype), problem.objective, problem.w), truth(problem, dtype)
    data: Any = problem.objective
    X, y = (np.array(a, dtype=dtype).astype(float) for a in (data.X, data.y))
    seen = gd.Huber(X, y, delta=0.75)
    loss, gradient = seen.loss_and_gradient(problem.w.astype(dtype).astype(np.float64))
    assert [answer.gradient.dtype.name, type(answer.loss), type(right.loss)] == ["float64", float, float]
    assert right.loss == loss
    assert np.array_equal(right.gradient, gradient)
    assert abs(answer.loss - loss) <= right.loss_bound < 100 * np.finfo(dtype).eps * loss
    assert (np.abs(answer.gradient - gradient) <= right.gradient_bound).all()


@pytest.mark.parametrize(
    ("quantity", "found", "right", "words"),
    [
        (
            "gradient",
            [2.0, 5.0],
            [2.0, 3.0],
            r"^on it, gradient\[1\] is 5 and should be 3: off by 2, and .* allows 1\.$",
        ),
        (
            "gradient",
            [9.0, 9.0],
            [2.0, 3.0],
            r"^on it, gradient\[0\] is 9 and should be 2: off by 7, and .* allows 1\.$",
        ),
        ("loss", 1.5, 3.0, r"^on it, the loss is 1\.5 and should be 3: off by 1\.5, and rounding allows 1\.$"),
        ("loss", np.nan, 3.0, r"^on it, the loss is nan and should be 3: off by nan, and rounding allows 1\.$"),
    ],
)
def test_the_first_number_that_is_too_far_off_is_named(quantity: str, found: Any, right: Any, words: str) -> None:
    with pytest.raises(CheckError, match=words):
        Tally().compare("it", quantity, found, right, 1.0)


def test_the_bound_of_differences_is_three_times_the_error_of_their_formula() -> None:
    X = np.array([[10.0]])  # the loss is e^(10 w), of which the third derivative drowns all rounding
    problem = Case("exp", gd.Poisson(X, np.zeros(1)), np.ones(1))
    _, bound = own_slope(Candidate(NumpyBackend(), NumpyBackend), problem)
    h = np.cbrt(np.finfo(np.float64).eps)
    assert bound[0] == pytest.approx(3 * h**2 / 6 * 1000 * np.exp(10.0), rel=0.1)


@pytest.mark.parametrize("within", [(True, True, True), (False, True, True), (True, False, True), (True, True, False)])
def test_a_measurement_is_fine_if_all_of_it_is(within: tuple[bool, bool, bool]) -> None:
    complete, *differences = within
    gradient, weights = (
        Difference(name, np.array([[1.0]]), np.array([[2.0 if fine else 0.5]]), 1.0)
        for name, fine in zip(("gradient", "weights"), differences, strict=True)
    )
    measured = Measured(candidates("numpy")[0], "l2", gradient, weights, complete)
    assert measured.ok is all(within)


@pytest.mark.parametrize("kind", ["l2", "mlp"])
def test_no_yardstick_is_chaotic(kind: str) -> None:
    problem, run, bounds = yardstick.__wrapped__(kind, "float64", "exact but for rounding")
    assert run.outcome is Outcome.DONE
    assert bounds.weights.bound.max() < 1e-11 * np.abs(problem.w).max()


def test_a_yardstick_for_differences_allows_four_and_a_half_times_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdlearn.testing.measure.STEPS", 5)
    exact, differences = (
        yardstick.__wrapped__("l2", "float64", method).bounds for method in ("exact but for rounding", DIFFERENCES)
    )
    np.testing.assert_allclose(differences.gradient.bound / exact.gradient.bound, 9 / 2, rtol=1e-6)


def test_a_backend_is_at_no_distance_from_itself_at_every_tenth_of_300_steps_in_either_dtype() -> None:
    both = candidates("numpy")
    rows = list(measure(both, ["l2"]))
    assert [(row.candidate, row.kind) for row in rows] == [(candidate, "l2") for candidate in both]
    for row in rows:
        gradient, weights = row.gradient, row.weights
        assert (gradient.quantity, weights.quantity, row.complete) == ("gradient", "weights", True)
        assert (gradient.size.shape, weights.size.shape) == ((31, 3), (301, 3))
        assert not gradient.size.any()
        assert not weights.size.any()


def test_a_backend_that_takes_differences_has_their_error_and_no_other_has() -> None:
    by_hand, differences = measure([candidates(name)[0] for name in ("numpy", "numeric")], ["l2"])
    assert differences.ok
    # eight roundings of its own, since a product of complex numbers has four real ones, and one of the formulas
    np.testing.assert_allclose(differences.gradient.bound / by_hand.gradient.bound, 9 / 2, rtol=1e-6)


def test_a_backend_that_gives_up_early_is_measured_as_far_as_it_came() -> None:
    class GivesUp(NumpyBackend):
        calls = 0

        def loss_and_gradient(self, objective: Any, w: Any) -> Any:
            type(self).calls += 1
            loss, gradient = super().loss_and_gradient(objective, w)
            return loss, gradient * (np.inf if type(self).calls == 20 else 1.0)

    (row,) = measure([Candidate(GivesUp(), GivesUp)], ["l2"])
    assert not row.complete
    assert not row.ok
    assert row.weights.size.shape == (21, 3)


def test_a_yardstick_is_a_descent_well_below_the_largest_stable_learning_rate() -> None:
    problem, run, _ = yardstick("l2", "float64", "exact but for rounding")
    limit = gd.theory.largest_stable_learning_rate(problem.objective, problem.w)
    assert problem.name == "l2 (20, 3)"
    assert run.optimizer == gd.GD(0.3 * limit)
    slow: Any = yardstick("mlp", "float64", "exact but for rounding").run.optimizer
    assert slow.learning_rate < 0.1 * limit


def test_an_optimiser_that_is_a_little_off_is_told_how_much_of_the_rounding_that_is() -> None:
    class Off(gd.GD):
        def step(self, gradient: Any, state: Any, w: Any) -> Any:
            delta, state = super().step(gradient, state, w)
            return (delta * (1 + 9 * 2.0**-47) if state == 10 else delta), state

    slopes = np.abs(gradients())
    share = 0.9 * slopes[9].max() / slopes.max()  # in ten steps ten times 64 roundings, or 2^-47, of the largest delta
    sentence = is_its_formula(OptimizerCandidate(Off(1.0), gd.GD))
    told = float(re.search(r"to (.+) % of what", sentence)[1])  # type: ignore[index]
    assert told == pytest.approx(100 * share, rel=0.005)  # it is rounded to three digits
