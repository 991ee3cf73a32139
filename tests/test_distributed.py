"""Ranks: whatever the rows are shared out like, every rank takes the steps of one process with all rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.backends.torch_backend import TorchBackend
from gdlearn.batches import Shuffled
from gdlearn.data import starting_weights
from gdlearn.distributed import (
    Alone,
    Distributed,
    FakeGroup,
    Group,
    Remembering,
    Shard,
    joined,
    on_fake_ranks,
    rows_of,
    shard,
    with_rows,
)
from gdlearn.distributed.checkpoint import read, remembering
from gdlearn.distributed.group import stack, together
from gdlearn.errors import GroupError, InputError
from gdlearn.experiment import experiment
from gdlearn.objectives import L2, Huber
from gdlearn.optimizers import Adam
from gdlearn.testing import check_backend
from gdlearn.theory import Rounding, largest_stable_learning_rate, least_squares
from tests.problems import OBJECTIVES, make_objective

UNEVEN = (slice(0, 3), slice(3, 3), slice(3, 40))  # of 40 rows; rank 1 has none


def uneven(objective: gd.Objective, group: Group) -> gd.Objective:
    """The rows of this rank of three."""
    return with_rows(objective.rows(UNEVEN[group.rank]), group)


def penalised_sum() -> tuple[gd.Objective, Any]:
    """Under a sum the shares are 1, and a penalty on every rank would count three times."""
    mean, w = make_objective("mse")
    assert isinstance(mean, gd.MeanSquaredError)
    return L2(gd.MeanSquaredError(mean.X, mean.y, "sum"), 0.3), w  # type: ignore[arg-type]  # its name is enough


PROBLEMS: dict[str, Callable[[], tuple[gd.Objective, Any]]] = {
    **{name: lambda name=name: make_objective(name) for name in OBJECTIVES},  # type: ignore[misc]  # bound now
    "ridge under sum": penalised_sum,
}


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_uneven_ranks_one_of_them_empty_descend_as_one_process_does(problem: str, dtype: str) -> None:
    objective, start = PROBLEMS[problem]()
    rate = 0.0005 if "sum" in problem else 0.02

    def descend(group: Group, backend: str = "numpy") -> gd.Trajectory:
        inner = gd.get_backend(backend, dtype=dtype)
        return gd.record(uneven(objective, group), start, Distributed(inner, group), gd.GD(rate), 15)

    alone = gd.record(objective, start, gd.get_backend("numpy", dtype=dtype), gd.GD(rate), 15)
    for backend in ("numpy", "torch"):
        runs = on_fake_ranks(3, lambda group: descend(group, backend))  # noqa: B023  # called in this round
        assert gd.compare(alone, runs[0], objective).agree
        assert all((run.weights == runs[0].weights).all() for run in runs)


def test_batches_are_drawn_from_the_rows_of_all_ranks() -> None:
    objective, start = make_objective("huber")
    rule, batches = Adam(0.02), Shuffled(7, seed=1)
    alone = gd.record(objective, start, gd.get_backend("numpy"), rule, 20, batches)

    def descend(group: Group) -> gd.Trajectory:
        backend = Distributed(gd.get_backend("numpy"), group)
        return gd.record(uneven(objective, group), start, backend, rule, 20, batches)

    assert gd.compare(alone, on_fake_ranks(3, descend)[2], objective).agree


@pytest.mark.parametrize("problem", ["mse", "ridge", "huber", "mlp"])
def test_a_whole_experiment_runs_in_lockstep_with_bounds_witnesses_and_curvature(problem: str) -> None:
    objective, start = make_objective(problem)
    core: Any = objective.core
    data = gd.Dataset.from_arrays(core.X[:, :-1], core.y)

    def run(group: Group) -> tuple[bool, float]:
        backends = [Distributed(gd.get_backend(name), group) for name in ("numpy", "torch")]
        found = experiment(data, uneven(objective, group), start, backends, gd.GD(0.02), 10)
        return found.agree, found.stable

    for agree, stable in on_fake_ranks(3, run):
        assert agree
        assert stable == pytest.approx(largest_stable_learning_rate(objective, start), rel=1e-6)  # mlp: differences


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_shard_answers_for_all_rows_with_bounds_that_hold(problem: str) -> None:
    objective, w = PROBLEMS[problem]()
    whole = Rounding(objective, "float64")

    def ask(group: Group) -> tuple[Any, Any, Any, Any]:
        part = uneven(objective, group)
        rounding = Rounding(part, "float64")
        return part.loss(w), part.gradient(w), rounding.loss(w), rounding.gradient(w)

    for loss, gradient, loss_bound, gradient_bound in on_fake_ranks(3, ask):
        assert abs(loss - objective.loss(w)) <= whole.loss(w) + loss_bound
        assert (np.abs(gradient - objective.gradient(w)) <= whole.gradient(w) + gradient_bound).all()
        assert (gradient_bound < 10 * whole.gradient(w)).all()  # and are no larger than they need be


def test_one_message_compresses_the_rows_of_all_ranks() -> None:
    objective, w = make_objective("mse")

    def ask(group: Group) -> tuple[int, Any, Any]:
        part = uneven(objective, group)
        small = part.compressed()  # type: ignore[attr-defined]  # it is a Shard
        return len(small), small.loss_and_gradient(w), least_squares(part)

    bounds = Rounding(objective, "float64")
    for rows, (loss, gradient), bottom in on_fake_ranks(3, ask):
        assert rows == objective.size + 1
        assert abs(loss - objective.loss(w)) <= 2 * bounds.loss(w)
        assert (np.abs(gradient - objective.gradient(w)) <= 2 * bounds.gradient(w)).all()
        np.testing.assert_allclose(bottom, least_squares(objective), rtol=1e-12)
    with pytest.raises(InputError, match="Huber cannot be compressed; that takes squared error"):
        Shard(make_objective("huber")[0], Alone()).compressed()


@pytest.mark.parametrize(
    ("name", "dtype", "ranks"),
    [
        ("numpy", "float64", 2),
        ("numpy", "float32", 3),
        pytest.param("torch", "float64", 2, marks=pytest.mark.slow),
    ],
)
def test_the_conformance_suite_passes_on_every_rank(name: str, dtype: str, ranks: int) -> None:
    """With torch the cost is torch's: its gradients are in the descents above."""

    def check(group: Group) -> Any:
        return check_backend(Distributed(gd.get_backend(name, dtype=dtype), group))

    for report in on_fake_ranks(ranks, check):
        report.raise_if_failed()


