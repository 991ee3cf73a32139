"""A descent that is killed: in a process of its own it dies at a chosen moment, as if the power had failed.

    python killed.py FOLDER MOMENT...

A moment counts the lines that Python runs in the files that descend and write: before that line the process gets
SIGKILL. Every step, and every line of the writing of a checkpoint, is such a moment. For the k-th moment the checkpoint
is FOLDER/k/run.npz, and what was said before is in FOLDER/k.log; at moment 0 nobody dies, and the number of all moments
is said in the end. Every descent is forked from this process, which has one thread and has loaded everything.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import gdlearn as gd
from gdlearn.resuming import Resumable

STEPS = 10
PLACES = ("gdlearn/resuming/", "gdlearn/archive.py", "gdlearn/atomic.py", "gdlearn/optimizers/", "gdlearn/descent.py")


def descent(path: Path | None, *, resume: bool = False) -> Resumable:
    """Adam on mini-batches: a memory, and rows that follow from the seed; a checkpoint at every step."""
    data = gd.line(n=50)
    objective, backend = gd.MeanSquaredError(data.X, data.y), gd.get_backend("numpy")
    batches = gd.Shuffled(8, seed=3)
    return Resumable(
        objective, gd.starting_weights(2), backend, gd.Adam(0.1), STEPS, batches, path, resume=resume, every=1
    )


class Death:
    """Counts the lines of a few files, and kills the process before one of them."""

    def __init__(self, moment: int) -> None:
        self.moment, self.lines = moment, 0

    def call(self, frame: FrameType, event: str, _: Any) -> Any:
        """Look at the lines of these files only."""
        path = frame.f_code.co_filename.replace(os.sep, "/")
        return self.line if any(place in path for place in PLACES) else None

    def line(self, frame: FrameType, event: str, _: Any) -> Any:
        """One line more."""
        self.lines += event == "line"
        if self.lines == self.moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.line


def run(path: Path, moment: int, log: int) -> None:
    """Descend, and say every step that is done."""
    walk, death = descent(path), Death(moment)
    sys.settrace(death.call)
    for step in walk:
        os.write(log, b"%d\n" % step.t)
    sys.settrace(None)
    os.write(log, b"%d\n" % death.lines)


def main(folder: Path, moments: list[int]) -> None:
    """A process for every moment, one after the other."""
    list(descent(None))  # all that is imported late is imported now, once
    for k, moment in enumerate(moments):
        child = os.fork()
        if not child:
            run(folder / f"{k}" / "run.npz", moment, os.open(folder / f"{k}.log", os.O_WRONLY | os.O_CREAT))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != (-signal.SIGKILL if moment else 0):
            sys.exit(f"moment {moment} ended with {status}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(moment) for moment in sys.argv[2:]])
