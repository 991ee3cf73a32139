"""Single numbers as they may come: what they are, and which number they stand for, if any."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import torch


@dataclass(frozen=True)
class Number:
    """One value that may come for a number.

    Attributes:
        name: what the table calls it.
        value: the value.
        stands_for: the Python number that it is; None if it must be refused wherever a number is expected.
    """

    name: str
    value: Any
    stands_for: float | None = None


VALUES = (
    Number("2", 2, 2),
    Number("0", 0, 0),
    Number("1", 1, 1),
    Number("-1", -1, -1),
    Number("0.5", 0.5, 0.5),
    Number("2.0", 2.0, 2.0),
    Number("2.5", 2.5, 2.5),
    Number("-0.5", -0.5, -0.5),
    Number("1e-300", 1e-300, 1e-300),
    Number("numpy.int64(2)", np.int64(2), 2),
    Number("numpy.uint8(2)", np.uint8(2), 2),
    Number("numpy.float64(0.5)", np.float64(0.5), 0.5),
    Number("numpy.float32(0.5)", np.float32(0.5), 0.5),
    Number("numpy.float16(0.5)", np.float16(0.5), 0.5),
    Number("Fraction(1, 2)", Fraction(1, 2), 0.5),
    Number("NaN", float("nan")),
    Number("infinity", float("inf")),
    Number("minus infinity", float("-inf")),
    Number("an integer of 400 digits, negative", -(10**400)),
    Number("True", True),
    Number("numpy.True_", np.True_),
    Number("None", None),
    Number("'0.1'", "0.1"),
    Number("'2'", "2"),
    Number("''", ""),
    Number("2 + 0j", 2 + 0j),
    Number("Decimal('0.5')", Decimal("0.5")),
    Number("a list", [2]),
    Number("a long array", np.arange(2.0, 200.0)),
    Number("a dictionary", {"a": 2}),
    Number("a tensor of True", torch.tensor(True)),
    Number("a tensor of 0.5", torch.tensor(0.5)),
    Number("a class", float),
)
