"""Data: the design matrix holds what was given and cannot be changed, and every draw comes from its seed alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

from gdlearn.arrays import FloatArray, frozen, real_array
from gdlearn.data import Dataset, generator, line, starting_weights
from gdlearn.errors import InputError
from gdlearn.scaling import Scaling


def table(n: int = 200, d: int = 5, seed: int = 0) -> tuple[FloatArray, FloatArray]:
    """Features of very different size and place, and targets that are not quite linear in them."""
    rng = np.random.default_rng([n, d, seed])
    features = rng.normal(rng.uniform(-50, 50, d), 10.0 ** rng.uniform(-3, 3, d), (n, d))
    y = np.tanh(StandardScaler().fit_transform(features)) @ rng.normal(size=d) + 7.0 + rng.normal(size=n)
    return features, y


# The design matrix


def test_the_bias_column_of_ones_is_the_last() -> None:
    features, y = table()
    data = Dataset.from_arrays(features, y)
    np.testing.assert_array_equal(data.X, np.column_stack([features, np.ones(200)]))
    np.testing.assert_array_equal(data.y, y)
    assert data.columns == ("x1", "x2", "x3", "x4", "x5", "bias")
    assert len(data) == 200


@pytest.mark.parametrize("scaled", [False, True])
def test_arrays_are_read_only_and_columns_contiguous(scaled: bool) -> None:
    data = Dataset.from_arrays(*table())
    data = data.standardise() if scaled else data
    assert data.X.dtype == data.y.dtype == np.float64
    assert data.X.flags.f_contiguous
    for array in (data.X, data.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0


def test_arrays_of_the_caller_are_neither_changed_nor_shared() -> None:
    features, y = table()
    before = features.copy(), y.copy()
    data = Dataset.from_arrays(features, y)
    data.standardise()
    assert not np.shares_memory(data.X, features)
    assert not np.shares_memory(data.y, y)
    assert features.flags.writeable
    assert y.flags.writeable
    np.testing.assert_array_equal(features, before[0])
    np.testing.assert_array_equal(y, before[1])
    features[:], y[:] = 0.0, 0.0
    np.testing.assert_array_equal(data.X[:, :-1], before[0])
    np.testing.assert_array_equal(data.y, before[1])


@pytest.mark.parametrize("dtype", ["int8", "uint64", "float16", "float32", ">f8"])
def test_every_kind_of_number_becomes_float64(dtype: str) -> None:
    data = Dataset.from_arrays(np.array([[1], [2]], dtype), np.array([3, 4], dtype))
    assert data.X.dtype == data.y.dtype == np.dtype("float64")
    assert data.X.tolist() == [[1.0, 1.0], [2.0, 1.0]]


def test_a_dataset_says_what_it_was_told() -> None:
    data = Dataset.from_arrays([[1, 2]], [3], names=["a", "b"], target="c", title="one sample")
    assert (data.columns, data.target, data.title) == (("a", "b", "bias"), "c", "one sample")
    assert data.true_weights is None
    assert data.scaling is None


# Standardising


@pytest.mark.parametrize(("n", "d"), [(2, 1), (50, 3), (200, 5)])
def test_standardising_is_that_of_scikit_learn(n: int, d: int) -> None:
    features, y = table(n, d)
    data, oracle = Dataset.from_arrays(features, y).standardise(), StandardScaler().fit(features)
    assert data.scaling is not None
    np.testing.assert_allclose(data.scaling.mean, oracle.mean_, rtol=1e-13)
    np.testing.assert_allclose(data.scaling.std, oracle.scale_, rtol=1e-12)
    np.testing.assert_allclose(data.X[:, :-1], oracle.transform(features), rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(data.X[:, -1], 1.0)
    np.testing.assert_array_equal(data.y, y)


def test_the_best_weights_of_standardised_features_translate_into_the_best_weights() -> None:
    features, y = table()
    data = Dataset.from_arrays(features, y).standardise()
    best = np.linalg.lstsq(data.X, data.y)[0].astype(np.float64)
    oracle = LinearRegression(tol=0).fit(features, y)
    np.testing.assert_allclose(data.original_units(best), np.append(oracle.coef_, oracle.intercept_), rtol=1e-9)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_translated_weights_predict_the_same(seed: int, d: int) -> None:
    data = Dataset.from_arrays(*table(20, d, seed))
    scaled, w = data.standardise(), starting_weights(d + 1, seed)
    there, here = scaled.X @ w, data.X @ scaled.original_units(w)
    # What cancels when a mean far from 0 is taken off, in rounding errors of the largest term.
    largest = np.abs(data.X) @ np.abs(scaled.original_units(w))
    assert (np.abs(there - here) <= 100 * np.finfo(float).eps * largest.max()).all()


def test_what_is_standardised_already_stays_as_it_is() -> None:
    once = Dataset.from_arrays(*table()).standardise()
    assert once.standardise() is once


def test_large_seeds_and_the_streams_of_small_ones_do_not_meet() -> None:
    assert generator(2**32).random() != generator(0, stream=1).random()


@pytest.mark.parametrize("k", [2, 3, 5])
def test_made_up_classes_are_of_equal_size_and_in_order(k: int) -> None:
    data = line(n=60 * k)
    labels = data.as_classes(k).y
    assert np.bincount(labels.astype(int)).tolist() == [60] * k
    assert all(data.y[labels == c].max() < data.y[labels == c + 1].min() for c in range(k - 1))


def test_made_up_counts_are_whole_numbers_from_0() -> None:
    counts = line(slope=-5.0).as_counts().y
    assert (counts == np.round(counts)).all()
    assert counts.min() == 0
    assert line().as_counts().true_weights is None


def test_weights_in_original_units_are_a_copy_where_nothing_was_standardised() -> None:
    w = np.array([5.0, 3.0])
    units = line(n=3).original_units(w)
    assert units.tolist() == [5.0, 3.0]
    assert not np.shares_memory(units, w)


def test_unscaling_follows_the_formula() -> None:
    scaling = Scaling(mean=np.array([10.0, -1.0]), std=np.array([2.0, 0.5]))
    assert scaling.to_original(np.array([4.0, 3.0, 1.0])).tolist() == [2.0, 6.0, 1.0 - 10 * 2.0 + 1 * 6.0]


# The line, and everything that is drawn


def test_the_line_has_the_slope_the_intercept_and_the_noise_that_it_names() -> None:
    n, noise = 100_000, 4.0
    data = line(n=n, noise=noise)
    w, (residuals,), *_ = np.linalg.lstsq(data.X, data.y)
    errors = noise * np.sqrt(np.diag(np.linalg.inv(data.X.T @ data.X)))
    assert data.true_weights is not None
    assert (np.abs(w - data.true_weights) <= 5 * errors).all()
    estimate = np.sqrt(residuals / (n - 2))
    assert abs(estimate - noise) <= 5 * noise / np.sqrt(2 * (n - 2))  # standard error of a standard deviation


def test_x_of_the_line_is_uniform_from_0_to_high() -> None:
    n, high = 100_000, 7.0
    x = line(n=n, high=high).X[:, 0]
    assert 0 <= x.min() < x.max() < high
    assert abs(x.mean() - high / 2) <= 5 * high / np.sqrt(12 * n)
    counts = np.histogram(x, bins=10, range=(0, high))[0]
    assert (np.abs(counts - n / 10) <= 5 * np.sqrt(n * 0.1 * 0.9)).all()


def test_a_line_without_noise_is_the_line() -> None:
    data = line(n=50, slope=-2.0, intercept=0.5, noise=0.0)
    np.testing.assert_array_equal(data.y, -2.0 * data.X[:, 0] + 0.5)
    assert data.true_weights is not None
    assert data.true_weights.tolist() == [-2.0, 0.5]


@settings(deadline=None)
@given(st.integers(0, 2**128))
def test_the_same_seed_gives_the_same_draws_and_another_seed_others(seed: int) -> None:
    def draws(seed: int) -> tuple[list[float], list[float], list[float]]:
        data = line(n=3, seed=seed)
        return data.X[:, 0].tolist(), data.y.tolist(), starting_weights(3, seed).tolist()

    assert draws(seed) == draws(seed)
    assert all(one != other for one, other in zip(draws(seed), draws(seed + 1), strict=True))


def test_drawing_leaves_the_global_generator_of_numpy_alone() -> None:
    before = np.random.get_state(legacy=False)  # noqa: NPY002 - the point is that nobody touches it
    line(n=3)
    starting_weights(3)
    assert str(np.random.get_state(legacy=False)) == str(before)  # noqa: NPY002


def test_starting_weights_are_independent_of_the_data_of_the_same_seed() -> None:
    n = 100_000
    rng = generator(0)
    x, noise, start = rng.uniform(0.0, 1.0, n), rng.normal(0.0, 1.0, n), starting_weights(n, seed=0)
    assert abs(start.mean()) <= 5 / np.sqrt(n)
    assert abs(start.std() - 1) <= 5 / np.sqrt(2 * n)
    for drawn in (x, noise, generator(0).standard_normal(n)):
        assert abs(np.corrcoef(drawn, start)[0, 1]) <= 5 / np.sqrt(n)


# What is refused


BAD: dict[str, tuple[Callable[[], object], list[str]]] = {
    "ragged rows": (lambda: Dataset.from_arrays([[1, 2], [3]], [1, 2]), ["features", "different lengths"]),
    "text": (lambda: Dataset.from_arrays([["1"]], [1]), ["features", "not real numbers", "convert"]),
    "nothing": (lambda: Dataset.from_arrays([[None]], [1]), ["features", "mixed objects", "not real numbers"]),
    "booleans": (lambda: Dataset.from_arrays([[True]], [1]), ["features", "bool"]),
    "complex numbers": (lambda: Dataset.from_arrays([[1]], [1j]), ["y", "complex numbers", "real parts"]),
    "features without columns": (lambda: Dataset.from_arrays([1, 2], [1, 2]), ["features", "(2,)", "(n, d)"]),
    "a column of targets": (lambda: Dataset.from_arrays([[1], [2]], [[1], [2]]), ["y", "(2, 1)", "(n,)"]),
    "too few targets": (lambda: Dataset.from_arrays([[1], [2]], [1]), ["(2, 1)", "(1,)", "every row needs a target"]),
    "no sample": (lambda: Dataset.from_arrays(np.empty((0, 3)), []), ["(0, 3)", "at least one sample"]),
    "no feature": (lambda: Dataset.from_arrays(np.empty((3, 0)), [1, 2, 3]), ["(3, 0)", "feature"]),
    "nan": (
        lambda: Dataset.from_arrays([[1, 2], [3, np.nan]], [1, 2]),
        ["features", "nan", "row 1, column 1", "from 0"],
    ),
    "infinity": (lambda: Dataset.from_arrays([[1], [2]], [1, -np.inf]), ["y", "-inf", "row 1", "finite"]),
    "too many names": (lambda: Dataset.from_arrays([[1]], [1], names=["a", "b"]), ["['a', 'b']", "list of 1"]),
    "the same name twice": (lambda: Dataset.from_arrays([[1, 2]], [1], names=["a", "a"]), ["['a', 'a']", "different"]),
    "one text for all names": (lambda: Dataset.from_arrays([[1, 2]], [1], names="ab"), ["'ab'", "a list of 2"]),
    "true weights without a bias": (lambda: Dataset.from_arrays([[1]], [1], true_weights=[5]), ["(1,)", "(2,)"]),
    "an integer that float64 rounds": (lambda: Dataset.from_arrays([[2**53 + 1]], [1]), ["row 0, column 0", "2**53"]),
    "a number too wide for float64": (
        lambda: Dataset.from_arrays(np.array([["1e400"]]).astype(np.longdouble), [1]),
        ["features", "finite"],
    ),
    "masked values": (lambda: Dataset.from_arrays([[1]], np.ma.masked_array([1], [True])), ["y", "masked"]),
    "a feature whose spread underflows": (
        lambda: Dataset.from_arrays([[1e-200], [2e-200]], [1, 2]).standardise(),
        ["'x'", "too small"],
    ),
    "a feature whose mean overflows": (
        lambda: Dataset.from_arrays([[1e308], [1.7e308]], [1, 2]).standardise(),
        ["'x'", "too large"],
    ),
    "a constant feature": (
        lambda: Dataset.from_arrays([[1, 7], [2, 7]], [1, 2], names=["a", "b"]).standardise(),
        ["'b'", "7 in every row", "leave it out"],
    ),
    "a single sample, standardised": (lambda: Dataset.from_arrays([[1]], [1]).standardise(), ["'x'", "every row"]),
    "a line of no points": (lambda: line(n=0), ["n is 0", "1 or more"]),
    "negative noise": (lambda: line(noise=-1.0), ["noise is -1.0", "0 or more"]),
    "half a point": (lambda: line(n=2.5), ["n is 2.5", "whole number"]),  # type: ignore[arg-type]
    "points counted by True": (lambda: line(n=True), ["n is True", "whole number"]),
    "a line from 10 to 0": (lambda: line(high=-1.0), ["high is -1.0", "greater than 0"]),
    "noise that is not a number": (lambda: line(noise=np.nan), ["noise is nan", "finite"]),
    "a slope that is not finite": (lambda: line(slope=np.inf), ["slope is inf", "finite"]),
    "no weights to start from": (lambda: starting_weights(0), ["size is 0", "1 or more"]),
    "a negative seed": (lambda: line(seed=-1), ["seed is -1", "whole number"]),
    "a broken seed": (lambda: starting_weights(2, seed=1.5), ["seed is 1.5", "whole number"]),  # type: ignore[arg-type]
    "a seed of True": (lambda: generator(True), ["seed is True", "whole number"]),
}


@pytest.mark.parametrize(("call", "words"), BAD.values(), ids=BAD)
def test_bad_input_ends_in_one_sentence_that_names(call: Callable[[], object], words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        call()
    sentence = str(caught.value)
    assert [word for word in words if word not in sentence] == [], sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("column", [[0.1] * 3, [1e300] * 3, [-0.0, 0.0, 0.0]])
def test_a_constant_feature_is_refused_however_its_mean_is_rounded(column: list[float]) -> None:
    with pytest.raises(InputError, match="every row"):
        Dataset.from_arrays(np.array(column)[:, None], [1, 2, 3]).standardise()


def test_an_input_error_is_a_value_error_too() -> None:
    with pytest.raises(ValueError, match="n is 0"):
        line(n=0)


def test_real_array_copies_and_frozen_does_not() -> None:
    values: Any = np.array([1.0, 2.0])
    copy = real_array("values", values, 1)
    assert not np.shares_memory(copy, values)
    assert copy.flags.writeable
    assert frozen(copy) is copy
    assert not copy.flags.writeable
