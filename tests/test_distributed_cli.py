"""compare --distributed: every rank reads its own rows, and all of them make one problem."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from gdlearn.cli import main
from gdlearn.cli.problem import Parts, Problem
from gdlearn.cli.ranks import load, shared, written
from gdlearn.distributed import Alone, Distributed, FakeGroup, on_fake_ranks
from gdlearn.errors import InputError
from gdlearn.theory import Rounding


def table(n: int = 90) -> pa.Table:
    """Two features of unequal size and a target."""
    rng = np.random.default_rng(3)
    a, b = rng.normal(3, 2, n), rng.normal(-40, 10, n)
    return pa.table({"a": a, "b": b, "y": a - b / 10 + rng.normal(size=n)})


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The same rows in every kind of file."""
    rows = table()
    parquet.write_table(rows, tmp_path / "groups.parquet", row_group_size=25)
    csv.write_csv(rows, tmp_path / "t.csv")
    (tmp_path / "folder").mkdir()
    parquet.write_table(rows.slice(0, 50), tmp_path / "folder" / "a.parquet")
    parquet.write_table(rows.slice(50, 10), tmp_path / "folder" / "b.parquet")
    parquet.write_table(rows.slice(60), tmp_path / "folder" / "c.parquet")
    np.save(tmp_path / "t.npy", np.column_stack([rows[name].to_numpy() for name in ("a", "b", "y")]))
    return tmp_path


@pytest.mark.parametrize("name", ["groups.parquet", "t.csv", "folder", "t.npy"])
@pytest.mark.parametrize("objective", ["mse", "huber"])
def test_the_rows_of_all_ranks_are_those_of_the_file_also_standardised(files: Path, name: str, objective: str) -> None:
    whole = Problem(data=files / "t.csv", target="y", standardise=True, objective=objective, penalty=0.2).load()  # type: ignore[arg-type]  # its name is enough
    problem = Problem(data=files / name, target="y", standardise=True, objective=objective, penalty=0.2)  # type: ignore[arg-type]
    bounds = Rounding(whole.objective, "float64")

    def ask(group: FakeGroup) -> tuple[Parts, float, np.ndarray]:
        parts = load(problem, group)
        return parts, parts.objective.loss(parts.start), parts.objective.gradient(parts.start)

    found = on_fake_ranks(3, ask)
    assert sum(len(parts.dataset) for parts, _, _ in found) == len(found[0][0].objective) == 90
    for parts, loss, gradient in found:
        assert "on 3 ranks" in parts.dataset.title
        # The data were scaled with means that were added up in another order: that is rounding of the data, too.
        assert abs(loss - whole.objective.loss(whole.start)) <= 10 * bounds.loss(whole.start)
        assert (np.abs(gradient - whole.objective.gradient(whole.start)) <= 10 * bounds.gradient(whole.start)).all()


def test_classes_are_counted_on_all_ranks() -> None:
    def classes(group: FakeGroup) -> int:
        return load(Problem(objective="softmax"), group).objective.size

    assert on_fake_ranks(3, classes) == [6, 6, 6]


@pytest.mark.parametrize(
    ("name", "ranks", "why"),
    [
        ("folder/a.parquet", 2, r"a\.parquet .*too few for 2 ranks"),
        ("missing.npy", 2, r"there is no file .*missing\.npy"),
        ("few.csv", 3, r"few\.csv has 2 rows, too few for 3 ranks; start fewer"),
    ],
)
def test_what_cannot_be_shared_is_refused_on_every_rank(files: Path, name: str, ranks: int, why: str) -> None:
    csv.write_csv(table(2), files / "few.csv")

    def ask(group: FakeGroup) -> None:
        with pytest.raises(InputError, match=why):
            load(Problem(data=files / name, target="y"), group)

    on_fake_ranks(ranks, ask)


def test_a_constant_feature_is_refused_though_no_rank_could_know_it_alone(tmp_path: Path) -> None:
    rows = np.column_stack([np.repeat([1.0, 2.0], 5), np.ones(10), np.arange(10.0)])
    np.save(tmp_path / "t.npy", rows)

    def ask(group: FakeGroup, features: str) -> Parts:
        problem = Problem(data=tmp_path / "t.npy", target="y", features=features, standardise=True)
        return load(problem, group)

    on_fake_ranks(2, lambda group: ask(group, "x1"))  # constant on each rank, and yet not constant
    with pytest.raises(InputError, match="the feature 'x2' is 1 in every row"):
        on_fake_ranks(2, lambda group: ask(group, "x2"))


def test_what_every_rank_has_whole_is_computed_by_each_alone() -> None:
    def wraps(group: FakeGroup) -> tuple[bool, bool]:
        parts = load(Problem(), group)
        small = parts.objective.core.compressed()  # type: ignore[attr-defined]  # it is a Shard
        found = [shared(parts.backends, each, group) for each in (parts.objective, small)]
        return isinstance(found[0][0], Distributed), isinstance(found[1][0], Distributed)

    assert on_fake_ranks(2, wraps) == [(True, False)] * 2


def test_rank_0_alone_keeps_what_all_have_written(tmp_path: Path) -> None:
    def write(out: Path) -> list[Path]:
        (out / "numbers.txt").write_text("1")
        return [out / "numbers.txt"]

    places = on_fake_ranks(2, lambda group: written(write, tmp_path, group))
    assert places[0] == [tmp_path / "numbers.txt"]
    assert places[0][0].exists()
    assert not places[1][0].exists()


def test_one_rank_reads_as_a_command_without_ranks_does() -> None:
    assert load(Problem(), Alone()).dataset.title == Problem().load().dataset.title


def test_without_torchrun_the_command_says_how_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--distributed"]) == 2
    assert "torchrun --nproc-per-node 2 -m gdlearn compare --distributed" in capsys.readouterr().err.replace("\n", " ")


def test_a_checkpoint_also_serves_a_run_of_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["compare", "--steps", "5", "--checkpoint", str(tmp_path / "c.npz")]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"c.npz", "c.npz.1"}
    assert main(command) == 0
    assert capsys.readouterr().out == first
    assert main([*command[:2], "7", *command[3:]]) == 2
    assert "remembers another run" in capsys.readouterr().err
