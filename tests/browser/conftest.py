"""The site, its server and the browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext

from gdlearn.server import serve
from tests.test_site import ROOT, mkdocs

FLAGS = (
    "--no-sandbox",  # the pages are ours
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class Look(NamedTuple):
    """One way to look at the site."""

    scheme: Literal["light", "dark"]
    width: int  # pixels

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}"


LOOKS = [Look("light", 390), Look("light", 1280), Look("dark", 390), Look("dark", 1280)]


def need(program: str, package: str) -> str:
    """The path of a program; if it is missing, skip with one sentence, and on the machine that decides, fail."""
    if path := shutil.which(program):
        return path
    sentence = f"{program} is missing; install it with: apt-get install {package}"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def java() -> str:
    """Java, which the checker of the HTML needs."""
    return need("java", "default-jre-headless")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, which nobody has to download."""
    return {"executable_path": need("chromium", "chromium"), "args": [*FLAGS]}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: the folder named by SITE, or one that is built now."""
    if "SITE" in os.environ:
        return (ROOT / os.environ["SITE"]).resolve()
    folder = tmp_path_factory.mktemp("site")
    built = mkdocs("--strict", "-d", folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the site."""
    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Mapping[Look, BrowserContext]]:
    """One browser window, so to speak, for each look; its pages share what they have loaded."""
    opened = {
        look: browser.new_context(color_scheme=look.scheme, viewport={"width": look.width, "height": 900})
        for look in LOOKS
    }
    yield opened
    for context in opened.values():
        context.close()
