"""An objective whose rows are read block by block, at every step again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.objectives import MeanSquaredError
from gdlearn.objectives.base import Array, Holder, Objective
from gdlearn.objectives.parts import add_up
from gdlearn.objectives.triangle import Triangle, triangle_of
from gdlearn.streaming.cores import one_core_left
from gdlearn.streaming.prefetched import Prefetched
from gdlearn.streaming.source import Source


@dataclass(frozen=True, eq=False)
class Stream(Objective):
    r"""Any objective over the rows of a source. In memory are a few blocks, never all rows.

    Formula:
        $$L(w) = \sum_k s_k L_k(w), \qquad s_k = n_k / n \text{ for a mean}, \qquad s_k = 1 \text{ for a sum}$$

        with a block of n_k rows for every k.

    Attributes:
        source: the rows.
        make: how X (m, p) and y (m,) become an objective: its class, or `functools.partial` of it with its settings.
        holder: the backend whose arrays the blocks become, or None for NumPy's.

    A penalty has no rows and stands around the stream: `L2(Stream(source, Huber), strength)`.

    Raises:
        InputError: if `make` adds a penalty, or a block has labels that the objective has no meaning for.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> import numpy as np
        >>> from gdlearn.streaming import open_source
        >>> with TemporaryDirectory() as folder:
        ...     np.save(f"{folder}/line.npy", np.array([[1.0, 8.0], [2.0, 13.0]]))
        ...     stream = Stream(open_source(f"{folder}/line.npy"), MeanSquaredError)
        ...     len(stream), float(stream.loss(np.array([5.0, 2.0])))
        (2, 1.0)
    """

    source: Source
    make: Callable[[Any, Any], Objective]
    holder: Holder | None = None

    def parts(self) -> Iterator[Objective]:
        """The objective on every block of rows, each once; the next block is read while one is computed.

        Raises:
            InputError: if the source is damaged or has other rows than before; then nothing of it counts.
        """
        found = 0
        with one_core_left():
            for part in Prefetched(self._read()):
                found += len(part)
                yield part
        if found != len(self):
            raise InputError(f"{self.source.title} has {found} rows now and had {len(self)} before; start again.")

    def _read(self) -> Iterator[Objective]:
        first = 0
        for X, y in self.source.blocks():
            part = self._made(X, y, first)
            yield part if self.holder is None else part.on(self.holder)
            first += len(y)

    def _made(self, X: FloatArray, y: FloatArray, first: int) -> Objective:
        """One block, on the host; a label that the objective refuses is placed."""
        try:
            part = self.make(X, y)
        except InputError as error:
            where = f", below its first {first} rows" if first else ""
            raise InputError(f"{self.source.title}{where}: {error}") from error
        if part.core is not part:
            raise InputError("a penalty has no rows and stands around the stream; write L2(Stream(...), strength).")
        return part

    @cached_property
    def like(self) -> Objective:
        """The objective on one row: what does not depend on the rows is asked of it."""
        X, y = next(self.source.blocks())
        return self._made(X[:1], y[:1], 0)

    def loss(self, w: Array) -> Array:
        """The loss at `w` (p,), a scalar ()."""
        return add_up(self, self.parts(), w, lambda part, w: (part.loss(w), 0.0))[0]

    def gradient(self, w: Array) -> Array:
        """The gradient at `w` (p,), shape (p,): that which was derived by hand, of every block."""
        return add_up(self, self.parts(), w, lambda part, w: (0.0, part.gradient(w)))[1]

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both from one pass over the rows."""
        return add_up(self, self.parts(), w, lambda part, w: part.loss_and_gradient(w))

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction for every row of `X`; those of the source are not held."""
        if X is None:
            raise InputError("a stream holds no rows; say for which ones, with predict(w, X).")
        return self.like.predict(w, X)

    def rows(self, index: Any) -> Self:
        """Not to be had: a source is read from its first row to its last.

        Raises:
            InputError: always; the sentence says what to do.
        """
        raise InputError("a stream has no rows to choose from; take all of them, with the backend Streaming(...).")

    def on(self, backend: Holder) -> Self:
        """The same objective; every block becomes arrays of that backend when it is read."""
        return self._with(holder=backend)

    def share(self, n: int) -> float:
        """What these rows count for in the loss over n rows: n_i / n for a mean, 1 for a sum."""
        return self.like.share(n) / self.like.share(len(self))

    @property
    def size(self) -> int:
        """The number of weights p."""
        return self.like.size

    @property
    def biases(self) -> tuple[int, ...]:
        """Which components of w are biases."""
        return self.like.biases

    @property
    def quadratic(self) -> bool:
        """Whether the loss is |A w - b|^2 / 2, as that of one row is."""
        return self.like.quadratic

    @property
    def bend(self) -> float:
        """The largest second derivative of the loss of one sample with respect to z = X w."""
        return self.like.bend

    @property
    def nbytes(self) -> int:
        """The bytes that a step reads from the files."""
        return self.source.nbytes

    def __len__(self) -> int:
        """The number of samples n."""
        return self.source.n

    @cached_property
    def triangle(self) -> Triangle:
        """What stands for all rows of [X y]: p + 1 rows, from one or two passes over them."""
        with one_core_left():
            return triangle_of(lambda: Prefetched(self.source.blocks()))

    @property
    def X(self) -> FloatArray:  # noqa: N802  # the name of the design matrix, everywhere
        """What stands for X where only lengths count: R (p + 1, p) with |R v| = |X v| for every v."""
        return self.triangle.rows[:, :-1]

    def compressed(self) -> MeanSquaredError:
        """The same loss and gradient at every w, from p + 1 rows in memory; nothing is read any more.

        Raises:
            InputError: if it is not squared error: the others ask each sample for more than a length.
        """
        like = self.like
        if not isinstance(like, MeanSquaredError):
            raise InputError(f"{type(like).__name__} cannot be compressed; that takes squared error.")
        return MeanSquaredError.from_triangle(self.triangle, like.convention)

    def as_least_squares(self) -> tuple[FloatArray, FloatArray]:
        """A (p + 1, p) and b (p + 1,) with loss |A w - b|^2 / 2, on the host in float64."""
        return self.compressed().as_least_squares()
