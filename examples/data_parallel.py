"""Data parallel: every process holds some of the rows, and one message a step makes their gradients one.

Two processes on this machine, with rows shared out unevenly on purpose:

    python -m torch.distributed.run --standalone --nproc-per-node 2 examples/data_parallel.py
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

import gdlearn as gd
from gdlearn.backends.torch_backend import TorchBackend

STEPS, RATE = 100, 0.01


@dataclass(frozen=True)
class DataParallel(TorchBackend):
    """Autograd on the rows of this rank, then a weighted sum over all.

    Args:
        share: the weight of this rank: n_i / n for a mean over samples,
            1 for a sum.
    """

    share: float = 1.0

    def loss_and_gradient(self, objective: Any, w: Any) -> tuple[Any, Any]:
        """Those over the rows of all ranks, the same on every rank."""
        loss, gradient = super().loss_and_gradient(objective, w)
        # one message instead of two
        message = self.share * torch.cat([gradient, loss.reshape(1)])
        dist.all_reduce(message)  # in place: every rank gets the sum
        return message[-1], message[:-1]


def rows_of(rank: int, ranks: int, n: int) -> slice:
    """Which of n rows a rank holds; the later a rank, the more."""
    first, last = (n * k**2 // ranks**2 for k in (rank, rank + 1))
    return slice(first, last)


class Line(nn.Module):
    """The same model as PyTorch writes it: a module with one parameter, the weights (p,)."""

    def __init__(self, start: Any) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.tensor(start))

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """The predictions X w, shape (n,)."""
        return X @ self.w


def gradient_by_ddp(part: gd.MeanSquaredError, start: Any, factor: float) -> torch.Tensor:
    """The gradient (p,) that DistributedDataParallel leaves behind; each rank's loss is multiplied by the factor."""
    line = Line(start)
    model = DistributedDataParallel(line)
    loss = factor * nn.functional.mse_loss(model(torch.tensor(part.X)), torch.tensor(part.y))
    loss.backward()  # type: ignore[no-untyped-call]  # an all_reduce hides in here: the plain mean over ranks
    assert line.w.grad is not None
    return line.w.grad


def main() -> None:
    """Hold every way to put the ranks together against one process that has all rows."""
    dist.init_process_group("gloo")
    rank, ranks = dist.get_rank(), dist.get_world_size()
    data = gd.line()
    whole, start = gd.MeanSquaredError(data.X, data.y), gd.starting_weights(2)
    part = whole.rows(rows_of(rank, ranks, len(whole)))  # a rank needs no more than this; `whole` is for the check
    share = len(part) / len(whole)

    alone = gd.record(whole, start, gd.get_backend("torch"), gd.GD(RATE), STEPS)
    together = gd.record(part, start, DataParallel(share=share), gd.GD(RATE), STEPS)
    plain = gd.record(part, start, DataParallel(share=1 / ranks), gd.GD(RATE), steps=0)
    right = torch.tensor(alone.gradient[0])
    ratios = {
        "all_reduce, weights n_i / n": torch.tensor(together.gradient[0]) / right,
        "all_reduce, plain mean": torch.tensor(plain.gradient[0]) / right,
        "DDP": gradient_by_ddp(part, start, factor=1.0) / right,
        "DDP, loss times ranks * n_i / n": gradient_by_ddp(part, start, factor=ranks * share) / right,
    }
    comparison = gd.compare(alone, together, whole)
    if rank == 0:
        report(f"{ranks} ranks; rank 0 holds {len(part)} of {len(whole)} rows", ratios, comparison)
    dist.destroy_process_group()


def report(title: str, ratios: dict[str, torch.Tensor], comparison: gd.Comparison) -> None:
    """Print what was found; one rank does it for all."""
    apart = comparison.weights.summary()["largest_difference_in_eps"]
    lines = [title, "the first gradient, divided by that of one process:"]
    lines += [f"  {name:32} {ratio[0]:.6f} {ratio[1]:.6f}" for name, ratio in ratios.items()]
    lines += [f"after {STEPS} steps with the weights n_i / n:"]
    lines += [f"  agrees with one process: {comparison.agree}, to {apart:.2g} eps in the weights"]
    print("\n".join(lines))  # an example prints


if __name__ == "__main__":
    main()
