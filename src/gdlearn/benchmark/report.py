"""Races with the machine that they belong to: a file to be read again, by a figure or by a lesson."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gdlearn.atomic import atomic_write
from gdlearn.benchmark.case import Case, shape_of
from gdlearn.benchmark.contestant import Contestant, Role
from gdlearn.benchmark.race import Race
from gdlearn.errors import InputError
from gdlearn.machine import processor, versions

LIBRARIES = ("numpy", "torch", "jax", "numba", "scikit-learn")
FORMAT = 2  # of the file


@dataclass(frozen=True)
class Report:
    """Races, and what they were run on.

    Attributes:
        date: the day, "2026-11-21".
        cpu: the processor, as it calls itself.
        cores: how many cores the system counts.
        versions: of gdlearn, Python and the libraries, by name.
        races: the cases that were measured.
    """

    date: str
    cpu: str
    cores: int
    versions: dict[str, str]
    races: tuple[Race, ...]

    def race(self, shape: str, dtype: str = "float64", threads: int | None = None) -> Race:
        """The race of a case; with as many threads as there are, if their number is left out.

        Raises:
            InputError: if there is none; the message says which there are.
        """
        n, p = shape_of(shape)
        fits = [r for r in self.races if (r.case.n, r.case.p, r.case.dtype) == (n, p, dtype)]
        found = [r for r in fits if threads in (None, r.case.threads)]
        if not found:
            there = "; ".join(str(race.case) for race in self.races)
            raise InputError(f"the case {shape} in {dtype} was not measured with these threads; there are: {there}.")
        return max(found, key=lambda race: race.case.threads)

    def save(self, path: Path) -> None:
        """Write everything that was measured into a JSON file.

        Raises:
            InputError: if the file cannot be written.
        """
        plain = {"format": FORMAT} | asdict(self)
        with atomic_write(path) as file:
            file.write(_readable(plain).encode())

    @classmethod
    def load(cls, path: Path) -> Report:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is missing, or is none of these.
        """
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
            if plain.pop("format", None) != FORMAT:
                raise ValueError(f"it is not of format {FORMAT}")
            return cls(**plain | {"races": tuple(map(_race, plain["races"]))})
        except FileNotFoundError as error:
            raise InputError(f"there is no file {path}; make one with gdlearn bench --out FOLDER.") from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path} holds no measurements of gdlearn ({error}); make them again with gdlearn bench --out FOLDER."
            ) from error


def report(races: Iterable[Race]) -> Report:
    """The races, with this machine and today's date."""
    found = {name: version.partition("+")[0] for name, version in versions(LIBRARIES).items()}
    return Report(datetime.now(UTC).date().isoformat(), processor(), os.cpu_count() or 1, found, tuple(races))


def _race(plain: dict[str, Any]) -> Race:
    contestants = tuple(Contestant(**one | {"role": Role(one["role"])}) for one in plain["contestants"])
    return Race(Case(**plain["case"]), contestants, tuple(plain["rounds"]), plain["left_out"])


def _readable(plain: dict[str, Any]) -> str:
    """JSON with a line for every contestant and every round, not for every number."""
    races = []
    for race in plain["races"]:
        rows = {
            name: ",\n".join(f"      {json.dumps(row)}" for row in race[name]) for name in ("contestants", "rounds")
        }
        lists = ",\n".join(f'    "{name}": [\n{text}\n    ]' for name, text in rows.items())
        head, tail = json.dumps(race["case"]), json.dumps(race["left_out"])
        races.append(f'  {{\n    "case": {head},\n{lists},\n    "left_out": {tail}\n  }}')
    about = json.dumps({name: value for name, value in plain.items() if name != "races"}, indent=1)[:-2]
    return f'{about},\n "races": [\n' + ",\n".join(races) + "\n ]\n}\n"
