"""A process that gave no answer: what happened, told from how it ended and from where it was."""

from __future__ import annotations

import re
import signal
from typing import Any

from gdlearn.exercises.limits import Limits
from gdlearn.exercises.told import SOURCE

BLOCK = re.compile(r"^(?=(?:Current thread|Thread) 0x)", re.MULTILINE)
FRAME = re.compile(rf'File "{SOURCE}", line (\d+)')


def ended(status: int | None, trace: str, limits: Limits, *, late: bool) -> dict[str, Any]:
    r"""The arguments of `Stopped` for a process that gave no answer.

    Args:
        status: the exit status; that of a signal is negative; None if the process runs on.
        trace: what `faulthandler` has written.
        limits: what the program was allowed to use.
        late: whether the time was up.

    Examples:
        >>> ended(None, 'Thread 0x1 (most recent call first):\n  File "your program", line 3', Limits(), late=True)
        {'kind': 'timeout', 'sentence': 'It was stopped in line 3, after 5 s. Does the loop there end?', 'line': 3}
    """
    lines = lines_of(trace)
    line = lines[0] if lines else None
    where = f" in {', called from '.join(f'line {number}' for number in lines[:2])}" if lines else ""
    loop = "the loop there" if len(lines) == 1 else "every loop"
    kind, sentence = "exit", f"Your program ended itself, with exit status {status}. Your function has to return."
    if late or status == -getattr(signal, "SIGXCPU", 0):
        kind, sentence = "timeout", f"It was stopped{where}, after {limits.seconds:g} s. Does {loop} end?"
    elif status is None:
        sentence = "Your program closed or used a file that is not its own, and its answer is lost."
    elif status < 0:
        name = signal.strsignal(-status) or f"signal {-status}"
        kind, sentence = "crash", f"Python itself crashed{where} ({name.lower()}); no exception was raised."
    return {"kind": kind, "sentence": sentence, "line": line}


def lines_of(trace: str) -> list[int]:
    """The lines of the learner's file that were running, the innermost first.

    They are those of the thread that crashed, or else of the first one.
    """
    blocks = BLOCK.split(trace)[1:]
    # The main thread comes last, and where a thread has crashed, it is called the current one.
    ordered = sorted(blocks, key=lambda block: block.startswith("Current"))
    found = [frames for block in ordered if (frames := FRAME.findall(block))]
    return [int(number) for number in found[-1]] if found else []
