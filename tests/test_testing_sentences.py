"""What the suites say: of what is right how much was looked at, and of what is broken where, with the numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.testing import BACKEND_CHECKS, OBJECTIVE_CHECKS, OPTIMIZER_CHECKS, check_objective, check_optimizer
from gdlearn.testing.candidate import Candidate, candidates
from gdlearn.testing.objective_rows import ObjectiveCandidate
from gdlearn.testing.optimizer_steps import OptimizerCandidate, gradients, leaves
from gdlearn.testing.problems import Case, case
from gdlearn.testing.report import Check, bind
from gdlearn.testing.truth import truth
from tests.zoo.backends import BACKENDS
from tests.zoo.objectives import OBJECTIVES
from tests.zoo.optimizers import OPTIMIZERS
from tests.zoo.plain_backends import PLAIN_BACKENDS
from tests.zoo.table import Animal

SHARE = r"[\d.e-]+ % of what rounding allows"  # which differs from machine to machine
CLOSEST = rf"; the largest difference is {SHARE} \((loss|gradient) on .+\)"
NUMBER = r"-?[\d.]+(e-\d+)?"
CHANGED = rf"{NUMBER} instead of {NUMBER}"
OFF = rf"off by {NUMBER}, and rounding allows {NUMBER}e-1\d"


def said(thing: Any, checks: Mapping[str, Check], name: str) -> str:
    """The sentence of one check."""
    (check,) = bind("zoo", thing, {name: checks[name]}, {})
    return check.record().sentence


# --- of what is right, how much was looked at -------------------------------------------------------------------------

RIGHT_BACKEND = {  # NumPy in float32
    "describes_itself": r"it says of itself: name 'numpy', method 'by hand', dtype 'float32', device 'cpu'",
    "round_trips": r"12 kinds of host values came back with the same numbers and shapes, in float32",
    "shapes": r"on 19 problems the loss is \(\) and gradient, delta, snapshot and weights are \(p,\)",
    "dtype_is_kept": r"on 19 problems all that it hands out is float32",
    "device_is_kept": r"6 kinds of arrays are on 'cpu', as it says",
    "asarray_copies": r"neither side sees what the other writes",
    "snapshots_never_change": r"an update leaves it alone, and writing into it leaves the weights alone",
    "inputs_are_untouched": r"on 19 problems data and weights are the same .*, here and on the backend",
    "update_subtracts": r"3 deltas, from 9e-13 to 1e\+06, each subtracted twice, to the last bit",
    "loss_is_the_formula": rf"19 numbers of 19 problems{CLOSEST}",
    "gradient_is_the_formula": rf"99 numbers of 19 problems{CLOSEST}",
    "gradient_is_the_slope_of_its_loss": rf"43 numbers of 7 problems{CLOSEST}",
    "method_is_true": r".* its gradient, 'by hand', is twice the slope",
    "derives_every_function": rf"70 numbers of 14 formulas, one for each operator and function{CLOSEST}",
    "right_at_the_origin": rf"40 numbers of 7 problems at w = 0{CLOSEST}",
    "right_far_away": rf"72 numbers of 10 problems far from the minimum, with logits up to 10,000{CLOSEST}",
    "right_at_the_kinks": rf"12 numbers of 3 problems with residuals on the kinks of Huber's loss{CLOSEST}",
    "overflow_is_not_hidden": r"an overflow and a NaN arrive in the answer, .* 1e6 diverges in 4 rows",
    "calls_are_independent": r"28 calls were repeated, .*, to the last bit",
    "instances_are_independent": r"instances of float64 and float32 were made and used, .*",
    "uses_the_rows_it_is_given": rf"280 numbers of 49 selections of rows{CLOSEST}",
    "short_batches": rf"80 numbers of 14 batches of one or two rows{CLOSEST}",
    "takes_the_mean": rf"8 numbers of 2 problems of 150 rows, against the mean over blocks of 64{CLOSEST}",
    "trajectories_agree": rf"7 descents of 30 steps agree .* at most {SHARE} \([\w ]+ with \w+\)",
    "minibatch_trajectories_agree": rf"7 descents of 30 steps agree .* at most {SHARE} \([\w ]+ with \w+\)",
}
RIGHT_OBJECTIVE = {  # the mean squared error of 9 samples and 3 weights
    "shapes": r"9 samples, 3 weights, of which 1 are biases: the loss is \(\) and the gradient \(3,\)",
    "predicts_a_row_for_every_sample": r"its prediction has shape \(9,\)",
    "keeps_float32": r"of float32 data and weights, loss, gradient and prediction are float32",
    "same_answer_twice": r"asked again, after another place, it says the same to the last bit",
    "moves_to_a_backend_whole": r"on a backend it is the same objective, and the original stays as it was",
    "gradient_is_the_slope": rf"9 numbers of 3 places, against central differences{CLOSEST}",
    "gradient_is_that_of_autograd": rf"9 numbers of 3 places, against the autograd of torch{CLOSEST}",
    "both_are_the_same": rf"12 numbers of 3 places, loss_and_gradient against loss and gradient{CLOSEST}",
    "writes_into_nothing": r"loss, gradient and prediction write into none of X, y, w",
    "rows_are_those_asked_for": r".*, from 1 to 9 rows: it has those rows, and the same 3 weights",
    "rows_add_up": r"cut in two ways, the losses and gradients of the parts add up, as means",
    "analytic_is_true": rf"9 numbers of 3 places, against complex steps{CLOSEST}",
}
RIGHT_OPTIMIZER = {  # AdamW
    "delta_has_the_shape_of_the_weights": r"delta has a component for every weight, of 1, 3, 7 weights",
    "keeps_float32": r"3 steps with float32 weights: delta and state are float32",
    "writes_into_nothing": r"12 steps wrote into none of gradient, weights and state",
    "delta_is_its_own": r"writing into 12 deltas changed neither the gradients nor the steps after them",
    "same_steps_again": r"two walks of 12 steps at once are, to the last bit, what each is alone",
    "state_can_be_used_again": r"from the state of step 6 on the steps are the same again, to the last bit",
    "weights_are_treated_alike": r"weights in another order have the same deltas, in that order, in 12 steps",
    "stands_still_on_flat_ground": r"with a gradient of 0 at weights of 0 all deltas of 12 steps are 0",
    "goes_downhill": r"each of 5 steps on a bowl came nearer to its bottom",
    "is_its_formula": rf"12 steps are those of the closed form of AdamW, to {SHARE}",
}


@pytest.mark.parametrize("check", RIGHT_BACKEND)
def test_of_a_right_backend_every_check_says_how_much_it_has_looked_at(check: str) -> None:
    sentence = said(candidates(NumpyBackend("float32"))[0], BACKEND_CHECKS, check)
    assert re.fullmatch(rf"{RIGHT_BACKEND[check]}\.", sentence), sentence


class OnlyInSinglePrecision(NumpyBackend):
    def __init__(self, dtype: str) -> None:
        if dtype != "float32":
            raise gd.InputError("it computes in float32 alone.")
        super().__init__(dtype)


@pytest.mark.parametrize(
    ("backend", "check", "words"),
    [
        ("python", "asarray_copies", "neither side sees what the other writes (its arrays cannot be written to)"),
        ("python", "snapshots_never_change", "an update leaves it alone"),
        ("python", "device_is_kept", "it says 'cpu'; its arrays do not tell where they are"),
        (
            "tape",
            "method_is_true",
            "where the formula by hand is twice the slope, its gradient, 'own autograd', is the slope",
        ),
        (
            OnlyInSinglePrecision,
            "instances_are_independent",
            "instances of float32 were made and used, and the first one went on as before",
        ),
    ],
)
def test_of_what_is_different_and_right_the_check_says_so(backend: Any, check: str, words: str) -> None:
    assert said(candidates(backend)[0], BACKEND_CHECKS, check) == f"{words}."


def test_of_all_descents_the_one_that_drifts_most_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = iter([0.125, 0.5, 0.25, *4 * [0.0]])
    fine = lambda *_: SimpleNamespace(agree=True, weights=SimpleNamespace(share=next(shares)))  # noqa: E731
    monkeypatch.setattr("gdlearn.testing.backend_walks.compare", fine)
    sentence = said(candidates("numpy")[0], BACKEND_CHECKS, "trajectories_agree")
    assert sentence.endswith(" by at most 50 % of what rounding allows (l2 with Nesterov).")


def test_of_a_right_objective_every_check_says_how_much_it_has_looked_at() -> None:
    problem = case("mse mean", 9, 3)
    for check, words in RIGHT_OBJECTIVE.items():
        sentence = said(ObjectiveCandidate(problem.objective, problem.w), OBJECTIVE_CHECKS, check)
        assert re.fullmatch(rf"{words}\.", sentence), (check, sentence)


def test_three_rows_are_enough_to_see_that_they_do_not_add_up() -> None:
    small: Any = case("mse mean", 3, 3)
    objective = OBJECTIVES["DividesByTheRootOfN"].thing(small.objective.X, small.objective.y)
    sentence = said(ObjectiveCandidate(objective, small.w), OBJECTIVE_CHECKS, "rows_add_up")
    assert sentence == "over two parts of its 3 rows, losses and gradients add up neither as means nor as sums."


def test_of_a_right_optimiser_every_check_says_how_much_it_has_looked_at() -> None:
    candidate = OptimizerCandidate(gd.AdamW(0.1, eps=1e-3, weight_decay=0.1), gd.AdamW)
    for check, words in RIGHT_OPTIMIZER.items():
        sentence = said(candidate, OPTIMIZER_CHECKS, check)
        assert re.fullmatch(rf"{words}\.", sentence), (check, sentence)


# --- on which libraries -----------------------------------------------------------------------------------------------


@pytest.fixture
def few_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of those that are installed, and one that is not."""
    some = [each for each in gd.available_backends() if each.name in ("python", "numpy", "numeric", "tape")]
    some = [*some, some[0]._replace(name="nowhere", installed=False)]
    for name in ("objective_slopes", "optimizer_walks"):
        monkeypatch.setattr(f"gdlearn.testing.{name}.available_backends", lambda: some)


