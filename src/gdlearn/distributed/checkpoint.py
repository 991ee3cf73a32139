"""A run that was cut off goes on: the answers so far are remembered, and given again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from zipfile import BadZipFile

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.atomic import atomic_write
from gdlearn.backends import Backend
from gdlearn.backends.wrapped import Wrapped
from gdlearn.distributed.group import Alone, Group, together
from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, Objective

FORMAT = 1
EVERY = 1.0  # seconds between two writings


@dataclass(frozen=True)
class Remembering(Wrapped):
    """A backend that keeps all of its answers in a file, and does not ask again for those that stand there.

    A descent is a function of the answers that it gets. Run again from its start with the same answers, it takes the
    same steps, and an optimiser is in the same state, to the last bit; and as the answers are p + 1 numbers for each
    step and need no data, that takes no time. From where they end it asks the backend inside.

    Args:
        inner: the backend that answers what is not remembered.
        path: the file; rank 0 writes it, whole or not at all.
        group: the ranks, all of which get the answers that rank 0 finds in the file.
        every: seconds between two writings; 0 writes after every answer.

    Raises:
        InputError: if the file cannot be read, or remembers another run: other weights were asked for, or the last
            answer in it is not that of these data, on as many ranks.

    Examples:
        >>> import gdlearn as gd
        >>> from tempfile import TemporaryDirectory
        >>> data = gd.line()
        >>> objective, numpy = gd.MeanSquaredError(data.X, data.y), gd.get_backend("numpy")
        >>> with TemporaryDirectory() as folder:
        ...     for steps in (5, 10):
        ...         backend = Remembering(numpy, Path(folder, "line.npz"), every=0)
        ...         run = gd.record(objective, [0, 0], backend, gd.GD(0.01), steps)
        ...     len(read(Path(folder, "line.npz")))
        11
    """

    path: Path
    group: Group = field(default_factory=Alone)
    every: float = EVERY

    def __post_init__(self) -> None:
        """Read what is remembered, once, on rank 0."""
        found = together(self.group, lambda: read(self.path) if self.group.rank == 0 else [])
        known: list[FloatArray] = self.group.gather(found)[0]
        object.__setattr__(self, "log", Log(known, 0, monotonic()))

    def loss_and_gradient(self, objective: Objective, w: Array) -> tuple[Array, Array]:
        """The answer that is remembered for this call; for the last of them, and from there on, that of the inner."""
        log: Log = self.log  # type: ignore[attr-defined]  # set once, above
        here, turn = self.to_numpy(self.snapshot(w)).astype(np.float64), log.turn
        log.turn += 1
        known = log.answers[turn] if turn < len(log.answers) else None
        if known is not None and (len(known) != 2 * len(here) + 1 or (known[: len(here)] != here).any()):
            raise self._foreign(turn, "the weights there are not those of this run")
        if known is not None and turn < len(log.answers) - 1:
            return self.asarray(known[-1]), self.asarray(known[len(here) : -1])
        loss, gradient = self.inner.loss_and_gradient(objective, w)
        answer = np.concatenate([here, self.to_numpy(gradient), np.reshape(self.to_numpy(loss), 1)])
        if known is None:
            log.answers.append(answer)
            self._keep(log)
        elif not np.array_equal(known, answer, equal_nan=True):
            raise self._foreign(turn, "on these data, with as many ranks as now, the gradient there is another one")
        return loss, gradient

    def close(self) -> None:
        """Write what was not written yet; rank 0 does it for all."""
        log: Log = self.log  # type: ignore[attr-defined]
        if self.group.rank == 0:
            write(self.path, log.answers)

    def _keep(self, log: Log) -> None:
        if monotonic() - log.written >= self.every:
            self.close()
            log.written = monotonic()

    def _foreign(self, turn: int, why: str) -> InputError:
        return InputError(
            f"{self.path} remembers another run: step {turn} of it differs ({why}). Repeat the command that wrote it, "
            "on as many ranks, or remove the file to start anew."
        )


@dataclass
class Log:
    """The answers of a backend, one after the other.

    Attributes:
        answers: weights, gradient and loss of every call, shape (2 p + 1,), float64.
        turn: the number of the next call.
        written: when the file was written, on the clock of `time.monotonic`.
    """

    answers: list[FloatArray]
    turn: int
    written: float


def write(path: Path, answers: Sequence[FloatArray]) -> None:
    """Write all answers into one file, which loads without pickle."""
    with atomic_write(path) as file:
        np.savez(file, answers=np.array(answers), format=np.array(FORMAT))


def read(path: Path) -> list[FloatArray]:
    """The answers in a file; none if there is no file.

    Raises:
        InputError: if it is no file that `write` wrote.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            if int(file["format"]) > FORMAT:
                raise InputError(f"{path} was written by a newer gdlearn; update gdlearn to read it.")
            return list(file["answers"])
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path} is no checkpoint of gdlearn ({error}); remove it, or name another file.") from error


def remembering(backends: Sequence[Backend], path: Path | None, group: Group) -> list[Backend]:
    """Every backend with a file of its own: FILE for the first, FILE.1, FILE.2 ... for the others."""
    if path is None:
        return list(backends)
    names = [path, *(path.with_name(f"{path.name}.{k}") for k in range(1, len(backends)))]
    return [Remembering(backend, name, group) for backend, name in zip(backends, names, strict=True)]


def close(backends: Sequence[Backend]) -> None:
    """Write what those of them that remember have not written yet."""
    for backend in backends:
        if isinstance(backend, Remembering):
            backend.close()
