"""The forms in which numbers arrive: what holds them, and whether they are all real numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Literal

import ml_dtypes
import numpy as np
import pandas as pd
import scipy.sparse  # type: ignore[import-untyped]
import torch
from numpy.typing import NDArray

from gdlearn.arrays import FloatArray

Kind = Literal["value", "shape", "holder", "dtype", "library", "no numbers"]
NUMBERS = ("real numbers",)  # what every sentence about something else expects


@dataclass(frozen=True)
class Form:
    """One way in which an array of numbers may come.

    Attributes:
        name: what the table calls it.
        kind: the part of the table in which it stands.
        make: this form of a plain float64 array.
        words: what the sentence that refuses it must say; empty if it must be taken, exactly.
        stands_for: the numbers that it stands for, where they are not those of the plain array.
        ndims: the numbers of dimensions that it can have.
        rows: how many rows it has, where that is not those of the plain array.
    """

    name: str
    kind: Kind
    make: Callable[[FloatArray], Any]
    words: tuple[str, ...] = ()
    stands_for: Callable[[FloatArray], FloatArray] = lambda plain: plain
    ndims: tuple[int, ...] = (1, 2)
    rows: int | None = None


def with_last(plain: FloatArray, value: Any, dtype: Any = None) -> Any:
    """The same array with another last number."""
    other = np.array(plain, dtype=dtype)
    other[(-1,) * other.ndim] = value
    return other


def cast(plain: FloatArray, dtype: str) -> NDArray[Any]:
    """The same numbers in another dtype."""
    return plain.astype(dtype)


def in_torch(plain: FloatArray, dtype: str) -> torch.Tensor:
    """A tensor of some dtype."""
    return torch.tensor(plain).to(getattr(torch, dtype))


def nullable(plain: FloatArray, dtype: str) -> Any:
    """Columns of a dtype of pandas that knows missing values."""
    return frame(plain).astype(dtype)


def frame(plain: NDArray[Any]) -> Any:
    """A DataFrame, or a Series of one column, with an index that does not count from 0."""
    index = pd.Index(range(10, 10 + len(plain)))
    return pd.DataFrame(plain, index=index) if plain.ndim == 2 else pd.Series(plain, index=index)


def of_two_dtypes(plain: FloatArray) -> Any:
    """A DataFrame whose last column holds whole numbers, the last of them too long for float64."""
    table = frame(plain)
    table[table.columns[-1]] = with_last(plain[:, -1], 2**53 + 1, np.int64)
    return table


def strided(plain: FloatArray) -> FloatArray:
    """Every other row of a larger array."""
    return np.repeat(plain, 2, axis=0)[::2]


def frozen(plain: FloatArray) -> FloatArray:
    """An array that cannot be written to."""
    plain.flags.writeable = False
    return plain


def masked(plain: FloatArray, last: bool) -> Any:
    """A masked array, of which the last number may be masked."""
    return np.ma.masked_array(plain, with_last(np.zeros(plain.shape, dtype=bool), last))


def in_jax(plain: NDArray[Any], dtype: str = "float64") -> Any:
    """An array of JAX, which the backend has told to keep float64."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    return jnp.array(plain, dtype=dtype)


