"""Two ways to the weights: step by step, and at once where there is a formula."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.cli.compressing import saved
from gdlearn.cli.descent import Descent
from gdlearn.cli.keeping import Keeping
from gdlearn.cli.loaded import Loaded
from gdlearn.cli.meter import busy
from gdlearn.cli.prospects import Prospects, shown
from gdlearn.cli.terminal import patient_bar
from gdlearn.errors import InputError
from gdlearn.models import Model, Origin
from gdlearn.objectives import Objective
from gdlearn.optimizers import Rule
from gdlearn.resuming import Resumable
from gdlearn.settings import to_plain
from gdlearn.summary import describe
from gdlearn.theory import largest_stable_learning_rate, solve


class Found(NamedTuple):
    """A model, and how sure its numbers are.

    Attributes:
        model: the weights, and how they came about.
        uncertainty: how far rounding may have moved each weight, shape (p,).
        loss_digits: how many digits of the loss at the end can be believed.
    """

    model: Model
    uncertainty: FloatArray
    loss_digits: float = math.inf


def modelled(loaded: Loaded, w: FloatArray, losses: tuple[float, float], steps: int, **how: Any) -> Model:
    """The model with these weights."""
    source, rows = loaded.source, loaded.rows
    origin = Origin(len(loaded.whole), *losses, steps, seed=rows.seed, **how)
    return Model(w, loaded.blueprint, source.features, str(source.target), source.scaling, origin)


def exactly(loaded: Loaded, out: Console) -> Found:
    """The minimum of squared error, without a step."""
    if not loaded.whole.quadratic:
        raise InputError(
            f"--exact solves squared error, and {loaded.blueprint.name} has no formula for its minimum; leave it out."
        )
    small, triangle = loaded.small
    w, uncertainty = solve(small)
    out.print(f"no steps: least squares from {len(triangle.rows)} rows that stand for all", highlight=False)
    losses = float(small.loss(loaded.start)), float(small.loss(w))
    nothing: dict[str, Any] = {"optimizer": {"type": "LeastSquares"}, "batches": {"type": "FullBatch"}}
    model = modelled(loaded, w, losses, 0, **nothing, backend="numpy", method="least squares")
    return Found(model, uncertainty, triangle.digits)


@dataclass
class Descending:
    """A descent over the rows.

    Attributes:
        loaded: the rows.
        descent: how to descend.
        keeping: what keeps it from being lost.
        compress: whether all rows become a handful first.
        replace: whether an older checkpoint may be written over.
        out: where it is said what is done.
        walk: the steps, as soon as there are any: what an interruption saves.
    """

    loaded: Loaded
    descent: Descent
    keeping: Keeping
    compress: bool
    replace: bool
    out: Console
    walk: Resumable | None = field(default=None)

    def run(self) -> Found:
        """Every step to the last, or to where the descent diverges."""
        loaded, rows = self.loaded, self.loaded.rows
        if self.descent.batch_size is not None and not loaded.held:
            raise InputError(
                f"--batch-size chooses rows, but {loaded.source.title} is read from its first row to its last at every "
                "step; leave it out, or leave out --block-size where the rows fit into memory."
            )
        steps, batches = self.descent.updates(len(loaded.whole)), self.descent.batches(rows.seed)
        rule = self.rule(steps)
        objective, backend, keeping = self.objective, rows.way(loaded.held), self.keeping
        self.walk = Resumable(
            *(objective, loaded.start, backend, rule, steps, batches),
            path=keeping.checkpoint,
            about=loaded.identity,
            resume=keeping.resume,
            every=keeping.interval,
            replace=self.replace,
        )
        w = self.end(self.walk)
        losses = (self.walk.losses[0], self.walk.losses[-1])
        if self.descent.batch_size is not None:
            losses = self.over_all_rows(backend, w)
        about = {name: getattr(backend, name) for name in ("method", "dtype", "device")}
        settings = {"optimizer": to_plain(rule), "batches": to_plain(batches)}
        model = modelled(loaded, w, losses, steps, **settings, backend=backend.name, **about)
        return Found(model, np.zeros(len(w)))

    @property
    def objective(self) -> Objective:
        """What is minimised: over all rows, or over the few that stand for them."""
        if not self.compress:
            return self.loaded.whole
        small, triangle = self.loaded.small
        self.out.print(saved(triangle, self.loaded.whole.nbytes, small.nbytes), highlight=False, soft_wrap=True)
        return small

    @property
    def known(self) -> bool:
        """Whether the curvature is known everywhere, and without reading a file for it alone."""
        loaded = self.loaded
        cheap = loaded.held or self.compress or self.descent.learning_rate is None
        return loaded.whole.quadratic and cheap

    def rule(self, steps: int) -> Rule:
        """The update rule with its rate; what the curvature says about it is said."""
        loaded = self.loaded
        with busy(loaded.notes, "looking for a learning rate"):
            rule = self.descent.rule(loaded.small[0] if self.known else loaded.bounded, loaded.start)
        lines = [f"{steps} steps of {describe(rule)} on {loaded.rows.backend}, {loaded.rows.dtype}"]
        if self.known:
            prospects = Prospects.of(loaded.small[0], rule, steps, scale=loaded.source.scaling is None)
            lines[0] += f"; condition number {shown(prospects.condition)}"
            lines += prospects.sentences(steps)
        self.out.print("\n".join(lines), highlight=False, soft_wrap=True)
        return rule

    def end(self, walk: Resumable) -> FloatArray:
        """The last weights of the descent, with a bar while it lasts."""
        loaded, todo = self.loaded, walk.steps + 1 - len(walk.losses)
        if walk.resume:
            self.out.print(f"going on at step {len(walk.losses)}, where {walk.path} was written", highlight=False)
        streamed = not (loaded.held or self.compress)
        watched: Iterable[Any] = walk if streamed else patient_bar(loaded.notes, "descending", todo)(walk)
        w: Any = loaded.start
        with (
            np.errstate(over="ignore", invalid="ignore"),  # a diverging descent overflows, and then says so
            loaded.meter.bar(loaded.notes, "descending", todo * loaded.source.nbytes * streamed),
        ):
            for step in watched:
                w = step.w
                if not math.isfinite(walk.losses[-1]):
                    raise InputError(self.diverged(step.t, walk.losses[-1]))
        last: FloatArray = walk.backend.to_numpy(w)
        return last

    def diverged(self, t: int, loss: float) -> str:
        """What to do about a descent that diverges."""
        cure = "take a smaller learning rate"
        if self.known:
            cure += f" than {largest_stable_learning_rate(self.loaded.small[0]):.3g}, the largest that is stable here"
        else:
            cure += ", or --standardise the features"
        return f"the descent diverges: the loss is {loss} at step {t}; {cure}."

    def over_all_rows(self, backend: Backend, w: FloatArray) -> tuple[float, float]:
        """The loss at both ends; the losses of the steps are those of their batches."""
        whole = self.loaded.whole.on(backend)
        start, end = (backend.loss_and_gradient(whole, backend.parameters(v))[0] for v in (self.loaded.start, w))
        return float(start), float(end)
