"""What a learner's program may use: time, memory, output, and no other processes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

START_SECONDS = 60  # for Python and its libraries to load, before the learner's first line
MORE_THREADS = 1000  # that a user may have beside those that run already
MB, KB = 2**20, 2**10

# What Python reports before it starts or ends another process.
PROCESSES = frozenset(
    {
        *("os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.exec", "os.system", "os.startfile"),
        *("os.kill", "os.killpg", "pty.spawn", "subprocess.Popen"),
    }
)


@dataclass(frozen=True)
class Limits:
    """How much a learner's program may use.

    Time holds everywhere. Memory, the size of files and the number of threads hold where the system has such limits:
    Linux holds all of them, macOS does not hold memory, Windows none of the three.

    Attributes:
        seconds: of all that the program does together, without the loading of libraries.
        memory_mb: of memory that the program and its libraries write to; PyTorch alone takes about 200.
        output_kb: of what it prints, and of each file that it writes.
    """

    seconds: float = 5.0
    memory_mb: int = 1024
    output_kb: int = 1024

    def hold(self) -> None:
        """Put the limits on this process, for good."""
        with suppress(ImportError):  # Windows has no such limits
            import resource

            # Processor time ends a program whose parent has died and cannot end it.
            limits = {"CPU": START_SECONDS + ceil(self.seconds), "CORE": 0, "FSIZE": self.output_kb * KB}
            # Not the address space: libraries reserve much more of it than they use.
            limits |= {"DATA": self.memory_mb * MB}
            if threads := _threads():
                limits |= {"NPROC": threads + MORE_THREADS}
            for name, limit in limits.items():
                with suppress(ValueError, OSError, AttributeError):  # what the system does not have, or has lower
                    resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))


def refuse_processes() -> None:
    """Let this process neither start nor end another one, for good: the line that tries raises."""

    def refuse(event: str, _: Any) -> None:
        if event in PROCESSES:
            raise ProcessRefusedError(event)

    sys.addaudithook(refuse)
    os._exit = sys.exit  # type: ignore[assignment]  # which can be told, with its line


class ProcessRefusedError(PermissionError):
    """A program has tried to start or end a process; libraries that try it expect an `OSError`."""


def _threads() -> int:
    """How many threads there are on this computer; 0 if the system does not say."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/loadavg").read_text().split()[3].partition("/")[2])
    return 0
