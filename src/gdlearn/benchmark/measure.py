"""Run a race: every contestant in a process of its own, checked first, then asked in turn, round after round."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from time import sleep

import numpy as np

from gdlearn.arguments import finite_number, whole_number
from gdlearn.arrays import FloatArray
from gdlearn.benchmark.case import Case, by_formula, read
from gdlearn.benchmark.contestant import CONTESTANTS, FLOORS, NOTEBOOK, Contestant, Role
from gdlearn.benchmark.race import Race, joined
from gdlearn.benchmark.racer import Racer
from gdlearn.benchmark.units import size
from gdlearn.data import starting_weights
from gdlearn.errors import GdlearnError, InputError

CHECKED = 5  # steps after which everybody has to be where the formula is
CLOSE = {"float64": 1e-9, "float32": 1e-4}  # relative to the largest weight: rounding of five steps, with room
PAUSE = 0.04  # seconds between two turns: the idle threads of a library spin for a while before they sleep
SLOW, FEW = 1.0, 3  # whoever needs more seconds than this for a turn takes part in so many rounds only
COPIES = 1.5  # of X, that a contestant holds while it computes
SHARE = 0.6  # of the memory, for all of them together

ALWAYS = (NOTEBOOK, *FLOORS)  # in every group: what all are compared with
Tell = Callable[[str], object]  # is told in a few words what happens now


def measure(
    case: Case,
    contestants: Sequence[Contestant] = CONTESTANTS,
    rounds: int = 7,
    turn: float = 0.06,
    tell: Tell = str,
) -> Race:
    """Measure what a step costs every contestant.

    The data are written to a temporary folder once, and every process makes its own arrays of them before anything is
    measured. Whoever is slow takes part in the first three rounds only.

    Args:
        case: what is descended on, and with how many threads.
        contestants: who takes part, besides the loop of the notebook, to which all are compared, and the floors.
        rounds: how often everybody has a turn, 1 or more.
        turn: seconds of a turn, greater than 0; one step is taken at least.
        tell: is told in a few words what happens now.

    Returns:
        The times of all rounds, and who was left out.

    Raises:
        InputError: if rounds or turn is no such number, or the data are too large for the memory or the disk.
        GdlearnError: if somebody walks to other weights than the formula, or a process dies; the message names it.
    """
    whole_number("rounds", rounds, least=1)
    finite_number("turn", turn, above=0)
    start = starting_weights(case.p)
    small = [one for one in contestants if one.largest is None or case.nbytes <= one.largest]
    heats = []
    with tempfile.TemporaryDirectory(prefix="gdlearn-bench-") as name:
        folder = Path(name)
        refuse_too_large(case, folder)
        tell("drawing the data")
        case.write(folder)
        expected = by_formula(*read(folder), start, CHECKED)
        for group in groups(small, case):
            with ExitStack() as stack:
                tell("preparing")
                racers = [stack.enter_context(Racer(one, case, start, folder)) for one in group]
                left_out = {one.contestant.name: reason for one in racers if (reason := one.reason_to_leave())}
                ready = [one for one in racers if one.contestant.name not in left_out]
                for racer in ready:
                    check(racer, expected, case)
                heats.append(replace(heat(ready, case, rounds, turn, tell), left_out=left_out))
    too_large = {one.name: f"one turn would take minutes on {case.shape}" for one in contestants if one not in small}
    together = joined(heats)
    return replace(together, left_out=together.left_out | too_large)


def room(case: Case) -> int:
    """How many contestants fit into the memory together."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return int(SHARE * memory / (COPIES * case.nbytes))


def refuse_too_large(case: Case, folder: Path) -> None:
    """Refuse data that neither the disk nor the memory can take.

    Raises:
        InputError: if so; it says what to do.
    """
    if shutil.disk_usage(folder).free < 1.1 * case.nbytes:
        raise InputError(
            f"X has {size(case.nbytes)}, which {folder.parent} has no room for; set TMPDIR to a folder that has."
        )
    if room(case) < len(ALWAYS) + 1:
        raise InputError(
            f"X has {size(case.nbytes)}, and {len(ALWAYS) + 1} contestants with a copy each do not fit into the "
            "memory; choose a smaller case."
        )


def groups(contestants: Sequence[Contestant], case: Case) -> list[tuple[Contestant, ...]]:
    """Who runs together: as many as fit into the memory, those with whom all are compared in every group."""
    others = [one for one in contestants if one not in ALWAYS]
    several = max(1, room(case) - len(ALWAYS))
    return [(*ALWAYS, *others[first : first + several]) for first in range(0, max(1, len(others)), several)]


def check(racer: Racer, expected: FloatArray, case: Case) -> None:
    """Refuse who does not arrive where the formula does; another algorithm has to arrive at numbers.

    Raises:
        GdlearnError: if the weights are others; it says who, and by how much.
    """
    role = racer.contestant.role
    if role == Role.FLOOR:
        return
    weights = np.array(racer.ask(walk=CHECKED if role == Role.DESCENT else 1))
    apart = float(np.abs(weights - expected).max() / np.abs(expected).max()) if role == Role.DESCENT else 0.0
    if weights.shape != expected.shape or not np.isfinite(weights).all() or apart > CLOSE[case.dtype]:
        raise GdlearnError(
            f"{racer.contestant.name!r} is not where the formula is after {CHECKED} steps on {case}: its weights are "
            f"{apart:.2g} of the largest one apart, and rounding explains {CLOSE[case.dtype]:g}; correct it, or leave "
            "it out."
        )


def heat(racers: Sequence[Racer], case: Case, rounds: int, turn: float, tell: Tell) -> Race:
    """The rounds of those who are ready."""
    tell("finding how many steps fit into a turn")
    steps = {one.contestant.name: one.contestant.steps or one.ask(fit=turn) for one in racers}
    kept: list[dict[str, float]] = []
    slow: set[str] = set()
    for number in range(rounds):
        tell(f"round {number + 1} of {rounds}")
        kept.append({})
        for racer in racers:
            name = racer.contestant.name
            if name in slow and number >= FEW:
                continue
            sleep(PAUSE)
            spent = racer.ask(turn=steps[name])
            kept[-1][name] = float(f"{spent / steps[name] * 1e6:.4g}")
            slow |= {name} if spent > SLOW else set()
    contestants = tuple(replace(one.contestant, steps=steps[one.contestant.name]) for one in racers)
    return Race(case, contestants, tuple(kept))
