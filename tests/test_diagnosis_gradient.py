"""The diagnosis of a gradient names every mistake of the catalogue, alone and in pairs, and invents none."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import StringIO
from itertools import chain
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.diagnosis.probes import SHAPES, make_probe
from gdlearn.diagnosis.reference import Explanation, Factory, reference, run
from gdlearn.errors import InputError
from gdlearn.mistakes import CATALOGUE, GRADIENTS, Edit, Kind, Program

OBJECTIVES: dict[str, Factory | None] = {
    "mse": None,
    "ridge": lambda X, y: gd.L2(gd.MeanSquaredError(X, y), 0.3),
    "ridge with its bias": lambda X, y: gd.L2(gd.MeanSquaredError(X, y), 0.3, penalise_bias=True),
    "ridge of a sum": lambda X, y: gd.L2(gd.MeanSquaredError(X, y, gd.Convention.SUM), 0.3),
    "ridge of Huber": lambda X, y: gd.L2(gd.Huber(X, y), 0.3),
    "huber": partial(gd.Huber, delta=1.5),
    "logistic": gd.Logistic,
    "poisson": gd.Poisson,
    "softmax": partial(gd.Softmax, classes=3),
    "mlp": partial(gd.MLP, hidden=3),
}
REFERENCES = {name: reference(objective=make) for name, make in OBJECTIVES.items()}
SINGLES = [
    pytest.param(name, each, id=f"{name}: {each.ids[0]}")
    for name, right in REFERENCES.items()
    for each in right.explanations(1)
]


def right(X: Any, y: Any, w: Any) -> Any:
    """The gradient of the mean of the squared residuals."""
    return 2 / len(y) * X.T @ (X @ w - y)


@pytest.mark.parametrize("name", REFERENCES)
def test_what_a_gradient_is_held_against_is_the_slope_of_the_loss(name: str) -> None:
    for probe in REFERENCES[name].probes:
        values, slope = REFERENCES[name].right(probe), REFERENCES[name].slope(probe)
        # differences with h = 1e-5 are right to about h² of the third derivative, and eps / h of the loss
        np.testing.assert_allclose(values, slope, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", REFERENCES)
def test_the_package_s_own_gradient_of_every_objective_is_accepted(name: str) -> None:
    make = OBJECTIVES[name] or gd.MeanSquaredError
    assert gd.diagnose(lambda X, y, w: make(X, y).gradient(w), objective=OBJECTIVES[name]).ok


@pytest.mark.parametrize("convention", gd.Convention)
def test_the_programs_of_all_conventions_are_the_package_s_gradients(convention: gd.Convention) -> None:
    for probe in reference(convention).probes:
        objective = gd.MeanSquaredError(np.array(probe.X), np.array(probe.y), convention)
        right = objective.gradient(np.array(probe.w))
        np.testing.assert_allclose(reference(convention).right(probe), right, rtol=1e-12)
        np.testing.assert_allclose(reference(convention).slope(probe), right, rtol=1e-8)  # h² and eps / h are 1e-10


@pytest.mark.parametrize(("name", "explanation"), SINGLES)
def test_every_single_mistake_is_named(name: str, explanation: Explanation) -> None:
    found = gd.diagnose(explanation.program.function(**REFERENCES[name].names), objective=OBJECTIVES[name])
    assert not found.ok
    assert found.mistakes == explanation.ids
    assert CATALOGUE[explanation.ids[0]].message in found.message


def wrong_by(explanation: Explanation) -> list[float]:
    """The numbers of a wrong program on all problems; empty where the shapes do not fit."""
    try:
        probes = REFERENCES["mse"].probes
        return list(chain.from_iterable(run(explanation.program.function(), probe) for probe in probes))
    except ValueError:
        return []


def test_pairs_of_mistakes_are_named_and_none_of_them_passes() -> None:
    right = REFERENCES["mse"]
    singles = {explanation.ids: wrong_by(explanation) for explanation in right.explanations(1)}
    pairs, named = list(right.explanations(2)), 0
    for pair in pairs:
        found = gd.diagnose(pair.program.function())
        assert not found.ok
        exactly = found.mistakes == pair.ids
        if not exactly and found.mistakes in singles and (numbers := wrong_by(pair)):
            # two mistakes of which one undoes the other: the same program, and the shorter name is right
            np.testing.assert_allclose(numbers, singles[found.mistakes], rtol=1e-9)
        named += exactly
    assert len(pairs) > 300
    assert named / len(pairs) > 0.9  # the others are one mistake that swallows or undoes the other


def test_no_two_single_mistakes_are_the_same_numbers_on_the_probes() -> None:
    for right in REFERENCES.values():
        explanations = [each for each in right.explanations(1) if each.ids != ("transposed",)]
        numbers = {
            each.ids: tuple(
                float(f"{value:.6g}")
                for probe in right.probes
                for value in run(each.program.function(**right.names), probe)
            )
            for each in explanations
        }
        assert len(set(numbers.values())) == len(explanations)


def test_an_example_of_the_sentences() -> None:
    found = gd.diagnose(lambda X, y, w: X.T @ (X @ w - y) / len(y))
    assert found.message == (
        "Your gradient is exactly half of the MSE gradient in every component.\n"
        "The 2 from d/dr r² is missing, or your loss is half_mean. See lesson 4."
    )
    assert found.evidence["convention"] == "half_mean"
    assert found.evidence["ratios"] == {f"{n} x {p}": pytest.approx([0.5] * p) for n, p in SHAPES}


# What leads from the convention that is asked for to the one that was written: 2 / n, 1 / n, 2 and 1.
CONVENTIONS = {
    "mean": {"half_mean": {"missing-two"}, "sum": {"sum-not-mean"}, "half_sum": {"missing-two", "sum-not-mean"}},
    "half_mean": {"mean": {"two-too-many"}, "sum": {"two-too-many", "sum-not-mean"}, "half_sum": {"sum-not-mean"}},
    "sum": {"mean": {"mean-not-sum"}, "half_mean": {"missing-two", "mean-not-sum"}, "half_sum": {"missing-two"}},
    "half_sum": {"mean": {"two-too-many", "mean-not-sum"}, "half_mean": {"mean-not-sum"}, "sum": {"two-too-many"}},
}


@pytest.mark.parametrize("asked", CONVENTIONS)
@pytest.mark.parametrize("written", CONVENTIONS)
def test_a_right_gradient_of_another_convention_is_told_apart(asked: str, written: str) -> None:
    found = gd.diagnose(lambda X, y, w: gd.MeanSquaredError(X, y, gd.Convention(written)).gradient(w), convention=asked)
    assert found.ok is (asked == written)
    if not found.ok:
        assert found.evidence["convention"] == written
        assert set(found.mistakes) == CONVENTIONS[asked][written]
        assert (f"under the convention {written}; this loss is {asked}." in found.message) is (
            asked != "mean" or written == "half_sum"
        )


def loops(X: Any, y: Any, w: Any) -> Any:
    """Two loops, in plain Python, from the last sample to the first."""
    g = [0.0] * len(w)
    for i in reversed(range(len(y))):
        r = sum(x * v for x, v in zip(X[i], w, strict=True)) - y[i]
        for j in range(len(w)):
            g[j] += 2 * r * X[i][j] / len(y)
    return g


def by_autograd(X: Any, y: Any, w: Any) -> Any:
    """PyTorch in NumPy's clothes."""
    import torch

    leaf = torch.tensor(w, requires_grad=True)
    torch.mean((torch.tensor(X) @ leaf - torch.tensor(y)) ** 2).backward()  # type: ignore[no-untyped-call]
    return leaf.grad


