"""gdlearn compare --compress: the sum before the descent, held against all rows, and what it says that it saves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.cli import main
from gdlearn.cli.compressing import compress, saved
from gdlearn.objectives import L2, Huber
from gdlearn.witnesses import against_all_rows
from tests.problems import make_objective

DIABETES = str(Path(__file__).parents[1] / "examples" / "data" / "diabetes.csv")


def run_of(objective: gd.Objective, start: Any) -> gd.Trajectory:
    return gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.01), 100)


@pytest.mark.parametrize("convention", list(gd.Convention))
def test_the_compressed_objective_has_the_loss_and_gradient_of_all_rows(convention: gd.Convention) -> None:
    source: Any
    source, start = make_objective("mse")
    whole = L2(L2(gd.MeanSquaredError(source.X, source.y, convention), 0.3), 0.2)
    few, found = compress(whole)
    assert (found.n, len(few)) == (40, 5)
    rate = gd.Convention.MEAN.convert_learning_rate(0.01, convention, 40)
    run = gd.record(few, start, gd.get_backend("numpy"), gd.GD(rate), 100)
    checks = against_all_rows(run, whole, few)
    assert list(checks) == ["all rows: loss", "all rows: gradient"]
    assert all(check.within for check in checks.values())


def test_a_sum_that_is_scaled_by_a_wrong_number_of_rows_is_rejected() -> None:
    whole: Any
    whole, start = make_objective("mse")
    few: Any = compress(whole)[0]
    wrong = gd.MeanSquaredError(few.X * np.sqrt(1 + 1e-9), few.y * np.sqrt(1 + 1e-9))
    checks = against_all_rows(run_of(few, start), whole, wrong)
    assert not any(check.within for check in checks.values())


def test_a_penalty_that_is_forgotten_is_rejected() -> None:
    core, start = make_objective("mse")
    whole = L2(core, 0.3)
    few = compress(whole)[0]
    checks = against_all_rows(run_of(few, start), whole, few.core)
    assert not any(check.within for check in checks.values())


def test_the_command_compares_on_p_plus_1_rows_and_says_what_that_saves(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["compare", "--compress", "--steps", "50", "--penalty", "0.1", "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "1000 rows became 3 with the same loss at every w" in printed
    assert "a step reads 72 bytes in the place of 24.0 kB" in printed
    assert "all rows: gradient" in printed
    assert "AGREE" in printed
    assert '"all rows: loss"' in (tmp_path / "compare.json").read_text()


def test_real_data_are_compressed_too(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--data", DIABETES, "--target", "progression", "--standardise", "--steps", "20"]
    assert main(["compare", "--compress", *options]) == 0
    assert "442 rows became 12" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--objective", "huber"], "Huber asks every sample for more than a square"),
        (["--batch-size", "8"], "no samples"),
    ],
)
def test_what_cannot_be_compressed_is_one_sentence_and_exit_status_2(
    capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert main(["compare", "--compress", *options]) == 2
    assert words in capsys.readouterr().err.replace("\n", " ")


def test_digits_that_are_not_there_are_said_to_be_missing() -> None:
    x = np.arange(50.0)
    few, exact = compress(gd.MeanSquaredError(np.column_stack([x, np.ones(50)]), 3 * x + 1))
    assert exact.digits < 3
    assert "losses are rounding" in saved(exact, 1200, few.nbytes)


def test_the_class_of_a_penalty_stays_around_the_new_core() -> None:
    whole = L2(L2(make_objective("mse")[0], 0.3, penalise_bias=True), 0.2)
    again = whole.with_core(Huber(np.ones((2, 4)), np.ones(2)))
    assert (again.strength, again.objective.strength, again.objective.penalise_bias) == (0.2, 0.3, True)  # type: ignore[attr-defined]
    assert isinstance(again.core, Huber)