@pytest.mark.usefixtures("few_libraries")
@pytest.mark.parametrize(("kind", "analytic"), [("mse mean", True), ("huber", False), ("poisson", True)])
def test_without_torch_an_objective_is_held_against_the_tape_and_tried_on_all_that_is_there(
    kind: str, analytic: bool
) -> None:
    problem = case(kind, 9, 3)
    candidate = ObjectiveCandidate(problem.objective, problem.w)
    every = said(candidate, OBJECTIVE_CHECKS, "runs_on_every_backend")
    words = rf"24 numbers of 6 pairs of a backend and a dtype \(python, numpy, numeric, tape\){CLOSEST}\."
    assert re.fullmatch(words, every), every
    assert "3 places, against the autograd of tape; " in said(
        candidate, OBJECTIVE_CHECKS, "gradient_is_that_of_autograd"
    )
    steps = said(candidate, OBJECTIVE_CHECKS, "analytic_is_true")
    assert ("9 numbers of 3 places, against complex steps; " in steps) is analytic, steps
    assert analytic or steps == "it does not say that its formula holds for complex weights."


@pytest.mark.usefixtures("few_libraries")
@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((1, 3), "with 1 rows there are no two ways to cut them."),
        ((2, 1), "with 2 rows there are no two ways to cut them."),
        ((3, 1), "cut in two ways, the losses and gradients of the parts add up, as means."),
    ],
)
def test_few_rows_and_a_bias_alone_are_right_too(shape: tuple[int, int], words: str) -> None:
    problem = case("mse mean", *shape)
    records = {record.check: record for record in check_objective(problem.objective, problem.w)}
    assert all(record.ok and record.subject == "MeanSquaredError" for record in records.values()), records
    assert records["rows_add_up"].sentence == words


