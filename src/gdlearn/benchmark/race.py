"""What was measured on one case, and what follows from it: medians, ratios of the same round, the floor."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import NamedTuple

from gdlearn.benchmark.case import Case
from gdlearn.benchmark.contestant import NOTEBOOK, Contestant, Role


class Spread(NamedTuple):
    """A median with its quartiles: half of the rounds lie between `low` and `high`."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        """The spread of one or more values.

        Examples:
            >>> Spread.of([3.0, 1.0, 2.0, 5.0, 4.0])
            Spread(median=3.0, low=2.0, high=4.0)
        """
        low, middle, high = quantiles(values * 2 if len(values) == 1 else values, n=4, method="inclusive")
        return cls(middle, low, high)


@dataclass(frozen=True)
class Race:
    """The times of one case.

    Attributes:
        case: what was descended on.
        contestants: who took part, with the steps of a turn of each; those that only read X are among them.
        rounds: what a step took, in microseconds, by name. A slow contestant takes part in the first rounds only, and
            where not all fit into the memory together, there are rounds for some and rounds for the others.
        left_out: who took no part, and why.
    """

    case: Case
    contestants: tuple[Contestant, ...]
    rounds: tuple[dict[str, float], ...]
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Who took steps or fitted, in the order of the table."""
        return [one.name for one in self.contestants if one.role != Role.FLOOR]

    def contestant(self, name: str) -> Contestant:
        """The contestant of that name."""
        return next(one for one in self.contestants if one.name == name)

    def times(self, name: str) -> list[float]:
        """Microseconds for a step, round by round."""
        return [times[name] for times in self.rounds if name in times]

    def cost(self, name: str) -> Spread:
        """Microseconds for a step."""
        return Spread.of(self.times(name))

    def ratio(self, name: str, to: str = NOTEBOOK.name) -> Spread:
        r"""How many times as fast as another contestant, in the rounds in which both took part.

        Formula:
            The median over the rounds of $t_\text{other} / t$: what slows a whole round down cancels.
        """
        return Spread.of([times[to] / times[name] for times in self.rounds if {name, to} <= times.keys()])

    def floor(self, device: str = "cpu") -> str:
        """The fastest of the ways to read X once on that device, and to do nothing else."""
        read = [one.name for one in self.contestants if one.role == Role.FLOOR and one.device == device]
        return min(read, key=lambda name: median(self.times(name)))

    def rate(self, name: str) -> float:
        """The bytes of X over the time of a step, in bytes a second; of a floor, the bandwidth of the memory."""
        return self.case.nbytes / self.cost(name).median * 1e6

    def reached(self, name: str) -> Spread:
        """The share of the floor's rate, in the same rounds; who never reads X at a step can pass 1."""
        return self.ratio(name, to=self.floor(self.contestant(name).device))


def joined(heats: list[Race]) -> Race:
    """Races of one case as one: whoever took part in several is counted in all its rounds."""
    contestants: dict[str, Contestant] = {}
    for one in (one for heat in heats for one in heat.contestants):
        contestants.setdefault(one.name, one)
    return Race(
        heats[0].case,
        tuple(contestants.values()),
        tuple(times for heat in heats for times in heat.rounds),
        {name: reason for heat in heats for name, reason in heat.left_out.items()},
    )
