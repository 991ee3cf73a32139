"""Ranks that are processes, on one machine or many: `torch.distributed` carries the messages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import numpy as np

from gdlearn.errors import GroupError, InputError
from gdlearn.objectives.base import Array

T = TypeVar("T")
START = "torchrun --nproc-per-node 2 -m gdlearn compare --distributed"
TIMEOUT = 300.0  # seconds that a rank waits for another one, which may be reading its rows


class ProcessGroup:
    """This process as one of the ranks that torchrun started; `joined` makes it.

    Numerics:
        The sum of an all-reduce is the same to the last bit on every rank. Its order is fixed by the number of ranks,
        not by who comes first: gloo gives the same bits in every run. For NCCL that is so on the same machines.

    Raises:
        GroupError: from every message, if another rank has ended or does not answer in time.
    """

    def __init__(self) -> None:
        import torch.distributed as dist

        self.rank, self.ranks = dist.get_rank(), dist.get_world_size()

    def sum(self, array: Array) -> Array:
        """The sum of the arrays of all ranks; tensors stay on their device."""
        import torch
        import torch.distributed as dist

        tensor = isinstance(array, torch.Tensor)
        total = array.clone() if tensor else torch.from_numpy(np.array(array))  # a copy: all_reduce writes into it
        with lost_rank(self.rank):
            dist.all_reduce(total)
        return total if tensor else total.numpy()

    def gather(self, thing: T) -> list[T]:
        """What every rank gave, in the order of the ranks."""
        import torch.distributed as dist

        things: list[Any] = [None] * self.ranks
        with lost_rank(self.rank):
            dist.all_gather_object(things, thing)
        return things

    def barrier(self) -> None:
        """Wait until every rank is here."""
        self.sum(np.zeros(1))


@contextmanager
def lost_rank(rank: int) -> Iterator[None]:
    """What torch.distributed says of a connection that broke, as a sentence of this package."""
    try:
        yield
    except RuntimeError as error:  # torch's own errors of this kind are RuntimeErrors too
        raise GroupError(
            f"rank {rank} has lost the others: a process of this run has ended or does not answer. Look at what it "
            "printed last. With --checkpoint FILE, and torchrun --max-restarts, a run goes on from where it was."
        ) from error


@contextmanager
def joined(timeout: float = TIMEOUT) -> Iterator[ProcessGroup]:
    """Join the ranks that torchrun started: gloo carries arrays of the host, NCCL those of GPUs.

    Args:
        timeout: seconds that a rank waits for another one, greater than 0.

    Yields:
        The group; it is left at the end of the block.

    Raises:
        InputError: if torchrun did not start this process.
        GroupError: if the others do not come in time.
    """
    if not {"RANK", "WORLD_SIZE", "MASTER_ADDR"} <= os.environ.keys():
        raise InputError(f"a distributed run needs several processes, which torchrun starts: {START} ...")
    import torch
    import torch.distributed as dist
    from torch._C._distributed_c10d import PrefixStore
    from torch.distributed.rendezvous import rendezvous

    carriers = "gloo"
    if torch.cuda.is_available() and dist.is_nccl_available():
        carriers = "cpu:gloo,cuda:nccl"
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")) % torch.cuda.device_count())
    with lost_rank(int(os.environ["RANK"])):
        limit = timedelta(seconds=timeout)
        store, rank, ranks = next(rendezvous("env://", timeout=limit))
        dist.init_process_group(
            carriers, store=PrefixStore(attempt(), store), rank=rank, world_size=ranks, timeout=limit
        )
    try:
        yield ProcessGroup()
    finally:
        dist.destroy_process_group()


def attempt() -> str:
    """A name for this attempt of several: torchrun starts ranks again, and the addresses of the dead are still known.

    On several machines the attempts are counted by each apart; there TORCH_DISABLE_SHARE_RDZV_TCP_STORE=1 starts with
    an empty list of addresses.
    """
    machines = int(os.environ.get("GROUP_WORLD_SIZE", "1"))
    return f"attempt {os.environ.get('TORCHELASTIC_RESTART_COUNT', '0')}" if machines == 1 else "one of several"