def test_losses_that_are_sums_add_up_as_sums() -> None:
    problem = case("mse sum", 9, 3)
    sentence = said(ObjectiveCandidate(problem.objective, problem.w), OBJECTIVE_CHECKS, "rows_add_up")
    assert sentence == "cut in two ways, the losses and gradients of the parts add up, as sums."


@pytest.mark.usefixtures("few_libraries")
def test_an_optimiser_is_called_by_its_class_and_held_against_the_formula_of_it() -> None:
    report = check_optimizer(gd.AdamW(0.1, eps=1e-3, weight_decay=0.1))
    report.raise_if_failed()
    assert [(record.subject, record.check) for record in report] == [("AdamW", check) for check in OPTIMIZER_CHECKS]
    assert "closed form of AdamW" in report.records[-1].sentence


@pytest.mark.usefixtures("few_libraries")
def test_an_optimiser_that_is_a_little_off_on_another_library_is_told_how_much_of_the_rounding_that_is() -> None:
    class Off(gd.GD):
        by = 1.0

        def step(self, gradient: Any, state: Any, w: Any) -> Any:
            delta, state = super().step(gradient, state, w)
            return (delta * (1 + self.by * 2.0**-46) if state == 6 and not isinstance(w, np.ndarray) else delta), state

    slopes = np.abs(gradients())
    share = slopes[5].max() / slopes.max() / 3  # in six steps rounding allows six times 2^-47 of the largest delta
    candidate = OptimizerCandidate(Off(1.0), gd.GD)
    sentence = said(candidate, OPTIMIZER_CHECKS, "same_on_every_library")
    told = re.fullmatch(
        r"the same 12 deltas on python, numpy, numeric, tape, to (.+) % of what rounding allows\.", sentence
    )
    assert told, sentence
    assert float(told[1]) == pytest.approx(100 * share, rel=0.005)
    Off.by = 1.5 / share  # and now it is half as much again as is allowed
    assert said(candidate, OPTIMIZER_CHECKS, "same_on_every_library").startswith("on python its deltas differ, by ")


