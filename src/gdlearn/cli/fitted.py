"""What was found, on the terminal: the loss at both ends and the weights, with the digits that they have."""

from __future__ import annotations

import numpy as np
from rich.console import Console

from gdlearn.arrays import FloatArray
from gdlearn.cli.digits import MOST, certain
from gdlearn.cli.fitting import Found
from gdlearn.cli.terminal import table
from gdlearn.models import Model
from gdlearn.theory import unit_roundoff

LONGEST = 30  # weights that the table shows


def show(console: Console, found: Found) -> None:
    """The loss at both ends, and the weights."""
    model, origin = found.model, found.model.origin
    most = min(MOST, int(-np.log10(unit_roundoff(origin.dtype))))
    last = int(min(most, found.loss_digits))
    end = f"{origin.loss_end:.{last}g}" if last else "0, up to rounding,"
    after = f"after {origin.steps} steps" if origin.steps else "at the minimum"
    console.print(f"loss {origin.loss_start:.{most}g} at the start, {end} {after}", highlight=False)
    names = (*model.features, "bias") if model.linear else tuple(f"w{j}" for j in range(len(model.weights)))
    units = "in the units of the data" if model.linear else "value"
    grid = table("weight of", units, title="The weights", right=(units,))
    uncertain = doubt(model, found.uncertainty)
    for name, value, apart in list(zip(names, model.original, uncertain, strict=True))[:LONGEST]:
        grid.add_row(name, certain(value, apart, most))
    if len(names) > LONGEST:
        grid.caption = f"... and {len(names) - LONGEST} more"
    console.print()
    console.print(grid)


def doubt(model: Model, uncertainty: FloatArray) -> FloatArray:
    """How far the weights in the units of the data may be off, (p,): a bias is a difference of large numbers there."""
    apart = uncertainty + unit_roundoff(model.origin.dtype) * np.abs(model.weights)
    if model.scaling is None or not model.linear:
        return apart
    slopes = apart[:-1] / model.scaling.std
    return np.append(slopes, apart[-1] + np.abs(model.scaling.mean) @ slopes)
