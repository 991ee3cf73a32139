"""At the end of a run: how many cases were tried, over all processes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.fuzz.claims import CASES

SENT: Counter[str] = Counter()  # by the processes that have ended


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of pytest-xdist says what it has counted."""
    SENT.update(getattr(node, "workeroutput", {}).get("cases", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["cases"] = dict(CASES)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tried = CASES + SENT
    if tried:
        terminalreporter.write_line(f"{tried.total()} cases of {len(tried)} claims tried")
        for name, count in sorted(tried.items()):
            terminalreporter.write_line(f"{count:8} {name.removeprefix('test_').replace('_', ' ')}")
