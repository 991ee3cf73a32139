"""Code on a page, taken from the package by its name: `--source-- gdlearn.descent.descend`.

A copy grows stale, a range of line numbers slides, and section marks clutter a file that is itself read as a lesson.
A name does none of these: if it moves away, the build stops. Docstrings are left out (the reference shows them); with
`body` after the name, so is the line that starts with `def`.
"""

import ast
import re
import textwrap
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

LINE = re.compile(r"^(?P<indent> *)--source-- (?P<name>[\w.]+)(?P<body> body)?$")
Definition = ast.FunctionDef | ast.ClassDef


class SourceError(ValueError):
    """A name that is not in the package. Nobody catches it, so that it ends the build."""


def find(name: str, root: Path) -> tuple[Path, Definition]:
    """The file and the syntax tree of `package.module.Class.function`; nothing is imported.

    Raises:
        SourceError: if there is no such function or class.
    """
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        file = root.joinpath(*parts[:cut]).with_suffix(".py")
        if not file.is_file():
            continue
        node: ast.AST = ast.parse(file.read_text(encoding="utf-8"))
        for part in parts[cut:]:
            inside = (child for child in ast.iter_child_nodes(node) if isinstance(child, Definition))
            node = next((child for child in inside if child.name == part), ast.Pass())
        if isinstance(node, Definition):
            return file, node
    raise SourceError(f"there is no function or class {name} under {root}; the page that shows it needs its new name.")


def source(name: str, root: Path, body: bool = False) -> str:
    """The lines of a function or class as they stand in the file, without docstring and notes to the type checker."""
    file, node = find(name, root)
    lines = file.read_text(encoding="utf-8").splitlines()
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    head, rest = lines[start - 1 : node.body[0].lineno - 1], node.body[0].lineno
    if ast.get_docstring(node) is not None:
        rest = (node.body[0].end_lineno or rest) + 1
    code = ([] if body else head) + lines[rest - 1 : node.end_lineno]
    return textwrap.dedent("\n".join(re.sub(r"  # type: ignore\[[\w, -]+\]", "", line) for line in code)).strip("\n")


class SourceLines(Preprocessor):
    """Replace every `--source--` line by a code block."""

    def __init__(self, md: Markdown, root: Path) -> None:
        super().__init__(md)
        self.root = root

    def run(self, lines: list[str]) -> list[str]:
        """The same lines, with code blocks in the place of names."""
        return [new for line in lines for new in self._replaced(line)]

    def _replaced(self, line: str) -> list[str]:
        if not (match := LINE.match(line)):
            return [line]
        name = match["name"]
        file, node = find(name, self.root)
        block = f'```python title="{file.name}: {node.name}"\n{source(name, self.root, bool(match["body"]))}\n```'
        return textwrap.indent(block, match["indent"]).splitlines()


class Source(Extension):
    """The option `root` is the folder in which the package lies, `src` by default."""

    def __init__(self, **options: Any) -> None:
        self.config = {"root": ["src", "the folder in which the package lies"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name that Python-Markdown calls
        """Before the code blocks of superfences, which have priority 25."""
        md.preprocessors.register(SourceLines(md, Path(self.getConfig("root"))), "gdlearn-source", 28)


def makeExtension(**options: Any) -> Source:  # noqa: N802
    """Where Python-Markdown starts."""
    return Source(**options)