class PlainMean(Distributed):
    """Divides by the number of ranks, whatever their rows."""

    def _message(self, part: gd.Objective, share: float, w: Any) -> Any:
        return super()._message(part, 1 / self.group.ranks, w)


class PenaltyOnEveryRank(Distributed):
    """Asks every rank for its loss with the penalty, and adds those up."""

    def loss_and_gradient(self, objective: gd.Objective, w: Any) -> tuple[Any, Any]:
        loss, gradient = super().loss_and_gradient(objective, w)
        for _ in range(self.group.ranks - 1):
            loss, gradient = objective.completed(w, loss, gradient)
        return loss, gradient


@dataclass(frozen=True)
class KeepsItToItself:
    """A group whose ranks forget to reduce."""

    inner: Group

    @property
    def rank(self) -> int:
        return self.inner.rank

    @property
    def ranks(self) -> int:
        return self.inner.ranks

    def sum(self, array: Any) -> Any:
        return array

    def gather(self, thing: Any) -> list[Any]:
        return [thing] * self.ranks

    def barrier(self) -> None:
        pass


@pytest.mark.parametrize(
    "wrong",
    [PlainMean, PenaltyOnEveryRank, lambda inner, group: Distributed(inner, KeepsItToItself(group))],
    ids=["plain mean", "penalty on every rank", "forgets to reduce"],
)
def test_the_conformance_suite_rejects_wrong_sums(wrong: Callable[[Any, Group], Any]) -> None:
    def check(group: Group) -> Any:
        return check_backend(wrong(gd.get_backend("numpy"), group))

    for report in on_fake_ranks(2, check):
        assert {"gradient_is_the_formula", "loss_is_the_formula"} <= report.rejected_by


def test_a_shard_refuses_weights_that_autograd_would_follow_into_other_ranks() -> None:
    objective, start = make_objective("mse")
    with pytest.raises(InputError, match=r"wrap the backend, as in Distributed\(backend, group\)"):
        gd.record(Shard(objective, Alone()), start, gd.get_backend("torch"), gd.GD(0.01), 1)


def test_ranks_without_a_single_row_are_refused() -> None:
    objective, _ = make_objective("mse")
    with pytest.raises(InputError, match="none of the 1 ranks has a row"):
        Shard(objective.rows(slice(0, 0)), Alone())


@pytest.mark.parametrize(("n", "ranks"), [(10, 3), (2, 3), (7, 7), (1000, 6)])
def test_every_row_has_one_rank(n: int, ranks: int) -> None:
    held = [row for rank in range(ranks) for row in range(n)[rows_of(rank, ranks, n)]]
    assert held == list(range(n))


def test_a_rank_that_ends_too_early_leaves_nobody_waiting() -> None:
    def work(group: FakeGroup) -> None:
        if group.rank == 0:
            group.barrier()

    with pytest.raises(GroupError, match="rank 0 waits for rank 1, which has ended"):
        on_fake_ranks(2, work)


def test_of_several_errors_the_cause_is_raised_and_not_that_somebody_waited_for_it() -> None:
    def work(group: FakeGroup) -> None:
        if group.rank == 1:
            raise ValueError("the cause")
        group.barrier()

    with pytest.raises(ValueError, match="the cause"):
        on_fake_ranks(2, work)


def test_what_one_rank_cannot_use_every_rank_refuses_in_the_same_words() -> None:
    def work(group: FakeGroup) -> str:
        def load() -> None:
            if group.rank == 1:
                raise InputError("file b is damaged.")

        with pytest.raises(InputError) as refused:
            together(group, load)
        return str(refused.value)

    assert on_fake_ranks(3, work) == ["file b is damaged."] * 3


