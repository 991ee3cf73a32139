"""No pickle anywhere, and no text from outside is run but a learner's own program, in a process of its own."""

from __future__ import annotations

import ast
import pickletools
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

import gdlearn as gd
from tests.test_structure import FILES, PACKAGE

PICKLING = {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"}
IMPORTING = {"import_module", "__import__"}
RUNNING = {"eval", "exec", "compile"}
UNPICKLING = {"load", "loads", "read_pickle"}  # of torch, numpy, pandas; json and tomllib have such names too
SAFE = {"json", "tomllib"}
RUNS_TEXT = {  # where text is run, and whose it is
    "diagnosis/error.py": "a condition of the catalogue of mistakes, which is part of the package",
    "mistakes/program.py": "a program of the catalogue of mistakes",
    "exercises/child.py": "the learner's program, in a process of its own",
    "exercises/learner.py": "a solution or a wrong answer of the package itself, when its authors verify them",
    "exercises/page.py": "the learner's program, in the reader's own browser",
}


def imported(tree: ast.Module) -> Iterator[str]:
    """The top-level modules that are imported anywhere in a file, by name or by a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in IMPORTING:
            yield from (str(text.value).partition(".")[0] for text in node.args[:1] if isinstance(text, ast.Constant))


def unsafe(tree: ast.Module) -> Iterator[str]:
    """Calls that could unpickle what they read."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in UNPICKLING:
            continue
        library = ast.unparse(call.func.value)
        options = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if library in ("np", "numpy") and options.get("allow_pickle") != "False":
            yield ast.unparse(call)
        if library in ("torch", "pd", "pandas"):
            yield ast.unparse(call)
    for keyword in (node for node in ast.walk(tree) if isinstance(node, ast.keyword)):
        if keyword.arg == "allow_pickle" and ast.unparse(keyword.value) != "False":
            yield ast.unparse(keyword)


def running(tree: ast.Module) -> set[str]:
    """Which functions that run text are named, called at once or handed on."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & RUNNING


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_pickles_and_none_runs_text_without_a_reason(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not set(imported(tree)) & PICKLING
    assert [*unsafe(tree)] == []
    if running(tree):
        assert path.relative_to(PACKAGE).as_posix() in RUNS_TEXT


@pytest.mark.parametrize("name", RUNS_TEXT)
def test_every_reason_is_still_needed(name: str) -> None:
    assert running(ast.parse((PACKAGE / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("import pickle", "pickle"),
        ("def f():\n    from joblib import dump", "joblib"),
        ("import_module('dill')", "dill"),
        ("importlib.import_module('shelve.x')", "shelve"),
        ("np.load(file)", "np.load(file)"),
        ("np.load(file, allow_pickle=True)", "np.load(file, allow_pickle=True)"),
        ("np.save(file, x, allow_pickle=flag)", "allow_pickle=flag"),
        ("torch.load(file)", "torch.load(file)"),
        ("pd.read_pickle(file)", "pd.read_pickle(file)"),
        ("exec(text)", "exec"),
        ("apply(eval, text)", "eval"),
    ],
)
def test_the_search_finds_what_it_must(code: str, caught: str) -> None:
    tree = ast.parse(code)
    assert caught in {*imported(tree), *unsafe(tree), *running(tree)}


@pytest.mark.parametrize("code", ["json.load(file)", "np.load(file, allow_pickle=False)", "re.compile('x')"])
def test_the_search_finds_nothing_else(code: str) -> None:
    tree = ast.parse(code)
    assert {*imported(tree)} & PICKLING | {*unsafe(tree), *running(tree)} == set()


def holds_a_pickle(content: bytes) -> bool:
    """Whether the numbers behind the header of a `.npy` file are a pickle: NumPy says so by an object dtype."""
    return b"'descr': '|O'" in content[:256]


def test_a_trajectory_is_written_without_a_pickle_and_read_without_one(tmp_path: Path) -> None:
    data = gd.line(n=10)
    run = gd.record(gd.MeanSquaredError(data.X, data.y), [0, 0], gd.get_backend("numpy"), gd.GD(0.01), 3)
    run.save(tmp_path / "run.npz")
    with ZipFile(tmp_path / "run.npz") as file:
        assert not any(holds_a_pickle(file.read(name)) for name in file.namelist())


class Evil:
    """What a pickle can do: run a function of its choice while it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path("harm"),)  # type: ignore[return-value]


def test_a_pickle_in_the_place_of_a_trajectory_is_refused_and_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    np.savez("evil.npz", weights=np.array([Evil()], dtype=object), loss=np.zeros(1), gradient=np.zeros(1), about="{}")
    with ZipFile("evil.npz") as file:
        content = file.read("weights.npy")
    assert holds_a_pickle(content)
    assert any(name.name == "REDUCE" for name, _, _ in pickletools.genops(content[128:]))
    with pytest.raises(gd.InputError):
        gd.Trajectory.load("evil.npz")
    assert not Path("harm").exists()
    with pytest.raises(gd.InputError):
        gd.read_dataset("evil.npz", target="y")
    assert not Path("harm").exists()
    with np.load("evil.npz", allow_pickle=True) as file:
        file["weights"]  # what would have happened
    assert Path("harm").exists()
