"""The shape of the package: what may import what, what an import loads, and that files and functions stay small."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import gdlearn as gd

PACKAGE = Path(gd.__file__).parent
LEARNERS = PACKAGE / "exercises" / "files"  # what learners read and write, right and wrong, is not the package
FILES = sorted(path for path in PACKAGE.rglob("*.py") if LEARNERS not in path.parents)

# Reading order. A module imports only from those before it, or from its own folder.
ORDER = (
    *("errors", "lazy", "machine", "arguments", "paths", "arrays", "atomic", "archive", "scaling", "data", "files"),
    *("objectives", "backends", "schedules", "optimizers", "batches", "descent"),
    *("theory", "settings", "trajectory", "closed_form", "difference", "comparison"),
    *("witnesses", "experiment", "summary", "explanation", "testing"),
    *("resuming", "streaming", "distributed", "models", "estimators", "benchmark"),
    *("mistakes", "diagnosis", "exercises"),
    *("palette", "plots", "doctor", "server", "cli", "__main__"),
)
HEAVY = {"torch", "jax", "matplotlib", "pandas", "sklearn", "scipy"}


def part(path: Path) -> str:
    """The module or folder of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The modules of gdlearn that a file imports, anywhere in it; those for type checkers alone do not count."""
    tree = ast.parse(path.read_text())
    hidden = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module and id(n) not in hidden}
    return {name.removeprefix("gdlearn.") for name in found if name.startswith("gdlearn.")}


def test_every_module_has_its_place_in_the_reading_order() -> None:
    assert {part(path) for path in FILES} == {*ORDER, "__init__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    here = part(path)
    above = set(ORDER[: ORDER.index(here)]) if here != "__init__" else set()
    assert {name.split(".")[0] for name in imports(path)} - {here} <= above


def test_backends_know_what_an_objective_is_and_that_rows_add_up_but_no_objective() -> None:
    known = {"objectives.base", "objectives.parts"}
    for path in (PACKAGE / "backends").glob("*.py"):
        assert {name for name in imports(path) if name.startswith("objectives")} <= known


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_gdlearn_loads_no_array_library_at_all() -> None:
    assert not loaded_by("import gdlearn") & (HEAVY | {"numpy", "pyarrow", "rich", "cyclopts"})


def test_the_list_of_commands_loads_no_array_library() -> None:
    listed = "from gdlearn.cli import main\nimport contextlib, os\n"
    quiet = "with open(os.devnull, 'w') as nowhere, contextlib.redirect_stdout(nowhere): main(['--help'])"
    assert not loaded_by(listed + quiet) & (HEAVY | {"numpy", "pyarrow"})


@pytest.mark.parametrize("module", ["backends", "comparison", "experiment", "explanation", "files", "cli"])
def test_no_module_loads_a_library_before_it_is_needed(module: str) -> None:
    assert not loaded_by(f"import gdlearn.{module}") & (HEAVY | {"pyarrow"})


def test_a_numpy_descent_never_loads_torch() -> None:
    assert "torch" not in loaded_by(
        "import gdlearn as gd; d = gd.line(); "
        "gd.record(gd.MeanSquaredError(d.X, d.y), [0, 0], gd.get_backend('numpy'), gd.GD(0.01), 1)"
    )


@pytest.mark.parametrize("package", ["gdlearn", "gdlearn.exercises"])
def test_no_module_can_take_the_place_of_a_public_name(package: str) -> None:
    """Importing `a.b` binds the module to the name b of a; a function of that name would be gone."""
    loaded = import_module(package)
    modules = {path.stem for path in Path(loaded.__path__[0]).iterdir()}
    assert set(loaded.__all__) & modules == set()


def test_every_public_name_can_be_loaded_and_is_what_type_checkers_see() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    for_checkers = {alias.asname for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert {*for_checkers - {None}, "__version__"} == set(dir(gd))
    assert set(dir(gd)) - set(gd.__all__) == {"GradientDescentRegressor", "GradientDescentClassifier", "__version__"}
    assert all(getattr(gd, name) is not None for name in dir(gd))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        gd.nothing  # type: ignore[attr-defined]  # noqa: B018  # the access is the test


@pytest.mark.parametrize("name", sorted({*dir(gd)} - {"__version__"}))
def test_every_public_name_is_documented_down_to_its_parameters(name: str) -> None:
    thing = getattr(gd, name)
    text = inspect.getdoc(thing) or ""
    assert text
    if inspect.isfunction(thing):
        assert "Examples:" in text
        for parameter in inspect.signature(thing).parameters:
            assert f"{parameter}:" in text, f"{name} does not explain {parameter}"
    for attribute, member in vars(thing).items():
        if inspect.isfunction(member) and not attribute.startswith("_"):
            assert inspect.getdoc(member), f"{name}.{attribute} has no docstring"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_fit_on_a_few_screens_and_functions_on_one(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= 250
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
            assert lines <= 40, f"{node.name} has {lines} lines"
