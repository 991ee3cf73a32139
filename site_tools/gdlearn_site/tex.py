"""TeX to HTML, by KaTeX, in a small JavaScript engine inside Python."""

from functools import cache
from pathlib import Path
from typing import Any

import quickjs

KATEX = Path(__file__).parent / "katex" / "katex.min.js"

# A pair and not an exception: the message of KaTeX comes over whole.
RENDER = """
function render(tex, display) {
  const options = {displayMode: display, throwOnError: true, strict: "error", output: "htmlAndMathml"};
  try {
    return [katex.renderToString(tex, options), ""];
  } catch (error) {
    return ["", String(error.message)];
  }
}
"""


class TexError(ValueError):
    """A formula that cannot be rendered. Nobody catches it, so that it ends the build."""


@cache
def engine() -> Any:
    """KaTeX, loaded once; it lives in a thread of its own, so that any thread may ask it."""
    return quickjs.Function("render", KATEX.read_text(encoding="utf-8") + RENDER)


@cache
def to_html(tex: str, display: bool) -> str:
    r"""One formula as HTML, with MathML inside for screen readers.

    Args:
        tex: the formula, without its dollars.
        display: True for a formula on a line of its own.

    Raises:
        TexError: if KaTeX does not understand the formula; the message shows it.

    Examples:
        >>> "katex" in to_html(r"\nabla L", display=False)
        True
    """
    html, problem = engine()(tex, display)
    if problem:
        raise TexError(f"cannot render the formula {tex!r}: {problem}")
    return str(html).replace("<mo>\u2061</mo>", "")  # KaTeX writes it into elements that have no room for it
