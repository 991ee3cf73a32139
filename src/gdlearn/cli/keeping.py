"""The options that keep a long fit from being lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cyclopts import Parameter

from gdlearn.cli.outputs import check_outputs
from gdlearn.cli.task import Flag
from gdlearn.errors import InputError
from gdlearn.resuming import Resumable

_EVERY = re.compile(r"(\d+)|(\d+\.?\d*|\.\d+)\s*(s|min|h)")
_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


@Parameter(name="*")
@dataclass(frozen=True)
class Keeping:
    """What keeps a long fit from being lost.

    Attributes:
        checkpoint: File that is kept up to date with all that is needed to go on after an interruption.
        every: How often it is written: a number of steps, as in 100, or a time, as in 5s, 2min or 1h.
        resume: Go on from the checkpoint.
    """

    checkpoint: Path | None = None
    every: str = "5s"
    resume: Flag = False

    @property
    def interval(self) -> int | timedelta:
        """How many steps, or how much time, between two checkpoints."""
        found = _EVERY.fullmatch(self.every.strip())
        if not found or not (number := float(found[1] or found[2])):
            raise InputError(
                f"--every is {self.every!r}; it must be a number of steps from 1, as in 100, or a time, as in 5s."
            )
        return int(found[1]) if found[1] else timedelta(seconds=number * _SECONDS[found[3]])

    def check(self, *, force: bool) -> None:
        """Refuse what cannot be meant, and a checkpoint that is there and would be lost.

        Raises:
            InputError: if `every` is no interval, or the file is there and neither `resume` nor `force` is set.
        """
        assert self.interval
        if self.checkpoint is not None and self.checkpoint.is_file() and not self.resume and not force:
            raise InputError(f"{self.checkpoint} exists; go on from it with --resume, or add --force to replace it.")
        check_outputs(self.checkpoint, force=force or self.resume)


def farewell(walk: Resumable | None) -> str:
    """Write the checkpoint of the last step that was seen; what was kept, and how to go on."""
    if walk is None or walk.seen is None:
        return "interrupted before a step was taken; start it again with the same command."
    t = walk.save()
    if t is None:
        return f"interrupted after step {walk.seen.t}; with --checkpoint FILE it could go on from there."
    return f"interrupted; {walk.path} is at step {t}. Go on with the same command and --resume."
