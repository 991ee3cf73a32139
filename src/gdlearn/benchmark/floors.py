"""Ways to read X once and do nothing else with it. The fastest of them is the floor: no step is shorter."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.benchmark.contestant import LeftOutError, Walk


def torch_sum(X: Any, _y: Any, _start: Any, device: str = "cpu") -> Walk:
    """The sum of X by PyTorch's threads."""
    import torch

    numbers = torch.tensor(X.ravel(order="K"), device=device)
    return lambda steps: [numbers.sum() for _ in range(steps)][-1].item()


def numpy_dot(X: Any, _y: Any, _start: Any) -> Walk:
    """The squared length of X by the threads of NumPy's BLAS."""
    numbers = np.array(X.ravel(order="K"))
    return lambda steps: [numbers @ numbers for _ in range(steps)][-1]


def numba_sum(X: Any, _y: Any, _start: Any) -> Walk:
    """The sum of X by a compiled loop over all threads.

    Raises:
        LeftOutError: if numba is not installed.
    """
    try:
        import numba
    except ModuleNotFoundError as error:
        raise LeftOutError("numba is not installed") from error
    numbers = np.array(X.ravel(order="K"))

    @numba.njit(parallel=True, fastmath=True)
    def total(numbers: Any) -> Any:
        sum_ = numbers.dtype.type(0)
        for i in numba.prange(len(numbers)):
            sum_ += numbers[i]
        return sum_

    return lambda steps: [total(numbers) for _ in range(steps)][-1]
