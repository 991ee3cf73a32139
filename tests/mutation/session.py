"""The tests of a package, collected once and run against one mutant after the other, each in a process of its own."""

from __future__ import annotations

import functools
import gc
import os
import pickle
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

ARGUMENTS = (
    "-qqq",
    "--tb=no",
    "--no-header",
    "--no-summary",
    "-p",
    "no:cacheprovider",
    "--capture=sys",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)
GIB = 2**30


@dataclass
class Seen:
    """What a run of the real thing has shown.

    Attributes:
        seconds: of every test that passed, by its name.
        lines: the tests that ran a line, by file and line; those that ran when modules were imported are under "".
    """

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)


@contextmanager
def reported() -> Iterator[None]:
    """Show what goes wrong in a process that is about to end."""
    try:
        yield
    except BaseException:
        traceback.print_exc()


def forked(work: Callable[[], Any], limit: float) -> Any:
    """What a function returns in a copy of this process; None where it takes too long, or ends the process."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, limit)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with reported(), os.fdopen(writing, "wb") as out:
            pickle.dump(work(), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        found = answer.read()
    os.waitpid(pid, 0)
    return pickle.loads(found) if found else None


def limit_memory() -> None:
    """A mutant may ask for any size; it gets a few GiB more than there is in use."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 6 * GIB, resource.RLIM_INFINITY))


def passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether one test passes, with what it sets up and takes down."""
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def first_failure(items: Sequence[pytest.Item]) -> str:
    """The name of the first test that fails, "" if none does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if not passes(item, following):
            return item.nodeid
    return ""


def caches() -> list[Any]:
    """Everything that remembers its answers, of our own package."""
    found = [thing for thing in gc.get_objects() if type(thing) is functools._lru_cache_wrapper]
    return [cache for cache in found if str(cache.__module__).startswith("gdlearn")]


def observe(items: Sequence[pytest.Item], folder: Path) -> Seen:
    """How long every test takes among the others, and which lines it runs where they have left nothing remembered."""
    cover, seen = Coverage(data_file=None, config_file=False, include=[f"{folder}/*"]), Seen()
    remembered, in_turn = caches(), [*zip(items, [*items[1:], None], strict=True)]
    for item, following in in_turn:
        started = time.perf_counter()
        if passes(item, following):
            seen.seconds[item.nodeid] = time.perf_counter() - started
        else:
            print(f"  left out, for it fails without any fault: {item.nodeid}", file=sys.stderr)
    cover.start()
    for item, following in in_turn:
        for cache in remembered:
            cache.cache_clear()
        cover.switch_context(item.nodeid)
        passes(item, following)
    cover.stop()
    data = cover.get_data()
    for path in data.measured_files():
        by_line = data.contexts_by_lineno(path)
        seen.lines[path] = {line: set(names) & set(seen.seconds) for line, names in by_line.items()}
    return seen


class Loop:
    """A plugin of pytest that runs something else than one test after the other."""

    def __init__(self, work: Callable[[list[pytest.Item]], Any]) -> None:
        self.work, self.answer = work, None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hand over the tests that were found."""
        if not session.testsfailed:  # while they were collected
            self.answer = self.work(session.items)
        return True


def collected(arguments: Iterable[str], work: Callable[[list[pytest.Item]], Any]) -> Any:
    """What a function makes of the tests that pytest collects."""
    loop = Loop(work)
    pytest.main([*ARGUMENTS, *arguments], plugins=[loop])
    return loop.answer
