"""What the suites make of the thing that they are given, and how they name what is wrong with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.testing import OBJECTIVE_CHECKS, check_backend, check_gradient, check_objective
from gdlearn.testing.backend_arrays import results_never_change
from gdlearn.testing.backend_calls import instances_are_independent
from gdlearn.testing.backend_formulas import gradient_is_the_slope_of_its_loss, own_slope
from gdlearn.testing.backend_kinds import _kind, everything
from gdlearn.testing.candidate import candidates
from gdlearn.testing.objective_rows import ObjectiveCandidate, moves_to_a_backend_whole, shapes
from gdlearn.testing.problems import MEANS, SQUARE, case, cases
from gdlearn.testing.report import CheckError, bind
from gdlearn.testing.truth import truth
from tests.zoo.backends import SaysItIsOnTheGraphicsCard
from tests.zoo.plain_backends import NoBackendAtAll


def test_a_turn_of_the_loop_hands_out_six_things() -> None:
    names = ["the data", "the loss", "the gradient", "a snapshot", "delta", "the updated weights"]
    assert list(everything(candidates("numpy")[0], case("mse mean", 9, 3))) == names


@pytest.mark.parametrize(
    ("device", "kind"), [("cuda:1", "cuda"), ("gpu", "cuda"), ("ROCM:0", "cuda"), ("CPU:0", "cpu"), ("mps", "mps")]
)
def test_a_device_has_one_name_in_all_libraries(device: str, kind: str) -> None:
    assert _kind(device) == kind


def test_another_backend_like_one_that_was_given_is_on_the_same_device() -> None:
    (candidate,) = candidates(SaysItIsOnTheGraphicsCard(device="tpu"))
    another = candidate.make(dtype="float32")
    assert (another.dtype, another.device) == ("float32", "tpu")
    assert another is not candidate.backend


def test_what_says_nothing_of_itself_is_labelled_with_question_marks() -> None:
    assert candidates(NoBackendAtAll("float64"))[0].label == "? (?), ?"


def test_what_cannot_be_made_is_called_by_its_name() -> None:
    class NeedsMore(NumpyBackend):
        def __init__(self, dtype: str, key: str) -> None: ...

    with pytest.raises(gd.InputError, match=r"^NeedsMore\(dtype='float64'\) cannot be made \(TypeError: .*'key'\); a "):
        check_backend(NeedsMore)


def test_two_backends_that_share_a_number_are_told_which_one_is_wrong() -> None:
    made: list[Any] = []

    class Crosstalk(NumpyBackend):
        def __post_init__(self) -> None:
            super().__post_init__()
            made.append(self)

        def loss_and_gradient(self, objective: Any, w: Any) -> Any:
            loss, gradient = super().loss_and_gradient(objective, w)
            return loss, gradient * len(made)

    made.clear()
    with pytest.raises(CheckError, match=r"^on mse mean \(9, 3\), after another instance .*, gradient\[0\] is "):
        instances_are_independent(candidates(Crosstalk)[0])


def test_a_loss_that_changes_after_it_was_handed_out_is_named() -> None:
    class LossBuffer(NumpyBackend):
        def loss_and_gradient(self, objective: Any, w: Any) -> Any:
            loss, gradient = super().loss_and_gradient(objective, w)
            buffer[...] = loss
            return buffer, gradient

    buffer = np.zeros(())
    with pytest.raises(CheckError, match=r"^the loss that it had handed out was .* and became .* with the next call"):
        results_never_change(candidates(LossBuffer())[0])


@pytest.mark.parametrize(("share", "fine"), [(0.9, True), (1.1, False)])
def test_a_gradient_may_be_off_the_slope_by_the_bound_of_the_slope_and_its_own_and_no_more(
    share: float, fine: bool
) -> None:
    (right,), answers = candidates(NumpyBackend("float32")), {}
    for problem in cases(MEANS, SQUARE):
        slope, bound = own_slope(right, problem)
        answers[type(problem.objective)] = slope + bound + share * truth(problem, "float32").gradient_bound

    class Off(NumpyBackend):
        def loss_and_gradient(self, objective: Any, w: Any) -> Any:
            return objective.loss(w), answers[type(objective)]

    (check,) = bind("off", candidates(Off("float32"))[0], {"slope": gradient_is_the_slope_of_its_loss}, {})
    assert check.record().ok is fine


def test_an_objective_is_tried_at_the_weights_that_are_given_be_they_whole_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gdlearn.testing.objective.OBJECTIVE_CHECKS", {"shapes": OBJECTIVE_CHECKS["shapes"]})
    seen: list[Any] = []

    class Noting(gd.MeanSquaredError):
        def loss(self, w: Any) -> Any:
            if isinstance(w, np.ndarray):
                seen.append(w)
            return super().loss(w)

    data: Any = case("mse mean", 9, 3).objective
    (record,) = check_objective(Noting(data.X, data.y), [1, 2, 3])
    assert (record.subject, record.ok) == ("Noting", True)
    assert seen[0].tolist() == [1.0, 2.0, 3.0]
    assert seen[0].dtype == np.float64


@pytest.mark.parametrize("w", [[[1.0]], ["a"], [np.nan], []], ids=str)
def test_weights_that_are_none_are_refused_by_name(w: Any) -> None:
    with pytest.raises(gd.InputError, match=r"^w "):
        check_gradient(lambda w: w @ w, lambda w: 2 * w, w)


def test_the_component_of_a_gradient_that_is_no_number_is_named() -> None:
    report = check_gradient(lambda w: w @ w, lambda w: 2 * w * np.array([1, np.nan, np.inf]), [1.0, 2.0, 3.0])
    (record,) = (record for record in report if record.check == "every_component_is_a_number")
    assert record.sentence == "gradient[1] is nan, which is no finite number."


def test_an_objective_whose_loss_is_a_row_or_changes_on_the_way_is_told_so_with_both_numbers() -> None:
    class Row(gd.MeanSquaredError):
        def loss(self, w: Any) -> Any:
            return super().loss(w)[None]

        def loss_and_gradient(self, w: Any) -> Any:
            return super().loss(w), self.gradient(w)

    class Shifted(gd.MeanSquaredError):
        def on(self, backend: Any) -> Any:
            return Shifted(self.X, self.y + 1e-9)

    data = case("mse mean", 9, 3)
    X, y = (getattr(data.objective, name) for name in ("X", "y"))
    for kind, check, words in (
        (Row, shapes, r"^the loss has shape \(1,\), from loss_and_gradient \(\); it must be \(\)\."),
        (Shifted, moves_to_a_backend_whole, r"^on a backend its loss is 13\.36768\d+ instead of 13\.36768709\."),
    ):
        with pytest.raises(CheckError, match=words):
            check(ObjectiveCandidate(kind(X, y), data.w))
