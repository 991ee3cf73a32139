"""A backend around a backend changes nothing by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends.tape import Node
from gdlearn.backends.wrapped import Wrapped
from tests.conftest import make_problem


@pytest.mark.parametrize("name", ["python", "numpy", "torch"])
def test_a_wrapper_hands_everything_to_the_backend_inside(name: str) -> None:
    inner, (objective, start) = gd.get_backend(name), make_problem(9, 2)
    outer: Any = Wrapped(inner)
    assert (outer.name, outer.method, outer.dtype, outer.device) == (name, inner.method, "float64", "cpu")
    here, w = objective.on(outer), outer.parameters(start)
    assert type(w) is type(inner.parameters(start))
    found, expected = outer.loss_and_gradient(here, w), inner.loss_and_gradient(here, inner.parameters(start))
    for a, b in zip(found, expected, strict=True):
        assert np.array_equal(outer.to_numpy(a), inner.to_numpy(b))
    assert np.array_equal(outer.to_numpy(outer.asarray(start)), start)
    assert np.array_equal(outer.stacked([outer.asarray(start), outer.asarray(2 * start)]), [start, 2 * start])
    before = outer.snapshot(w)
    after = outer.update(w, outer.asarray([1.0, 2.0, 3.0]))
    assert np.array_equal(outer.to_numpy(after), start - [1.0, 2.0, 3.0])
    assert np.array_equal(outer.to_numpy(before), start)


def test_what_torch_says_of_a_device_is_the_end_of_one_sentence() -> None:
    with pytest.raises(gd.InputError, match=r"^PyTorch cannot hold float64 on the device 'nowhere' here") as said:
        gd.get_backend("torch", device="nowhere")
    sentence = str(said.value)
    assert sentence.count("nowhere") >= 2  # the second time in the words of the library
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert ".." not in sentence


def test_a_node_of_one_number_is_that_number() -> None:
    assert float(Node(np.float64(2.5))) == 2.5
