"""The trial of every mutant of a package: which tests ran its lines, and does one of them fail?"""

from __future__ import annotations

import ast
import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from coverage import Coverage

from tests.mutation.mutants import Mutant
from tests.mutation.session import Seen, collected, first_failure, forked, limit_memory, observe
from tests.mutation.swap import ImportNeeded, changed_functions, exchange, import_in_place_of, loaded_functions, show

ENOUGH = 15.0  # seconds of tests for one mutant, the likeliest first; what they do not notice has survived
HOUR = 3600.0


class Verdict(NamedTuple):
    """What became of a mutant.

    Attributes:
        mutant: the mutant.
        fate: "killed", "survived", or "same" where it is the same program to the compiler.
        by: the test that failed, or "time" where a test did not come to an end or took the process with it.
    """

    mutant: Mutant
    fate: str
    by: str = ""


class Statements:
    """The lines of every statement of a file: of a compound one, those of its head."""

    def __init__(self, text: str) -> None:
        self.spans = []
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.stmt):
                body = getattr(node, "body", None)
                last = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno or node.lineno
                self.spans.append((node.lineno, max(node.lineno, last)))

    def around(self, line: int) -> range:
        """The lines of the smallest statement with this line."""
        spans = [(last - first, first, last) for first, last in self.spans if first <= line <= last]
        return range(min(spans)[1], min(spans)[2] + 1) if spans else range(line, line + 1)


def in_order(items: Sequence[pytest.Item], names: Sequence[str]) -> list[pytest.Item]:
    """The tests of these names that are there, in this order."""
    found = {item.nodeid: item for item in items}
    return [found[name] for name in names if name in found]


@dataclass
class Trial:
    """A package, its tests, and what is known of them.

    Attributes:
        root: the folder with `src` and `tests`.
        tests: the files and folders that pytest is to collect.
        options: further arguments of pytest.
        mutants: the mutants to be judged.
        tell: called with every verdict.
    """

    root: Path
    tests: Sequence[str]
    options: Sequence[str]
    mutants: Sequence[Mutant]
    tell: Callable[[Verdict], None]

    def run(self) -> list[Verdict]:
        """The verdicts: first on what can be exchanged in place, then on what must be imported anew."""
        found: list[tuple[int, str, str]]
        self.seen: Seen
        found, self.seen = forked(self._watched, 4 * HOUR) or ([], Seen())
        if not self.seen.seconds:
            raise SystemExit("no test passes without any fault: there is nothing to judge with")
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        verdicts = []
        for i, fate, by in found:
            verdict = Verdict(self.mutants[i], fate, by)
            verdicts.append(verdict if fate != "later" else self._imported(verdict.mutant))
            if fate == "later":
                self.tell(verdicts[-1])
        return verdicts

    # --- in place ---------------------------------------------------------------------------------------------------

    def _watched(self) -> Any:
        """Collect the tests, and see which lines that alone runs: what they made stays in the tables."""
        self.cover = Coverage(data_file=None, config_file=False, include=[f"{self.root / 'src'}/*"])
        self.cover.start()
        return collected([*self.tests, *self.options], self._in_place)

    def _in_place(self, items: list[pytest.Item]) -> tuple[list[tuple[int, str, str]], Seen]:
        """Judge what can be exchanged; the others are for "later"."""
        self.cover.stop()
        data = self.cover.get_data()
        self.at_import = {path: set(data.lines(path) or ()) for path in data.measured_files()}
        self.seen = forked(lambda: observe(items, self.root / "src"), HOUR) or Seen()
        self.items = {item.nodeid: item for item in items}
        self.loaded, self.killers = loaded_functions(self.root / "src"), defaultdict(Counter)
        gc.freeze()  # so that children share this memory
        return [(i, *self._exchanged(mutant)) for i, mutant in enumerate(self.mutants)], self.seen

    def _exchanged(self, mutant: Mutant) -> tuple[str, str]:
        path = str(self.root / mutant.path)
        real = compile(Path(path).read_text(), path, "exec")
        try:
            changes = list(changed_functions(real, compile(mutant.text, path, "exec")))
        except ImportNeeded:
            return "later", ""
        except SyntaxError:
            return "same", "it cannot be compiled"
        if not changes:
            return "same", ""
        names = self._chosen(mutant)
        answer = self._attempt(mutant, names, lambda: self._with(mutant, changes, [self.items[name] for name in names]))
        lines = Statements(Path(path).read_text()).around(mutant.line)
        if answer == "import" or (answer == "" and self.at_import.get(path, set()) & set(lines)):
            return "later", ""
        fate = "killed" if answer else "survived"
        self.tell(Verdict(mutant, fate, answer))
        return fate, answer

    def _with(self, mutant: Mutant, changes: list[Any], items: list[pytest.Item]) -> str:
        limit_memory()
        try:
            exchange(changes, self.loaded)
            show(self.root / mutant.path, mutant.text)
        except ImportNeeded:
            return "import"
        return first_failure(items)

    # --- imported anew ----------------------------------------------------------------------------------------------

    def _imported(self, mutant: Mutant) -> Verdict:
        names = self._chosen(mutant)
        files = {name.split("::")[0] for name in names}
        # a module that pytest is asked for by name is read by pytest itself, and would be the real one
        places = sorted({str(Path(name).parent) if name.startswith("src") else name for name in files})

        def attempt() -> str:
            limit_memory()
            import_in_place_of(self.root / mutant.path, mutant.text)
            show(self.root / mutant.path, mutant.text)
            found = collected([*places, *self.options], lambda items: first_failure(in_order(items, names)))
            return "collecting the tests" if found is None else str(found)

        answer = self._attempt(mutant, names, attempt)
        return Verdict(mutant, "killed" if answer else "survived", answer)

    # --- both -------------------------------------------------------------------------------------------------------

    def _chosen(self, mutant: Mutant) -> list[str]:
        """The tests that ran the statement, the likeliest to notice in a second first, for `ENOUGH`."""
        path = str(self.root / mutant.path)
        by_line = self.seen.lines.get(path, {})
        around = Statements(Path(path).read_text()).around(mutant.line)
        near: set[str] = set().union(*(by_line.get(line, set()) for line in around))
        # What runs at import alone may be used by any test, but rather by one that enters the file.
        names, near = (near, near) if near else (set(self.seen.seconds), set().union(*by_line.values()))
        killers, seconds = self.killers[mutant.path], self.seen.seconds

        def promise(name: str) -> float:
            """What it has killed in this file, or may kill, for its time and that of a copy of the process."""
            return (killers[name] + (0.1 if name in near else 0.01)) / (seconds[name] + 0.03)

        chosen, used = [], 0.0
        for name in sorted(names, key=lambda name: (-promise(name), name)):
            if used + seconds[name] <= ENOUGH:
                chosen.append(name)
                used += seconds[name]
        return chosen

    def _attempt(self, mutant: Mutant, names: list[str], work: Callable[[], str]) -> str:
        limit = 20 + 10 * sum(self.seen.seconds[name] for name in names)
        answer = forked(work, limit) if names else ""
        if answer is None:
            return "time"
        self.killers[mutant.path][answer] += 1
        return str(answer)