def in_single_precision(X: Any, y: Any, w: Any) -> Any:
    """Everything in float32."""
    return right(X.astype("float32"), y.astype("float32"), w.astype("float32"))


VARIANTS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "matmul": right,
    "loops": loops,
    "a tuple": lambda X, y, w: tuple(right(X, y, w)),
    "einsum": lambda X, y, w: np.einsum("ij,i->j", X, X @ w - y) * 2 / len(y),
    "np.dot": lambda X, y, w: np.dot(X.T, np.dot(X, w) - y) * (2 / len(y)),
    "a mean over rows": lambda X, y, w: np.mean(2 * (X @ w - y)[:, None] * X, axis=0),
    "minus and minus": lambda X, y, w: -2 / len(y) * X.T @ (y - X @ w),
    "normal equations": lambda X, y, w: 2 / len(y) * (X.T @ X @ w - X.T @ y),
    "other order of rows": lambda X, y, w: right(X[::-1], y[::-1], w),
    "blocks": lambda X, y, w: sum(
        2 / len(y) * X[k : k + 2].T @ (X[k : k + 2] @ w - y[k : k + 2]) for k in range(0, 9, 2)
    ),
    "weights and bias apart": lambda X, y, w: np.append(
        2 * np.mean((X @ w - y)[:, None] * X[:, :-1], axis=0), 2 * np.mean(X @ w - y)
    ),
    "autograd": by_autograd,
    "float32": in_single_precision,
    "the package's own": lambda X, y, w: gd.MeanSquaredError(X, y).gradient(w),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_right_way_of_writing_it_is_accepted(name: str) -> None:
    found = gd.diagnose(VARIANTS[name])
    assert found.ok, found.message
    assert found.mistakes == ()


