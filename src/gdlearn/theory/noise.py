"""Where there is no closed theory: rounding noise is put in on purpose, and how far it drives a descent is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.batches import Batches
from gdlearn.data import generator
from gdlearn.descent import descend
from gdlearn.objectives.base import Objective
from gdlearn.optimizers import Optimizer
from gdlearn.theory.rounding import unit_roundoff

DRAWS = 4  # noisy descents of a kind; their largest difference counts, so that a lucky one does not set the bound
SAFETY = 4  # times that difference: so few of them may miss the worst case
PROBE = 1e-10  # the relative size of the noise that measures amplification
OPERATIONS = 10  # roundings on the way from a gradient to what is subtracted: Adam, the longest rule, takes nine
CHAOTIC = 1e3  # a descent that amplifies noise more than this says nothing about who is right


@dataclass(frozen=True)
class NoisyBackend(NumpyBackend):
    """NumPy whose gradients and weights are off by given sizes, with random signs.

    The signs are drawn anew in every step, or once for the whole descent: rounding changes its mind, but the error of a
    formula, such as that of central differences, pushes the same way for a long time.
    """

    errors: FloatArray = None  # type: ignore[assignment]  # always given
    seed: int = 0
    u: float = 0.0
    constant: bool = False

    def __post_init__(self) -> None:
        """One stream of signs for the whole descent."""
        rng, p = generator(self.seed, stream=3), self.errors.shape[1]
        object.__setattr__(self, "signs", lambda: rng.choice([-1.0, 1.0], p))
        if self.constant:
            always = rng.choice([-1.0, 1.0], p)
            object.__setattr__(self, "signs", lambda: always)
        object.__setattr__(self, "next_errors", iter(self.errors))

    def _noise(self, size: Any) -> Any:
        return size * self.signs()  # type: ignore[attr-defined]

    def loss_and_gradient(self, objective: Objective, w: Any) -> tuple[Any, Any]:
        """The right gradient, and the noise of this step on top."""
        loss, gradient = super().loss_and_gradient(objective, w)
        return loss, gradient + self._noise(next(self.next_errors))  # type: ignore[attr-defined]

    def update(self, w: Any, delta: Any) -> Any:
        """The right update, rounded wrongly: the result once, what is subtracted as often as the longest rule does."""
        new = w - delta
        return new + self._noise(self.u * (np.abs(new) + OPERATIONS * np.abs(delta)))


def noise_bound(
    objective: Objective,
    weights: FloatArray,
    optimizer: Optimizer,
    batches: Batches,
    errors: FloatArray,
    dtype: str,
) -> tuple[FloatArray, int]:
    r"""How far rounding drives a descent, measured: for optimisers and losses that no recursion describes.

    Formula:
        Descents whose gradients are off by $\pm(B + B')$ in every step, against the same descent without noise: four
        with signs that are drawn anew in every step, four with signs drawn once. Four times the largest difference
        counts. A second measurement, with a relative noise
        of $10^{-10}$, says by how much the descent amplifies noise. Some optimisers are chaotic: after the step where
        the amplification passes 1000, two right programs may differ by anything, and nothing is promised.

    Args:
        objective: any objective, with its data on the host.
        weights: the weights of one of the two descents, shape (N + 1, p); only start and length are used.
        optimizer: the update rule of both.
        batches: the rows that both use at every step.
        errors: how far their two gradients may be apart at shared weights, B + B', shape (N + 1, p).
        dtype: "float64" or "float32", the arithmetic of both.

    Returns:
        The bound in every row and component, shape (N + 1, p), infinite from the horizon on; and the horizon, the first
        step at which noise is amplified too much (N + 1 if it never is).

    Source:
        This package's own; the chaos of RMSProp is measured in its tests.

    Examples:
        >>> from gdlearn import GD, MeanSquaredError
        >>> from gdlearn.batches import FullBatch
        >>> objective = MeanSquaredError(np.array([[1.0]]), np.array([4.0]))
        >>> weights, errors = np.array([[0.0], [2.0], [3.0]]), np.full((3, 1), 1e-15)
        >>> bound, horizon = noise_bound(objective, weights, GD(0.25), FullBatch(), errors, "float64")
        >>> bound.max() < 1e-13, horizon
        (np.True_, 3)
    """

    def walk(errors: FloatArray, start: FloatArray = weights[0], **noise: Any) -> FloatArray:
        backend = NoisyBackend(errors=errors, **noise)
        steps = islice(descend(objective, start, backend, optimizer, batches), len(weights))
        with np.errstate(all="ignore"):
            return np.array([step.w for step in steps])

    quiet = walk(np.zeros_like(errors))
    probes = _largest_difference(quiet, [walk(PROBE * np.abs(weights), start=weights[0] * (1 + PROBE))])
    # A product and no quotient: weights that are 0 throughout amplify nothing.
    chaotic = np.flatnonzero(~(probes.max(axis=1) <= CHAOTIC * PROBE * np.abs(weights).max()))
    horizon = int(chaotic[0]) if len(chaotic) else len(weights)
    u = 2 * unit_roundoff(dtype)
    noisy = [walk(errors, seed=seed, u=u, constant=kind) for seed in range(DRAWS) for kind in (False, True)]
    bound = SAFETY * _largest_difference(quiet, noisy)
    bound[horizon:] = np.inf
    return bound, horizon


def _largest_difference(quiet: FloatArray, noisy: Sequence[FloatArray]) -> FloatArray:
    difference: FloatArray = np.max([np.abs(run - quiet) for run in noisy], axis=0)
    return difference
