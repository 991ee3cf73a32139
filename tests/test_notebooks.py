"""The notebooks of the lessons: made from the pages, and every one of them runs."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "docs" / "lessons").glob("[0-9]*.md"))
PAGE = """---
title: "0. A page"
---

# 0. A page

Convention `mean` · 1 minutes · [notebook](00-a.ipynb){ download }
{ .gd-lesson }

Some text { #not-this }.

```python run hide
x = 6
```

The value is {{ x + 1 }}, see [loss][gdlearn.objectives.mse.MeanSquaredError.loss], [lesson 1](01-the-data.md#a) and
[the words](../about/notation.md).

<div class="gd-by-hand" markdown>

--source-- gdlearn.objectives.mse.MeanSquaredError.residual

</div>

!!! mistake "Too large"

    Text of the box.

    ```python run raises="ZeroDivisionError"
    x / 0
    ```

```python norun
this is not run
```

```python run hide
# What this lesson says in words
assert x == 6
```

```python run md
print(f"**{x * 2}** it is.")
```

--shell-- gdlearn --version

Drag the start, or {{ to_set(rate=0.02) }}.

--explorer-- rate=0.01

--exercise-- gradient-loop
"""


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT / "site_tools")
    return import_module("gdlearn_site.notebook")


@pytest.fixture
def cells(tool: Any) -> list[Any]:
    made: list[Any] = tool.notebook(PAGE, ROOT / "src").cells
    return made


def test_blocks_become_cells_in_their_order(cells: list[Any]) -> None:
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert code == ["%matplotlib inline", "x = 6", "x / 0", "!gdlearn --version"]


def test_values_stand_in_the_text(cells: list[Any]) -> None:
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert "The value is 7, see loss, [lesson 1](01-the-data.ipynb) and\nthe words." in text
    assert "**12** it is." in text


def test_what_only_the_site_understands_is_gone(cells: list[Any]) -> None:
    text = "\n".join(cell.source for cell in cells)
    marks = "{{", "{ #", "{ .gd", "!!!", "--source--", "--shell--", "--ex", "<div", "title:", "python run", "download"
    for gone in (*marks, "Drag", "to_set"):
        assert gone not in text
    assert "**Mistake: Too large**" in text
    assert "\nText of the box." in text
    assert "return self.predict(w) - self.y" in text
    assert "`gdlearn exercises check gradient-loop` checks it" in text


def test_a_cell_that_must_raise_says_so(cells: list[Any]) -> None:
    (cell,) = (cell for cell in cells if cell.source == "x / 0")
    assert cell.metadata["tags"] == ["raises-exception"]


def test_the_same_page_gives_the_same_notebook_twice(tool: Any) -> None:
    assert tool.notebook(PAGE, ROOT / "src") == tool.notebook(PAGE, ROOT / "src")


def test_a_page_that_fails_makes_no_notebook(tool: Any, tmp_path: Path) -> None:
    page = tmp_path / "00-a.md"
    page.write_text(PAGE.replace("x = 6", "x = 6 / 0"))
    with pytest.raises(SystemExit, match=r"00-a\.md: block 1 .* ZeroDivisionError"):
        tool.main([str(page)])
    assert not page.with_suffix(".ipynb").exists()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: str(lesson.stem))
def test_the_notebook_of_every_lesson_runs(lesson: Path) -> None:
    nbclient, nbformat = import_module("nbclient"), import_module("nbformat")
    file = lesson.with_suffix(".ipynb")
    assert file.is_file(), "run `make docs` first: it makes the notebooks."
    made = nbformat.read(file, as_version=4)
    nbformat.validate(made)
    client = nbclient.NotebookClient(made, timeout=120, resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    expected = [cell for cell in made.cells if "raises-exception" in cell.metadata.get("tags", [])]
    failed = [cell for cell in made.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert failed == expected


def test_the_notebooks_use_this_python() -> None:
    """`python3` must be the kernel of the environment that runs the tests, where the package is installed."""
    manager = import_module("jupyter_client.kernelspec").KernelSpecManager()
    command = manager.get_kernel_spec("python3").argv[0]
    assert Path(command).name.startswith("python")
    assert command in (sys.executable, "python", "python3") or Path(command).samefile(sys.executable)
