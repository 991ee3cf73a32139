"""A contestant as the race sees it: somebody who is asked, answers, and sleeps in between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from gdlearn.arrays import FloatArray
from gdlearn.benchmark.case import Case
from gdlearn.benchmark.contestant import Contestant
from gdlearn.errors import GdlearnError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
LONGEST = 300  # characters of its last words that a message quotes


def environment(threads: int) -> dict[str, str]:
    """The environment of this process, with the number of threads as every library wants to be told."""
    flags = f"--xla_cpu_multi_thread_eigen={str(threads > 1).lower()}"
    return os.environ | dict.fromkeys(THREADS, str(threads)) | {"XLA_FLAGS": flags}


class Racer:
    """A process of its own for one contestant, started at once; use it in a `with`, which ends it.

    Args:
        contestant: who it is.
        case: what is descended on, and with how many threads.
        start: the starting weights, shape (p,).
        folder: where the data lie; its error output is kept there too.

    Raises:
        GdlearnError: from `ask`, if the process is gone.
    """

    def __init__(self, contestant: Contestant, case: Case, start: FloatArray, folder: Path) -> None:
        self.contestant = contestant
        self.errors = folder / f"{contestant.way}-{contestant.device}.log".replace(":", "-")
        task: dict[str, Any] = {"way": contestant.way, "device": contestant.device, "threads": case.threads}
        task |= {"folder": str(folder), "start": [*map(float, start)]}
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gdlearn.benchmark.worker", json.dumps(task)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=environment(case.threads),
            )

    def __enter__(self) -> Racer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()  # closes its ends of the pipes, and waits

    def reason_to_leave(self) -> str | None:
        """Wait until it is ready; None if it is, otherwise why it takes no part."""
        left_out: str | None = self._hear().get("left_out")
        return left_out

    def ask(self, **request: Any) -> Any:
        """Its answer: `walk=steps` for the weights, `fit=seconds` for the steps of a turn, `turn=steps` for a time."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it is gone; what it left behind says why
        return self._hear()["answer"]

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        if line := self.process.stdout.readline():
            heard: dict[str, Any] = json.loads(line)
            return heard
        status = self.process.wait()
        ended = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
        words = self.errors.read_text(errors="replace").strip().splitlines()
        hint = f": {words[-1][:LONGEST]}" if words else "; there may be too little memory for this case."
        raise GdlearnError(f"the process of {self.contestant.name!r} {ended}{hint}")
