"""Arrays made of lists: the corners that no objective asks for, against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends import lists
from gdlearn.backends.list_array import FUNCTIONS, ListArray
from gdlearn.backends.numeric_backend import central_differences
from gdlearn.backends.numpy_backend import NumpyBackend

TABLE = np.arange(6.0).reshape(2, 3)


def listed(values: Any) -> ListArray:
    return ListArray(np.asarray(values, float).tolist())


def test_a_vector_is_its_own_transpose_and_a_table_is_not() -> None:
    assert listed([1, 2, 3]).T.tolist() == [1, 2, 3]
    assert listed(TABLE).T.tolist() == TABLE.T.tolist()


@pytest.mark.parametrize("shape", [6, (6,), (3, 2), (-1, 2), (2, -1), (1, 6), (6, 1), (1, 2, 3)])
def test_numbers_fill_every_shape_that_has_as_many_places(shape: Any) -> None:
    assert FUNCTIONS.reshape(listed(TABLE), shape).tolist() == TABLE.reshape(shape).tolist()


@pytest.mark.parametrize("shape", [5, (4, 2), (-1, 4), ()])
def test_no_other_shape_is_filled(shape: Any) -> None:
    with pytest.raises(ValueError, match="6 numbers do not fill the shape"):
        FUNCTIONS.reshape(listed(TABLE), shape)


@pytest.mark.parametrize("axis", [None, 0, 1, -1, -2])
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("name", ["sum", "max"])
def test_numbers_are_brought_together_along_every_axis(name: str, axis: int | None, keepdims: bool) -> None:
    found = getattr(FUNCTIONS, name)(listed(TABLE), axis=axis, keepdims=keepdims)
    assert found.tolist() == getattr(np, name)(TABLE, axis=axis, keepdims=keepdims).tolist()


@pytest.mark.parametrize("axis", [0, 1, -1, -2])
def test_tables_are_joined_along_every_axis(axis: int) -> None:
    found = FUNCTIONS.concat([listed(TABLE), listed(TABLE)], axis=axis)
    assert found.tolist() == np.concatenate([TABLE, TABLE], axis=axis).tolist()


def test_tables_are_joined_by_their_rows_where_no_axis_is_named() -> None:
    assert FUNCTIONS.concat([listed(TABLE), listed(TABLE)]).tolist() == np.concatenate([TABLE, TABLE]).tolist()


KEYS: list[Any] = [0, -1, slice(1, None), None, [1, 0], (0, 1), (None, 1), (1, None), (slice(None), None, 2)]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_square_brackets_are_those_of_numpy(key: Any) -> None:
    assert listed(TABLE)[key].tolist() == TABLE[key].tolist()


@pytest.mark.parametrize(
    "other", [2.0, [1.0, 2.0, 4.0], [[1.0], [2.0]], [[1.0, 2.0, 4.0]], (TABLE + 1).tolist()], ids=str
)
@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "**"])
def test_operators_broadcast_in_both_directions(operator: str, other: Any) -> None:
    a, b = listed(TABLE + 1), np.asarray(other)
    for left, right, expected in ((a, other, (TABLE + 1, b)), (other, a, (b, TABLE + 1))):
        found = eval(f"left {operator} right", {"left": left, "right": right})
        np.testing.assert_allclose(
            found.tolist(), eval(f"left {operator} right", dict(zip(("left", "right"), expected, strict=True)))
        )


def test_lists_that_do_not_fit_are_refused_by_their_shapes() -> None:
    with pytest.raises(ValueError, match=r"shapes \(2,\) and \(3,\) do not fit together"):
        listed([1, 2]) + listed([1, 2, 3])
    with pytest.raises(ValueError, match="cannot multiply 2 numbers with 3 numbers"):
        listed([1, 2]) @ listed([1, 2, 3])
    with pytest.raises(ValueError, match="zip"):
        lists.columns([[1.0, 2.0], [3.0]])
    with pytest.raises(ValueError, match="zip"):
        FUNCTIONS.concat([listed([[1], [2]]), listed([[3]])], axis=1)


def test_an_empty_list_has_a_shape_too() -> None:
    assert lists.shape([]) == (0,)
    assert lists.shape([[], []]) == (2, 0)
    assert lists.shape(1.0) == ()


# --- and corners of the other backends -------------------------------------------------------------------------------


@pytest.mark.parametrize(("w", "places"), [([2], [2.5, 1.5]), ([0.5], [0.75, 0.25])])
def test_differences_are_taken_as_far_beside_a_weight_as_it_is_large(w: list[float], places: list[float]) -> None:
    seen: list[float] = []

    def square(w: Any) -> float:
        seen.append(float(w[0]))
        return float(w[0]) ** 2

    assert central_differences(square, w, h=0.25) == [2 * w[0]]  # type: ignore[arg-type]  # whole numbers as well
    assert seen == places


@pytest.mark.parametrize("block", [0, -1, 2.5, "1"])
def test_a_block_is_a_whole_number_of_bytes(block: Any) -> None:
    with pytest.raises(gd.InputError, match=r"^block is .*; it must be a whole number, 1 or more"):
        NumpyBackend(block=block)
    assert NumpyBackend(block=1).block == 1
    assert type(NumpyBackend(block=np.int64(8)).block) is int  # type: ignore[arg-type]
