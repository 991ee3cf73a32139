"""JAX: the gradient that autograd derives, from a function and not from a record. Read it beside `torch_backend.py`."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from gdlearn.arrays import real_numbers
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective


@dataclass(frozen=True)
class JaxBackend:
    """Turns the function `objective.loss` into another function, which returns its gradient too.

    JAX computes in float32 unless `jax_enable_x64`, a setting of the whole process, is on. Making a backend with
    "float64" turns it on. To turn it on for a few lines would not do: the arithmetic of the optimiser, between two
    gradients, would still be cut to float32, in silence. Arrays that are float32 remain so with the setting on.

    Args:
        dtype: "float64" or "float32".
        device: "cpu", or another platform of JAX with a number if need be ("gpu", "cuda:1", "tpu").

    Raises:
        InputError: if JAX has no such device here.

    Examples:
        >>> JaxBackend().parameters([1, 2])
        Array([1., 2.], dtype=float64)
    """

    dtype: str = "float64"
    device: str = "cpu"
    name: ClassVar[str] = "jax"
    method: ClassVar[str] = "autograd"

    def __post_init__(self) -> None:
        """Find the device now, and make sure that float64 is what it says."""
        self._device()
        if self.dtype == "float64":
            jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]

    def _device(self) -> jax.Device:
        platform, _, number = self.device.partition(":")
        try:
            return jax.devices(platform)[int(number or 0)]
        except (RuntimeError, ValueError, IndexError) as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise InputError(
                f"JAX has no device {self.device!r} here ({reason}); take 'cpu', or install JAX for it."
            ) from error

    def asarray(self, values: Any) -> jax.Array:
        """Always a copy, on the device.

        Raises:
            InputError: if JAX returned another dtype, as it does in silence when its switch was turned off again.
        """
        host = np.array(real_numbers("values", values), dtype=self.dtype)
        array: jax.Array = jax.device_put(jnp.array(host), self._device())
        if array.dtype != self.dtype:
            raise InputError(
                f"JAX made {array.dtype} of {self.dtype}; leave the setting jax_enable_x64 on, "
                f"or ask for get_backend('jax', dtype='float32')."
            )
        return array

    def to_numpy(self, array: jax.Array) -> NDArray[Any]:
        """A copy on the host."""
        return np.array(array)

    def parameters(self, values: Any) -> jax.Array:
        """The weights as a plain array: what is differentiated is a function of them, not they themselves."""
        return self.asarray(values)

    def loss_and_gradient(self, objective: Objective, w: jax.Array) -> tuple[jax.Array, jax.Array]:
        """The loss as a function goes in, a function for both comes out, compiled for the shapes of these arrays."""
        return run(autograd, objective, w)

    def update(self, w: jax.Array, delta: jax.Array) -> jax.Array:
        """One step, as a new array: JAX's arrays never change."""
        return w - delta

    def snapshot(self, w: jax.Array) -> jax.Array:
        """The weights themselves: an array that never changes needs no copy."""
        return w


@dataclass(frozen=True)
class JaxFormula(JaxBackend):
    """The hand-derived formula on JAX's arrays."""

    method: ClassVar[str] = "by hand"

    def loss_and_gradient(self, objective: Objective, w: jax.Array) -> tuple[jax.Array, jax.Array]:
        """Loss and hand-derived gradient, both from the formulas of the objective, compiled as well."""
        return run(by_hand, objective, w)


def autograd(objective: Objective, w: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The loss, and the gradient that JAX derives."""
    loss_and_gradient = jax.value_and_grad(objective.loss)  # nothing is computed yet
    loss, gradient = loss_and_gradient(w)  # JAX runs the loss on stand-ins that record, then works backwards
    return loss, gradient


def by_hand(objective: Objective, w: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The loss, and the gradient that a person derived."""
    return objective.loss_and_gradient(w)


# To record takes milliseconds, at every step again. What was recorded and compiled once, for arrays of these shapes,
# takes microseconds.
MOVING = (jax.Array, np.ndarray, Objective)
COMPILED: dict[Any, Any] = {way: jax.jit(way) for way in (autograd, by_hand)}


def run(way: Any, objective: Objective, w: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Loss and gradient, compiled wherever JAX can: not if a loss branches on numbers, or is no dataclass."""
    tell(type(objective))
    try:
        return COMPILED[way](objective, w)  # type: ignore[no-any-return]
    except TypeError:  # what JAX says of all that it cannot compile; an error of the loss itself comes up again
        return way(objective, w)  # type: ignore[no-any-return]


@cache
def tell(kind: type[Objective]) -> None:
    """Tell JAX, once for each class, that the arrays of an objective change between calls and its settings do not."""
    if not is_dataclass(kind):
        return

    def split(objective: Objective) -> tuple[list[Any], tuple[Any, ...]]:
        values = {field.name: getattr(objective, field.name) for field in fields(kind)}
        moving = {name: value for name, value in values.items() if isinstance(value, MOVING)}
        for inner in moving.values():
            tell(type(inner))
        return [*moving.values()], (*moving, *((name, value) for name, value in values.items() if name not in moving))

    def joined(names: tuple[Any, ...], arrays: Any) -> Objective:
        objective = object.__new__(kind)
        objective.__dict__.update(zip(names, arrays, strict=False))
        objective.__dict__.update(names[len(arrays) :])
        return objective

    jax.tree_util.register_pytree_node(kind, split, joined)