FORMS = (
    # What the numbers are
    Form("as it is", "value", lambda a: a),
    Form("NaN", "value", lambda a: with_last(a, np.nan), ("nan", "finite")),
    Form("infinity", "value", lambda a: with_last(a, np.inf), ("inf", "finite")),
    Form("minus infinity", "value", lambda a: with_last(a, -np.inf), ("-inf", "finite")),
    Form("minus zero", "value", lambda a: with_last(a, -0.0), stands_for=lambda a: with_last(a, -0.0)),
    Form("huge numbers, 1e300", "value", lambda a: a * 1e300, stands_for=lambda a: a * 1e300),
    Form("tiny numbers, 1e-300", "value", lambda a: a * 1e-300, stands_for=lambda a: a * 1e-300),
    Form("subnormal numbers, 1e-310", "value", lambda a: a * 1e-310, stands_for=lambda a: a * 1e-310),
    Form("integers beyond 2**53", "value", lambda a: with_last(a, 2**53 + 1, np.int64), ("9007199254740993", "2**53")),
    Form("unsigned ones beyond 2**53", "value", lambda a: with_last(a, 2**64 - 1, np.uint64), ("2**53",)),
    # Its shape
    Form("one sample", "shape", lambda a: a[:1], stands_for=lambda a: a[:1], rows=1),
    Form("no sample", "shape", lambda a: a[:0], ("0",), rows=0),
    Form("no feature", "shape", lambda a: a[:, :0], ("(3, 0)",), ndims=(2,)),
    Form("an empty list", "shape", lambda _: [], ("0",), rows=0),
    Form("a table, flat", "shape", np.ravel, ("shape", "(n, "), ndims=(2,)),
    Form("a column, (n, 1)", "shape", lambda a: a[:, None], ("1)", "(n,)", "ravel()"), ndims=(1,)),
    Form("a row, (1, n)", "shape", lambda a: a[None], ("(1, ", "(n,)", "ravel()"), ndims=(1,)),
    Form("three dimensions", "shape", lambda a: np.broadcast_to(a, (2,) * (3 - a.ndim) + a.shape), ("shape", "(n")),
    Form("a single number", "shape", lambda _: 2.0, ("()", "(n")),
    Form("an array of no dimensions", "shape", lambda _: np.array(2.0), ("()", "(n")),
    # What holds it
    Form("nested lists", "holder", lambda a: a.tolist()),
    Form("nested tuples", "holder", lambda a: tuple(map(tuple, a.tolist())) if a.ndim == 2 else tuple(a.tolist())),
    Form("a list of arrays", "holder", list),
    Form("a ragged list", "holder", lambda a: [*a.tolist()[:-1], [1.0, 2.0, 3.0]], ("rows", "lengths", "rectangular")),
    Form("a generator", "holder", lambda a: (row for row in a.tolist()), ("generator", *NUMBERS)),
    Form("a dictionary", "holder", lambda a: {"a": a.tolist()}, ("dict", *NUMBERS)),
    Form("None", "holder", lambda _: None, ("None", *NUMBERS)),
    Form("rows that are not side by side", "holder", strided),
    Form("columns side by side", "holder", np.asfortranarray),
    Form("negative strides", "holder", lambda a: a[::-1].copy()[::-1]),
    Form("read-only", "holder", frozen),
    Form("masked, nothing hidden", "holder", lambda a: masked(a, False)),
    Form("masked", "holder", lambda a: masked(a, True), ("masked", "drop")),
    Form("numpy.matrix", "holder", lambda a: a.view(np.matrix), ndims=(2,)),
    # Its dtype
    *(Form(name, "dtype", partial(cast, dtype=name)) for name in ("float32", "float16", "int8", "int64", "uint8")),
    *(Form(name, "dtype", partial(cast, dtype=name)) for name in ("uint64", "longdouble")),
    Form("big-endian float64", "dtype", lambda a: a.astype(">f8")),
    Form("big-endian int32", "dtype", lambda a: a.astype(">i4")),
    Form(
        "longdouble with more digits", "dtype", lambda a: with_last(a, np.longdouble(1) / 3, np.longdouble), ("0.333",)
    ),
    Form("bfloat16", "dtype", lambda a: a.astype(ml_dtypes.bfloat16)),
    Form("booleans", "dtype", lambda a: a > 1, ("booleans", *NUMBERS)),
    Form("complex", "dtype", lambda a: a + 0j, ("complex", *NUMBERS)),
    Form("text", "dtype", lambda a: np.full(a.shape, "two"), ("text", *NUMBERS)),
    Form("text of numbers", "dtype", lambda a: a.astype(str), ("text", *NUMBERS)),
    Form("bytes of numbers", "dtype", lambda a: a.astype("S"), ("text", *NUMBERS)),
    Form("objects, all numbers", "dtype", lambda a: a.astype(object)),
    Form("objects, one True", "dtype", lambda a: with_last(a, True, object), ("objects", "True", *NUMBERS)),
    Form("objects, one Decimal", "dtype", lambda a: with_last(a, Decimal("0.1"), object), ("objects", "Decimal")),
    Form("objects, one None", "dtype", lambda a: with_last(a, None, object), ("objects", "None", *NUMBERS)),
    Form("a list with integers beyond int64", "dtype", lambda a: with_last(a, 3**99, object).tolist(), ("exactly",)),
    Form("a list with one of 400 digits", "dtype", lambda a: with_last(a, 10**400, object).tolist(), ("exactly",)),
    Form(
        "a list of floats, one integer beyond 2**53",
        "dtype",
        lambda a: with_last(a, 2**53 + 1, object).tolist(),
        ("9007199254740993", "exactly"),
    ),
    Form("dates", "dtype", lambda a: a.astype("datetime64[D]"), ("dates", *NUMBERS)),
    Form("times", "dtype", lambda a: a.astype("timedelta64[s]"), ("times", *NUMBERS)),
    Form("records", "dtype", lambda a: np.zeros(a.shape, dtype=[("x", "f8"), ("y", "f8")]), ("records", *NUMBERS)),
    # The library that it comes from
    Form("pandas, float64", "library", frame),
    Form("pandas, nullable Int64", "library", lambda a: nullable(a, "Int64")),
    Form("pandas, nullable Float64", "library", lambda a: nullable(a, "Float64")),
    Form("pandas, an integer beyond 2**53 beside floats", "library", of_two_dtypes, ("9007199254740993",), ndims=(2,)),
    Form("pandas with NaN", "library", lambda a: frame(with_last(a, np.nan)), ("nan", "finite")),
    Form("pandas with NA", "library", lambda a: frame(with_last(a, pd.NA, object)), ("objects", "NA", *NUMBERS)),
    Form("pandas, a missing Int64", "library", lambda a: nullable(with_last(a, np.nan), "Int64"), ("holds",)),
    Form("pandas, categories of text", "library", lambda a: frame(a.astype(str)).astype("category"), (*NUMBERS,)),
    Form("pandas, booleans", "library", lambda a: frame(a > 1), ("booleans", *NUMBERS)),
    Form("a sparse matrix", "library", scipy.sparse.csr_array, ("sparse", "toarray()")),
    Form("torch", "library", torch.tensor),
    Form("torch, part of a graph", "library", lambda a: torch.tensor(a, requires_grad=True) * 1),
    *(Form(f"torch {d}", "library", partial(in_torch, dtype=d)) for d in ("float32", "float16", "bfloat16", "int64")),
    Form("torch booleans", "library", lambda a: torch.tensor(a > 1), ("booleans", *NUMBERS)),
    Form("torch complex", "library", lambda a: torch.tensor(a + 0j), ("complex", *NUMBERS)),
    Form("torch on the device meta", "library", lambda a: torch.tensor(a, device="meta"), ("Tensor", "cannot be read")),
    Form("torch, sparse", "library", lambda a: torch.tensor(a).to_sparse(), ("Tensor", "cannot be read")),
    *(Form(f"jax {d}", "library", partial(in_jax, dtype=d)) for d in ("float64", "float32", "bfloat16", "int32")),
    Form("jax booleans", "library", lambda a: in_jax(a > 1, "bool"), ("booleans", *NUMBERS)),
)
