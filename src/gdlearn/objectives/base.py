"""What is minimised: a function of the weights that holds its own data."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol, Self, TypeAlias

from gdlearn.arguments import check_ndim, made_of_lists
from gdlearn.errors import InputError

try:
    from array_api_compat import array_namespace as array_namespace
except ImportError:  # Python alone, as in a page of the site: there, arrays are made of lists and answer for themselves

    def array_namespace(array: Array) -> Any:  # type: ignore[misc]  # of one array, which is all that is asked
        """The functions of the library that an array comes from, under the names of the array API standard."""
        return array.__array_namespace__()


# An array of any library. The formulas of an objective may use, of whatever library w comes from,
#   the operators   + - (also as a sign) * / ** @ [] and .T, .shape, which broadcast as in NumPy
#   the functions   exp log logaddexp tanh clip sum max concat reshape zeros_like   of array_namespace(w),
#                   sum and max also with axis= and keepdims=
# and nothing else: that is all a backend has to offer.
Array: TypeAlias = Any


class Holder(Protocol):
    """Whatever can take host data into its own arrays: every backend does."""

    def asarray(self, values: Any) -> Array:
        """`values` as an array of the holder."""


class Sample(NamedTuple):
    """What one sample adds to a loss that sees it only through z = x w, in scalars: a compiler makes one pass of it.

    Attributes:
        loss_and_slope: from z, y and the setting to the loss of the sample and its derivative with respect to z; plain
            Python with operators, comparisons and the functions of `math`.
        factor: what the sum over the samples is multiplied by.
        setting: a number of the objective, such as Huber's delta; 0 if it has none.
    """

    loss_and_slope: Callable[[float, float, float], tuple[float, float]]
    factor: float
    setting: float = 0.0


class Objective(ABC):
    """A function of the weights, R^p -> R, over n samples.

    A subclass writes `loss` once, for every array library, and right under it the `gradient` that a person derived.
    """

    @abstractmethod
    def loss(self, w: Array) -> Array:
        """The loss at the weights `w` (p,), a scalar () of the same library and dtype."""

    @abstractmethod
    def gradient(self, w: Array) -> Array:
        """The hand-derived gradient of `loss` at the weights `w` (p,), shape (p,)."""

    @abstractmethod
    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction for every row of `X`, by default those that the objective holds."""

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both at once; an objective in which they share work computes that work once."""
        return self.loss(w), self.gradient(w)

    @abstractmethod
    def rows(self, index: Any) -> Self:
        """The same objective on some of its rows: `index` is a slice or an array of row numbers."""

    @abstractmethod
    def on(self, backend: Holder) -> Self:
        """The same objective with its arrays on that backend."""

    @property
    @abstractmethod
    def size(self) -> int:
        """The number of weights p."""

    @property
    def biases(self) -> tuple[int, ...]:
        """Which components of w are biases, which a penalty leaves alone."""
        return (self.size - 1,)

    @property
    def analytic(self) -> bool:
        """Whether the formula of `loss` holds for complex weights too, so that a complex step can be taken."""
        return False

    @property
    def quadratic(self) -> bool:
        """Whether the loss is |A w - b|^2 / 2; then `as_least_squares` answers with A (m, p) and b (m,)."""
        return False

    @property
    def bend(self) -> float:
        """The largest second derivative of the loss of one sample with respect to z = X w; infinite if none is known.

        With it the curvature is at most `bend` times that of X'X / n, wherever the weights are.
        """
        return math.inf

    @property
    def core(self) -> Objective:
        """The objective without its penalties: that of which the rows add up."""
        return self

    def with_core(self, core: Objective) -> Objective:
        """The same penalties around another core."""
        return core

    def completed(self, w: Array, loss: Array, gradient: Array) -> tuple[Array, Array]:
        """Loss and gradient of this objective at `w`, from those of its `core`: every penalty is added, once."""
        return loss, gradient

    def share(self, n: int) -> float:
        r"""What these rows count for in the loss over n rows, of which they are some.

        Formula:
            $$L(w) = \sum_i s_i L_i(w), \qquad s_i = n_i / n \text{ for a mean}, \qquad s_i = 1 \text{ for a sum}$$
        """
        return len(self) / n

    @property
    def sample(self) -> Sample | None:
        """The objective one sample at a time, if it is a function of X w; then its arrays are X (n, p) and y (n,)."""
        return None

    @property
    def nbytes(self) -> int:
        """The bytes of data that a step has to read; 0 if it is not known, and then nobody cuts it into blocks."""
        return 0

    @abstractmethod
    def __len__(self) -> int:
        """The number of samples n."""

    def _with(self, **fields: Any) -> Self:
        """A copy with other values in some fields; nothing is checked again."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__ | fields)  # a step by blocks of rows does this thousands of times
        return other


