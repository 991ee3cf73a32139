"""At the end of a run: how many cases were tried, over all processes."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.claims import CASES, MANY

RESULTS = Path(__file__).with_name("results.json")  # of the last long run in which no claim fell
SENT: Counter[str] = Counter()  # by the processes that have ended


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of pytest-xdist says what it has counted."""
    SENT.update(getattr(node, "workeroutput", {}).get("cases", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["cases"] = dict(CASES)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    tried = {name.removeprefix("test_").replace("_", " "): count for name, count in sorted((CASES + SENT).items())}
    if not tried:
        return
    terminalreporter.write_line(f"{sum(tried.values())} cases of {len(tried)} claims tried")
    for claim, count in tried.items():
        terminalreporter.write_line(f"{count:8} {claim}")
    if MANY and exitstatus == 0:
        RESULTS.write_text(json.dumps(tried, indent=2) + "\n")