# --- how far off is not yet wrong -------------------------------------------------------------------------------------


def slope_and_all_that_is_allowed(case: Case) -> Any:
    loss, right = case.objective.loss, truth(case, "float64")
    bound = gd.theory.central_differences_bound(case.objective, case.w)
    return gd.theory.central_differences(loss, case.w) + bound + right.gradient_bound / 2


def formula_and_most_of_nine_roundings(case: Case) -> Any:
    right = truth(case, "float64")
    return right.gradient + 3 * right.gradient_bound  # each of these is two roundings


@pytest.mark.parametrize(
    ("check", "gradient"),
    [
        ("gradient_is_the_slope", slope_and_all_that_is_allowed),
        ("analytic_is_true", formula_and_most_of_nine_roundings),
    ],
)
def test_a_gradient_that_is_off_by_less_than_is_allowed_passes(check: str, gradient: Any) -> None:
    data: Any = case("mse mean", 9, 3).objective

    class Off(gd.MeanSquaredError):
        def gradient(self, w: Any) -> Any:
            return gradient(Case("it", data, w)) if isinstance(w, np.ndarray) else super().gradient(w)

    (bound,) = bind(
        "it", ObjectiveCandidate(Off(data.X, data.y), case("mse mean", 9, 3).w), {check: OBJECTIVE_CHECKS[check]}, {}
    )
    assert bound.record().ok, bound.record()


# --- of what is broken, where and by how much -------------------------------------------------------------------------

