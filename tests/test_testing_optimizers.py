from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.testing import OPTIMIZER_CHECKS, Report, check_optimizer
from gdlearn.testing.closed_forms import CLOSED_FORMS
from tests.zoo.optimizers import OPTIMIZERS
from tests.zoo.table import Animal

RIGHT = [
    gd.GD(0.1),
    gd.Momentum(0.1, momentum=0.8),
    gd.Nesterov(0.1, momentum=0.8),
    gd.AdaGrad(0.1, eps=1e-3),
    gd.RMSProp(0.1, alpha=0.8, eps=1e-3),
    gd.Adam(0.1, betas=(0.8, 0.9), eps=1e-3),
    gd.AdamW(0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1),
    gd.Momentum(gd.Cosine(0.1, 10), momentum=0.5),
]


def report_of(animal: Animal) -> Report:
    options = {"learning_rate": 0.1} | animal.options
    rule = options.pop("rule", animal.thing.__mro__[1])
    return check_optimizer(animal.thing(**options), rule)


@pytest.mark.parametrize("animal", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_broken_optimiser_is_rejected_by_the_checks_that_must(animal: Animal) -> None:
    report = report_of(animal)
    assert animal.checks <= report.rejected_by, str(Report(report.failures)) or "nobody noticed"
    if animal.alone:
        assert animal.checks == report.rejected_by, str(Report(report.failures))


def test_every_check_of_an_optimiser_has_something_that_only_it_rejects() -> None:
    assert {check for animal in OPTIMIZERS.values() if animal.alone for check in animal.checks} == set(OPTIMIZER_CHECKS)


@pytest.mark.parametrize("optimizer", RIGHT, ids=lambda optimizer: type(optimizer).__name__)
def test_every_optimiser_of_the_package_passes(optimizer: Any) -> None:
    check_optimizer(optimizer).raise_if_failed()


def test_every_rule_of_the_package_has_a_closed_form() -> None:
    assert set(CLOSED_FORMS) == {type(optimizer) for optimizer in RIGHT} == set(gd.optimizers.OPTIMIZERS.values())


def test_a_rule_of_ones_own_is_told_that_no_formula_is_known() -> None:
    class Mine(gd.GD):
        pass

    report = check_optimizer(Mine(0.1))
    assert report.ok
    assert {record.subject for record in report} == {"Mine"}
    assert "no rule of this package" in report.records[-1].sentence
    assert "closed form of GD" in check_optimizer(Mine(0.1), rule=gd.GD).records[-1].sentence


@pytest.mark.parametrize("thing", [gd.GD, 0.1, np.add])
def test_what_is_no_optimiser_is_refused_in_one_sentence(thing: Any) -> None:
    with pytest.raises(gd.InputError, match="is no optimiser; give an object with the methods init and step"):
        check_optimizer(thing)
