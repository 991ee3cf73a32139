"""The wheel and the sdist: everything that is needed is in them, nothing else is, and both give the same package.

`make package` goes on from here: it installs the wheel in an empty environment and tests it there.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

import gdlearn as gd

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
NAME = f"gdlearn-{gd.__version__}"


def build(source: Path, out: Path, *kinds: str) -> Path:
    """Build with what is installed here, so that nothing is fetched."""
    command = [sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    return build(ROOT, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def wheel(built: Path) -> dict[str, bytes]:
    """The files of the wheel."""
    with ZipFile(built / f"{NAME}-py3-none-any.whl") as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def metadata(wheel: dict[str, bytes]) -> Message:
    """What pip and the index read."""
    return Parser().parsestr(wheel[f"{NAME}.dist-info/METADATA"].decode())


def test_the_wheel_holds_the_files_of_the_source_and_no_others(wheel: dict[str, bytes]) -> None:
    source = {
        path.relative_to(SOURCE).as_posix(): path.read_bytes()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {name: content for name, content in wheel.items() if not name.startswith(f"{NAME}.dist-info/")}
    assert held.keys() == source.keys()
    assert [name for name in held if held[name] != source[name]] == []


@pytest.mark.parametrize(
    "name", ["py.typed", "exercises/manifest.toml", "exercises/files/gradient-loop/stub.py", "mistakes/gradient.toml"]
)
def test_what_is_no_module_is_in_the_wheel_too(name: str, wheel: dict[str, bytes]) -> None:
    assert f"gdlearn/{name}" in wheel


def test_the_wheel_that_is_built_from_the_sdist_is_the_one_built_from_here(built: Path, tmp_path: Path) -> None:
    straight = next(build(ROOT, tmp_path, "--wheel").glob("*.whl"))
    assert straight.read_bytes() == (built / straight.name).read_bytes()


def test_the_sdist_holds_what_the_tests_need_and_nothing_that_was_built(built: Path) -> None:
    with tarfile.open(built / f"{NAME}.tar.gz") as file:
        names = {name.removeprefix(f"{NAME}/") for name in file.getnames()}
    assert {"Makefile", "constraints.txt", "tests/conftest.py", "docs/index.md", "mkdocs.yml", "LICENSE"} <= names
    assert {"examples/data/diabetes.csv", "site_tools/gdlearn_site/run.py", "CHANGELOG.md"} <= names
    made = (".venv/", "site/", "build/", "dist/", "docs/assets/page/", "web/node_modules/")
    assert [name for name in names if name.startswith(made) or name.endswith((".ipynb", ".pyc"))] == []


def test_the_metadata_say_what_it_is_and_what_it_needs(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"], metadata["License-Expression"]) == ("gdlearn", gd.__version__, "MIT")
    assert metadata["Description-Content-Type"] == "text/markdown"
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    libraries = {line.split(">")[0].split("<")[0] for line in needed}
    assert libraries == {
        *("array-api-compat", "cyclopts", "matplotlib", "numpy", "pyarrow", "rich", "threadpoolctl", "torch")
    }
    assert {"compiled", "jax", "sklearn"} <= set(metadata.get_all("Provides-Extra", []))


def test_the_command_is_installed_with_it(wheel: dict[str, bytes]) -> None:
    assert b"gdlearn = gdlearn.cli:main" in wheel[f"{NAME}.dist-info/entry_points.txt"]