BROKEN_BACKENDS = {
    "Nameless": r"its name is ''; it must be text, and not empty",
    "ReadsMemoryInOrder": r"a transposed table came back as \[\[-5\.5, -4\.5.*; it was \[\[-5\.5, -1\.5.*",
    "KeepsIntegers": r"a list of integers came back in int64, not in float64",
    "KeepsSinglePrecision": r"a float32 array came back in float32, not in float64",
    "ForgetsNegativeStrides": r"a table in reverse came back as \[\[-5\.5, -4\.5.*; it was \[\[5\.5, 4\.5.*",
    "TakesAColumnForARow": r"a table of one column of shape \(3, 1\) came back with shape \(3,\)",
    "TakesOneNumberForAScalar": r"a row of one number of shape \(1,\) came back with shape \(\)",
    "PromotesTheLoss": r"on mse mean \(9, 3\), the loss is float64 instead of float32",
    "SaysItIsOnTheGraphicsCard": r"the data is on 'cpu', not on 'cuda'",
    "SharesWhatComesIn": r"the caller wrote into his array, and the backend's became \[77\.0, 77\.0, 77\.0\]",
    "WritesThroughToTheHost": r"writing into the backend's array changed the caller's to \[77\.0, 77\.0, 77\.0\]",
    "SharesWhatGoesOut": r"the host wrote into its copy, and the weights became \[77\.0, 77\.0, 77\.0\]",
    "LearnsInTheCallersArray": r"writing into the weights changed the caller's start to \[77\.0, 77\.0, 77\.0\]",
    "SnapshotIsTheWeights": r"writing into a snapshot changed the weights to \[77\.0, 77\.0, 77\.0\]",
    "HandsOutItsCache": r"writing into the gradient .* changed the next one to \[77\.0, 77\.0, 77\.0, 77\.0\]",
    "FreezesTheCallersStart": r"on mse mean \(9, 3\), the caller cannot write to w any more",
    "IgnoresShortSteps": r"9\.09495e-13 times .* less 1 times .* is \[9\.09.*\], not \[4\.5.*\]",
    "UpdatesInDelta": r"delta was \[0\.5, -0\.25, 2\.0\] and is \[0\.5, -2\.25, 1\.0\] after the update",
    "ReportsTheMean": r"on mse sum \(9, 3\), the loss is 13\.36768709 and should be 120\.3091838: off by 107, .*",
    "ForgetsTheHalf": r"on mse half_sum \(9, 3\), gradient\[0\] is -63\.926.* and should be -31\.963.*: off by 32, .*",
    "SaysAutograd": r".*, a gradient 'autograd' must be the slope, and it is not",
    "WrongPowerRule": rf"on / and \*\*, gradient\[0\] is -0\.6716 and should be -0\.9788: {OFF}",
    "SlopeOfOneAtZero": rf"on logistic \(9, 3\) at w = 0, gradient\[0\] is {NUMBER} and should be {NUMBER}: {OFF}",
    "NaiveLogarithm": r"on logistic \(9, 3\) at 1000 w, the loss is inf and should be 125\.5865196: off by inf, .*",
    "TakesBothSidesAtTheKink": rf"on huber with residuals .*, gradient\[0\] is 0\.25 and should be 0\.375: {OFF}",
    "SwallowsNaN": r"at weights of about 2e\+231 the loss overflows, and it says 0",
    "NeverTwiceTheSame": rf"on mse mean .*, called again after nothing, gradient\[2\] is {NUMBER} instead of {NUMBER}",
    "OneDtypeForAll": r"after an instance of float32 was made, the first one makes arrays of float32",
    "RemembersByWeights": rf"on mse mean \(9, 3\), rows 0, 6, 5 and 3, the loss is {NUMBER} and .*: {OFF}",
    "DividesByNMinusOneOfOne": rf"on mse mean .*, row 8 alone, gradient\[0\] is -0 and should be {NUMBER}: {OFF}",
    "PlainMeanOfShards": rf"on mse mean \(150, 3\), the loss is 11\.08925766 and should be 11\.22807547: {OFF}",
    "WrongOnceItIsCompiled": r"mse mean with GD: .* do not agree: at step 25 the gradient of 'w0' differs by .*",
    "FirstBatchForEver": r"logistic with GD: .* do not agree: at step 1 the gradient of 'w0' differs by 0\.282 .*",
}
PLAIN = {
    "a row of gradients": r"on mse mean \(9, 3\), the gradient has shape \(1, 3\), on the host \(1, 3\), not \(3,\)",
    "HandsOutTheBuffer": r"the gradient that it had handed out was \[0\.15.*\] and became \[-4\.07.*\] with .*",
    "OneCallBehind": rf"on mse mean \(9, 3\), called again after other weights, gradient\[\d\] is {CHANGED}",
    "OneObjectiveBehind": rf"on mse mean \(9, 3\), called again after another objective, the loss is {CHANGED}",
    "DividesByTheRowsOfTheLastCall": rf"on mse mean \(9, 3\), called again after a third one, .* is {CHANGED}",
    "SharesBothWays": r"after an update the host's copy had become \[0\.5, -2\.25, 1\.0\]",
    "OneBufferForAllWeights": r"an update of one .* from the same start, to \[0\.5, -2\.25, 1\.0\]",
    "HistoryRewritesItself": r"after an update the snapshot of before had become \[0\.5, -2\.25, 1\.0\]",
    "UpdatesTheCallersStart": r"an update changed the caller's starting weights to \[0\.5, -2\.25, 1\.0\]",
    "CentresTheData": r"on mse mean \(9, 3\), X on the backend is not what it was",
    "CentresTheTargets": r"on mse mean \(9, 3\), y on the backend is not what it was",
    "MakesColumns": r"a list of shape \(3,\) came back with shape \(3, 1\)",
    "WantsToWriteIntoWhatItReads": r"it raised ValueError: buffer source array is read-only",
    "SlopesInHalfTheDigits": r"on mse mean \(9, 3\), the gradient is float32 inside and float64 on the host",
    "CutsOffInSilence": r"on mse mean \(9, 3\), the data is float32 instead of float64",
    "NoBackendAtAll": r"its name is None; it must be text, and not empty",
    "SaysFloat16": r"its dtype is 'float16'; it must be one of float64, float32",
    "AlwaysSaysFloat32": r"asked for float64, it says that it computes in float32",
    "no NaN in the gradient": r"with a weight that is NaN it says loss nan, gradient \[0\.0, 0\.0, 0\.0\], not NaN",
    "Uphill": r"1 times .* less 1 times .* is \[1\.5, -2\.75, 5\.0\], not \[0\.5, -2\.25, 1\.0\]",
    "clipped to norm 1": r"at learning rate 1e6 it is done after 61 rows; the formula has diverged after 2\d",
    "divided by p too": r"at learning rate 1e6 it is diverged after 2\d rows; the formula has diverged after 2\d",
    "not a number": r".* ended differently .*done after 31 rows.*diverged after 2 rows.*",
}
BROKEN_OBJECTIVES = {
    "BiasOutOfPlace": r"its biases are \(3,\); they must be places in w, from 0 to 2",
    "LossIsARow": r"the loss has shape \(1,\), from loss_and_gradient \(\); it must be \(\)",
    "GradientIsARow": r"the gradient has shape \(1, 3\), from loss_and_gradient \(1, 3\), not \(3,\)",
    "PredictsABlock": r"the prediction has shape \(9, 1, 1\); it must be \(9,\) or \(9, k\)",
    "ForgetsTheColumnOfOneRow": r"the prediction for one row has shape \(1,\), not \(1, 1\)",
    "NoGradientForTheBias": rf"on place 0, gradient\[2\] is 0 and should be {NUMBER}: off by {NUMBER}, .*",
    "TwoOpinions": rf"on place 0, the loss is {NUMBER} and should be {NUMBER}: {OFF}",
    "TwoSlopes": rf"on place 0, gradient\[0\] is {NUMBER} and should be {NUMBER}: off by {NUMBER}, .*",
    "WrongLossInFloat32": r"on numpy float32, the loss is 13\.38\d+ and should be 13\.36\d+: off by 0\.0134, .*",
    "WrongSlopeInFloat32": r"on numpy float32, gradient\[0\] is -7\.11\d+ and should be -7\.10\d+: off by 0\.0071, .*",
    "PromotesEverything": r"of float32 data and weights, the loss is float64",
    "PromotesTheGradient": r"of float32 data and weights, the gradient is float64",
    "PromotesThePrediction": r"of float32 data and weights, the prediction is float64",
    "LearnsWhileItPredicts": r"predict writes into the weights",
    "FlipsARow": r"gradient writes into X",
    "FlipsARowInside": r"gradient writes into X",
    "NeverTwiceTheSame": rf"asked again at the same place, the loss is {NUMBER} instead of {NUMBER}",
    "GradientNeverTwiceTheSame": r"asked again at the same place, the gradient is \[.+\] instead of \[.+\]",
    "HandsOutItsBuffer": r"the gradient that it had handed out was \[.+\] and became \[.+\]",
    "IgnoresTheStop": r"of 5 rows that were asked for it has 9",
    "IgnoresTheStart": r"of 1 rows that were asked for it has 9",
    "ForgetsAColumn": r"on some of the rows it has 2 weights, not 3",
    "RoundsItsRows": r"its predictions on rows \[0 1 2 3 4 5 6 7 8\] are not theirs",
    "SortsTheRows": r"its predictions on rows \[8 7 6 5 4 3 2 1 0\] are not theirs",
    "DividesByTheRootOfN": r"over two parts of its 9 rows, .* add up neither as means nor as sums",
    "LosesItsClass": r"on a backend it is a MeanSquaredError of 9 rows and 3 weights",
    "LosesARow": r"on a backend it is a LosesARow of 8 rows and 3 weights",
    "LosesAColumn": r"on a backend it is a LosesAColumn of 9 rows and 2 weights",
    "DoublesItsTargets": r"on a backend its loss is 60\.148\d+ instead of 13\.36768709",
    "ShiftsItsTargets": r"moving it to a backend has changed the original",
}
BROKEN_OPTIMIZERS = {
    "Squeezes": r"for 1 weights its delta has shape \(\), not \(1,\)",
    "KeepsANumpyFloat": r"of float32 weights its delta is float64",
    "AddsAnAxis": r"for 1 weights its delta has shape \(1, 1\), not \(1,\)",
    "PromotesItsMemory": r"of float32 weights its state\[1\] is float64",
    "MovesTheWeightsToo": r"a step wrote into the weights: they were \[ 1\.5 .* and are \[ 1\.375.*",
    "KeepsADiary": r"a step wrote into the state that it was given: it was \[array\(.+\)\] and is \[array\(.+\), .+\]",
    "HandsItsMemoryOut": r"after deltas were written into, delta 1 is \[[ \d.]+\], not \[.+\]",
    "RemembersInItself": r"in two walks at once, delta 0 is \[.+\], not \[.+\]",
    "OffOnOtherLibraries": r"on python its deltas differ, by [12]\.?\d*e-10",
    "ScalesTheGradientInPlace": r"a step wrote into the gradient: it was \[ 1\.2498.* and is \[ 0\.12498.*",
    "RemembersInPlace": r"a step wrote into the state that it was given: it was Velocity\(t=0.* and is Velocity\(t=0.*",
    "HandsTheGradientBack": r"its delta is the gradient itself: writing into one changes the other",
    "CountsItsWalks": r"the same walk again has other deltas",
    "HidesItsMemory": r"from the state of step 6 again, delta 6 is \[.*, not \[.*",
    "SparesTheBias": rf"weights in another order have other deltas, by up to {NUMBER}",
    "NoEps": r"with a gradient of 0 at weights of 0 its first deltas are \[nan nan nan nan\]",
    "Restless": r"with a gradient of 0 at weights of 0 its first deltas are \[0\.1 0\.1 0\.1 0\.1\]",
    "StandsStill": r"step 0 led from 185\.472 to 185\.472 away from the minimum",
    "TurnsBack": r"step 1 led from 185\.287 to 185\.472 away from the minimum",
    "Uphill": r"step 0 led from 185\.472 to 185\.658 away from the minimum",
    "m is not corrected": rf"delta 0 of weight 1 is -0\.01998904605, and the formula says -0\.09994523026: {OFF}",
    "corrected one step late": rf"delta 1 of weight 2 is {NUMBER}, and the formula says {NUMBER}: {OFF}",
}


