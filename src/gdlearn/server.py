"""A folder of pages, shown to this computer and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from gdlearn.errors import InputError

HOST = "127.0.0.1"  # this computer: no other one can connect


class QuietHandler(SimpleHTTPRequestHandler):
    """Sends files, and does not write a line for each."""

    protocol_version = "HTTP/1.1"  # one connection for all the files of a page

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name in the base class
        """Nothing: the terminal belongs to the command."""


class Server(ThreadingHTTPServer):
    """A thread for each connection; the threads do not keep the program alive."""

    daemon_threads = True
    block_on_close = False


@contextmanager
def serve(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve the files of a folder for as long as the `with` block runs.

    Args:
        folder: the folder; its `index.html` is the first page.
        port: the port on this computer, 1 to 65535; 0 takes one that is free.

    Yields:
        The address of the first page, such as `http://127.0.0.1:8000/`.

    Raises:
        InputError: if the port cannot be used.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> from urllib.request import urlopen
        >>> with TemporaryDirectory() as folder:
        ...     _ = (Path(folder) / "index.html").write_text("five lines of Python")
        ...     with serve(Path(folder)) as address, urlopen(address) as page:
        ...         page.read()
        b'five lines of Python'
    """
    try:
        server = Server((HOST, port), partial(QuietHandler, directory=str(folder)))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"port {port} cannot be used: {reason}; without a port, a free one is taken.") from error
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    with server:
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
