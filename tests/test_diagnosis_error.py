"""Exceptions of NumPy and PyTorch: one message, several causes, and the facts that decide."""

from __future__ import annotations

import json
import warnings
from inspect import signature
from typing import Any

import numpy as np
import pytest
import torch

from gdlearn.diagnosis.error import Failure, diagnose_error, facts
from gdlearn.diagnosis.probes import make_probe
from gdlearn.mistakes import CATALOGUE, PROGRAMS, Mistake

RAISING = [each for each in CATALOGUE.values() if each.raises]
ELEMENT_0 = "element 0 of tensors does not require grad and does not have a grad_fn"


def raised(run: Any, *arguments: Any) -> Exception:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch warns on the way to some exceptions
        try:
            run(*arguments)
        except Exception as error:
            return error
    raise AssertionError("it did not raise")


def raised_by(mistake: Mistake) -> Exception:
    names = {"gradient": PROGRAMS["gradient"].function()} if mistake.program == "descent" else {}
    probe, function = make_probe(5, 3), mistake.wrong.function(**names)
    arguments = np.array(probe.X), np.array(probe.y), np.array(probe.w), 0.1, 4
    return raised(function, *arguments[: len(signature(function).parameters)])


@pytest.mark.parametrize("mistake", RAISING, ids=lambda each: each.id)
def test_every_exception_of_the_catalogue_is_named_from_its_traceback(mistake: Mistake) -> None:
    found = diagnose_error(raised_by(mistake))
    assert found.mistakes == (mistake.id,)
    assert mistake.cure in found.message


@pytest.mark.parametrize("mistake", RAISING, ids=lambda each: each.id)
def test_facts_that_have_been_json_are_as_good_as_the_exception(mistake: Mistake) -> None:
    error = raised_by(mistake)
    told = json.loads(json.dumps(facts(error)))
    assert diagnose_error(Failure(type(error).__name__, str(error), told)).mistakes == (mistake.id,)


@pytest.mark.parametrize("mistake", RAISING, ids=lambda each: each.id)
def test_without_facts_no_cause_is_named_where_there_are_several(mistake: Mistake) -> None:
    error = raised_by(mistake)
    found = diagnose_error((type(error).__name__, str(error)))
    assert found.mistakes in {(), (mistake.id,)}
    if mistake.holds:
        assert found.mistakes == ()


def test_the_three_causes_of_one_message_are_listed_where_nothing_decides() -> None:
    found = diagnose_error(("RuntimeError", ELEMENT_0))
    assert not found.ok
    assert found.mistakes == ()
    for name in ("rebinding-no-grad", "no-requires-grad", "forward-no-grad"):
        assert CATALOGUE[name].message in found.message


def test_variables_that_are_handed_over_decide_as_well() -> None:
    w = torch.zeros(3, requires_grad=True)
    context = {"w": w, "loss": torch.tensor(1.0)}
    assert diagnose_error(RuntimeError(ELEMENT_0), context).mistakes == ("forward-no-grad",)
    assert diagnose_error(RuntimeError(ELEMENT_0), facts(context)).mistakes == ("forward-no-grad",)


def learners_loop(first: int) -> None:
    """A loop with names of its own, which counts from 0 or from 1."""
    parameters: Any = torch.zeros(2, requires_grad=True)
    table: Any = torch.ones((3, 2))
    if first:
        for epoch in range(1, 4):
            ((table @ parameters - epoch) ** 2).mean().backward()
            with torch.no_grad():
                parameters = parameters - 0.1 * parameters.grad
    for epoch in range(3):
        ((table @ parameters - epoch) ** 2).mean().backward()
        with torch.no_grad():
            parameters = parameters - 0.1 * parameters.grad


@pytest.mark.parametrize("first", [0, 1])
def test_rebinding_is_told_from_a_missing_requires_grad_by_the_turn_it_happens_in(first: int) -> None:
    found = diagnose_error(raised(learners_loop, first))
    assert found.mistakes == ("rebinding-no-grad",)
    assert found.evidence["done"] == 1


def test_a_loop_that_counts_from_one_is_not_thought_to_be_in_its_second_turn() -> None:
    def loop() -> None:
        weights = torch.zeros(2)
        for step in range(1, 4):
            (weights * step).sum().backward()  # type: ignore[no-untyped-call]

    assert diagnose_error(raised(loop)).mistakes == ("no-requires-grad",)


def test_a_table_that_needs_its_transpose_is_named_with_the_shapes() -> None:
    def transposed(X: Any, w: Any) -> Any:
        return X.T @ w

    found = diagnose_error(raised(transposed, np.ones((5, 3)), np.ones(3)))
    assert found.mistakes == ("transposed",)
    assert "X is (5, 3)" in found.message


def test_sizes_that_belong_to_no_table_are_not_called_a_transpose() -> None:
    found = diagnose_error(raised(lambda a, b: a @ b, np.ones((5, 3)), np.ones(7)))
    assert found.mistakes == ()


def test_vectors_that_are_neither_weights_nor_samples_are_not_called_a_gradient() -> None:
    found = diagnose_error(raised(lambda _, a, b: a - b, np.ones((5, 3)), np.ones(3), np.ones(7)))
    assert found.mistakes == ()


def test_the_frame_that_counts_is_the_learners_and_not_the_librarys() -> None:
    found = diagnose_error(raised(lambda: torch.nn.Linear(2, 1)(torch.ones((3, 4)))))
    assert "test_diagnosis_error" not in found.message
    assert "torch.nn.Linear(2, 1)" in found.message


def test_an_unknown_exception_is_repeated_with_its_line_and_no_name() -> None:
    found = diagnose_error(raised(lambda: [][3]))
    assert found.mistakes == ()
    assert "IndexError: list index out of range" in found.message
    assert "[][3]" in found.message
    assert "Line " in found.message


def test_a_program_that_was_stopped_from_outside_is_told_in_its_own_sentence() -> None:
    class Stopped(Exception):  # noqa: N818  # as the exercises have it
        type_name, text, facts, line = "", "", {}, None  # type: ignore[var-annotated]

    found = diagnose_error(Stopped("it was still running after 10 s"))
    assert found.mistakes == ()
    assert found.message.startswith("Your program raised it was still running after 10 s.\n")
