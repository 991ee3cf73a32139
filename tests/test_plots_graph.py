"""The graph of a backward pass: its layout, and what is written in its boxes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

import gdlearn as gd
from gdlearn import plots
from gdlearn.backends.tape import Node
from gdlearn.plots.graph import WIDTH, numbers
from gdlearn.plots.layers import layout

GRAPHS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(0, k - 1), max_size=3) if k else st.just([]) for k in range(n)))
)


@given(GRAPHS)
def test_every_node_stands_below_its_parents_and_on_no_other(parents: tuple[list[int], ...]) -> None:
    plan = layout(parents)
    for child, wanted in enumerate(parents):
        for parent in wanted:
            assert plan.places[parent][1] < plan.places[child][1]
    for layer in range(plan.depth):
        row = sorted(x for x, at in plan.places if at == layer)
        assert all(b - a >= 1 - 1e-6 for a, b in pairwise(row))
        assert all(abs(x) + 0.5 <= plan.width / 2 + 1e-6 for x in row)


@given(GRAPHS)
def test_every_edge_goes_down_layer_by_layer_beside_the_nodes(parents: tuple[list[int], ...]) -> None:
    plan = layout(parents)
    assert set(plan.routes) == {(child, parent) for child, wanted in enumerate(parents) for parent in wanted}
    for (child, parent), route in plan.routes.items():
        assert route[0] == plan.places[parent]
        assert route[-1] == plan.places[child]
        layers = [layer for _, layer in route]
        assert layers == [*range(layers[0], layers[-1] + 1)]
        for x, layer in route[1:-1]:
            assert all(abs(x - other) > 0.5 for other, at in plan.places if at == layer)


@given(GRAPHS)
def test_the_same_graph_is_always_placed_in_the_same_way(parents: tuple[list[int], ...]) -> None:
    assert layout(parents) == layout(parents)


def test_edges_that_need_not_cross_do_not_cross() -> None:
    # Two leaves on the left and right, and a child of each, named the other way round.
    places = layout([[], [], [1], [0], [2, 3]]).places
    assert (places[0][0] < places[1][0]) == (places[3][0] < places[2][0])


def test_each_box_holds_operation_shape_value_and_gradient_of_its_node() -> None:
    data = gd.line(n=50)
    w = Node(np.array([4.0, 6.0]))
    loss = gd.MeanSquaredError(data.X, data.y).loss(w)
    loss.backward()
    axes = plots.draw_graph(loss, {w: "w", loss: "loss"}).axes[0]
    texts = [text.get_text() for text in axes.texts[1:]]
    boxes = [texts[k : k + 3] for k in range(0, len(texts), 3)]
    assert [box[0] for box in boxes] == ["w  (2,)", "@  (50,)", "-  (50,)", "@  ()", "loss: *  ()"]
    assert [box[1] for box in boxes] == [numbers(node.value, 2) for node in loss.graph()]
    assert [box[2] for box in boxes] == [f"∇ {numbers(node.gradient, 2)}" for node in loss.graph()]
    assert boxes[-1][2] == "∇ 1"


def test_a_value_that_is_used_twice_has_two_edges() -> None:
    r = Node(np.array([3.0, 4.0]))
    loss = r @ r
    loss.backward()
    patches = plots.draw_graph(loss).axes[0].patches
    assert sum(isinstance(patch, FancyArrowPatch) for patch in patches) == 2
    assert sum(isinstance(patch, FancyBboxPatch) for patch in patches) == 2


@pytest.mark.parametrize("hidden", [1, 3])
def test_text_stays_inside_its_box_and_boxes_inside_the_figure(hidden: int) -> None:
    data = gd.line(n=20)
    network = gd.MLP(data.X, data.y, hidden=hidden)
    loss = network.loss(Node(gd.starting_weights(network.size)))
    loss.backward()
    figure = plots.draw_graph(loss)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    boxes = [patch.get_window_extent() for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    assert len(boxes) == len(loss.graph())
    for box in boxes:
        assert 0 <= box.x0 < box.x1 <= WIDTH * figure.dpi
    for k, text in enumerate(axes.texts[1:]):
        extent = text.get_window_extent()
        assert boxes[k // 3].x0 <= extent.x0 < extent.x1 <= boxes[k // 3].x1, text.get_text()


def test_a_graph_without_a_backward_pass_has_no_gradients() -> None:
    axes = plots.draw_graph(Node(np.array(2.0)) * 3.0).axes[0]
    assert [text.get_text() for text in axes.texts][-1] == "∇ none"