def of_backend(animal: Animal, check: str) -> str:
    dtype = animal.options.get("dtype", "float64")
    return said(Candidate(animal.thing(dtype=dtype), animal.thing, dtype), BACKEND_CHECKS, check)


def of_objective(animal: Animal, check: str) -> str:
    data = case("mse mean", 9, 3)
    X, y = (np.array(getattr(data.objective, name)) for name in ("X", "y"))  # copies that can be written to
    return said(ObjectiveCandidate(animal.thing(X, y), data.w), OBJECTIVE_CHECKS, check)


def of_optimizer(animal: Animal, check: str) -> str:
    options = {"learning_rate": 0.1} | animal.options
    rule = options.pop("rule", animal.thing.__mro__[1])
    return said(OptimizerCandidate(animal.thing(**options), rule), OPTIMIZER_CHECKS, check)


BROKEN = [
    *((of_backend, BACKENDS[name], name, words) for name, words in BROKEN_BACKENDS.items()),
    *((of_backend, PLAIN_BACKENDS[name], name, words) for name, words in PLAIN.items()),
    *((of_objective, OBJECTIVES[name], name, words) for name, words in BROKEN_OBJECTIVES.items()),
    *((of_optimizer, OPTIMIZERS[name], name, words) for name, words in BROKEN_OPTIMIZERS.items()),
]


@pytest.mark.parametrize(
    ("ask", "animal", "words"), [(a, b, d) for a, b, _, d in BROKEN], ids=[c for *_, c, _ in BROKEN]
)
def test_of_a_broken_thing_the_check_says_what_is_wrong_and_where(ask: Any, animal: Animal, words: str) -> None:
    sentences = [ask(animal, check) for check in sorted(animal.checks)]
    assert any(re.fullmatch(rf"{words}\.", sentence) for sentence in sentences), sentences


def test_the_numbers_of_a_state_are_found_however_it_is_nested() -> None:
    state = SimpleNamespace(t=3, rest={"m": [1.0, (2.0,)], "v": SimpleNamespace(v=4.0)})
    assert leaves(state) == [3, 1.0, 2.0, 4.0]
    assert leaves(len) == [len]
    assert leaves(leaves) == [leaves]
