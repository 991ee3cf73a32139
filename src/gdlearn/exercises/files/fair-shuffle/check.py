"""What makes a deal fair: every row once in an epoch, in a new order each time, and again from the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdlearn.diagnosis.diagnosis import Diagnosis

if TYPE_CHECKING:
    from gdlearn.exercises.exercise import Exercise
    from gdlearn.exercises.learner import Learner

Epoch = list[list[int]]
N, SIZE, COUNT, SEED = 23, 5, 4, 11  # 5 does not divide 23; two fair orders of 23 rows are never equal


def check(learner: Learner, exercise: Exercise) -> Diagnosis:
    """Deal twice from one seed and once from another, then look for the first thing that is not fair."""
    asked = {"first": SEED, "again": SEED, "other": SEED + 1}
    try:
        deals = {name: _deal(learner.call("epochs", N, SIZE, COUNT, seed)) for name, seed in asked.items()}
    except (TypeError, ValueError):
        said = (
            f"epochs({N}, {SIZE}, {COUNT}, {SEED}) must return a list of epochs, each a list of batches of row numbers."
        )
        return Diagnosis(False, (), said)
    found = _unfair(**deals)
    if not found:
        said = f"{COUNT} epochs of {N} rows in batches of {SIZE}: every row once in each, in a new order each time."
        return Diagnosis(True, (), said, {"epochs": COUNT, "rows": N})
    mistake, said = found
    return exercise.named((mistake,), said) if mistake else Diagnosis(False, (), said)


def _deal(answer: Any) -> list[Epoch]:
    """The epochs as plain lists; TypeError or ValueError if the answer is something else."""
    return [[[_row(row) for row in batch] for batch in epoch] for epoch in answer]


def _row(row: Any) -> int:
    if int(row) != row:
        raise ValueError(row)
    return int(row)


def _unfair(first: list[Epoch], again: list[Epoch], other: list[Epoch]) -> tuple[str, str] | None:
    """The first thing that is not fair: the id of a mistake, or "", and what was measured."""
    if len(first) != COUNT:
        return "", f"{COUNT} epochs are asked for, and you return {len(first)}."
    orders = [[row for batch in epoch for row in batch] for epoch in first]
    missing = [len(set(range(N)) - set(order)) for order in orders]
    twice = [len(order) - len(set(order)) for order in orders]
    sizes = [len(batch) for batch in first[0]]
    if any(row not in range(N) for order in orders for row in order):
        return (
            "",
            f"The row numbers of {N} rows go from 0 to {N - 1}. Yours go from {min(orders[0])} to {max(orders[0])}.",
        )
    if any(twice):
        return "with-replacement", f"In the first epoch {missing[0]} of {N} rows are missing and {twice[0]} come twice."
    if any(missing) and set(sizes) == {SIZE}:
        return "short-batch-dropped", f"An epoch of {N} rows in batches of {SIZE} leaves out {missing[0]} rows."
    if any(missing) or sizes != [SIZE] * (N // SIZE) + [N % SIZE]:
        return _blocks(first[0]) or (
            "",
            f"The batches of the first epoch have the sizes {sizes}; {missing[0]} rows are missing.",
        )
    if all(order == sorted(order) for order in orders):
        return "not-shuffled", f"The first batch is {first[0][0]}, in every epoch."
    if orders[0] == orders[1]:
        return "same-order-again", f"The first batch is {first[0][0]} in the first epoch, and again in the second."
    if first != again:
        return "seed-ignored", f"The seed {SEED} deals {first[0][0]} first, and the next time {again[0][0]}."
    if first == other:
        return "seed-ignored", f"The seeds {SEED} and {SEED + 1} both deal {first[0][0]} first."
    return _blocks(first[0])


def _blocks(epoch: Epoch) -> tuple[str, str] | None:
    """Whether the batches are runs of neighbours, in whatever order."""
    runs = [list(range(first, min(first + SIZE, N))) for first in range(0, N, SIZE)]
    if sorted(epoch) != runs:
        return None
    return "only-batches-shuffled", f"The first batches are {epoch[0]} and {epoch[1]}."
