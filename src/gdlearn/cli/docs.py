"""gdlearn docs: the pages of this course, in the browser."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path
from threading import Event

from rich.console import Console

import gdlearn
from gdlearn.errors import InputError
from gdlearn.server import serve


def docs(*, folder: Path | None = None, port: int = 0, browser: bool = True) -> int:
    """Open the lessons and the reference in the browser, until you press Ctrl-C.

    The pages come from your own computer. They are built once, by make docs in a checkout of gdlearn.

    Args:
        folder: Where the built pages lie. If it is left out: the folder site of the checkout.
        port: The port on this computer; 0 takes a free one.
        browser: Open the browser; with --no-browser the address is only printed.
    """
    pages = built(folder or Path(gdlearn.__file__).parents[2] / "site")
    with suppress(KeyboardInterrupt), serve(pages, port) as address:
        Console(soft_wrap=True).print(f"The pages are at {address} until you press Ctrl-C.", highlight=False)
        if browser:
            webbrowser.open(address)
        Event().wait()  # nothing but Ctrl-C ends it
    return 0


def built(folder: Path) -> Path:
    """The folder, if there are pages in it."""
    if not (folder / "index.html").is_file():
        raise InputError(
            f"there are no pages in {folder}; build them by `make docs` in a checkout of gdlearn, "
            "or name the folder with --folder."
        )
    return folder
