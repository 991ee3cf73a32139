"""Rows add up: one sum for blocks that fit a cache, for files larger than memory, and for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gdlearn.objectives.base import Array, Objective

LAST_CACHE = Path("/sys/devices/system/cpu/cpu0/cache/index3/size")  # as Linux says it: "32768K"
Ask = Callable[[Objective, Array], tuple[Array, Array]]


def add_up(whole: Objective, parts: Iterable[Objective], w: Array, ask: Ask) -> tuple[Array, Array]:
    r"""Loss and gradient over all rows, from those over parts of them.

    Formula:
        $$L(w) = \sum_i s_i L_i(w) + \text{penalties}, \qquad \nabla L(w) = \sum_i s_i \nabla L_i(w) + \ldots$$

        with the share $s_i$ of part i: $n_i / n$ for a mean, 1 for a sum (`Objective.share`).

    Args:
        whole: the objective over all rows, for its number of rows and its penalties.
        parts: the `core` of it, on rows that together are all of them, each once.
        w: the weights, shape (p,).
        ask: how a part is asked for its loss () and gradient (p,).

    Returns:
        The loss () and the gradient (p,) of the whole.

    Numerics:
        Every part adds one rounding to the sum, which is the order of one more row: the rounding bound of the whole
        holds for every order of its rows.

    Examples:
        >>> import numpy as np
        >>> from gdlearn import MeanSquaredError
        >>> objective = MeanSquaredError(np.ones((3, 1)), np.array([1.0, 2.0, 6.0]))
        >>> parts = [objective.rows(slice(0, 1)), objective.rows(slice(1, 3))]
        >>> loss, gradient = add_up(objective, parts, np.array([1.0]), lambda part, w: part.loss_and_gradient(w))
        >>> bool(np.isclose(loss, objective.loss(np.array([1.0])))), gradient
        (True, array([-4.]))
    """
    n, loss, gradient = len(whole), 0.0, 0.0
    for part in parts:
        share = part.share(n)
        its_loss, its_gradient = ask(part, w)
        loss, gradient = loss + share * its_loss, gradient + share * its_gradient
    return whole.completed(w, loss, gradient)


def blocks(core: Objective, size: int) -> Iterator[Objective]:
    """The rows of an objective from the first to the last, at most about `size` bytes of them at a time; all views."""
    n = len(core)
    rows = -(-n // -(-core.nbytes // size))  # so many blocks as are needed, and all of about the same length
    return (core.rows(slice(first, min(first + rows, n))) for first in range(0, n, rows))


def cache_block() -> int:
    """The bytes of a block of rows: half of the last cache, but at least 4 MiB and at most 8 MiB.

    Measured: of smaller blocks the calls are paid, and in smaller products NumPy's library leaves all cores but one
    idle; larger blocks are gone from the cache before they are read again.
    """
    try:
        last = 1024 * int(LAST_CACHE.read_text().strip().removesuffix("K"))
    except (OSError, ValueError):  # not Linux, or a machine that does not say
        last = 0
    return min(max(last // 2, 2**22), 2**23)
