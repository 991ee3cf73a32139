"""Figures as part of the page: inline SVG in the colours of the page, light and dark."""

import html
import io
import re
from hashlib import sha1
from typing import Any
from xml.etree import ElementTree

import matplotlib

from gdlearn import palette

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)

PIXELS = 4 / 3  # CSS pixels in a point: a figure of 6 inches is at most 576 pixels wide
GROUND = {"#000000": "currentColor", "#ffffff": "var(--md-default-bg-color)"}
COLOURS = GROUND | {light: f"var({name})" for light, name in palette.VARIABLES.items()}
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # letters stay letters, in the font of the page
    "svg.hashsalt": "gdlearn",  # the same ids in every build
    "path.simplify": True,
    "savefig.transparent": True,
}


def svg(figure: Any) -> str:
    """The SVG document of a matplotlib figure, or of anything that has `_repr_svg_`."""
    if hasattr(figure, "_repr_svg_"):
        return str(figure._repr_svg_())
    file = io.StringIO()
    with matplotlib.rc_context(SETTINGS):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def inline(document: str, alt: str, number: int) -> str:
    """An SVG document as an element of a page.

    Args:
        document: the whole document.
        alt: what it shows, for those who cannot see it.
        number: which figure of the page it is; two on one page never share an id.
    """
    root = ElementTree.fromstring(document)
    prefix = f"f{number}-{sha1(document.encode()).hexdigest()[:6]}-"
    for parent in root.iter():
        for child in [*parent]:
            empty = child.tag == f"{{{SVG}}}path" and not child.get("d")  # matplotlib writes such for what is outside
            if empty or child.tag in {f"{{{SVG}}}metadata", f"{{{SVG}}}style"}:  # the style would apply to the page
                parent.remove(child)
        _adapt(parent, prefix)
        _share_style(parent)
    width, height = (float(root.attrib.pop(side).removesuffix("pt")) for side in ("width", "height"))
    root.attrib.update(
        {
            "role": "img",
            "aria-label": alt,
            "fill": "currentColor",
            "stroke-linejoin": "round",
            "viewBox": f"0 0 {width:g} {height:g}",
            "style": f"max-width: {width * PIXELS:.0f}px",
        }
    )
    return ElementTree.tostring(root, encoding="unicode")


def _adapt(element: ElementTree.Element, prefix: str) -> None:
    """Ids of this figure only, colours of the page, the page's font, and no more digits than an eye can see."""
    if element.text and not element.text.strip():
        element.text = None
    if element.tail and not element.tail.strip():
        element.tail = None
    for name, value in element.attrib.items():
        if name == "id":
            value = prefix + value
        elif name in {"href", f"{{{XLINK}}}href"} and value.startswith("#"):
            value = f"#{prefix}{value[1:]}"
        elif name in {"d", "transform", "points", "values", "x", "y"}:
            value = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", value)
        elif name in {"style", "fill", "stroke"}:
            value = re.sub(r"#[0-9a-f]{6}", lambda colour: COLOURS.get(colour[0], colour[0]), value)
            value = re.sub(r"font: ([\d.]+px) [^;]+", r"font-size: \1", value)
            value = re.sub(r"font-family: [^;]+;? ?", "", value)
        element.set(name, re.sub(r"url\(#", f"url(#{prefix}", value.replace("\n", " ")))


def _share_style(group: ElementTree.Element) -> None:
    """Markers of one kind say their style once: a cloud of points is a third smaller then."""
    styles = {child.get("style") for child in group}
    if len(group) < 2 or len(styles) > 1 or None in styles or "style" in group.attrib:
        return
    group.set("style", str(styles.pop()))
    for child in group:
        del child.attrib["style"]


def to_html(figure: Any, alt: str, caption: str, number: int) -> str:
    """The figure with its caption, and with a button if something in it can move."""
    drawing = inline(svg(figure), alt, number)
    moves = "<animate" in drawing
    button = '<button type="button" class="md-button" data-gd-play hidden>Play</button>' if moves else ""
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="gd-figure{" gd-animation" if moves else ""}">{drawing}{button}{below}</figure>'