def test_lists_tensors_and_columns_are_given_where_they_are_asked_for() -> None:
    assert gd.diagnose(loops, arrays="lists").ok
    assert gd.diagnose(right, arrays="torch").ok
    assert gd.diagnose(right, columns=True).ok
    assert gd.diagnose(lambda X, y, w: right(X, y, w) / 2, columns=True).mistakes == ("missing-two",)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_random_wrong_gradients_get_no_name(dtype: str) -> None:
    rng = np.random.default_rng(5)
    smallest = -6 if dtype == "float64" else -2  # relative to numbers of about 1; float32 has seven digits
    for _ in range(200):
        a, b, c, d = rng.standard_normal(4)
        size = 10.0 ** rng.uniform(smallest, 0)

        def wrong(
            X: Any, y: Any, w: Any, a: float = a, b: float = b, c: float = c, d: float = d, size: float = size
        ) -> Any:
            g = right(X, y, w)
            return (g + size * (1.5 + np.sin(a * w + b)) * (1 + c * np.tanh(d * g) / 4)).astype(dtype)

        found = gd.diagnose(wrong)
        assert not found.ok
        assert found.state == "unknown", found.message
        assert found.mistakes == ()


def test_what_is_not_recognised_is_answered_with_what_was_measured() -> None:
    found = gd.diagnose(lambda X, y, w: right(X, y, w) + np.array([0.0, 0.1] + [0.0] * (len(w) - 2)))
    probe = REFERENCES["mse"].probes[0]
    slope = REFERENCES["mse"].slope(probe)
    assert found.message.startswith("I do not recognise this.\nOn the problem with 5 samples and 3 weights component 1")
    assert f"central differences of the loss give {slope[1]:.6g}" in found.message
    assert found.evidence["component"] == 1


def test_factors_and_orders_outside_of_the_catalogue_are_measured_not_named() -> None:
    found = gd.diagnose(lambda X, y, w: 0.03 * right(X, y, w))
    assert found.message.startswith("Your gradient is 0.03 times the MSE gradient in every component.")
    assert found.mistakes == ()
    found = gd.diagnose(lambda X, y, w: right(X, y, w)[::-1])
    assert "in another order: on the problem with 8 samples and 4 weights it is 3, 2, 1, 0." in found.message


