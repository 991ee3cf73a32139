"""Where a descent was when it was interrupted: everything that the next step depends on, in one file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from gdlearn.atomic import atomic_write
from gdlearn.errors import InputError


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A descent just before update t.

    Attributes:
        about: the settings and the data, as plain values; a descent with others is another descent.
        weights: the weights before update t, shape (p,), in the dtype of the descent.
        losses: the losses at steps 0 to t - 1, shape (t,).
        state: what the update rule remembers, its numbers and arrays in their order.
    """

    about: dict[str, Any]
    weights: NDArray[Any]
    losses: NDArray[np.float64]
    state: list[NDArray[Any]]

    def save(self, path: Path) -> None:
        """Write it; a file of that name is replaced as a whole or stays as it was. It holds no pickle.

        Raises:
            InputError: if the file cannot be written.
        """
        arrays: dict[str, Any] = {f"state{k}": array for k, array in enumerate(self.state)}
        arrays |= {"about": np.array(json.dumps(self.about)), "weights": self.weights, "losses": self.losses}
        with atomic_write(path) as file:
            np.savez(file, **arrays)

    @classmethod
    def load(cls, path: Path, about: dict[str, Any]) -> Checkpoint:
        """Read what `save` wrote.

        Args:
            path: the file.
            about: the settings and the data of the descent that is to go on.

        Raises:
            InputError: if there is no such file, it is no checkpoint, or one of other settings or data.
        """
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                then = json.loads(str(file["about"]))
                states = [file[f"state{k}"] for k in range(len(file.files) - 3)]
                found = cls(then, file["weights"], file["losses"], states)
        except FileNotFoundError as error:
            raise InputError(f"there is no checkpoint {path}; leave --resume out to start from step 0.") from error
        except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
            raise InputError(f"{path} is not a checkpoint that gdlearn wrote ({error}).") from error
        now = json.loads(json.dumps(about))
        for name in {**then, **now}:
            if then.get(name) != now.get(name):
                raise InputError(
                    f"{path} belongs to another descent: its {name} is {then.get(name)}, and now it is "
                    f"{now.get(name)}; go on with what it was, or start again with another checkpoint."
                )
        return found
