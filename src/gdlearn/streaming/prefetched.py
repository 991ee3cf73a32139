"""The next block is read while this one is computed: one thread, and a bound on what is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")
POLL = 0.05  # seconds after which a waiting reader looks whether anybody still listens


class Prefetched(Generic[T]):
    """The same items, each made ahead of time in a thread of its own.

    At most `ahead` + 2 items are alive: the one in use, those that wait, and the one being made.

    Args:
        items: what is gone through, once for every `iter`; an error in it reaches whoever asks for the next item.
        ahead: how many finished items may wait, 1 or more.

    Examples:
        >>> list(Prefetched([1, 2, 3]))
        [1, 2, 3]
    """

    def __init__(self, items: Iterable[T], ahead: int = 1) -> None:
        self.items, self.ahead = items, ahead

    def __iter__(self) -> Iterator[T]:
        """Start the thread; it ends with the last item, or as soon as nobody listens any more."""
        waiting: Queue[tuple[T] | BaseException | None] = Queue(self.ahead)
        stopped = Event()
        reader = Thread(target=_read, args=(self.items, waiting, stopped), name="gdlearn reader", daemon=True)
        reader.start()
        try:
            while (found := waiting.get()) is not None:
                if isinstance(found, BaseException):
                    raise found
                yield found[0]
                del found  # or the block would stay in memory while the next one is awaited
        finally:
            stopped.set()
            _empty(waiting)  # a reader that waits for room finds some, and then finds that it has been stopped
            reader.join()


def _read(items: Iterable[T], waiting: Queue[tuple[T] | BaseException | None], stopped: Event) -> None:
    """Everything in the thread: put items until they end, an error comes, or nobody listens."""
    stream = iter(items)
    try:
        for item in stream:
            if not _put(waiting, (item,), stopped):
                return
            del item
        _put(waiting, None, stopped)
    except BaseException as error:  # it travels to whoever asked for the item
        _put(waiting, error, stopped)
    finally:
        close = getattr(stream, "close", None)  # a generator closes its files
        if close is not None:
            close()


def _put(
    waiting: Queue[tuple[T] | BaseException | None], found: tuple[T] | BaseException | None, stopped: Event
) -> bool:
    """Wait for room; False if nobody listens any more."""
    while not stopped.is_set():
        try:
            waiting.put(found, timeout=POLL)
        except Full:
            continue
        return True
    return False


def _empty(waiting: Queue[tuple[T] | BaseException | None]) -> None:
    """Forget what waits."""
    while True:
        try:
            waiting.get_nowait()
        except Empty:
            return
