"""Without an optional library, what needs it says what to install, and everything else works."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

EXTRAS = {  # by the name of the module: what uses it, and what to install
    "jax": ("gd.get_backend('jax')", "pip install 'gdlearn[jax]'"),
    "numba": ("gd.get_backend('numba')", "pip install 'gdlearn[compiled]'"),
    "sklearn": ("import gdlearn.estimators", "pip install 'gdlearn[sklearn]'"),
}
ALL = (*EXTRAS, "pandas", "scipy", "hypothesis", "pytest")

# A finder that stands before all others and knows nothing of these libraries, as where they are not installed.
REFUSING = """
import importlib.util, json, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name.partition(".")[0])
sys.meta_path.insert(0, Refuse())
real = importlib.util.find_spec
def find_spec(name, package=None):
    return None if name.partition(".")[0] in {refused!r} else real(name, package)
importlib.util.find_spec = find_spec
import gdlearn as gd
"""

WORK = """
from gdlearn.cli import main
from gdlearn.testing import check_backend
import contextlib, io
data = gd.line()
objective = gd.MeanSquaredError(data.X, data.y)
numpy, torch = (gd.record(objective, [0, 0], gd.get_backend(name), gd.GD(0.01), 20) for name in ("numpy", "torch"))
said = {}
for command in (["compare", "--steps", "20"], ["explain"], ["mistakes", "missing-two"], ["backends"]):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        status = main(command)
    said[command[0]] = [status, out.getvalue()]
with contextlib.redirect_stdout(io.StringIO()) as out:
    status = main(["doctor", "--format", "json"])
said["doctor"] = [status, out.getvalue()]
print(json.dumps({"agree": gd.compare(numpy, torch, objective).agree, "said": said,
    "loaded": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def without(libraries: tuple[str, ...], code: str) -> str:
    """What a program prints in a Python that has none of these libraries."""
    program = REFUSING.format(refused=set(libraries)) + code
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@cache
def bare() -> Any:
    """The work of an evening, with no optional library at all."""
    return json.loads(without(ALL, WORK).splitlines()[-1])


@pytest.mark.parametrize("library", EXTRAS)
def test_what_needs_a_library_says_what_to_install(library: str) -> None:
    use, command = EXTRAS[library]
    said = without((library,), f"try:\n    {use}\nexcept gd.MissingDependencyError as error:\n    print(error)")
    assert "not installed" in said
    assert said.endswith(f"run: {command}")


def test_everything_else_works_without_any_of_them() -> None:
    found = bare()
    assert found["agree"]
    assert {name: status for name, (status, _) in found["said"].items()} == dict.fromkeys(found["said"], 0)
    assert not set(ALL) & set(found["loaded"])


def test_the_commands_say_which_backends_are_missing() -> None:
    listed = bare()["said"]["backends"][1]
    assert "no: pip install 'gdlearn[jax]'" in listed
    doctor = json.loads(bare()["said"]["doctor"][1])
    assert doctor["ok"]
    missing = {name: line for name, line in doctor["backends"].items() if line != "installed"}
    assert missing == {name: f"not installed; {EXTRAS[name][1]}" for name in ("numba", "jax")}
    assert not any(finding["check"].startswith(("jax", "numba")) for finding in doctor["findings"])


def test_the_side_that_is_derived_by_hand_needs_no_torch() -> None:
    said = without(
        ("torch",),
        "from gdlearn.testing import check_backend\n"
        "data = gd.line()\nobjective = gd.MeanSquaredError(data.X, data.y)\n"
        "runs = [gd.record(objective, [0, 0], gd.get_backend(name), gd.GD(0.01), 20) for name in ('numpy', 'tape')]\n"
        "print(gd.compare(*runs, objective).agree, check_backend('tape').ok)\n"
        "print(gd.diagnose(lambda X, y, w: X.T @ (X @ w - y) / len(y)).mistakes)\n"
        "try:\n    gd.get_backend('torch')\nexcept gd.MissingDependencyError as error:\n    print(error)",
    )
    assert said.splitlines() == [
        "True True",
        "('missing-two',)",
        "the backend 'torch' needs torch, which is not installed; run: pip install torch",
    ]


def test_a_library_that_is_refused_is_refused() -> None:
    """The hook itself: what is not refused can be imported, and what is cannot."""
    assert without(("jax",), "import numba; print('numba')") == "numba"
    with pytest.raises(AssertionError, match="No module named 'jax'"):
        without(("jax",), "import jax.numpy")
