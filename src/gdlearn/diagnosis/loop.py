"""Name the mistake in a training loop: walk a few steps on small problems, and find the wrong loop that fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.diagnosis.error import diagnose_error
from gdlearn.diagnosis.reference import Reference, reference
from gdlearn.diagnosis.suspects import Suspect, fixed_rate, own_start, right_loop, suspects
from gdlearn.diagnosis.walk import Loop, Table, Taken, Walk
from gdlearn.errors import InputError
from gdlearn.mistakes import CATALOGUE
from gdlearn.objectives import Convention

# Two numbers of steps, so that a loop is seen that always takes as many as its author tried.
STEPS = (5, 4)


def diagnose_loop(loop: Loop, *, convention: Convention | str = Convention.MEAN) -> Diagnosis:
    r"""Say whether a training loop is right, and if not, which mistake it is.

    The loop walks a few steps on two small problems. Every row is compared with that of the right loop, and with those
    of the wrong loops of the catalogue: mistakes of the loop, of the gradient, and two together. A name is given only
    if all rows agree on both problems; otherwise the answer is what was measured.

    Args:
        loop: takes X (n, p), the bias column of ones last, y (n,), w (p,), learning_rate and steps, and returns or
            yields the weights of every step, the start first: steps + 1 rows of p numbers.
        convention: how the squared residuals are added up, a `Convention` or its name.

    Returns:
        The verdict, the ids of the mistakes, sentences, and the numbers they rest on.

    Raises:
        InputError: if `loop` is no function or the convention is unknown.

    Numerics:
        Rows agree if no component differs by more than $10^{-9}$ of the largest weight so far; by $10^{-5}$ if they
        were computed in float32.

    Examples:
        >>> def loop(X, y, w, learning_rate, steps):
        ...     for _ in range(steps):
        ...         w = w - learning_rate * 2 / len(y) * X.T @ (X @ w - y)
        ...     return w
        >>> diagnose_loop(loop).mistakes
        ('last-only',)
    """
    if not callable(loop):
        raise InputError(
            f"the loop is a {type(loop).__name__}; it must be a function of X, y, w, learning_rate, steps."
        )
    trial = Trial(loop, Convention(convention))
    try:
        trial.taken  # noqa: B018  # here the loop runs
    except Exception as error:  # a learner's program may raise anything
        return diagnose_error(error)
    questions = (_no_rows, _right, _known, _rate, _start, _unknown)
    return next(found for question in questions if (found := question(trial)) is not None)


@dataclass
class Trial:
    """A learner's loop beside the right one.

    Attributes:
        loop: the learner's.
        convention: how squares are added up.
    """

    loop: Loop
    convention: Convention

    @cached_property
    def reference(self) -> Reference:
        """The right gradient."""
        return reference(self.convention)

    @cached_property
    def right(self) -> Loop:
        """The right loop."""
        return right_loop(self.reference)

    @cached_property
    def taken(self) -> list[Taken]:
        """What the learner's loop does on every problem."""
        walks = (Walk.on(probe, self.convention, n) for probe, n in zip(self.reference.probes, STEPS, strict=True))
        return [walk.taken(self.loop) for walk in walks]

    @cached_property
    def rows(self) -> list[Table]:
        """The right rows on every problem."""
        return [each.walk(self.right) for each in self.taken]

    @property
    def worst(self) -> tuple[Taken, Table]:
        """The first problem on which the rows are not the right ones."""
        both = zip(self.taken, self.rows, strict=True)
        return next(each for each in both if not each[0].fits(each[1]))

    def measured(self) -> str:
        """Where the rows leave the right ones, in words."""
        taken, right = self.worst
        walk, table = taken.walk, taken.table
        where = f"On {walk.probe.name}, after {walk.steps} steps with learning rate {walk.rate:g},"
        if table.shape != right.shape:
            return f"{where} {_shape(table)} came back; {_shape(right)} are asked for."
        t, j = taken.leaves(right)
        before = {0: "", 1: "the start is right; ", 2: "rows 0 and 1 are right; "}
        right_rows = before.get(t, f"rows 0 to {t - 1} are right; ")
        return f"{where} {right_rows}row {t}, component {j}, is {table[t, j]:.6g}, and {right[t, j]:.6g} is right."

    def evidence(self, **more: Any) -> dict[str, Any]:
        """The numbers: the rows, where they part, and the first step divided by the right one."""
        import numpy as np

        taken, right = self.worst
        found = {"steps": taken.walk.steps, "rate": taken.walk.rate, "yours": _plain(taken.table)}
        if taken.table.shape == right.shape:
            with np.errstate(all="ignore"):
                ratio = np.subtract(*taken.table[:2]) / np.subtract(*right[:2])
            found |= {"first_difference": taken.leaves(right), "first_step_ratio": _plain(ratio)}
        return found | {"right": _plain(right)} | more

    def named(self, ids: tuple[str, ...], *more: str, **evidence: Any) -> Diagnosis:
        """A diagnosis with names: what was measured, what it means, what to do."""
        mistakes = [CATALOGUE[name] for name in ids]
        told = [f"{each.message}\n{each.cure} See lesson {each.lesson}." for each in mistakes]
        return Diagnosis(False, ids, "\n".join((self.measured(), *told, *more)), self.evidence(**evidence))


