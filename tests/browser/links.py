"""Do all links inside the site lead somewhere, down to the anchor?"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit


@dataclass
class Links(HTMLParser):
    """The addresses that a page points to, and the anchors that it has."""

    path: Path
    addresses: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what points, and what can be pointed to."""
        for name, value in attrs:
            if name in {"href", "src"} and value is not None:
                self.addresses.append(value)
            elif name == "srcset" and value:
                self.addresses += [part.split()[0] for part in value.split(",")]
            elif name == "id" and value:
                self.anchors.add(value)


def broken_links(site: Path) -> list[str]:
    """Every link that stays on the site and leads to no file, or to no anchor: "page -> address".

    Args:
        site: the folder of the built site.
    """
    pages = {path.resolve(): Links(path) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site.resolve())} -> {address}"
        for path, page in pages.items()
        for address in page.addresses
        if not resolves(address, path, site.resolve(), pages)
    ]


def resolves(address: str, path: Path, site: Path, pages: dict[Path, Links]) -> bool:
    """Whether an address on a page is on another site, or leads to a file and to an anchor that are there."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    place, anchor = unquote(parts.path), unquote(urldefrag(address).fragment)
    target = path if not place else (site / place.lstrip("/") if place.startswith("/") else path.parent / place)
    target = target.resolve()
    if target.is_dir():
        target /= "index.html"
    if not target.is_file() or not target.is_relative_to(site):
        return False
    return not anchor or target not in pages or anchor in pages[target].anchors
