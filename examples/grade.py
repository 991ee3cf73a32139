"""Grade a folder of gradients: `python examples/grade.py FOLDER`.

Every file of the folder defines `gradient(X, y, w)` for the mean of the squared residuals. Each is run in a process of
its own, with a time limit, so that an endless loop or a crash is one line of the table and not the end of it.
"""

import multiprocessing as mp
import runpy
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import gdlearn as gd
from gdlearn.testing import check_gradient

SECONDS = 5  # for one submission, from its first line on
PROBES = ((7, 4), (50, 3))  # samples and weights: two shapes, no two of the four numbers equal, never two weights


def verdict(file: Path) -> str:
    """One sentence about a submission."""
    try:
        gradient = runpy.run_path(str(file))["gradient"]
        for seed, (n, p) in enumerate(PROBES):
            rng = np.random.default_rng(seed)
            X, y, w = rng.standard_normal((n, p)), rng.standard_normal(n), rng.standard_normal(p)
            loss = gd.MeanSquaredError(X, y).loss
            report = check_gradient(loss, partial(gradient, X, y), w)
            if not report.ok:
                return f"wrong: {report.failures[0].sentence}"
    except Exception as error:
        return f"stopped: {type(error).__name__}: {error}"
    return "right"


def answer(file: Path, pipe: Any) -> None:
    """Run in the process of the submission: say that it starts, then send the verdict."""
    pipe.send("ready")  # loading the libraries does not count
    pipe.send(verdict(file))


def grade(file: Path) -> str:
    """The verdict on a submission, or that it did not come in time."""
    here, there = mp.Pipe()
    process = mp.get_context("spawn").Process(target=answer, args=(file, there), daemon=True)
    process.start()
    there.close()
    try:
        here.recv()
        return str(here.recv()) if here.poll(SECONDS) else f"stopped: no answer after {SECONDS} seconds"
    except EOFError:
        return "stopped: the program ended itself"
    finally:
        process.kill()


def main(folder: str) -> None:
    """Print a line for every submission of the folder."""
    for file in sorted(Path(folder).glob("*.py")):
        print(f"{file.stem:12} {grade(file)}")


if __name__ == "__main__":
    main(sys.argv[1])