def require(name: str, values: Array, test: Callable[[Array], Array], wanted: str) -> None:
    """Refuse labels that a formula has no meaning for.

    Args:
        name: what the sentence calls them.
        values: shape (n,), of any library.
        test: what has to hold for an array of them, shape (n,), booleans, or for one of them.
        wanted: how the sentence says it, after "every value must be".

    Raises:
        InputError: if the test does not hold for some value; the sentence names the first.
    """
    if made_of_lists(values):  # which compare with nothing, so number by number
        good = [test(value) for value in values.tolist()]
    else:
        told = test(values)
        good = [] if bool(told.all()) else told.tolist()
    if False in good:
        row = good.index(False)
        value = values.tolist()[row]
        raise InputError(f"{name} holds {value!r} at row {row} (counted from 0); every value must be {wanted}.")


@dataclass(frozen=True, eq=False)
class DataObjective(Objective):
    """An objective over samples that it holds itself.

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: targets, shape (n,).
    """

    X: Array
    y: Array

    arrays: ClassVar[tuple[str, ...]] = ("X", "y")  # the fields that have a row for every sample
    spread: ClassVar[bool] = False  # whether y becomes a table of 0 and 1, which arrays of lists cannot

    def __post_init__(self) -> None:
        """Refuse what is no finite number, and shapes that would broadcast: (n,) - (n, 1) is (n, n), in silence.

        This runs once, where the objective is made; `rows` and `on` do not check again.
        """
        if self.spread or not (made_of_lists(self.X) and made_of_lists(self.y)):  # NumPy looks at every number
            from gdlearn.arrays import held

            X, y = held(self.X, self.y)
            self.__dict__.update(X=X, y=y)
        check_ndim("X", self.X.shape, 2, "(n, p): one sample a row, the bias last")
        check_ndim("y", self.y.shape, 1)
        if self.X.shape[0] != self.y.shape[0]:
            raise InputError(
                f"X has {self.X.shape[0]} rows but y has {self.y.shape[0]} values; every sample needs one target."
            )
        if 0 in self.X.shape:
            raise InputError(f"X has shape {tuple(self.X.shape)}; at least one sample and one column are needed.")

    def rows(self, index: Any) -> Self:
        """The same objective on some of its rows: `index` is a slice or an array of row numbers."""
        return self._with(**{name: getattr(self, name)[index] for name in self.arrays})

    def on(self, backend: Holder) -> Self:
        """The same objective with its arrays on that backend."""
        return self._with(**{name: backend.asarray(getattr(self, name)) for name in self.arrays})

    @property
    def size(self) -> int:
        """The number of weights p."""
        return int(self.X.shape[1])

    @property
    def nbytes(self) -> int:
        """The bytes of its arrays; 0 where the library does not say."""
        return sum([getattr(getattr(self, name), "nbytes", 0) for name in self.arrays])

    def __len__(self) -> int:
        """The number of samples n."""
        return int(self.X.shape[0])
