"""What a step on k ranks costs, and from how many ranks on more of them stop helping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np

from gdlearn.errors import InputError


class Measured(NamedTuple):
    """One measurement.

    Attributes:
        ranks: the number of ranks k.
        nbytes: bytes of all rows that are read; 0 for a message alone.
        message: bytes of the message.
        seconds: how long it took.
    """

    ranks: int
    nbytes: int
    message: int
    seconds: float


@dataclass(frozen=True)
class Cost:
    r"""The seconds of a step, from four properties of the machines.

    Formula:
        $$T(k) = a + \frac{D}{k\,r} + 2 (k - 1)\, l + \frac{2 (k - 1)}{k} \frac{M}{b}$$

        with D bytes of rows and a message of M bytes. An all-reduce in a ring sends k pieces of the message around
        twice: $2(k-1)$ times a rank waits for its neighbour, and each time M / k bytes come.

    Attributes:
        calls: seconds of a step that depend neither on rows nor on ranks, a.
        rate: bytes a second that one rank reads and computes with, r.
        latency: seconds until a neighbour's piece is there, however short, l.
        bandwidth: bytes a second of a long message, b.

    Source:
        Patarasuk, Yuan, Bandwidth Optimal All-reduce Algorithms for Clusters of Workstations, Journal of Parallel and
        Distributed Computing 69 (2009), section 3.

    Examples:
        >>> cost = Cost(calls=0.0, rate=1e9, latency=1e-3, bandwidth=1e9)
        >>> cost.seconds(ranks=1, nbytes=8_000_000), cost.best_ranks(nbytes=8_000_000)
        (0.008, 2)
    """

    calls: float
    rate: float
    latency: float
    bandwidth: float

    def seconds(self, ranks: int, nbytes: int, message: int = 0) -> float:
        """The seconds of a step.

        Args:
            ranks: the number of ranks k, 1 or more.
            nbytes: bytes of the rows of all ranks.
            message: bytes of the message, the gradient and the loss.
        """
        turns = 2 * (ranks - 1)
        return self.calls + nbytes / ranks / self.rate + turns * self.latency + turns / ranks * message / self.bandwidth

    def best_ranks(self, nbytes: int) -> int:
        r"""The number of ranks with the fastest step: with one more, waiting costs more than reading less saves.

        Formula:
            $$k^* \approx \sqrt{\frac{D}{2\,r\,l}}$$

            which is where the derivative of T is 0, for a short message.
        """
        best = sqrt(nbytes / (2 * self.rate * self.latency))
        near = (max(1, int(best)), int(best) + 1)
        return min(near, key=lambda k: self.seconds(k, nbytes))

    def worth_it(self, ranks: int) -> float:
        """The bytes of rows from which on so many ranks are faster than one, for a short message."""
        turns = 2 * (ranks - 1)
        return turns * self.latency * self.rate / (1 - 1 / ranks)


def fit(measured: Sequence[Measured]) -> Cost:
    r"""The cost model that is closest to what was measured.

    Formula:
        T is linear in $a, 1/r, l, 1/b$. Least squares of the relative errors, $T / T_{\text{measured}} - 1$, since a
        microsecond matters for a short message and not for a long step; none of the four may be negative.

    Args:
        measured: steps and messages, with at least four that differ in what they ask of the machines.

    Raises:
        InputError: if they do not tell the four properties apart.

    Examples:
        >>> true = Cost(calls=1e-5, rate=5e9, latency=2e-4, bandwidth=1e9)
        >>> runs = [(1, 10**6, 0), (1, 10**8, 0), (2, 10**8, 800), (2, 0, 8), (2, 0, 10**7)]
        >>> found = fit([Measured(*run, true.seconds(*run) - true.calls * (not run[1])) for run in runs])
        >>> f"{found.rate:.3g} {found.latency:.3g}"
        '5e+09 0.0002'
    """
    rows = np.array([_row(run) for run in measured]) / np.array([[run.seconds] for run in measured])
    scale = np.abs(rows).max(axis=0, initial=0.0)
    if len(measured) < rows.shape[-1] or not scale.all() or np.linalg.matrix_rank(rows / scale) < rows.shape[-1]:
        raise InputError(
            "these measurements do not tell calls, reading, latency and bandwidth apart; measure steps of two sizes "
            "on one rank, and a short and a long message on two."
        )
    found = _not_negative(rows / scale, np.ones(len(rows))) / scale
    tiny = np.finfo(float).tiny
    return Cost(found[0], *(1 / max(found[1], tiny), found[2], 1 / max(found[3], tiny)))


def _row(run: Measured) -> tuple[float, float, float, float]:
    """What each of the four properties is multiplied by; a message alone pays no calls of a step."""
    turns = 2 * (run.ranks - 1)
    return float(run.nbytes > 0), run.nbytes / run.ranks, turns, turns / run.ranks * run.message


def _not_negative(A: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Least squares with no negative answer: the best of all ways to leave some of the few columns out."""
    best, least = np.zeros(A.shape[1]), np.inf
    for chosen in range(1, 2 ** A.shape[1]):
        columns = [j for j in range(A.shape[1]) if chosen >> j & 1]
        x = np.linalg.lstsq(A[:, columns], b, rcond=None)[0]
        error = float(np.sum((A[:, columns] @ x - b) ** 2))
        if (x >= 0).all() and error < least:
            best, least = np.zeros(A.shape[1]), error
            best[columns] = x
    return best
