"""The score: what was killed, what is explained, and what has survived."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.mutation.trial import Verdict


@dataclass(frozen=True)
class Explanation:
    """Why no test can tell some mutants from the real thing, or should.

    Attributes:
        where: a pattern of file and function, such as `src/gdlearn/theory/*.py Rounding.*`.
        change: a regular expression that is found in the change, `was => becomes`.
        kind: `equivalent`, `speed`, `memory`, `hardware` or `tolerance`.
        why: one sentence.
    """

    where: str
    change: str
    kind: str
    why: str

    def explains(self, mutant: Mutant) -> bool:
        """Whether a mutant is one of them."""
        place = f"{mutant.path} {mutant.function}"
        return fnmatchcase(place, self.where) and re.search(self.change, mutant.change) is not None


@dataclass(frozen=True)
class Score:
    """What became of the mutants of a package: judged = killed + explained + survived.

    Attributes:
        made: how many mutants there are.
        wording: those that change a sentence and nothing else; they are not judged.
        judged: those that were tried: all others, or a sample.
        killed: those that a test has noticed.
        by_time: of these, those with which a test did not come to an end.
        explained: those that no test can tell, or should.
        survived: the rest.
        mutmut: how many of `made` the command `mutmut run` makes.
    """

    made: int
    wording: int
    judged: int
    killed: int
    by_time: int
    explained: int
    survived: int
    mutmut: int

    @property
    def share(self) -> float:
        """What was killed of what was judged."""
        return self.killed / max(self.judged, 1)


def explanations(path: Path) -> list[Explanation]:
    """The explanations in a file."""
    return [Explanation(**entry) for entry in tomllib.loads(path.read_text())["explained"]]


def score(
    mutants: Sequence[Mutant], verdicts: Sequence[Verdict], explained: Sequence[Explanation]
) -> tuple[Score, list[Mutant], Counter[Explanation]]:
    """The score of a package, its survivors, and how many mutants each explanation explains."""
    fates, used, survivors = Counter(verdict.fate for verdict in verdicts), Counter[Explanation](), []
    for verdict in verdicts:
        if verdict.fate == "survived":
            reason = next((e for e in explained if e.explains(verdict.mutant)), None)
            if reason:
                used[reason] += 1
            else:
                survivors.append(verdict.mutant)
    found = Score(
        made=len(mutants) - fates["same"],
        wording=sum(mutant.wording for mutant in mutants),
        judged=fates["killed"] + fates["survived"],
        killed=fates["killed"],
        by_time=sum(verdict.by == "time" for verdict in verdicts),
        explained=used.total(),
        survived=len(survivors),
        mutmut=sum(mutant.by_mutmut for mutant in mutants),
    )
    return found, survivors, used


def write(path: Path, scores: dict[str, Score]) -> None:
    """Keep the scores of some packages; those of the others stay as they are."""
    before = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(before | {name: asdict(found) for name, found in scores.items()}, indent=2) + "\n")