def _no_rows(trial: Trial) -> Diagnosis | None:
    """What comes back is no table of numbers."""
    for taken in trial.taken:
        wanted = f"{taken.walk.steps + 1} rows of {len(taken.walk.probe.w)} numbers, the start first"
        if taken.rows is None:
            return Diagnosis(False, (), f"Your loop returns None. Is the `return` missing? Asked for are {wanted}.")
        if taken.table is None or taken.table.ndim not in (1, 2):
            said = f"Your loop returns a {type(taken.rows).__name__} that cannot be read as a table of numbers."
            return Diagnosis(False, (), f"{said} Asked for are {wanted}.")
    return None


def _right(trial: Trial) -> Diagnosis | None:
    """The right rows on every problem; then what else the loop has done."""
    if not all(each.fits(rows) for each, rows in zip(trial.taken, trial.rows, strict=True)):
        return None
    evidence = {"steps": [each.walk.steps for each in trial.taken]}
    changed = trial.taken[0].changed
    for name, true in (("caller-changed", changed), ("graph-kept", trial.taken[0].keeps_graph)):
        if true:
            mistake = CATALOGUE[name]
            which = f" It changes {' and '.join(changed)}." if changed else ""
            said = f"All rows are right.{which}\n{mistake.message}\n{mistake.cure} See lesson {mistake.lesson}."
            return Diagnosis(False, (name,), said, evidence | {"changed": list(changed)})
    largest = max(each.tolerance for each in trial.taken)
    said = f"All rows are right, on {len(trial.taken)} problems, to {largest:.0e} of the largest weight."
    return Diagnosis(True, (), said, evidence)


def _known(trial: Trial) -> Diagnosis | None:
    """One mistake of the catalogue, or two. Where several give the same rows, the learner's library decides."""
    for group in suspects(trial.reference):
        fitting = [suspect for suspect in group if suspect.explains(trial.taken)]
        if fitting:
            first, *others = sorted(fitting, key=lambda suspect: _foreign(trial, suspect))
            alike = [other for other in others if _torch(other) == _torch(first)]
            also = [name for other in alike for name in other.ids if name not in first.ids]
            more = [f"{name} gives the same rows: `gdlearn mistakes {name}` shows it." for name in dict.fromkeys(also)]
            return trial.named(first.ids, *more, also=[list(each.ids) for each in others])
    return None


def _foreign(trial: Trial, suspect: Suspect) -> bool:
    """Whether the learner's loop is PyTorch's and a suspect is not."""
    return any(each.uses_torch for each in trial.taken) and not _torch(suspect)


def _torch(suspect: Suspect) -> bool:
    """Whether a suspect is a mistake that only PyTorch knows."""
    return any(CATALOGUE[name].program in {"torch_descent", "linear_descent"} for name in suspect.ids)


def _rate(trial: Trial) -> Diagnosis | None:
    """A learning rate of its own."""
    rate = fixed_rate(trial.right, trial.taken)
    return None if rate is None else trial.named(("rate-fixed",), f"The rate that it uses is {rate:.6g}.", used=rate)


def _start(trial: Trial) -> Diagnosis | None:
    """A start of its own."""
    try:
        own = own_start(trial.right, trial.loop, trial.taken)
    except Exception:  # a learner's program may raise the second time
        return None
    return trial.named(("same-seed",), "From that start on, every step is right.") if own else None


def _unknown(trial: Trial) -> Diagnosis:
    """Nothing fits: what was measured, and no guess."""
    evidence = trial.evidence(recognised=False)
    said = ["I do not recognise this.", trial.measured()]
    row = evidence.get("first_difference", [None])[0]
    if row == 0:
        said.append("The first row must be the weights that were given.")
    elif row == 1:
        ratios = ", ".join("none" if value is None else f"{value:.4g}" for value in evidence["first_step_ratio"])
        said.append(f"Your first step divided by the right one is [{ratios}], component by component.")
    elif row:
        said.append(
            "The first step is right, so the gradient is too. Look at what one step leaves behind for the next."
        )
    return Diagnosis(False, (), "\n".join(said), evidence)


def _plain(table: Table) -> list[Any]:
    """The numbers as JSON can hold them: what is not finite becomes None."""
    import numpy as np

    plain: Any = np.where(np.isfinite(table), table, None)
    return list(plain.tolist())


def _shape(table: Table) -> str:
    rows = f"{len(table)} row{'s' if len(table) != 1 else ''}"
    return f"{rows} of {table.shape[1]} numbers" if table.ndim == 2 else f"one row of {len(table)} numbers"
