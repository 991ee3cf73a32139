"""The backend of `examples/autograd_backend.py`, checked as the page "Add a backend" says."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends import available_backends
from gdlearn.theory import Rounding
from tests.objective_zoo import ZOO, draw

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(EXAMPLES)
    return import_module("autograd_backend").AutogradBackend


@pytest.mark.parametrize("name", ZOO)
def test_its_gradient_is_that_of_numpy_for_every_objective(name: str, made: Any, dtype: str) -> None:
    backend, numpy, drawn = made(dtype), gd.get_backend("numpy", dtype), draw(name, 7, 2)
    w = drawn.w.astype(dtype)
    loss, gradient = backend.loss_and_gradient(drawn.objective.on(backend), backend.parameters(w))
    their_loss, their_gradient = numpy.loss_and_gradient(drawn.objective.on(numpy), w)
    bound, at = Rounding(drawn.objective, dtype), w.astype(float)
    assert gradient.dtype == dtype
    assert abs(float(loss) - float(their_loss)) <= 2 * bound.loss(at)
    assert (np.abs(gradient.astype(float) - their_gradient.astype(float)) <= 2 * bound.gradient(at)).all()


def test_a_descent_on_it_agrees_with_numpy(made: Any) -> None:
    data = gd.line()
    objective = gd.MeanSquaredError(data.X, data.y)
    run, other = (gd.record(objective, [0.0, 0.0], b, gd.GD(0.01), 50) for b in (made(), gd.get_backend("numpy")))
    assert gd.compare(run, other, objective).agree
    assert (run.weights[0] == 0).all()  # nothing that was kept has changed


def test_the_line_of_registration_on_the_page_gives_it_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (EXAMPLES.parent / "docs/how-to/add-a-backend.md").read_text(encoding="utf-8")
    (line,) = (line for line in page.splitlines() if line.startswith("autograd ="))
    info = tmp_path / "autograd_backend-1.0.dist-info"  # what pip makes of a pyproject.toml with this line
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: autograd-backend\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[gdlearn.backends]\n" + line.replace('"', ""))
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.syspath_prepend(tmp_path)
    assert gd.get_backend("autograd").method == "autograd"
    assert available_backends()[-1].name == "autograd"


def test_it_says_that_it_runs_on_the_processor_alone(made: Any) -> None:
    with pytest.raises(gd.InputError, match="the autograd backend runs on the device 'cpu', not on 'cuda'"):
        made(device="cuda")
