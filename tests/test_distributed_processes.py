"""Ranks that are processes: started by torchrun, as the how-to page says, on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

import gdlearn as gd
from gdlearn.distributed import Distributed, Group, on_fake_ranks, shard
from gdlearn.files import read_dataset
from gdlearn.objectives import L2
from gdlearn.optimizers import Adam

KILLED = """
import os, signal, sys
from pathlib import Path
import gdlearn as gd
from gdlearn.distributed import Distributed, Remembering, joined, shard
from gdlearn.optimizers import Adam

class Fragile(Distributed):
    def loss_and_gradient(self, objective, w):
        calls.append(1)
        if kill and self.group.rank == 1 and len(calls) == 6:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().loss_and_gradient(objective, w)

calls, out = [], Path(sys.argv[1])
kill = os.environ["TORCHELASTIC_RESTART_COUNT"] == "0"
with joined(timeout=60) as group:
    data = gd.line()
    part = shard(gd.MeanSquaredError(data.X, data.y), group)
    backend = Remembering(Fragile(gd.get_backend("numpy"), group), out / "checkpoint.npz", group, every=0)
    run = gd.record(part, gd.starting_weights(2), backend, Adam(0.1), steps=12)
    if group.rank == 0:
        run.save(out / "run.npz")
        print("asked", len(calls))
"""


def torchrun(*arguments: str, restarts: int = 0) -> subprocess.CompletedProcess[str]:
    """Two ranks of one thread each."""
    start = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "--max-restarts", str(restarts)]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def table(n: int) -> pa.Table:
    """Three columns and a target."""
    rng = np.random.default_rng(7)
    columns = {name: rng.normal(3.0, 2.0, n) for name in "abc"}
    y = columns["a"] - 2 * columns["b"] + 4 + rng.normal(size=n)
    return pa.table(columns | {"y": y})


@pytest.mark.slow
def test_two_processes_with_uneven_row_groups_take_the_steps_of_one(tmp_path: Path) -> None:
    parquet.write_table(table(700), tmp_path / "t.parquet", row_group_size=300)
    options = [
        "--data",
        str(tmp_path / "t.parquet"),
        "--target",
        "y",
        "--standardise",
        "--penalty",
        "0.1",
        "--backends",
        "numpy",
    ]
    out = str(tmp_path / "out")
    done = torchrun(
        "-m", "gdlearn", "compare", "--distributed", *options, "--steps", "40", "--learning-rate", "0.2", "--out", out
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("AGREE") == 1  # rank 0 alone reports
    assert "700 samples" in done.stdout
    data = read_dataset(tmp_path / "t.parquet", "y").standardise()
    objective = L2(gd.MeanSquaredError(data.X, data.y), 0.1)
    alone = gd.record(objective, gd.starting_weights(4), gd.get_backend("numpy"), gd.GD(0.2), 40)
    together = gd.Trajectory.load(tmp_path / "out" / "trajectory-numpy.npz")
    # The two standardised with means that were added up in another order: data that differ by rounding, too.
    np.testing.assert_allclose(together.weights, alone.weights, rtol=1e-12)
    numbers = json.loads((tmp_path / "out" / "compare.json").read_text())
    assert numbers["agree"] is True
    assert numbers["data"]["samples"] == 700


@pytest.mark.slow
def test_a_rank_that_is_killed_comes_back_and_the_run_ends_with_the_same_bits(tmp_path: Path) -> None:
    script = tmp_path / "descend.py"
    script.write_text(KILLED)
    done = torchrun(str(script), str(tmp_path), restarts=1)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "asked 9" in done.stdout  # of 13 answers five were remembered, and the last of them is asked again
    found = gd.Trajectory.load(tmp_path / "run.npz")

    def undisturbed(group: Group) -> gd.Trajectory:
        data = gd.line()
        part = shard(gd.MeanSquaredError(data.X, data.y), group)
        return gd.record(part, gd.starting_weights(2), Distributed(gd.get_backend("numpy"), group), Adam(0.1), 12)

    expected = on_fake_ranks(2, undisturbed)[0]
    for quantity in ("weights", "loss", "gradient"):
        assert (getattr(found, quantity) == getattr(expected, quantity)).all()


@pytest.mark.slow
def test_a_damaged_file_of_one_rank_ends_all_of_them_with_one_sentence(tmp_path: Path) -> None:
    parquet.write_table(table(50), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-300])
    done = torchrun("-m", "gdlearn", "compare", "--distributed", "--data", str(tmp_path), "--target", "y")
    sentences = [line for line in done.stderr.splitlines() if line.startswith("gdlearn:")]
    assert len(sentences) == 1
    assert "b.parquet" in sentences[0]
    assert "exitcode  : 2" in done.stderr
    assert not done.stdout
