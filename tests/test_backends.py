"""What every backend promises, held against exact arithmetic, PyTorch's own losses, and NumPy."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from array_api_compat import array_namespace

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.backends import BACKENDS, DTYPES, GRADIENTS, available_backends
from gdlearn.backends.torch_backend import TorchBackend
from gdlearn.cli import main
from gdlearn.theory import Rounding
from tests.conftest import SHAPES, make_problem
from tests.formulas import FORMULAS, draw_arrays, evaluate
from tests.objective_zoo import ZOO, draw

ONLY_FLOAT64 = {"python", "numeric"}
WAYS = [  # name, dtype, gradient: every way that is not refused, and none of them twice
    (name, dtype, gradient)
    for name, entry in BACKENDS.items()
    for dtype in DTYPES[: 1 if name in ONLY_FLOAT64 else 2]
    for gradient in GRADIENTS[: 2 if entry.formula not in ("", entry.auto) else 1]
]


def obtain(name: str, *options: str) -> gd.Backend:
    """The backend; where its library is missing the test is skipped, but not in CI, where green means that it ran."""
    try:
        return gd.get_backend(name, options[0], gradient=options[1])
    except gd.MissingDependencyError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(params=WAYS, ids="-".join)
def backend(request: pytest.FixtureRequest) -> gd.Backend:
    """The same claim for every way to a gradient."""
    return obtain(*request.param)


@pytest.fixture(params=[way for way in WAYS if way[0] != "numeric"], ids="-".join)
def exact_backend(request: pytest.FixtureRequest) -> gd.Backend:
    """Those whose gradient is more than a difference of losses."""
    return obtain(*request.param)


@cache
def exactly(n: int, d: int, dtype: str) -> tuple[FloatArray, Fraction, list[Fraction]]:
    """Weights, and there the loss and the gradient of squared error in rational arithmetic, on the data of `dtype`."""
    objective, start = make_problem(n, d)
    numbers = [np.asarray(a, dtype=dtype).astype(float) for a in (objective.X, objective.y, start)]
    X, y, w = (np.vectorize(Fraction, otypes=[object])(a) for a in numbers)
    r = X @ w - y
    return numbers[2], r @ r / n, list(2 * (X.T @ r) / n)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_gradient_is_within_the_rounding_bound_of_the_exact_one(
    shape: tuple[int, int], backend: gd.Backend
) -> None:
    objective, _ = make_problem(*shape)
    w, loss, gradient = exactly(*shape, backend.dtype)
    bound = Rounding(objective, backend.dtype)
    got = backend.loss_and_gradient(objective.on(backend), backend.parameters(w))
    their_loss, their_gradient = (backend.to_numpy(a).astype(float) for a in got)
    assert abs(Fraction(their_loss.item()) - loss) <= bound.loss(w)
    for g, true, allowed in zip(their_gradient.tolist(), gradient, bound.gradient(w), strict=True):
        assert abs(Fraction(g) - true) <= allowed


@pytest.mark.parametrize("name", ZOO)
def test_every_objective_has_the_gradient_of_pytorchs_own_loss(name: str, exact_backend: gd.Backend) -> None:
    backend, drawn = exact_backend, draw(name, 7, 2)
    w = drawn.w.astype(backend.dtype)
    loss, gradient = backend.loss_and_gradient(drawn.objective.on(backend), backend.parameters(w))
    their_loss, their_gradient = drawn.by_torch(w, backend.dtype)
    bound, at = Rounding(drawn.objective, backend.dtype), w.astype(float)
    assert abs(float(loss) - their_loss) <= 2 * bound.loss(at)
    assert (np.abs(backend.to_numpy(gradient).astype(float) - their_gradient) <= 2 * bound.gradient(at)).all()


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("name", ["python", "torch", "jax"])
def test_its_arrays_have_every_operation_that_an_objective_may_use(name: str, formula: str) -> None:
    backend, numbers = obtain(name, "float64", "auto"), draw_arrays()
    here = [backend.asarray(a) for a in numbers]
    got = backend.to_numpy(evaluate(formula, array_namespace(here[0]), here))
    expected = evaluate(formula, array_namespace(numbers[0]), numbers)
    np.testing.assert_allclose(
        got, expected, rtol=1e-14, atol=1e-14, strict=True
    )  # a few roundings of numbers around 1


def test_arrays_keep_the_dtype_all_the_way(backend: gd.Backend) -> None:
    objective, start = make_problem(9, 3)
    w = backend.parameters(start)
    loss, gradient = backend.loss_and_gradient(objective.on(backend), w)
    optimizer = gd.GD(0.01)
    new = backend.update(w, optimizer.step(gradient, optimizer.init(w), backend.snapshot(w))[0])
    assert {backend.to_numpy(array).dtype for array in (loss, gradient, new)} == {np.dtype(backend.dtype)}


def test_what_goes_in_is_never_shared_and_never_changed(backend: gd.Backend) -> None:
    values = np.array([1.0, 2.0, 3.0], dtype=backend.dtype)
    inside, start, w = backend.asarray(values), backend.parameters(values), backend.parameters(values)
    backend.update(w, backend.asarray([1.0, 1.0, 1.0]))
    assert (values == [1, 2, 3]).all()
    values[:] = 9
    for array in (inside, start):
        assert (backend.to_numpy(array) == [1, 2, 3]).all()


def test_what_comes_out_never_changes_later_and_may_be_written_to(backend: gd.Backend) -> None:
    w = backend.parameters([1.0, 2.0])
    outside, kept = backend.to_numpy(w), backend.snapshot(w)
    new = backend.update(w, backend.asarray([1.0, 1.0]))
    assert (outside == [1, 2]).all()
    assert (backend.to_numpy(kept) == [1, 2]).all()
    backend.to_numpy(new)[:] = 9
    assert (backend.to_numpy(new) == [0, 1]).all()


def test_every_call_is_independent_of_the_calls_before_it(backend: gd.Backend) -> None:
    objective, start = make_problem(9, 3)
    here, w = objective.on(backend), backend.parameters(start)
    first, second = (backend.loss_and_gradient(here, w) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert (backend.to_numpy(one) == backend.to_numpy(other)).all()


@pytest.mark.parametrize("rows", [slice(2, 7), np.array([5, 0, 5])], ids=["slice", "array"])
def test_rows_can_be_taken_on_every_backend(rows: Any, backend: gd.Backend) -> None:
    objective = make_problem(9, 3).objective
    here, there = objective.on(backend).rows(rows), objective.rows(rows).on(backend)
    for one, other in ((here.X, there.X), (here.y, there.y)):
        assert (backend.to_numpy(one) == backend.to_numpy(other)).all()


def test_autograd_never_calls_the_gradient_by_hand_and_the_formula_is_nothing_else(backend: gd.Backend) -> None:
    calls = []

    class Watched(gd.MeanSquaredError):
        def loss_and_gradient(self, w: Any) -> Any:
            calls.append("both")
            return super().loss_and_gradient(w)

        def gradient(self, w: Any) -> Any:
            raise AssertionError("nobody needs the gradient alone")

    objective, start = make_problem(9, 3)
    here = Watched(objective.X, objective.y).on(backend)
    backend.loss_and_gradient(here, backend.parameters(start))
    assert calls == (["both"] if backend.method.startswith("by hand") else [])


def test_the_method_says_how_the_gradient_is_obtained() -> None:
    methods = {way: obtain(*way).method for way in WAYS}
    for (name, _, gradient), method in methods.items():
        assert method == ("by hand" if gradient == "formula" else BACKENDS[name].method)
    assert methods["numpy", "float64", "auto"] == "by hand"
    assert methods["torch", "float64", "auto"] == "autograd"


@pytest.mark.parametrize("name", ["python", "numpy"])
def test_the_formula_is_what_a_backend_by_hand_uses_anyway(name: str) -> None:
    assert gd.get_backend(name, gradient="formula") == gd.get_backend(name)


# Kinks and far ends: weights that start at 0, residuals at the clip, predictions of ten thousand.


def slopes(backend: gd.Backend, objective: gd.Objective, w: list[float]) -> list[float]:
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        got = backend.loss_and_gradient(objective.on(backend), backend.parameters(w))
    return [float(got[0]), *backend.to_numpy(got[1]).tolist()]


def test_at_weights_of_zero_the_logistic_slope_is_a_half(exact_backend: gd.Backend) -> None:
    objective = gd.Logistic(np.eye(2), np.array([0.0, 1.0]))
    loss, *gradient = slopes(exact_backend, objective, [0.0, 0.0])
    assert gradient == [0.25, -0.25]
    assert loss == pytest.approx(np.log(2), rel=1e-6)


@pytest.mark.parametrize(("z", "expected"), [(1e4, [1e4, 1e4]), (-1e4, [0, 0])])
def test_predictions_of_ten_thousand_overflow_nowhere(
    z: float, expected: list[float], exact_backend: gd.Backend
) -> None:
    objective = gd.Logistic(np.array([[1e4]]), np.array([0.0]))
    assert slopes(exact_backend, objective, [z / 1e4]) == expected


@pytest.mark.parametrize("y", [-1.0, 1.0])
def test_at_the_kink_of_huber_every_slope_is_the_same(y: float, exact_backend: gd.Backend) -> None:
    objective = gd.Huber(np.array([[1.0]]), np.array([y]), delta=1.0)
    assert slopes(exact_backend, objective, [0.0]) == [0.5, -y]


# What is particular to one library.


def test_the_torch_weights_stay_the_leaf_that_autograd_follows() -> None:
    backend = gd.get_backend("torch")
    w = backend.parameters([1.0, 2.0])
    new = backend.update(w, torch.tensor([0.5, 0.5], dtype=torch.float64))
    assert new is w
    assert new.is_leaf
    assert new.requires_grad
    assert new.tolist() == [0.5, 1.5]


@pytest.mark.parametrize("gradient", GRADIENTS)
def test_the_torch_loss_keeps_no_graph_alive(gradient: str) -> None:
    objective, start = make_problem(9, 3)
    backend = gd.get_backend("torch", gradient=gradient)
    for array in backend.loss_and_gradient(objective.on(backend), backend.parameters(start)):
        assert not array.requires_grad


@pytest.mark.parametrize("call", ["asarray", "parameters"])
@pytest.mark.parametrize("name", ["python", "numpy", "tape", "torch"])
def test_what_is_no_number_is_refused_as_values(name: str, call: str) -> None:
    with pytest.raises(gd.InputError, match=r"^values holds text, not real numbers"):
        getattr(gd.get_backend(name), call)(["one"])


def test_a_backend_says_in_a_line_what_it_is() -> None:
    assert repr(gd.get_backend("numpy")) == "NumpyBackend(dtype='float64', device='cpu')"
    assert repr(TorchBackend()) == "TorchBackend(dtype='float64', device='cpu')"


def test_read_only_data_are_shared_by_numpy_instead_of_copied() -> None:
    data = gd.line(n=5)
    assert np.shares_memory(gd.get_backend("numpy").asarray(data.X), data.X)


def in_a_fresh_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_jax_is_switched_to_float64_by_a_float64_backend_alone() -> None:
    obtain("jax", "float64", "auto")
    assert (
        in_a_fresh_python(
            "import jax, gdlearn as gd\n"
            "gd.get_backend('jax', 'float32').asarray([1.0])\n"
            "print(jax.config.jax_enable_x64)\n"
            "gd.get_backend('jax')\n"
            "print(jax.config.jax_enable_x64)"
        )
        == "False\nTrue"
    )


def test_jax_that_cuts_float64_to_float32_is_caught() -> None:
    obtain("jax", "float64", "auto")
    assert "JAX made float32 of float64" in in_a_fresh_python(
        "import jax, gdlearn as gd\n"
        "backend = gd.get_backend('jax')\n"
        "jax.config.update('jax_enable_x64', False)\n"
        "try: backend.parameters([1.0])\n"
        "except gd.InputError as error: print(error)"
    )


# What there is, and what is refused.


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("tpu", {}, "no backend 'tpu'; there are: python, numpy, numba, numeric, tape, torch, jax"),
        ("numpy", {"dtype": "float16"}, "dtype is 'float16'; it must be one of float64, float32"),
        ("numpy", {"gradient": "hope"}, "gradient is 'hope'; it must be one of auto, formula"),
        ("numpy", {"device": "cuda"}, "runs on the device 'cpu', not on 'cuda'"),
        ("tape", {"device": "cuda"}, "the tape backend runs on the device 'cpu', not on 'cuda'"),
        ("python", {"dtype": "float32"}, "the python backend computes in float64, not in 'float32'"),
        ("torch", {"device": "abacus"}, "cannot hold float64 on the device 'abacus' here"),
        ("jax", {"device": "abacus"}, "no device 'abacus' here"),
        ("jax", {"device": "cpu:99"}, "no device 'cpu:99' here"),
    ],
)
def test_a_backend_that_cannot_be_had_says_why(name: str, options: dict[str, str], words: str) -> None:
    with pytest.raises(gd.InputError, match=words):
        gd.get_backend(name, **options)


@pytest.mark.parametrize(
    ("name", "command"), [("torch", "pip install torch"), ("jax", r"pip install 'gdlearn\[jax\]'")]
)
def test_a_missing_library_says_what_to_install(name: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_it(module: str, *rest: Any, **named: Any) -> Any:
        if module == name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real_import(module, *rest, **named)

    monkeypatch.delitem(sys.modules, f"gdlearn.backends.{name}_backend", raising=False)
    monkeypatch.setattr(builtins, "__import__", without_it)
    with pytest.raises(gd.MissingDependencyError, match=f"needs {name}, which is not installed; run: {command}"):
        gd.get_backend(name)
    monkeypatch.setenv("CI", "1")
    with pytest.raises(gd.MissingDependencyError):
        obtain(name, "float64", "auto")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match=command):
        obtain(name, "float64", "auto")


def test_the_list_knows_what_is_there_and_imports_nothing() -> None:
    assert [backend.name for backend in available_backends() if backend.package == "gdlearn"] == list(BACKENDS)
    code = (
        "import sys\nsys.modules['jax'] = None\n"
        "from gdlearn.backends import available_backends\n"
        "print([backend.name for backend in available_backends() if not backend.installed])\n"
        "print(*{'torch', 'numpy'} & {*sys.modules})"
    )
    assert in_a_fresh_python(code) == "['jax']"


Register = Callable[..., None]


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """Install a package that registers backends: what pip would write, in a folder of its own."""

    def write(module: str, **entries: str) -> None:
        (tmp_path / "stranger.py").write_text(module)
        info = tmp_path / "stranger-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
        lines = [f"{name} = {value}" for name, value in entries.items()]
        (info / "entry_points.txt").write_text("\n".join(["[gdlearn.backends]", *lines]))
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "stranger", raising=False)

    return write


def test_another_package_can_register_a_backend(register: Register) -> None:
    register(
        "from gdlearn.backends.numpy_backend import NumpyBackend\n"
        "class Mine(NumpyBackend):\n    name = 'mine'\n    method = 'guessing'\n",
        mine="stranger:Mine",
        numpy="stranger:Mine",
    )
    assert gd.get_backend("mine", dtype="float32").method == "guessing"
    assert gd.get_backend("numpy").method == "by hand"  # a name of ours stays ours
    assert [(b.name, b.package) for b in available_backends()][len(BACKENDS) :] == [("mine", "stranger")]
    with pytest.raises(gd.InputError, match="'mine' has only its own way"):
        gd.get_backend("mine", gradient="formula")
    with pytest.raises(gd.InputError, match=r"there are: .*, jax, mine"):
        gd.get_backend("yours")


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("1 / 0", r"'broken', registered by the package stranger, cannot be loaded \(ZeroDivisionError: division by"),
        ("", r"cannot be loaded \(AttributeError"),
        ("import abacus", "'broken' needs abacus, which is not installed; run: pip install abacus"),
    ],
)
def test_a_broken_package_breaks_nothing_but_itself(
    module: str, words: str, register: Register, capsys: pytest.CaptureFixture[str]
) -> None:
    register(module, broken="stranger:Mine")
    assert gd.get_backend("numpy").name == "numpy"
    assert main(["backends"]) == 0
    assert "registered by stranger" in capsys.readouterr().out
    with pytest.raises(gd.GdlearnError, match=words):
        gd.get_backend("broken")


def test_the_command_shows_the_ways_in_a_table_that_fits_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("gdlearn.backends.registry.find_spec", lambda library: None if library == "jax" else library)
    assert main(["backends"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if line.strip()}
    assert rows["tape"] == "own autograd yes yes"
    assert rows["numeric"] == "differences no yes"
    assert rows["jax"] == "autograd yes no: pip install 'gdlearn[jax]'"
