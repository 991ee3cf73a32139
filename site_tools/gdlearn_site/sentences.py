"""Every sentence that the package raises on purpose, read from its source, so that the list is never out of date.

A sentence is what an error of `gdlearn.errors` is made with. Where one is chosen elsewhere, as from a table of what
libraries say, those of that module and of what it imports from its area are found by their look: they have a
semicolon and end with a full stop.
"""

import ast
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import gdlearn
from gdlearn import errors

PACKAGE = Path(gdlearn.__file__).parent
LEARNERS = PACKAGE / "exercises" / "files"  # what learners read and write is not the package
ERRORS = tuple(name for name, kind in vars(errors).items() if isinstance(kind, type))
LONGEST = 24  # characters of a placeholder; a longer expression would say nothing to a reader
TELLING = ("len", "max", "min", "sum", "type")  # functions that say what a value is
CHOSEN = "InputError"  # what carries a sentence that is chosen elsewhere


class Sentence(NamedTuple):
    """One sentence.

    Attributes:
        module: where it stands, "gdlearn.files".
        error: the class that carries it.
        text: with {placeholders} for what is known only when it is raised.
        line: the line of the source.
    """

    module: str
    error: str
    text: str
    line: int


def sentences() -> list[Sentence]:
    """All of them, in the order of areas, modules and lines."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if LEARNERS not in path.parents)
    modules = [(module_name(path), ast.parse(path.read_text(encoding="utf-8"))) for path in files]
    return [sentence for _, group in groupby(modules, key=lambda each: area(each[0])) for sentence in of_area(*group)]


def of_area(*modules: tuple[str, ast.Module]) -> list[Sentence]:
    """Those of the modules of one area, each once in its module."""
    places = {name for module, tree in modules if (places := chosen(module, tree)) for name in places}
    return [sentence for module, tree in modules for sentence in of_module(module, tree, module in places)]


def of_module(module: str, tree: ast.Module, chosen_here: bool) -> list[Sentence]:
    """Those of one module, in the order of its lines; those that are only chosen here if that is asked for."""
    found = {text: (call.func.id, call.lineno) for call in raised(tree) for text in texts(call.args[0])}
    others = {text: (CHOSEN, node.lineno) for node in strings(tree) for text in texts(node) if is_sentence(text)}
    every = (others if chosen_here else {}) | found
    return [Sentence(module, *each) for each in sorted(((e, t, n) for t, (e, n) in every.items()), key=lambda x: x[2])]


def chosen(module: str, tree: ast.Module) -> set[str]:
    """Where sentences of a module may be chosen: in itself and in what it imports; nowhere if all are written out."""
    if all([*texts(call.args[0])] for call in raised(tree)):
        return set()
    return {module} | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def raised(tree: ast.Module) -> Iterator[Any]:
    """The calls that make an error of the package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args:
            yield node


def texts(node: ast.expr) -> Iterator[str]:
    """What an expression may say: text, text with values in it, or one of two texts; nothing if it is computed."""
    if isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else placeholder(part)
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        )


def placeholder(part: ast.FormattedValue) -> str:
    """A name in braces for a value, without what only brings it into shape; three points for a long expression."""
    value = part.value
    while isinstance(value, ast.Call) and len(value.args) == 1 and ast.unparse(value.func) not in TELLING:
        value = value.args[0]
    name = re.sub(r"type\((.+)\)\.__name__", r"type of \1", ast.unparse(value).replace("self.", ""))
    return f"{{{name}}}" if len(name) <= LONGEST and re.fullmatch(r"[\w.()\[\] +-]+", name) else "{…}"


def strings(tree: ast.Module) -> Iterator[ast.expr]:
    """All texts of a module but its docstrings and the pieces of longer texts."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inner |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inner:
            yield node


def is_sentence(text: str) -> bool:
    """Whether a text looks like what the package says of bad input: not as a title, and with what is to be done."""
    return bool(re.fullmatch(r"[a-z{-].*; .*\.", text))


def module_name(path: Path) -> str:
    """The name under which Python imports a file of the package."""
    parts = ("gdlearn", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def area(module: str) -> str:
    """The folder or module of the package that a module belongs to; "" for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def as_markdown() -> str:
    """A section for every module of the package, with its sentences."""
    lines: list[str] = []
    for title, group in groupby(sentences(), key=lambda sentence: area(sentence.module)):
        lines += [f"### {title}", "", "| what is said | error | where |", "|---|---|---|"]
        for module, error, text, line in group:
            shown = text.replace("|", "\\|").replace("`", "")
            lines.append(
                f"| `{' '.join(shown.split())}` | {error} | {module.removeprefix('gdlearn.')}, line&nbsp;{line} |"
            )
        lines.append("")
    return "\n".join(lines)