def test_stacked_arrays_are_those_of_the_ranks_to_the_last_bit() -> None:
    values = np.array([[0.1, np.inf], [-0.3, 1e-300], [7.0, np.nan]])
    for found in on_fake_ranks(3, lambda group: stack(group, values[group.rank])):
        np.testing.assert_array_equal(found, values)


def test_without_torchrun_a_sentence_says_how_to_start() -> None:
    with pytest.raises(InputError, match="which torchrun starts: torchrun --nproc-per-node 2"), joined():
        pass


class StopsAt(Exception):  # noqa: N818  # no error: the end of a process, played
    """Somebody pulled the plug."""


@dataclass(frozen=True)
class PluggedOut(Distributed):
    """Ends at a step."""

    calls: list[int]
    last: int

    def loss_and_gradient(self, objective: gd.Objective, w: Any) -> tuple[Any, Any]:
        self.calls.append(1)
        if len(self.calls) > self.last:
            raise StopsAt
        return super().loss_and_gradient(objective, w)


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_a_run_that_was_cut_off_goes_on_to_the_same_bits_and_asks_no_step_twice(backend: str, tmp_path: Path) -> None:
    objective, start = make_objective("huber")
    path, rule, batches = tmp_path / "run.npz", Adam(0.02), Shuffled(7, seed=1)

    def run(group: Group, last: int, kept: Path) -> tuple[Any, int]:
        calls: list[int] = []
        inner = PluggedOut(gd.get_backend(backend), group, calls, last)
        remembering = Remembering(inner, kept, group, every=0)
        return gd.record(shard(objective, group), start, remembering, rule, 20, batches).weights, len(calls)

    undisturbed = on_fake_ranks(2, lambda group: run(group, 99, tmp_path / "other.npz"))[0][0]
    with pytest.raises(StopsAt):
        on_fake_ranks(2, lambda group: run(group, 8, path))
    assert len(read(path)) == 8
    for weights, asked in on_fake_ranks(2, lambda group: run(group, 99, path)):
        assert (weights == undisturbed).all()
        assert asked == 21 - 8 + 1  # the last one that was remembered is asked again, as a check


def test_a_checkpoint_of_another_run_is_refused(tmp_path: Path) -> None:
    objective, start = make_objective("mse")

    def run(objective: gd.Objective, w: Any, rate: float = 0.02, steps: int = 5) -> None:
        gd.record(objective, w, Remembering(gd.get_backend("numpy"), tmp_path / "c", every=0), gd.GD(rate), steps)

    run(objective, start)
    run(objective, start)
    with pytest.raises(InputError, match="step 0 of it differs"):
        run(objective, start + 1)
    with pytest.raises(InputError, match="step 1 of it differs"):
        run(objective, start, rate=0.03)
    with pytest.raises(InputError, match="step 0 of it differs"):
        run(make_objective("mlp")[0], starting_weights(16))
    data = objective.rows(slice(0, 39))
    gd.record(objective, start, Remembering(gd.get_backend("numpy"), tmp_path / "e", every=0), gd.GD(0.02), 0)
    with pytest.raises(InputError, match="on these data, with as many ranks as now, the gradient there is another one"):
        gd.record(data, start, Remembering(gd.get_backend("numpy"), tmp_path / "e", every=0), gd.GD(0.02), 0)


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"\x93NUMPY"])
def test_a_file_that_is_no_checkpoint_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"c\.npz is no checkpoint of gdlearn"):
        Remembering(gd.get_backend("numpy"), path)


def test_every_backend_remembers_in_a_file_of_its_own(tmp_path: Path) -> None:
    backends = [gd.get_backend("numpy"), gd.get_backend("torch")]
    kept: list[Any] = remembering(backends, tmp_path / "c.npz", Alone())
    assert [each.path.name for each in kept] == ["c.npz", "c.npz.1"]
    assert remembering(backends, None, Alone()) == backends


def test_predictions_are_those_of_the_rows_that_are_here() -> None:
    objective, w = make_objective("huber")
    assert isinstance(objective, Huber)
    part = shard(objective, Alone())
    assert (part.predict(w) == objective.predict(w)).all()


@pytest.mark.parametrize("problem", ["ridge", "mlp"])
def test_tensors_of_a_device_stay_there_and_add_up_to_the_same(problem: str) -> None:
    """Messages are not fetched from a device that is not called "cpu"; behind this one is the processor, too."""
    objective, start = make_objective(problem)
    asked: list[type] = []

    class Sees(FakeGroup):
        def sum(self, array: Any) -> Any:
            asked.append(type(array))
            return super().sum(array)

    def descend(group: FakeGroup) -> gd.Trajectory:
        group = Sees(group.rank, group.table)
        part = uneven(objective, group)
        backend = Distributed(TorchBackend(device="cpu:0"), group)
        return gd.record(part, start, backend, gd.GD(0.02), 10)

    alone = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.02), 10)
    assert gd.compare(alone, on_fake_ranks(3, descend)[1], objective).agree
    assert set(asked) == {torch.Tensor}
