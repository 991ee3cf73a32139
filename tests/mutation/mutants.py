"""The mutants of a file: the operators are mutmut's, and they are also used where mutmut itself uses none.

mutmut 3.8 leaves out decorated functions (so every property), class variables, defaults of dataclasses, and the
constants and tables of modules. Here they are mutated like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES, MutationVisitor, OuterFunctionProvider
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


@dataclass(frozen=True)
class Mutant:
    """One file with one fault.

    Attributes:
        path: the file, from the root of the repository.
        line: the line of the fault, counted from 1.
        function: the function or method around it, "" outside of all.
        was, becomes: the lines that differ, each without its indentation.
        wording: whether only the wording of a sentence differs.
        by_mutmut: whether `mutmut run` makes this mutant too.
        text: the whole file.
    """

    path: str
    line: int
    function: str
    was: str
    becomes: str
    wording: bool
    by_mutmut: bool
    text: str

    @property
    def change(self) -> str:
        """What was changed, on one line."""
        return f"{self.was}  =>  {self.becomes}"

    def __str__(self) -> str:
        """Where, and what."""
        return f"{self.path}:{self.line} {self.function}: {self.change}"


class Everywhere(MutationVisitor):
    """mutmut's walk through a file, that also enters what mutmut passes by."""

    METADATA_DEPENDENCIES = (PositionProvider, OuterFunctionProvider)

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return node.name.value in NEVER_MUTATE_FUNCTION_NAMES
        if (
            isinstance(node, cst.Assign)
            and isinstance(name := node.targets[0].target, cst.Name)
            and name.value == "__all__"
        ):
            return True  # for readers, and for `import *`, which nobody should write
        if isinstance(node, cst.If) and isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING":
            return True
        return bool(super()._skip_node_and_children(node))


class Names(cst.CSTVisitor):
    """The function around every node, by its qualified name, and the strings that are sentences."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.of: dict[cst.CSTNode, str] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            self.stack.append(node.name.value)
        self.of[node] = ".".join(self.stack)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, (cst.FunctionDef, cst.ClassDef)):
            self.stack.pop()


def is_wording(node: cst.CSTNode, mutated: cst.CSTNode) -> bool:
    """Whether a mutation changes nothing but a sentence: a string with a space in it."""
    return isinstance(node, cst.SimpleString) and isinstance(mutated, cst.SimpleString) and " " in node.value


def lines_that_differ(old: str, new: str) -> tuple[str, str]:
    """The lines of the one and of the other text between the first and the last that differ."""
    a, b = old.splitlines(), new.splitlines()
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    last = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), 0)
    last = min(last, len(a) - first, len(b) - first)
    return tuple(" ".join(line.strip() for line in text[first : len(text) - last]) for text in (a, b))  # type: ignore[return-value]


class Source:
    """A file whose nodes can be replaced one at a time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.wrapper = MetadataWrapper(cst.parse_module(text))
        self.module = self.wrapper.module
        self.positions = self.wrapper.resolve(PositionProvider)
        self.starts = list(accumulate((len(line) for line in text.splitlines(keepends=True)), initial=0))

    def line(self, node: cst.CSTNode) -> int:
        """The line on which a node begins, counted from 1; 0 where it is not known."""
        return self.positions[node].start.line if node in self.positions else 0

    def replaced(self, node: cst.CSTNode, other: cst.CSTNode) -> str:
        """The text with another node in its place."""
        if node in self.positions:
            place = self.positions[node]
            first = self.starts[place.start.line - 1] + place.start.column
            last = self.starts[place.end.line - 1] + place.end.column
            if self.text[first:last] == self.module.code_for_node(node):  # often; deep_replace takes 20 times as long
                return self.text[:first] + self.module.code_for_node(other) + self.text[last:]
        return cst.ensure_type(self.module.deep_replace(node, other), cst.Module).code


def mutants(path: Path, root: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its lines."""
    source, ignored = Source(path.read_text()), IgnoredCode(set(), set(), set())
    everywhere, own = Everywhere(mutation_operators, ignored), MutationVisitor(mutation_operators, ignored)
    source.wrapper.visit(everywhere)
    source.wrapper.visit(own)
    functions = [m for m in own.mutations if isinstance(m.contained_by_top_level_function, cst.FunctionDef)]
    by_mutmut, names = {id(m.original_node) for m in functions}, Names()
    source.module.visit(names)
    for mutation in everywhere.mutations:
        node, other = mutation.original_node, mutation.mutated_node
        text = source.replaced(node, other)
        was, becomes = lines_that_differ(source.text, text)
        where, wording = (str(path.relative_to(root)), source.line(node), names.of[node]), is_wording(node, other)
        yield Mutant(*where, was, becomes, wording, id(node) in by_mutmut, text)
