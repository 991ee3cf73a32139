"""A page that runs: one namespace, block after block, and everything that comes out of them."""

import ast
import contextlib
import io
import linecache
import sys
import traceback
import warnings
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from gdlearn_site.controls import to_set
from gdlearn_site.fences import Fence, Options

# Set before pyplot is loaded by anybody: no window, no toolkit.
import matplotlib  # isort: skip

matplotlib.use("agg")


class RunError(ValueError):
    """A block that did not do what the page says. Nobody catches it, so that it ends the build."""


@dataclass(frozen=True)
class Result:
    """What came out of one block.

    Attributes:
        text: what was printed, the value of the last expression, declared warnings, and a declared exception.
        strange: True if a declared warning or exception is part of the text.
        figure: the one figure of the block, or None.
    """

    text: str
    strange: bool
    figure: Any | None


class Session:
    """The namespace of one page."""

    def __init__(self) -> None:
        self.module = ModuleType("page")  # a real one, so that classes of the page can be pickled
        self.namespace: dict[str, Any] = vars(self.module)
        self.blocks = 0

    def run(self, fence: Fence, asked: Options) -> Result:
        """Run one block.

        Raises:
            RunError: if it raises or warns without having said so, does not raise or warn although it said so, calls
                `sys.exit`, or draws a figure without a text for those who cannot see it.
        """
        self.blocks += 1
        place = f"block {self.blocks} ({(fence.code.strip() or '# empty').splitlines()[0]!r})"
        printed = io.StringIO()
        told: list[warnings.WarningMessage] = []
        value, error = None, None
        with contextlib.redirect_stdout(printed), warnings.catch_warnings(record="warns" in asked.settings) as caught:
            warnings.simplefilter("always" if "warns" in asked.settings else "error")
            try:
                value = self._execute(fence.code)
            except KeyboardInterrupt:
                raise
            except BaseException as problem:  # also SystemExit, which would end the build as if all were well
                error = problem
            told += caught or []
        _expect_exception(place, asked.settings.get("raises"), error)
        _expect_warning(place, asked.settings.get("warns"), told)
        figure = _figure(place, asked, value)
        text = [printed.getvalue().rstrip("\n")] if printed.getvalue().strip() else []
        text += [f"{note.category.__name__}: {str(note.message).strip()}" for note in told]
        if error is not None:
            text += ["".join(traceback.format_exception_only(error)).rstrip()]
        elif value is not None and value is not figure:
            text += [repr(value)]
        return Result("\n".join(text), error is not None or bool(told), figure)

    def value(self, expression: str) -> str:
        """An expression in the text of the page, formatted as in an f-string: `loss[0]:.3f`.

        It may call `to_set`, which makes a link that sets the controls of the explorer on this page.

        Raises:
            RunError: if it cannot be evaluated.
        """
        try:
            return str(eval(f'f"""{{{expression}}}"""', {"to_set": to_set} | self.namespace))
        except Exception as error:
            raise RunError(f"{{{{ {expression} }}}} in the text: {type(error).__name__}: {error}") from error

    def _execute(self, code: str) -> Any:
        sys.modules["page"] = self.module
        name = f"<block {self.blocks}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)  # for inspect.getsource
        tree = ast.parse(code, name)
        last = tree.body[-1] if tree.body else None
        if not isinstance(last, ast.Expr):
            return exec(compile(tree, name, "exec", dont_inherit=True), self.namespace)
        tree.body.pop()
        exec(compile(tree, name, "exec", dont_inherit=True), self.namespace)
        return eval(compile(ast.Expression(last.value), name, "eval", dont_inherit=True), self.namespace)


def _expect_exception(place: str, expected: str | None, error: BaseException | None) -> None:
    if isinstance(error, SystemExit):
        raise RunError(f"{place} calls sys.exit; a page cannot.")
    if error is None:
        if expected:
            raise RunError(f"{place} should raise {expected} and raises nothing.")
        return
    if expected not in {parent.__name__ for parent in type(error).__mro__}:
        meant = f" and not {expected}" if expected else ""
        last = traceback.extract_tb(error.__traceback__)[-1]
        said = str(error) or last.line  # a bare assert says nothing; its line does
        raise RunError(f"{place}, line {last.lineno}: raises {type(error).__name__}{meant}: {said}") from error


def _expect_warning(place: str, expected: str | None, told: list[warnings.WarningMessage]) -> None:
    names = [note.category.__name__ for note in told]
    if expected and expected not in names:
        raise RunError(f"{place} should warn with {expected} and warns with {', '.join(names) or 'nothing'}.")
    if other := [name for name in names if name != expected]:
        raise RunError(f"{place} warns with {other[0]} too, which is not declared.")


def _figure(place: str, asked: Options, value: Any) -> Any | None:
    """The one figure of a block: made by pyplot, or the value of its last expression."""
    figures = [value] if hasattr(value, "savefig") or hasattr(value, "_repr_svg_") else []
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        figures += [figure for figure in map(pyplot.figure, pyplot.get_fignums()) if figure is not value]
        pyplot.close("all")
    if len(figures) > 1:
        raise RunError(f"{place} draws {len(figures)} figures; draw one in each block.")
    if figures and not asked.settings.get("alt") and "hide" not in asked:
        raise RunError(f"{place} draws a figure; say in alt= what it shows, for those who cannot see it.")
    if not figures and ("alt" in asked.settings or "caption" in asked.settings):
        raise RunError(f"{place} has a text for a figure, and draws none.")
    return figures[0] if figures else None
