r"""Markdown formulas: `$...$` in a line, `$$...$$` as a block of its own; `\$` is a dollar."""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

from gdlearn_site.tex import TexError, to_html

# The rules of Pandoc: no space inside the dollars, no digit after them, so that "$5 or $6" stays money.
INLINE = r"(?<![\\$])\$(?![\s$])((?:\\.|[^\\$\x02\x03])+?)(?<!\s)\$(?![\d$])([.,;:?]?)"
BLOCK = re.compile(r"(?:^|\n) {0,3}\$\$(.+?)\$\$ *(?:\n|$)", re.DOTALL)


class InlineFormula(InlineProcessor):
    """`$...$`; what comes out is stored away, so that no later rule touches it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the name that Python-Markdown calls
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """The place holder of the rendered formula, and what it replaces; no line begins with a full stop."""
        html = to_html(match[1], display=False)
        if match[2]:
            html = f'<span class="gd-nowrap">{html}{match[2]}</span>'
        return self.md.htmlStash.store(html), match.start(), match.end()


class StrayDollars(InlineProcessor):
    """Two dollars that are left over: a block that is not closed, or that does not stand on lines of its own."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Always an error."""
        raise TexError(f"two dollars do not stand on lines of their own, or hold a blank line between them: {data!r}")


class BlockFormula(BlockProcessor):
    """`$$...$$` on lines of its own, with or without blank lines around it."""

    def test(self, parent: Element, block: str) -> bool:
        """True if there is a whole formula in the block."""
        return bool(BLOCK.search(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """What stands before it, the formula, and back on the pile what stands after it."""
        block = blocks.pop(0)
        if not (match := BLOCK.search(block)):
            return
        if before := block[: match.start()]:
            self.parser.parseBlocks(parent, [before])
        html = to_html(match[1].strip(), display=True)
        paragraph = SubElement(parent, "p")  # Python-Markdown takes it away again around a stored <div>
        paragraph.text = self.parser.md.htmlStash.store(f'<div class="gd-formula">{html}</div>')
        if after := block[match.end() :]:
            blocks.insert(0, after)


class Maths(Extension):
    """Put the three in their places: after code, before everything else."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register them; code spans have priority 190 and escapes 180, code blocks 80 and headings 70."""
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        md.parser.blockprocessors.register(BlockFormula(md.parser), "gdlearn-formula-block", 79)
        md.inlinePatterns.register(InlineFormula(INLINE, md), "gdlearn-formula", 189)
        md.inlinePatterns.register(StrayDollars(r"(?<!\\)\$\$", md), "gdlearn-stray-dollars", 188)


def makeExtension(**options: Any) -> Maths:  # noqa: N802
    """Where Python-Markdown starts."""
    return Maths(**options)
