"""An explorer on a page: `--explorer-- rate=0.02 steps=60 controls=rate,start`.

The line becomes a figure of that very descent, made by the package, and one sentence about it, said by the page's own
scripts. Where scripts run, they take over with the same settings. What the line leaves out is the course's own: its
data, its start, the rate that the command line would take, and all controls.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from typing import Any

import numpy as np
from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from gdlearn import Dataset, MeanSquaredError, Trajectory, get_backend, line, record, replay, starting_weights
from gdlearn.batches import FullBatch
from gdlearn.cli.descent import Descent
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.theory import least_squares
from gdlearn_site.controls import ControlError, read, rounded
from gdlearn_site.figures import to_html
from gdlearn_site.page import course
from gdlearn_site.scripts import descent
from gdlearn_site.still import still

LINE = re.compile(r"^--explorer--(?P<words>( \S+)*) *$")
OWN: dict[str, Any] = {"steps": 60, "optimizer": "gd", "batch": 0, "standardise": False, "noise": 4, "data": 0}


def settings(words: list[str]) -> dict[str, Any]:
    """All settings of an explorer, and the names of the controls that its page shows.

    Raises:
        ControlError: if a word sets no control, or sets it to what it cannot be.
    """
    known, asked = descent()("KEYS"), [word for word in words if word.startswith("controls=")]
    controls = asked[0].removeprefix("controls=").split(",") if asked else known
    if len(asked) > 1 or not {*controls} <= {*known}:
        raise ControlError(f"{' '.join(asked)!r}: name some of {', '.join(known)}, once.")
    chosen = OWN | {"start": [*map(rounded, starting_weights(2))]} | read(word for word in words if word not in asked)
    data = dataset(chosen)
    rule = Descent(optimizer=chosen["optimizer"]).rule(MeanSquaredError(data.X, data.y), np.array(chosen["start"]))
    return {"rate": rounded(rule.rate(0))} | chosen | {"controls": controls}


def dataset(chosen: dict[str, Any]) -> Dataset:
    """The samples of these settings: the course's own come from the package, others are drawn by the page's scripts."""
    if chosen["data"] == 0:
        data = line(noise=chosen["noise"])
    else:
        drawn = descent()("dataOf", course(), chosen | {"standardise": False})
        data = Dataset.from_arrays(np.array(drawn["x"])[:, None], drawn["y"])
    return data.standardise() if chosen["standardise"] else data


@dataclass(frozen=True)
class Drawn:
    """The rows of every step, as the page's scripts draw them."""

    size: int
    steps: int

    def __call__(self, n: int) -> Iterator[Any]:
        """Arrays of row numbers for step 0, 1, ... and the one after the last."""
        return map(np.array, descent()("batchesOf", n, self.size, count=self.steps + 1))


def walk(chosen: dict[str, Any]) -> tuple[Dataset, MeanSquaredError, Trajectory]:
    """The samples, the loss and the descent of these settings, by the package; it keeps the loss over all rows."""
    data, steps, numpy = dataset(chosen), chosen["steps"], get_backend("numpy")
    objective, rule = MeanSquaredError(data.X, data.y), OPTIMIZERS[chosen["optimizer"]](chosen["rate"])
    batches = Drawn(chosen["batch"], steps) if chosen["batch"] else FullBatch()
    run = record(objective, chosen["start"], numpy, rule, steps, batches)
    return data, objective, replay(objective, replace(run, batches=FullBatch()), numpy)


def alt(run: Trajectory, bottom: Any) -> str:
    """What the still figure shows, for those who cannot see it; its numbers are written as the sentence writes them."""

    def short(value: float) -> str:
        return str(descent()("short", float(value)))

    def place(weights: Any) -> str:
        slope, bias = map(short, weights)
        return f"slope {slope} and bias {bias}"

    rule, first, last = type(run.optimizer).__name__, run.loss[0], run.loss[-1]
    moves = f"it {'falls' if last < first else 'grows'} from {short(first)} to {short(last)}"
    return (
        f"Contours of the loss over slope and bias, and on them the path of {len(run) - 1} steps of {rule}: from "
        f"{place(run.weights[0])} to {place(run.weights[-1])}. The minimum is at {place(bottom)}. "
        f"Below, the line of the last step among the data, and the loss: {moves}."
    )


def element(chosen: dict[str, Any]) -> tuple[str, str]:
    """The opening tag of an explorer, and what stands in it while no script runs."""
    data, objective, run = walk(chosen)
    said = descent()("descentOf", course(), chosen)
    shows = alt(run, least_squares(objective))
    figure = to_html(still(data, objective, run, said["verdict"]), shows, "", 0)
    room = f'style="--gd-controls: {len(chosen["controls"])}"'  # is kept free until the scripts have come
    opening = f'<div class="gd-explorer" id="explorer" {room} data-gd-explorer="{escape(json.dumps(chosen))}">'
    return opening, f'{figure}<p class="gd-explorer-still">{escape(said["words"])}</p>'


class ExplorerLines(Preprocessor):
    """Replace the `--explorer--` line of a page."""

    def run(self, lines: list[str]) -> list[str]:
        """The same lines, with an explorer in the place of its settings.

        Raises:
            ControlError: if there are two, since the address of the page could not say which of them it sets.
        """
        found = [line for line in lines if LINE.match(line)]
        if len(found) > 1:
            raise ControlError(f"{found[1]!r}: there is an explorer on this page already; a page has one.")
        return [*chain.from_iterable(map(self._replaced, lines))]

    def _replaced(self, line: str) -> list[str]:
        if not (match := LINE.match(line)):
            return [line]
        try:
            opening, inside = element(settings(match["words"].split()))
        except ControlError as error:
            raise ControlError(f"in the line {line!r}: {error}") from error
        return ["", f"{opening}{self.md.htmlStash.store(inside)}</div>", ""]


class Explorer(Extension):
    """No options."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name that Python-Markdown calls
        """After the values of the page are in its lines (29), before the code blocks of superfences (25)."""
        md.preprocessors.register(ExplorerLines(md), "gdlearn-explorer", 28)


def makeExtension(**options: Any) -> Explorer:  # noqa: N802
    """Where Python-Markdown starts."""
    return Explorer(**options)
