"""The option --compress: the sum before the descent, and what it saves."""

from __future__ import annotations

from rich.filesize import decimal

from gdlearn.distributed import Shard
from gdlearn.errors import InputError
from gdlearn.objectives import MeanSquaredError, Objective
from gdlearn.objectives.triangle import Triangle, triangle
from gdlearn.streaming import Stream

ENOUGH = 8  # decimal digits of the smallest squared error; with fewer the sentence is a warning


def compress(whole: Objective) -> tuple[Objective, Triangle]:
    """The same loss at every w from p + 1 rows, penalties around it, and the triangle that it came from.

    Raises:
        InputError: if the objective is not squared error, with or without penalties.
    """
    core = whole.core
    squares = core.own if isinstance(core, Shard) else core.like if isinstance(core, Stream) else core
    if not isinstance(squares, MeanSquaredError):
        raise InputError(
            f"--compress adds up squared errors before the descent, and {type(squares).__name__} asks every sample for "
            "more than a square; leave it out, or use --objective mse."
        )
    found = core.triangle if isinstance(core, Shard | Stream) else triangle(squares.X, squares.y)
    return whole.with_core(MeanSquaredError.from_triangle(found, squares.convention)), found


def saved(found: Triangle, before: int, after: int) -> str:
    """What the sum before the descent has saved, and how exact it is.

    Args:
        found: the triangle.
        before: bytes that a step over all rows reads.
        after: bytes that a step over the triangle reads.
    """
    passes = {1: "one pass", 2: "two passes"}[found.passes]
    digits = f"the smallest possible sum of squares keeps {found.digits:.0f} of its 16 digits"
    if found.digits < ENOUGH:
        digits += ": near the minimum losses are rounding, here and over all rows"
    return (
        f"compressed: {found.n} rows became {len(found.rows)} with the same loss at every w, "
        f"in {passes} ({found.method})\n"
        f"a step reads {decimal(after)} in the place of {decimal(before)}; {digits}"
    )


def bytes_of(whole: Objective) -> int:
    """The bytes that a step over all rows reads; where ranks share them, those of this rank."""
    return (whole.core.own if isinstance(whole.core, Shard) else whole).nbytes
