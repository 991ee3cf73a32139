from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from array_api_compat import array_namespace
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

import gdlearn as gd
from gdlearn.backends.list_array import ListArray
from gdlearn.backends.numeric_backend import central_differences
from gdlearn.backends.rules import RULES
from gdlearn.backends.tape import FUNCTIONS, Node
from tests.formulas import FORMULAS, draw_arrays, evaluate

FEW_ROUNDINGS = 1e-13  # of numbers around 1, in formulas of at most a few dozen operations


@pytest.fixture(params=FORMULAS)
def formula(request: pytest.FixtureRequest) -> str:
    """Every operation that an objective may use."""
    return str(request.param)


def weighted(result: Any) -> Any:
    """A scalar in which every element of a result counts differently."""
    xp = array_namespace(result)
    weights = np.arange(1.0, 1.0 + np.prod(tuple(result.shape), dtype=int)).reshape(tuple(result.shape))
    return xp.sum(result * (torch.tensor(weights) if isinstance(result, torch.Tensor) else weights))


def by_tape(formula: str, arrays: Sequence[Any]) -> list[Any]:
    leaves = [Node(a) for a in arrays]
    weighted(evaluate(formula, FUNCTIONS, leaves)).backward()
    return [np.zeros_like(leaf.value) if leaf.gradient is None else leaf.gradient for leaf in leaves]


def test_every_value_is_that_of_numpy(formula: str) -> None:
    arrays = draw_arrays()
    got = evaluate(formula, FUNCTIONS, [Node(a) for a in arrays])
    np.testing.assert_array_equal(got.value, evaluate(formula, array_namespace(arrays[0]), arrays))


@pytest.mark.parametrize("seed", range(3))
def test_every_derivative_is_that_of_pytorch(formula: str, seed: int) -> None:
    arrays = draw_arrays(seed)
    leaves = [torch.tensor(a, requires_grad=True) for a in arrays]
    weighted(evaluate(formula, array_namespace(leaves[0]), leaves)).backward()
    for got, leaf in zip(by_tape(formula, arrays), leaves, strict=True):
        expected = torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
        np.testing.assert_allclose(got, expected.numpy(), rtol=FEW_ROUNDINGS, atol=FEW_ROUNDINGS)


def test_every_derivative_is_a_slope(formula: str) -> None:
    """Central differences, which know nothing of derivatives; they are right to about ten digits."""
    arrays = draw_arrays()
    for position, (array, got) in enumerate(zip(arrays, by_tape(formula, arrays), strict=True)):

        def loss(flat: Any, position: int = position, array: Any = array) -> Any:
            changed = [*arrays[:position], flat.reshape(array.shape), *arrays[position + 1 :]]
            return weighted(evaluate(formula, array_namespace(flat), changed))

        np.testing.assert_allclose(got.ravel(), central_differences(loss, array.ravel()), rtol=1e-7, atol=1e-8)


def test_every_rule_of_the_table_is_among_them() -> None:
    used: set[str] = set()
    for formula in FORMULAS:
        result = evaluate(formula, FUNCTIONS, [Node(a) for a in draw_arrays()])
        used |= {node.operation for node in result.graph()}
    assert used == {*RULES, "leaf"}


OPERATORS = (operator.add, operator.sub, operator.mul, operator.truediv)


@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), st.sampled_from(OPERATORS))
def test_whatever_numpy_broadcasts_comes_back_in_the_shape_it_had(shapes: Any, combine: Callable[..., Any]) -> None:
    rng = np.random.default_rng(0)
    arrays = [rng.uniform(0.5, 2.0, shape) for shape in shapes.input_shapes]
    nodes, tensors = [Node(a) for a in arrays], [torch.tensor(a, requires_grad=True) for a in arrays]
    for pair in (nodes, tensors):
        weighted(combine(*pair)).backward()
    for node, tensor in zip(nodes, tensors, strict=True):
        assert tensor.grad is not None
        assert node.gradient.shape == node.shape
        np.testing.assert_allclose(node.gradient, tensor.grad.numpy(), rtol=FEW_ROUNDINGS, atol=FEW_ROUNDINGS)


def test_a_variable_that_is_used_twice_gets_both_slopes() -> None:
    x = Node(np.array(3.0))
    (x * x + x).backward()
    assert x.gradient == 7


def test_a_row_that_is_taken_twice_gets_both_slopes() -> None:
    x = Node(np.array([1.0, 2.0, 3.0]))
    FUNCTIONS.sum(x[np.array([0, 2, 2, 2])] * np.array([1.0, 10.0, 100.0, 1000.0])).backward()
    assert x.gradient.tolist() == [1, 0, 1110]


def test_sixty_doublings_cost_sixty_steps_and_not_two_to_the_sixty() -> None:
    x = y = Node(np.array(1.0))
    for _ in range(60):
        y = y + y
    y.backward()
    assert x.gradient == 2.0**60
    assert len(y.graph()) == 61


def test_a_graph_of_ten_thousand_operations_is_no_problem() -> None:
    x = y = Node(np.array(1.0))
    for _ in range(10_000):
        y = y + x
    y.backward()
    assert x.gradient == 10_001


def test_backward_twice_is_the_same_as_once() -> None:
    x = Node(np.array([1.0, 2.0]))
    loss = x @ x
    loss.backward()
    first = x.gradient
    loss.backward()
    assert (x.gradient == first).all()
    assert first.tolist() == [2, 4]


def test_slopes_do_not_share_memory_with_each_other_or_with_values() -> None:
    a, b = Node(np.array([1.0, 2.0])), Node(np.array([3.0, 4.0]))
    both = a + b
    FUNCTIONS.sum(both).backward()
    arrays = [array for node in (a, b, both) for array in (node.value, node.gradient)]
    assert not any(np.shares_memory(one, other) for one, other in pairwise(arrays))


