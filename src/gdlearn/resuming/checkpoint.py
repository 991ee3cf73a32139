"""Where a descent was when it was interrupted: everything that the next step depends on, in one file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdlearn import archive
from gdlearn.errors import InputError

KIND = archive.Kind("checkpoint", 1, "leave --resume out to start from step 0")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A descent just before update t.

    Attributes:
        identity: the settings and the data, as plain values; a descent with others is another descent.
        weights: the weights before update t, shape (p,), in the dtype of the descent.
        losses: the losses at steps 0 to t - 1, shape (t,).
        state: what the update rule remembers, its numbers and arrays in their order.
    """

    identity: dict[str, Any]
    weights: NDArray[Any]
    losses: NDArray[np.float64]
    state: list[NDArray[Any]]

    def save(self, path: Path) -> None:
        """Write it; a file of that name is replaced as a whole or stays as it was. It holds no pickle.

        Raises:
            InputError: if the file cannot be written.
        """
        arrays = {f"state{k}": array for k, array in enumerate(self.state)}
        arrays |= {"weights": self.weights, "losses": self.losses}
        archive.write(path, KIND, {"identity": self.identity}, arrays)

    @classmethod
    def load(cls, path: Path, identity: dict[str, Any]) -> Checkpoint:
        """Read what `save` wrote.

        Args:
            path: the file.
            identity: the settings and the data of the descent that is to go on.

        Raises:
            InputError: if there is no such file, it is no checkpoint, or one of other settings or data.
        """
        about, arrays = archive.read(path, KIND)
        try:
            then = dict(about["identity"])
            weights, losses = arrays["weights"], arrays["losses"]
            state = [arrays[f"state{k}"] for k in range(len(arrays) - 2)]
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path} is a damaged checkpoint ({error} is missing); start again without it.") from error
        now = json.loads(json.dumps(identity))
        for name in {**then, **now}:
            if then.get(name) != now.get(name):
                raise InputError(
                    f"{path} belongs to another descent: its {name} is {then.get(name)}, and now it is "
                    f"{now.get(name)}; go on with what it was, or start again with another checkpoint."
                )
        return cls(then, weights, losses, state)
