"""The option --distributed: every rank runs the same command on rows of its own, and rank 0 alone has a voice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory

from gdlearn.arrays import frozen
from gdlearn.backends import Backend
from gdlearn.cli.problem import Parts, Problem
from gdlearn.cli.terminal import complain
from gdlearn.data import Dataset, starting_weights
from gdlearn.distributed import Distributed, Group, Shard, joined, rows_of, with_rows
from gdlearn.distributed.group import together
from gdlearn.errors import GdlearnError, GroupError, InputError
from gdlearn.files import SEPARATORS, suffix_of
from gdlearn.objectives import Objective
from gdlearn.streaming import open_source
from gdlearn.streaming.survey import Survey

LOST = 3  # the exit status of a rank that has lost the others


def on_every_rank(work: Callable[[Group], int]) -> int:
    """Run a command on this rank of those that torchrun started.

    Args:
        work: the command; it runs in the same way on all ranks, and returns its exit status.

    Returns:
        The exit status: that of the command, 2 for bad input, 3 where another rank was lost.

    Raises:
        InputError: if torchrun did not start this process.
    """
    with joined() as group:
        try:
            status = work(group)
        except GroupError as error:
            complain(error)
            return LOST
        except GdlearnError as error:  # the same on all ranks
            status = 2
            if group.rank == 0:
                complain(error)
        group.barrier()  # torchrun ends all ranks as soon as one has failed: rank 0 may still be speaking
        return status


def load(problem: Problem, group: Group) -> Parts:
    """The problem with the rows of this rank.

    NumPy's files are read row by row, Parquet by row groups, folders by files: each rank reads its own. Text is read
    whole by every rank, since only then it is known where its rows are; the course's own data are drawn by each.

    Raises:
        InputError: on every rank, if there is something on any of them that cannot be used.
    """
    if group.ranks == 1:
        return problem.load()
    dataset, backends = together(group, lambda: (read(problem, group), problem.load_backends()))
    if problem.standardise and dataset.scaling is None:
        dataset = standardised(dataset, group)
    largest = max(group.gather(float(dataset.y.max())))
    own = together(group, lambda: problem.load_objective(dataset, largest))
    objective = with_rows(own, group)
    fields = vars(dataset) | {"title": f"{dataset.title}, on {group.ranks} ranks", "total": len(objective)}
    return Parts(Part(**fields), objective, starting_weights(objective.size, problem.seed), backends)


@dataclass(frozen=True, eq=False)
class Part(Dataset):
    """The rows of one rank.

    Attributes:
        total: how many rows all ranks have.
    """

    total: int = 0


def read(problem: Problem, group: Group) -> Dataset:
    """The rows of this rank."""
    data = problem.data
    if data is None or (not data.is_dir() and suffix_of(data) in SEPARATORS):
        whole = problem.load_dataset()
        rows = rows_of(group.rank, group.ranks, len(whole))
        if len(whole) < group.ranks:
            raise InputError(f"{whole.title} has {len(whole)} rows, too few for {group.ranks} ranks; start fewer.")
        return replace(whole, X=frozen(whole.X[rows].copy(order="F")), y=frozen(whole.y[rows].copy()))
    if problem.target is None:
        raise InputError(f"--data {data} needs --target COLUMN: the name of the column to predict.")
    return open_source(data, problem.target, problem.columns).shard(group.rank, group.ranks).dataset()


def standardised(dataset: Dataset, group: Group) -> Dataset:
    """The rows of this rank, every feature scaled with the mean and the deviation of all ranks.

    Raises:
        InputError: on every rank, if a feature is constant.
    """
    features = dataset.X[:, :-1]
    scaling = reduce(Survey.__add__, group.gather(Survey.of(features))).scaling(dataset.features)
    X = dataset.X.copy(order="F")
    X[:, :-1] = (features - scaling.mean) / scaling.std
    return replace(dataset, X=frozen(X), scaling=scaling)


def shared(backends: Sequence[Backend], objective: Objective, group: Group) -> list[Backend]:
    """The backends, each on the rows of all ranks where the objective is; what every rank has whole needs no others."""
    if isinstance(objective.core, Shard):
        return [Distributed(backend, group) for backend in backends]
    return list(backends)


def written(write: Callable[[Path], list[Path]], out: Path, group: Group) -> list[Path]:
    """What a function writes into a folder: every rank takes part in its numbers, and rank 0 alone keeps them."""
    if group.rank == 0:
        return together(group, lambda: write(out))
    with TemporaryDirectory() as nowhere:
        return together(group, lambda: write(Path(nowhere)))
