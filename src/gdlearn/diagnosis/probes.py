"""The problems on which a learner's program is tried: small, lopsided, and away from every special place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

Numbers = list[float]

# With two weights "the 2 is missing" and "divided by n p" are the same numbers; on these two shapes together no two
# mistakes of the catalogue are. The square ones are asked where the shapes of the first two do not fit.
SHAPES = ((5, 3), (8, 4))
SQUARES = ((4, 4), (3, 3))
SEED = 11  # of the first dozen, the one with which no two explanations agree by accident
DIGITS = 2  # after the point, so that a person can follow a probe by hand

# How the targets of a kind of loss are drawn.
TARGETS: dict[str, Callable[[Random, int], float]] = {
    "numbers": lambda random, _: round(random.uniform(-3, 4), DIGITS),
    "labels": lambda random, i: float(random.random() < 0.5 if i > 1 else i),
    "counts": lambda random, _: float(random.randint(0, 6)),
    "classes": lambda random, i: float(random.randint(0, 2) if i > 2 else i),
}


@dataclass(frozen=True)
class Probe:
    """One problem: data and weights, in plain lists.

    Attributes:
        X: design matrix, n rows of p numbers, the last of each row 1.
        y: targets, n numbers.
        w: weights, p numbers, or as many as the model has.
    """

    X: list[Numbers]
    y: Numbers
    w: Numbers

    @property
    def n(self) -> int:
        """The number of samples."""
        return len(self.y)

    @property
    def p(self) -> int:
        """The number of columns of X."""
        return len(self.X[0])

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return f"the problem with {self.n} samples and {len(self.w)} weights"

    @property
    def weaknesses(self) -> Iterator[str]:
        """What cannot be seen here, a sentence for each reason."""
        if not any(self.w):
            yield "All weights are 0, where many wrong gradients are right: the prediction is 0 whatever X is."
        if self.p == 2:
            yield "With 2 weights, dividing by n p and forgetting the 2 give the same numbers."
        if self.n == 1:
            yield "With 1 sample, a sum and a mean are the same number."
        if self.n == self.p:
            yield "With as many samples as weights, X and its transpose fit in the same places."


def make_probe(n: int, p: int, targets: str = "numbers", size: int = 0) -> Probe:
    """A problem of a shape, the same one every time.

    Args:
        n: the number of samples, at least 1.
        p: the number of columns of X, the bias among them.
        targets: a key of `TARGETS`.
        size: how many weights the model has, if not p.

    Examples:
        >>> probe = make_probe(5, 3)
        >>> probe.n, probe.p, probe.X[0][-1]
        (5, 3, 1.0)
    """
    random = Random(SEED + 1000 * n + p)
    rows = [[*(round(random.uniform(-2, 3), DIGITS) for _ in range(p - 1)), 1.0] for _ in range(n)]
    y = [TARGETS[targets](random, i) for i in range(n)]
    return Probe(rows, y, [round(random.uniform(-2, 2), DIGITS) or 1.0 for _ in range(size or p)])
