from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from array_api_compat import array_namespace
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays, mutually_broadcastable_shapes

import gdlearn as gd
from gdlearn.backends import floats
from gdlearn.backends.list_array import FUNCTIONS, ListArray
from gdlearn.backends.lists import nested
from tests.formulas import FORMULAS, draw_arrays, evaluate

ANY_FLOAT = st.floats()
LIBRARY = 1e-14  # exp, log, tanh and pow of two mathematics libraries differ in the last two digits at most

WITHOUT_NUMPY = """
import sys
sys.modules["numpy"] = None
import gdlearn as gd
backend = gd.get_backend("python")
X, y = backend.asarray([[1, 1], [2, 1]]), backend.asarray([8, 13])
w = backend.parameters([5, 2])
loss, gradient = gd.MeanSquaredError(X, y).loss_and_gradient(w)
print(float(loss), gradient.tolist(), backend.update(w, 0.5 * gradient).tolist())
import gdlearn.backends
print([b.installed for b in gdlearn.backends.available_backends()][:2])
"""


def numpy_says(f: Any, *arguments: Any) -> Any:
    with np.errstate(all="ignore"):
        return f(*arguments)


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_operation_gives_what_numpy_gives(formula: str) -> None:
    arrays = draw_arrays()
    got = evaluate(formula, FUNCTIONS, [ListArray(nested(a)) for a in arrays])
    expected = evaluate(formula, array_namespace(arrays[0]), arrays)
    assert got.shape == np.shape(expected)
    np.testing.assert_allclose(got.tolist(), expected, rtol=LIBRARY, atol=LIBRARY)


def test_it_works_where_numpy_is_absent() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_NUMPY], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["1.0 [-3.0, -2.0] [6.5, 3.0]", "[True, False]"], done.stderr


@pytest.mark.parametrize("name", ["exp", "log", "tanh"])
@given(x=ANY_FLOAT)
def test_functions_of_one_number_are_those_of_numpy_to_the_ends_of_the_range(name: str, x: float) -> None:
    got = getattr(FUNCTIONS, name)(ListArray(x))
    np.testing.assert_allclose(float(got), numpy_says(getattr(np, name), x), rtol=LIBRARY)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (floats.divide, np.divide),
        (floats.power, np.power),
        (floats.logaddexp, np.logaddexp),
        (floats.larger, np.maximum),
    ],
)
@given(a=ANY_FLOAT, b=ANY_FLOAT | st.sampled_from([-1.0, 0.5, 2.0, 3.0]))
def test_functions_of_two_numbers_are_those_of_numpy_to_the_ends_of_the_range(
    ours: Any, theirs: Any, a: float, b: float
) -> None:
    np.testing.assert_allclose(ours(a, b), numpy_says(theirs, a, b), rtol=LIBRARY, atol=1e-300)


@given(x=ANY_FLOAT)
def test_clip_is_that_of_numpy(x: float) -> None:
    np.testing.assert_equal(float(FUNCTIONS.clip(ListArray(x), -1.5, 2.0)), numpy_says(np.clip, x, -1.5, 2.0))
    np.testing.assert_equal(float(FUNCTIONS.clip(ListArray(x), max=2.0)), numpy_says(np.clip, x, None, 2.0))


@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, min_side=1, max_side=3), st.data())
def test_whatever_numpy_broadcasts_is_broadcast_in_the_same_way(shapes: Any, data: st.DataObject) -> None:
    numbers = st.floats(-1e3, 1e3)
    a, b = (data.draw(arrays(np.float64, shape, elements=numbers)) for shape in shapes.input_shapes)
    got = ListArray(nested(a)) - ListArray(nested(b))
    assert got.shape == shapes.result_shape
    np.testing.assert_array_equal(got.tolist(), a - b)


@pytest.mark.parametrize("axis", [None, 0, 1, 2, -1])
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("name", ["sum", "max"])
def test_sums_and_maxima_run_along_any_axis(name: str, axis: int | None, keepdims: bool) -> None:
    a = np.arange(24.0).reshape(2, 3, 4) % 7
    got = getattr(FUNCTIONS, name)(ListArray(nested(a)), axis=axis, keepdims=keepdims)
    np.testing.assert_array_equal(got.tolist(), getattr(np, name)(a, axis=axis, keepdims=keepdims), strict=True)


@pytest.mark.parametrize(
    "key", [2, -1, slice(1, None), slice(None, None, -2), [3, 0, 3], np.array([1, 2]), None, (slice(2), 1), ([0, 2], 0)]
)
def test_square_brackets_pick_what_they_pick_in_numpy(key: Any) -> None:
    a = np.arange(12.0).reshape(4, 3)
    np.testing.assert_array_equal(ListArray(nested(a))[key].tolist(), a[key], strict=False)


@pytest.mark.parametrize(
    "formula", ["u + v", "A + u", "A @ u", "u @ v", "v @ A", "B @ A", "reshape(A, (4,))", "reshape(A, (4, -1))"]
)
def test_shapes_that_do_not_fit_are_refused_as_in_numpy(formula: str) -> None:
    numbers = draw_arrays()
    for xp, these in ((FUNCTIONS, [ListArray(nested(a)) for a in numbers]), (array_namespace(numbers[0]), numbers)):
        with pytest.raises(ValueError, match=r"."):
            evaluate(formula, xp, these)


def test_vectors_of_different_lengths_have_no_product_and_the_sentence_says_so() -> None:
    with pytest.raises(ValueError, match="cannot multiply 2 numbers with 3 numbers"):
        ListArray([1.0, 2.0]) @ ListArray([1.0, 2.0, 3.0])


def test_what_is_too_large_is_infinite_and_raises_nothing() -> None:
    X, y = ListArray([[1e200, 1.0]]), ListArray([0.0])
    loss, gradient = gd.MeanSquaredError(X, y).loss_and_gradient(ListArray([1e200, 0.0]))
    assert float(loss) == math.inf
    assert gradient.tolist() == [math.inf, math.inf]


def test_numbers_of_numpy_leave_the_operation_to_the_array() -> None:
    a = ListArray([1.0, 2.0])
    for result in (np.float64(2) * a, 2 * a, np.array([2.0, 2.0]) * a):
        assert isinstance(result, ListArray)
        assert result.tolist() == [2, 4]
    assert (np.array([[1.0, 1.0]]) @ a).tolist() == [3]


def test_a_copy_shares_no_list() -> None:
    a = ListArray([[1.0, 2.0]])
    a.tolist()[0][0] = 9.0
    values = [[1.0, 2.0]]
    b = gd.get_backend("python").asarray(values)
    values[0][0] = 9.0
    assert a.tolist() == b.tolist() == [[1, 2]]


def test_a_descent_on_lists_is_the_descent_on_arrays() -> None:
    data = gd.line(n=50)
    objective = gd.MeanSquaredError(data.X, data.y)
    one, other = (
        gd.record(objective, [0.0, 0.0], gd.get_backend(name), gd.GD(0.01), 100) for name in ("python", "numpy")
    )
    assert gd.compare(one, other, objective).agree


def test_text_is_no_number_although_python_reads_it() -> None:
    with pytest.raises(TypeError, match=r"^'1\.5' is text, and no number\.$"):
        nested([1.0, "1.5"])
