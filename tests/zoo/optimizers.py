"""Optimisers that are broken in one way each; the mutants survive every test that only asks whether they converge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

import gdlearn as gd
from gdlearn.objectives.base import array_namespace
from gdlearn.optimizers.adam import Moments
from tests.zoo.table import Zoo

OPTIMIZERS = Zoo()
NEW = {"rule": object}  # a rule of one's own, of which no formula is known


@OPTIMIZERS.only("delta_has_the_shape_of_the_weights")
class Squeezes(gd.GD):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, state = super().step(gradient, state, w)
        return np.squeeze(delta) if isinstance(delta, np.ndarray) else delta, state


@OPTIMIZERS.rejected_by("delta_has_the_shape_of_the_weights", **NEW)
class AddsAnAxis(gd.GD):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, state = super().step(gradient, state, w)
        return delta[None], state


@OPTIMIZERS.only("keeps_float32")
class KeepsANumpyFloat(gd.GD):
    def __post_init__(self) -> None:
        object.__setattr__(self, "learning_rate", np.float64(self.learning_rate))  # type: ignore[arg-type]


@OPTIMIZERS.rejected_by("keeps_float32")
class PromotesItsMemory(gd.Momentum):
    """Its delta is of the precision of the weights, and what it remembers is not."""

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, (t, m) = super().step(gradient, state, w)
        if isinstance(m, np.ndarray):
            return delta.astype(w.dtype), type(state)(t, m.astype(np.float64))
        return delta, type(state)(t, m)


@OPTIMIZERS.rejected_by("writes_into_nothing")
class MovesTheWeightsToo(gd.GD):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, state = super().step(gradient, state, w)
        if isinstance(w, np.ndarray):
            w -= delta
        return delta, state


@OPTIMIZERS.rejected_by("writes_into_nothing", "state_can_be_used_again", **NEW)
class KeepsADiary(gd.GD):
    """Its state is a list that gets longer, and the step is the sum of it."""

    def init(self, w: Any) -> Any:
        return [0.0 * w]

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        state.append(gradient)
        return self.rate(0) * (state[-1] + 0.5 * state[-2]), state


@OPTIMIZERS.only("writes_into_nothing")
class ScalesTheGradientInPlace(gd.GD):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        gradient *= self.rate(state)
        return +gradient if isinstance(gradient, np.ndarray) else gradient, state + 1


@OPTIMIZERS.rejected_by("writes_into_nothing", "state_can_be_used_again")
class RemembersInPlace(gd.Momentum):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        t, m = state
        m *= self.momentum
        m += gradient
        return self.rate(t) * m, type(state)(t + 1, m)


@OPTIMIZERS.only("delta_is_its_own", learning_rate=1.0)
class HandsTheGradientBack(gd.GD):
    """With a learning rate of 1 there is nothing to multiply."""

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        return (gradient, state + 1) if self.learning_rate == 1.0 else super().step(gradient, state, w)


@OPTIMIZERS.rejected_by("delta_is_its_own", learning_rate=1.0)
class HandsItsMemoryOut(gd.Momentum):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        t, m = state
        m = self.momentum * m + gradient
        return m, type(state)(t + 1, m)


@OPTIMIZERS.rejected_by("same_steps_again", **NEW)
class RemembersInItself(gd.GD):
    """A new walk clears what it remembers, also that of another walk that goes on."""

    def init(self, w: Any) -> Any:
        object.__setattr__(self, "m", 0.0 * w)
        return super().init(w)

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        object.__setattr__(self, "m", 0.5 * self.__dict__["m"] + gradient)
        return self.rate(state) * self.__dict__["m"], state + 1


@OPTIMIZERS.only("same_steps_again")
class CountsItsWalks(gd.GD):
    walks: ClassVar[Counter[str]] = Counter()

    def init(self, w: Any) -> Any:
        self.walks["all"] += 1
        return super().init(w)

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, state = super().step(gradient, state, w)
        return delta * (1 + 4e-16 * (self.walks["all"] % 3)), state


@OPTIMIZERS.rejected_by("same_steps_again", "state_can_be_used_again")
class CountsInItself(gd.Adam):
    """The number of the step belongs to the optimiser, and not to the state."""

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        t = self.__dict__.get("t", 0)
        object.__setattr__(self, "t", t + 1)
        return super().step(gradient, Moments(t, *state[1:]), w)


@OPTIMIZERS.only("state_can_be_used_again", **NEW)
class HidesItsMemory(gd.GD):
    """The state is a function, and what it remembers is inside."""

    def init(self, w: Any) -> Any:
        memory = {"m": 0.0 * w}

        def fade(gradient: Any) -> Any:
            memory["m"] = 0.5 * memory["m"] + gradient
            return memory["m"]

        return fade

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        return self.rate(0) * state(gradient), state


@OPTIMIZERS.only("weights_are_treated_alike", **NEW)
class SparesTheBias(gd.GD):
    """The last weight, or whatever stands there, moves at half the rate."""

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        slower = array_namespace(gradient).concat([gradient[:-1], 0.5 * gradient[-1:]])
        return super().step(slower, state, w)


@OPTIMIZERS.only("stands_still_on_flat_ground", **NEW)
class NoEps(gd.RMSProp):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        t, v = state
        v = self.alpha * v + (1 - self.alpha) * gradient**2
        return self.rate(t) * gradient / v**0.5, type(state)(t + 1, v)


@OPTIMIZERS.rejected_by("stands_still_on_flat_ground", **NEW)
class Restless(gd.GD):
    """It moves where it should not, but less and less."""

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        return super().step(gradient + 0.5**state, state, w)


@OPTIMIZERS.rejected_by("goes_downhill", **NEW)
class StandsStill(gd.GD):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        return super().step(0.0 * gradient, state, w)


@OPTIMIZERS.rejected_by("goes_downhill", **NEW)
class TurnsBack(gd.GD):
    """At its second step."""

    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        return super().step(gradient if state != 1 else -gradient, state, w)


@OPTIMIZERS.only("goes_downhill", **NEW)
class Uphill(gd.GD):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, state = super().step(gradient, state, w)
        return -delta, state


@OPTIMIZERS.only("same_on_every_library")
class CallsNumpy(gd.RMSProp):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        t, v = state
        v = self.alpha * v + (1 - self.alpha) * gradient**2
        return self.rate(t) * gradient / (np.sqrt(v) + self.eps), type(state)(t + 1, v)


@OPTIMIZERS.only("same_on_every_library")
class OffOnOtherLibraries(gd.GD):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, state = super().step(gradient, state, w)
        return delta if isinstance(delta, np.ndarray) else delta * (1 + 1e-9), state


def adam(
    m: Callable[..., Any] = lambda b, m, g: b * m + (1 - b) * g,
    v: Callable[..., Any] = lambda b, v, g: b * v + (1 - b) * g**2,
    m_hat: Callable[..., Any] = lambda b, m, k: m / (1 - b**k),
    v_hat: Callable[..., Any] = lambda b, v, k: v / (1 - b**k),
    ratio: Callable[..., Any] = lambda m, v, eps: m / (v**0.5 + eps),
) -> type[gd.Adam]:
    """Adam, put together from its parts, one of which is changed."""

    class Mutant(gd.Adam):
        def step(self, gradient: Any, state: Any, w: Any) -> Any:
            (t, m_t, v_t), (b1, b2) = state, self.betas
            m_t, v_t = m(b1, m_t, gradient), v(b2, v_t, gradient)
            delta = ratio(m_hat(b1, m_t, t + 1), v_hat(b2, v_t, t + 1), self.eps)
            return self.rate(t) * delta, Moments(t + 1, m_t, v_t)

    return Mutant


MUTANTS = {
    "m gains (1 + b1) g": adam(m=lambda b, m, g: b * m + (1 + b) * g),
    "v gains (1 - b2) g": adam(v=lambda b, v, g: b * v + (1 - b) * abs_of(g)),
    "m is divided by 1 + b1^k": adam(m_hat=lambda b, m, k: m / (1 + b**k)),
    "v is multiplied by 1 - b2^k": adam(v_hat=lambda b, v, k: v * (1 - b**k)),
    "m is not corrected": adam(m_hat=lambda b, m, k: m),  # noqa: ARG005  # takes what the right one takes
    "v is not corrected": adam(v_hat=lambda b, v, k: v),  # noqa: ARG005
    "corrected one step late": adam(m_hat=lambda b, m, k: m / (1 - b ** max(1, k - 1))),
    "eps inside the root": adam(ratio=lambda m, v, eps: m / (v + eps) ** 0.5),
    "eps subtracted": adam(ratio=lambda m, v, eps: m / (v**0.5 - eps)),
    "eps before the correction": adam(
        v_hat=lambda b, v, k: (v, 1 - b**k), ratio=lambda m, v, eps: m / ((v[0] ** 0.5 + eps) / v[1] ** 0.5)
    ),
    "the betas exchanged": adam(m=lambda b, m, g: (1 - b) * m + b * g),
}


def abs_of(g: Any) -> Any:
    """The size of a gradient, with operators only."""
    return (g**2) ** 0.5


for name, mutant in MUTANTS.items():
    mutant.__name__ = name
    OPTIMIZERS.only("is_its_formula", betas=(0.8, 0.9), eps=1e-3, rule=gd.Adam)(mutant)


@OPTIMIZERS.only("is_its_formula", rule=gd.Momentum)
class Dampened(gd.Momentum):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        return super().step((1 - self.momentum) * gradient, state, w)


@OPTIMIZERS.only("is_its_formula", rule=gd.Nesterov)
class NesterovWithoutLookingAhead(gd.Nesterov):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        t, m = state
        m = self.momentum * m + gradient
        return self.rate(t) * m, type(state)(t + 1, m)


@OPTIMIZERS.only("is_its_formula", rule=gd.AdamW, weight_decay=0.1)
class DecayInTheGradient(gd.AdamW):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        return gd.Adam.step(self, gradient + self.weight_decay * w, state, w)


@OPTIMIZERS.only("is_its_formula", rule=gd.AdamW, weight_decay=0.1)
class DecayWithoutTheRate(gd.AdamW):
    def step(self, gradient: Any, state: Any, w: Any) -> Any:
        delta, state = gd.Adam.step(self, gradient, state, w)
        return delta + self.weight_decay * w * 0.5, state