def test_the_graph_can_be_drawn_parents_first_and_each_node_once() -> None:
    X, w = np.ones((3, 2)), Node(np.array([1.0, 2.0]))
    r = X @ w - np.ones(3)
    graph = (r @ r).graph()
    assert [node.operation for node in graph] == ["leaf", "@", "-", "@"]
    assert [[graph.index(parent) for parent in node.parents] for node in graph] == [[], [0], [1], [2, 2]]
    assert graph[2].value.tolist() == [2, 2, 2]


def test_numpy_on_the_left_leaves_the_operation_to_the_node() -> None:
    w = Node(np.array([1.0, 2.0]))
    for result in (np.ones((3, 2)) @ w, np.float64(2) * w, np.ones(2) - w, np.float64(1) / w):
        assert isinstance(result, Node)


def test_constants_leave_no_node() -> None:
    assert isinstance(FUNCTIONS.exp(np.ones(2)), np.ndarray)
    assert isinstance(FUNCTIONS.zeros_like(Node(np.ones(2))), np.ndarray)


def test_a_node_in_the_exponent_is_refused() -> None:
    with pytest.raises(TypeError):
        Node(np.array(2.0)) ** Node(np.array(3.0))  # type: ignore[operator]
    with pytest.raises(TypeError):
        2 ** Node(np.array(3.0))  # type: ignore[operator]


def test_the_power_0_is_flat_at_0_too() -> None:
    x = Node(np.array([0.0, 2.0]))
    FUNCTIONS.sum(x**0).backward()
    assert x.gradient.tolist() == [0, 0]


def test_float32_stays_float32(formula: str) -> None:
    for gradient in by_tape(formula, [a.astype(np.float32) for a in draw_arrays()]):
        assert gradient.dtype == np.float32


@pytest.mark.parametrize("x", [-1.0, -0.5, 0.0, 0.5, 1.0])
def test_clip_has_slope_1_inside_and_at_its_ends_as_in_pytorch(x: float) -> None:
    node, tensor = Node(np.array(x)), torch.tensor(x, requires_grad=True)
    FUNCTIONS.clip(node, -0.5, 0.5).backward()
    torch.clip(tensor, -0.5, 0.5).backward()  # type: ignore[no-untyped-call]
    assert tensor.grad is not None
    assert node.gradient == tensor.grad.item() == (abs(x) <= 0.5)


def test_the_largest_of_equals_share_the_slope_as_in_pytorch() -> None:
    values = np.array([[1.0, 2.0, 2.0], [3.0, 3.0, 3.0]])
    node, tensor = Node(values), torch.tensor(values, requires_grad=True)
    FUNCTIONS.sum(FUNCTIONS.max(node, axis=1)).backward()
    torch.amax(tensor, 1).sum().backward()  # type: ignore[no-untyped-call]
    assert tensor.grad is not None
    np.testing.assert_array_equal(node.gradient, tensor.grad.numpy())
    assert node.gradient[0].tolist() == [0, 0.5, 0.5]


def test_the_slope_of_logaddexp_is_a_half_between_equals_and_right_far_out() -> None:
    z = Node(np.array([0.0, 1e4, -1e4, 800.0]))
    FUNCTIONS.sum(FUNCTIONS.logaddexp(np.zeros(4), z)).backward()
    assert z.gradient.tolist() == [0.5, 1, 0, 1]


def test_the_formula_runs_on_nodes_too() -> None:
    seen = []

    class Watched(gd.MeanSquaredError):
        def residual(self, w: Any) -> Any:
            seen.append(type(w))
            return super().residual(w)

    objective = Watched(np.ones((2, 1)), np.array([1.0, 3.0]))
    backend = gd.get_backend("tape", gradient="formula")
    loss, gradient = backend.loss_and_gradient(objective.on(backend), backend.parameters([0.0]))
    assert set(seen) == {Node}
    assert (float(loss), gradient.tolist()) == (5, [-4])


@pytest.mark.parametrize("name", ["sum", "max"])
def test_only_the_axis_that_was_asked_for_goes(name: str) -> None:
    """A table of one row keeps its row, if its columns are brought together."""
    row = Node(np.array([[1.0, 2.0, 4.0]]))
    found = getattr(row.__array_namespace__(), name)(row, axis=1)
    assert found.shape == (1,)
    found[0].backward()
    assert row.gradient.tolist() == ([[1.0, 1.0, 1.0]] if name == "sum" else [[0.0, 0.0, 1.0]])


@pytest.mark.parametrize("x", [0.0, 2.0, np.inf])
def test_a_power_of_zero_has_no_slope_anywhere(x: float) -> None:
    leaf, theirs = Node(np.array(x)), torch.tensor(x, dtype=torch.float64, requires_grad=True)
    (leaf**0).backward()
    (theirs**0).backward()  # type: ignore[no-untyped-call]
    assert leaf.gradient == theirs.grad == 0


def test_zeros_are_made_like_an_array_that_is_no_node_too() -> None:
    assert FUNCTIONS.zeros_like(np.ones(3)).tolist() == FUNCTIONS.zeros_like(Node(np.ones(3))).tolist() == [0, 0, 0]


def test_the_functions_have_a_name_as_every_array_namespace_has() -> None:
    for array, module in ((Node(np.ones(2)), "tape"), (ListArray([1.0, 2.0]), "list_array")):
        xp = array_namespace(array)
        assert xp.__name__ == f"gdlearn.backends.{module}"
        assert xp.zeros_like(array).tolist() == [0, 0]
