"""What a gradient is held against: the right values, and the wrong programs that could explain others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import Any

from gdlearn.backends.list_array import ListArray
from gdlearn.diagnosis.probes import SHAPES, TARGETS, Numbers, Probe, make_probe
from gdlearn.errors import GdlearnError, InputError
from gdlearn.mistakes import CATALOGUE, GRADIENTS, Kind, Program
from gdlearn.objectives import L2, Convention, Huber, Logistic, MeanSquaredError, Objective, Poisson

Factory = Callable[[Any, Any], Objective]
Gradient = Callable[[Any, Any, Any], Any]
LABELS = {MeanSquaredError: "MSE", Huber: "Huber", Logistic: "logistic", Poisson: "Poisson", L2: "ridge"}


@dataclass(frozen=True)
class Explanation:
    """Mistakes that together make one wrong program.

    Attributes:
        ids: the names of the mistakes.
        program: the gradient with all of them.
    """

    ids: tuple[str, ...]
    program: Program


@dataclass(frozen=True, eq=False)
class Reference:
    """The right gradient of one objective.

    Attributes:
        make: makes the objective of data (X, y).
        convention: how squares are added up, if it is squared error.
    """

    make: Factory
    convention: Convention = Convention.MEAN

    @cached_property
    def _sample(self) -> tuple[str, Objective]:
        """The targets that the objective accepts, found by making it once."""
        return _first_accepted(self.make)

    @cached_property
    def _known(self) -> dict[Any, Numbers]:
        """The numbers of wrong programs that were computed before."""
        return {}

    @property
    def objective(self) -> Objective:
        """The objective on some data: its type and its settings are asked for."""
        return self._sample[1]

    @cached_property
    def probes(self) -> tuple[Probe, ...]:
        """The problems on which a gradient is tried if nobody names others."""
        return tuple(self.probe(*shape) for shape in SHAPES)

    def probe(self, n: int, p: int) -> Probe:
        """A problem of a shape, with targets and weights as the objective needs them."""
        targets = self._sample[0]
        drawn = make_probe(n, p, targets)
        return make_probe(n, p, targets, _on(self.make, drawn).size)

    @property
    def label(self) -> str:
        """What a sentence calls the gradient: "MSE"; of another convention with its name."""
        name = LABELS.get(type(self.objective), type(self.objective).__name__)
        return name if self.convention is Convention.MEAN else f"{name} ({self.convention})"

    @property
    def squares(self) -> bool:
        """Whether it is squared error and nothing more, which has conventions and a program for each."""
        return type(self.objective) is MeanSquaredError

    @cached_property
    def names(self) -> dict[str, Any]:
        """The settings that the program of the gradient finds under their names."""
        return {name: getattr(self.objective, name) for name in ("strength", "delta") if hasattr(self.objective, name)}

    @cached_property
    def program(self) -> Program | None:
        """The gradient as a program that can be edited, if there is one."""
        kind, inner = type(self.objective), getattr(self.objective, "objective", None)
        if kind is L2:
            plain = isinstance(inner, MeanSquaredError) and inner.convention is Convention.MEAN
            return GRADIENTS["ridge"] if plain and not self.objective.penalise_bias else None  # type: ignore[attr-defined]
        if kind is MeanSquaredError:
            return GRADIENTS["gradient" if self.convention is Convention.MEAN else self.convention]
        return GRADIENTS.get(kind.__name__.lower())

    def right(self, probe: Probe) -> Numbers:
        """The right gradient on a problem, p numbers."""
        if self.program:
            return run(self.program.function(**self.names), probe)
        objective = _on(self.make, probe)
        return _list(objective.gradient(_array_like(objective, probe.w)))

    def wrong(self, explanation: Explanation, probe: Probe) -> Numbers:
        """The numbers of a wrong program on a problem, computed once: the same problems are asked again and again.

        Raises:
            ValueError: if the shapes do not fit.
        """
        key = (explanation, tuple(probe.w), tuple(probe.y))
        if key not in self._known:
            self._known[key] = run(explanation.program.function(**self.names), probe)
        return self._known[key]

    def slope(self, probe: Probe) -> Numbers:
        """Central differences of the loss on a problem: no formula of a gradient is asked."""
        objective, h = _on(self.make, probe), 1e-5  # where the errors of formula and rounding meet in float64

        def loss(j: int, shift: float) -> float:
            w = [value + shift * (i == j) for i, value in enumerate(probe.w)]
            return float(objective.loss(_array_like(objective, w)))

        return [(loss(j, h) - loss(j, -h)) / (2 * h) for j in range(len(probe.w))]

    def scale(self, probe: Probe) -> float:
        """How large the numbers are that a gradient is added up from; rounding is a share of it."""
        size = max(abs(x) for row in probe.X for x in row) * len(probe.w)
        z = max(sum(abs(x * v) for x, v in zip(row, probe.w, strict=False)) for row in probe.X)
        return max(size * (z + max(map(abs, probe.y))), *map(abs, self.right(probe)))

    def explanations(self, most: int) -> Iterator[Explanation]:
        """Wrong programs made of that many mistakes, the most common ones first."""
        fitting = [
            mistake
            for mistake in CATALOGUE.values()
            if self.program and mistake.kind is Kind.GRADIENT and self.program.fits(*mistake.edits)
        ]
        for together in combinations(fitting, most):
            edits = [edit for mistake in together for edit in mistake.edits]
            if self.program and self.program.fits(*edits):
                yield Explanation(tuple(mistake.id for mistake in together), self.program.edited(*edits))


def run(gradient: Gradient, probe: Probe) -> Numbers:
    """The numbers of one of our own programs on a problem, computed with plain lists."""
    return _list(gradient(ListArray(probe.X), ListArray(probe.y), ListArray(probe.w)))


@cache
def reference(convention: Convention | str = Convention.MEAN, objective: Factory | None = None) -> Reference:
    """The reference of squared error under a convention, or of any objective.

    Args:
        convention: a `Convention` or its name.
        objective: makes an objective of X and y; a class such as `Huber` does.

    Raises:
        InputError: if the convention is unknown, or the objective accepts no targets.
    """
    how = Convention(convention)
    if objective is None:
        return Reference(lambda X, y: MeanSquaredError(X, y, how), how)
    found = Reference(objective)
    if isinstance(found.objective, MeanSquaredError):
        return Reference(objective, found.objective.convention)
    return found


def _first_accepted(make: Factory) -> tuple[str, Objective]:
    for targets in TARGETS:
        try:
            return targets, _on(make, make_probe(*SHAPES[1], targets))
        except GdlearnError as error:
            reason = error
    raise InputError(f"the objective takes neither numbers nor labels, counts or classes: {reason}")


def _on(make: Factory, probe: Probe) -> Objective:
    """The objective with the data of a probe: in lists, or in NumPy's arrays where it wants to look at its labels."""
    try:
        return make(ListArray(probe.X), ListArray(probe.y))
    except (AttributeError, TypeError, InputError) as said:
        try:
            import numpy as np
        except ImportError:  # Python alone: the lists have said all that there is to say
            raise said from None
        return make(np.array(probe.X), np.array(probe.y))


def _array_like(objective: Objective, w: Numbers) -> Any:
    if isinstance(getattr(getattr(objective, "objective", objective), "X", None), ListArray):
        return ListArray(w)
    import numpy as np

    return np.array(w)


def _list(array: Any) -> Numbers:
    values: Numbers = [float(value) for value in array.tolist()]
    return values
