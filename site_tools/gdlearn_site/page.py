"""What the pages load besides their scripts: Python files for the exercises, and the course's data for the explorer.

`python -m gdlearn_site.page FOLDER` writes both into a folder.
"""

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import gdlearn
from gdlearn import line, starting_weights
from gdlearn.atomic import atomic_write
from gdlearn.exercises.exercise import FILES
from gdlearn_site.in_page import in_page

ROOT = Path(gdlearn.__file__).parents[1]
TABLES = ("gdlearn/exercises/manifest.toml", "gdlearn/mistakes/*.toml")  # that the modules read

# In a process of its own, as the page does it: every exercise is checked, then these modules are loaded.
LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
from gdlearn.exercises.page import check_source
from gdlearn.exercises.manifest import find
for name in sys.argv[2:]:
    for file in (find(name).stub, find(name).solution, *(wrong.path for wrong in find(name).wrong)):
        check_source(name, file.read_text(encoding="utf-8"))
print(*(module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] == "gdlearn"), sep="\\n")
"""


def modules() -> list[Path]:
    """The files of the package that a check in the page needs: those that Python alone, without libraries, loads."""
    command = [sys.executable, "-I", "-S", "-c", LOADED, str(ROOT), *(exercise.name for exercise in in_page())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [Path(name) for name in done.stdout.splitlines()]


def files() -> Iterator[Path]:
    """All that goes into the archive: the modules, the tables that they read, the files of the exercises."""
    yield from modules()
    for pattern in TABLES:
        yield from ROOT.glob(pattern)
    for exercise in in_page():
        yield from (FILES / exercise.name).rglob("*.py")


def archive() -> bytes:
    """The files as a zip archive; the same files always make the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for file in sorted(files()):
            entry = ZipInfo(file.relative_to(ROOT).as_posix(), date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes(), ZIP_DEFLATED, 9)
    return packed.getvalue()


def course() -> dict[str, Any]:
    """The course's own data, so that other noise can be tried: y = (slope x + bias) + noise error, in this order.

    Returns:
        "x", the feature; "errors", the noise at standard deviation 1; "slope", "bias", "noise" of `gdlearn.line`, and
        "start", the starting weights. With the same order of additions, y is that of `gdlearn.line` to the last digit.
    """
    usual = {name: parameter.default for name, parameter in inspect.signature(line).parameters.items()}
    return {
        "x": line().X[:, 0].tolist(),
        "errors": line(slope=0, intercept=0, noise=1).y.tolist(),
        "slope": usual["slope"],
        "bias": usual["intercept"],
        "noise": usual["noise"],
        "start": starting_weights(2).tolist(),
    }


def main(folder: Path) -> None:
    """Write both files, and say how large they are."""
    contents = {"gdlearn.zip": archive(), "course.json": json.dumps(course()).encode()}
    for name, content in contents.items():
        with atomic_write(folder / name) as file:
            file.write(content)
    sizes = ", ".join(f"{name} {len(content) / 1000:.0f} kB" for name, content in contents.items())
    sys.stdout.write(f"{folder}: {sizes}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
