"""A process, and lines of text to it and from it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from uuid import uuid4

import gdlearn

MARK = "GDLEARN_APART"  # an environment variable: what has left the group of the process is found by it
ROUNDS = 20  # of looking for such processes
SETTLE = 0.3  # seconds for a process to end by itself, so that its exit status is its own

# What a program needs of the environment. Keys and passwords of whoever runs it are not among it.
PASSED = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"),
    *("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),  # Windows
)
# One thread: a grade must not depend on how many there are. And nothing may wait for a window to be closed.
SET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MPLBACKEND": "Agg"}

# The package is found where it is found here, after everything else.
MAIN = "import sys; sys.path.append(sys.argv[1]); from gdlearn.exercises.child import main; main()"


class Channel:
    """A child process in a session of its own; it goes with everything that it has started.

    Attributes:
        folder: where the process works.
        output: the file for what it prints.
    """

    def __init__(self, folder: Path, output: Path) -> None:
        self._mark = uuid4().hex
        passed = {name: os.environ[name] for name in PASSED if name in os.environ}
        command = [sys.executable, "-P", "-B", "-X", "utf8", "-c", MAIN, str(Path(gdlearn.__file__).parents[1])]
        with output.open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=passed | SET | {MARK: self._mark},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, line: str) -> None:
        """Send a line; if the process is gone, `receive` will say so."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    def receive(self, seconds: float) -> bytes | None:
        """The next line, without waiting longer than that; b"" if there will be none, None if there is none yet."""
        try:
            return self._lines.get(timeout=seconds)
        except Empty:
            return None

    def status(self) -> int | None:
        """The exit status: that of a signal is negative; None as long as the process runs."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(SETTLE)
        return None

    def close(self) -> None:
        """Kill the process and whatever it has started."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # its group has its number, also after its end
            kill_marked(f"{MARK}={self._mark}".encode())
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what could not be sent
                pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(b"")


def kill_marked(mark: bytes) -> None:
    """Kill all processes with a mark in their environment, until there is none: such a process may start others."""
    for _ in range(ROUNDS):
        found = marked(mark)
        for process in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        if not found:
            return


def marked(mark: bytes) -> list[int]:
    """The numbers of the processes with a mark in their environment; none where the system does not tell."""
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in file.read_bytes():
                found.append(int(file.parent.name))
    return found
