"""The example of several processes, run as the how-to page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "data_parallel.py"


@pytest.mark.slow
def test_two_uneven_ranks_agree_with_one_process_and_a_plain_mean_does_not() -> None:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", str(EXAMPLE)]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    assert "agrees with one process: True" in done.stdout
    rows = re.findall(r"^  (.+?) +([\d.]+) ([\d.]+)$", done.stdout, flags=re.MULTILINE)
    ratio = {name: (float(first), float(second)) for name, first, second in rows}
    assert ratio["all_reduce, weights n_i / n"] == (1, 1)
    assert ratio["DDP, loss times ranks * n_i / n"] == (1, 1)
    assert all(factor != 1 for factor in ratio["all_reduce, plain mean"])
    assert ratio["DDP"] == ratio["all_reduce, plain mean"]
