"""Ctrl-C, and the polite way to end a process from outside: both arrive as one exception."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)  # Ctrl-C, and what `kill`, schedulers and containers send first


class Interruption(KeyboardInterrupt):
    """A signal that asks this process to end.

    Attributes:
        signal: its number.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number

    @property
    def status(self) -> int:
        """The exit status that shells expect: 130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + self.signal


@contextmanager
def interruptible() -> Iterator[None]:
    """While this is open, both signals raise an `Interruption`; outside the main thread nothing changes."""

    def raised(number: int, _: FrameType | None) -> None:
        raise Interruption(number)

    with _handled(raised):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """While this is open, neither signal does anything: the process is on its way out, and has something to save."""
    with _handled(signal.SIG_IGN):
        yield


@contextmanager
def _handled(handler: Any) -> Iterator[None]:
    """Another handler for both signals, and in the end those that there were."""
    if current_thread() is not main_thread():  # Python delivers signals to the main thread, and lets no other set them
        yield
        return
    before = {number: signal.signal(number, handler) for number in SIGNALS}
    try:
        yield
    finally:
        for number, one in before.items():
            signal.signal(number, one)