DEGENERATE = {
    "w = 0": (make_probe(6, 3).X, make_probe(6, 3).y, [0.0, 0.0, 0.0], "All weights are 0"),
    "p = 2": (make_probe(6, 2).X, make_probe(6, 2).y, make_probe(6, 2).w, "With 2 weights"),
    "n = 1": (make_probe(1, 3).X, make_probe(1, 3).y, make_probe(1, 3).w, "With 1 sample"),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_a_weak_problem_is_called_weak(name: str) -> None:
    X, y, w, weakness = DEGENERATE[name]
    weak = type(make_probe(5, 3))(X, y, w)
    told = "\n".join(("", "Mind what it was tried on.", *weak.weaknesses))
    for gradient in (right, lambda X, y, w: right(X, y, w) / 2):
        assert weakness in told
        assert gd.diagnose(gradient, probes=[weak]).message.endswith(told)
        assert weakness not in gd.diagnose(gradient, probes=[weak, make_probe(8, 4)]).message


UNUSABLE: dict[str, tuple[Callable[[Any, Any, Any], Any], str]] = {
    "nothing": (lambda *_: None, "returns None. Is the `return` missing?"),
    "text": (lambda *_: "2/n Xᵀr", "returns a str; it must return 3 numbers"),
    "a column": (lambda X, y, w: right(X, y, w)[:, None], "would become a table"),
    "one number": (lambda X, y, w: right(X, y, w).sum(), "each weight has a slope of its own"),
    "not summed": (lambda X, y, w: 2 * X.T * (X @ w - y), "the sum over the samples is missing"),
    "not finite": (lambda X, y, w: right(X, y, w) * np.inf, "which is no finite number"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_is_no_gradient_is_said(name: str) -> None:
    gradient, sentence = UNUSABLE[name]
    found = gd.diagnose(gradient)
    assert not found.ok
    assert sentence in found.message


def test_a_gradient_that_writes_into_its_arguments_is_refused() -> None:
    def wrong(X: Any, y: Any, w: Any) -> Any:
        g = right(X, y, w)
        w -= 0.1 * g
        return g

    found = gd.diagnose(wrong)
    assert found.evidence["changed"] == ["w"]
    assert "changes w itself" in found.message


def test_a_gradient_that_remembers_the_last_call_is_refused() -> None:
    kept: dict[int, Any] = {}

    def accumulating(X: Any, y: Any, w: Any) -> Any:
        kept[len(w)] = kept.get(len(w), 0) + right(X, y, w)
        return kept[len(w)].copy()

    found = gd.diagnose(accumulating)
    assert not found.ok
    assert "it is [2, 2, 2] times as much" in found.message


def test_a_product_with_the_wrong_table_is_named_although_it_raises() -> None:
    found = gd.diagnose(lambda X, y, w: 2 / len(y) * X @ (X @ w - y))
    assert found.mistakes == ("transposed",)
    assert "ValueError" in found.message


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"convention": "average"}, "the convention is 'average'"),
        ({"arrays": "pandas"}, "arrays is 'pandas'; it must be one of numpy, torch, lists"),
    ],
)
def test_options_that_cannot_be_used_are_one_sentence(options: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        gd.diagnose(right, **options)  # type: ignore[arg-type]


def test_the_diagnosis_travels_as_json_and_shows_its_face_everywhere() -> None:
    found = gd.diagnose(lambda X, y, w: right(X, y, w) / 2)
    assert gd.Diagnosis.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    assert "missing-two" in found._repr_html_()
    assert "<script>" not in gd.Diagnosis(False, (), "<script>")._repr_html_()
    from rich.console import Console

    console = Console(record=True, width=100, file=StringIO())
    console.print(found)
    assert "✗ Not yet: missing-two" in console.export_text()


def test_catalogue_and_diagnosis_of_gradients_need_no_numpy() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from gdlearn.diagnosis import diagnose\n"
        "def g(X, y, w):\n"
        "    r = [sum(a * b for a, b in zip(x, w)) - t for x, t in zip(X, y)]\n"
        "    return [sum(x[j] * e for x, e in zip(X, r)) / len(y) for j in range(len(w))]\n"
        "found = diagnose(g, arrays='lists')\n"
        "assert found.mistakes == ('missing-two',), found\n"
        "from gdlearn.mistakes import CATALOGUE\n"
        "print(len(CATALOGUE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) == len(CATALOGUE)


def test_an_edit_that_does_not_fit_is_refused() -> None:
    program = GRADIENTS["gradient"]
    for edits in ([Edit("s = 3 * r", "s = r")], [Edit("s = 2 * r", "s = r"), Edit("s = 2 * r", "s = 4 * r")]):
        with pytest.raises(InputError, match="do not fit"):
            program.edited(*edits)
    assert Program("def f(x):\n    y = x\n    return y\n").edited(Edit("y = x", "y = 2 * x")).function()(4) == 8


@pytest.mark.parametrize("id", [name for name, mistake in CATALOGUE.items() if mistake.kind is Kind.GRADIENT])
def test_every_gradient_mistake_runs_on_numpy_and_on_lists_with_the_same_numbers(id: str) -> None:  # noqa: A002
    mistake = CATALOGUE[id]
    names = {"strength": 0.3, "delta": 1.5}
    for probe in (make_probe(4, 4), make_probe(3, 3)):  # square, so that a table in the wrong place fits too
        function = mistake.wrong.function(**names)
        by_numpy = function(np.array(probe.X), np.array(probe.y), np.array(probe.w))
        np.testing.assert_allclose(run(function, probe), by_numpy, rtol=1e-12, atol=1e-13)
