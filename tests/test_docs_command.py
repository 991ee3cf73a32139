"""`gdlearn docs`: pages from this computer, for this computer, until Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from gdlearn.cli import main
from gdlearn.errors import InputError
from gdlearn.server import serve

ADDRESS = r"http://127\.0\.0\.1:\d+/"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<h1>Home</h1>")
    (tmp_path / "lesson").mkdir()
    (tmp_path / "lesson" / "index.html").write_text("<h1>Lesson</h1>")
    return tmp_path


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, as in a terminal; it is gone after the block."""
    command = [sys.executable, "-u", "-m", "gdlearn", "docs", "--no-browser", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def read(address: str) -> bytes:
    with urlopen(address, timeout=10) as page:
        return bytes(page.read())


def test_the_command_serves_every_page_and_ctrl_c_ends_it_well(pages: Path) -> None:
    with running("--folder", str(pages)) as process:
        assert process.stdout
        line = process.stdout.readline()
        (address,) = re.findall(ADDRESS, line)
        assert read(address) == b"<h1>Home</h1>"
        assert read(address + "lesson/") == b"<h1>Lesson</h1>"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert process.returncode == 0
    assert out == ""  # nothing for each page
    assert err == ""


class InterruptedEvent:
    """Somebody presses Ctrl-C as soon as the command waits."""

    def wait(self) -> None:
        raise KeyboardInterrupt


@pytest.mark.parametrize("options", [(), ("--no-browser",)])
def test_the_browser_opens_the_address_unless_told_not_to(
    options: tuple[str, ...], pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(import_module("gdlearn.cli.docs"), "Event", InterruptedEvent)
    assert main(["docs", "--folder", str(pages), *options]) == 0
    (address,) = re.findall(ADDRESS, capsys.readouterr().out)
    assert opened == ([] if options else [address])


def test_pages_that_are_not_built_end_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", "--folder", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "make docs" in err
    assert err.count("\n") == 1


def test_without_a_folder_the_site_of_the_checkout_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("gdlearn.__file__", str(tmp_path / "src" / "gdlearn" / "__init__.py"))
    assert main(["docs"]) == 2
    assert f"there are no pages in {tmp_path / 'site'}" in capsys.readouterr().err


def test_a_port_that_is_taken_ends_in_one_sentence(pages: Path) -> None:
    with serve(pages) as address:
        port = int(address.rsplit(":", 1)[1].strip("/"))
        with pytest.raises(InputError, match=f"port {port} cannot be used"), serve(pages, port):
            pass
    with pytest.raises(InputError, match="port 70000 cannot be used"), serve(pages, 70_000):
        pass


def test_nothing_outside_the_folder_is_served(pages: Path) -> None:
    (pages / "outside.html").touch()
    with serve(pages / "lesson") as address, pytest.raises(HTTPError, match="404"):
        read(address + "../outside.html")


def test_a_server_is_gone_after_its_block(pages: Path) -> None:
    with serve(pages) as address:
        read(address)
    with pytest.raises(OSError, match="refused"):
        read(address)
