"""The cores of the machine, shared between the thread that reads and those that compute."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gdlearn.machine import cores


@contextmanager
def one_core_left() -> Iterator[None]:
    """While this is open, matrix products leave one core to the thread that reads; fewer threads than that stay fewer.

    Measured on two cores: with a thread on each core, and a third that reads, the products wait for a partner that is
    not running, and a pass over a file takes up to ten times as long.
    """
    from threadpoolctl import ThreadpoolController

    libraries = ThreadpoolController()
    most = max(1, cores() - 1)
    fewer = [library | {"num_threads": min(most, library["num_threads"])} for library in libraries.info()]
    with libraries.limit(limits=fewer):
        yield
