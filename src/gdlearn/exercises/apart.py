"""A learner's file in a process of its own, and the questions that it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from gdlearn.errors import InputError
from gdlearn.exercises.channel import Channel
from gdlearn.exercises.ended import ended
from gdlearn.exercises.limits import START_SECONDS, Limits
from gdlearn.exercises.stopped import Stopped
from gdlearn.exercises.wire import UnsendableError, decode, encode, overwrite

__all__ = ["Apart", "Limits"]

GRACE, TICK = 1.0, 0.05  # seconds after the end of the time, in which the process may write where it is
USUAL = Limits()


class Apart:
    r"""A process that has loaded one file of a learner.

    Whatever the file does, an answer comes back or `Stopped` is raised: an endless loop, a crash, the end of the
    process, a flood of output, too much memory. Values cross as JSON, no pickles, and are judged on this side. The
    process has a folder of its own to work in, few environment variables, and cannot start other processes; when the
    `with` block ends, it is killed with all that it may have started, and the folder is removed.

    This keeps accidents from doing harm. It is no prison: the program runs with the rights of whoever runs it. It can
    read and write files and use the network, and a program that wants to cheat or to do harm can. Programs of strangers
    belong into a container.

    Attributes:
        file: the learner's file.
        limits: how much it may use.

    Examples:
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder) / "half.py"
        ...     _ = file.write_text("def half(x):\n    return x / 2\n")
        ...     with Apart(file) as learner:
        ...         learner.call("half", 3.0)
        1.5
    """

    def __init__(self, file: Path, limits: Limits = USUAL) -> None:
        """Start the process, and do not wait for it: other things can be loaded in the meantime."""
        self.file, self.limits = file.absolute(), limits
        self._left = limits.seconds
        self._folder = TemporaryDirectory(prefix="gdlearn-", ignore_cleanup_errors=True)
        self._trace, self._printed = (Path(self._folder.name) / name for name in ("trace", "printed"))
        work = Path(self._folder.name) / "work"
        work.mkdir()
        self._channel = Channel(work, self._printed)
        settings = {"file": str(self.file), "trace": str(self._trace), "limits": asdict(limits)}
        self._channel.send(json.dumps(settings))
        self._loaded = False
        self._stop: dict[str, Any] | None = None  # why nothing more can be asked

    def __enter__(self) -> Apart:
        """The process; it goes with the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the process and whatever it has started, and remove its folder."""
        self._channel.close()
        self._folder.cleanup()

    def call(self, name: str, *arguments: Any) -> Any:
        """What a function of the learner returns.

        Args:
            name: the function.
            arguments: numbers, text, arrays, tensors, lists, tuples, dicts; what the function writes into one of them
                is written into it here, too.

        Returns:
            The same, with dtype and shape; tensors as NumPy arrays, tuples and iterators as lists.

        Raises:
            Stopped: if it does not return, or returns something else.
            InputError: if an argument is something else.
        """
        try:
            sent = [encode(argument) for argument in arguments]
        except UnsendableError as error:
            raise InputError(f"a {error} cannot be sent to a program; send numbers, arrays or text.") from error

        def read(answer: dict[str, Any]) -> Any:
            for i, changed in answer["changed"].items():
                overwrite(arguments[int(i)], decode(changed))
            return decode(answer["result"])

        return self._ask("call", read, name=name, arguments=sent)

    def function(self, name: str) -> Callable[..., Any]:
        """A function that calls the learner's function of that name.

        Raises:
            Stopped: if there is none.
        """
        self._ask("function", name=name)
        return partial(self.call, name)

    def value(self, name: str) -> Any:
        """A value that the file sets, such as a learning rate.

        Raises:
            Stopped: if it sets none of that name.
        """
        return self._ask("value", name=name)

    def names(self) -> set[str]:
        """What the file defines or imports."""
        found: set[str] = self._ask("names", set)
        return found

    def inside(self, entry: str, **options: Any) -> Any:
        """The answer of a check of ours that runs in the process: for what cannot be sent, such as a class.

        The learner's program could write into such a check, so ask for numbers where numbers will do.

        Args:
            entry: "module:function"; it is called with the learner's module and the options.
            options: what `call` takes.
        """
        return self._ask("inside", name=entry, options=encode(options))

    @property
    def printed(self) -> str:
        """What the program has printed, errors and warnings too."""
        return self._printed.read_text(encoding="utf-8", errors="replace")

    def _ask(self, do: str, read: Callable[[Any], Any] = decode, **request: Any) -> Any:
        """Send a question, and wait for the answer as long as there is time; the first time, load the file."""
        if self._stop is None and not self._loaded:
            self._loaded = True
            self._receive(START_SECONDS)  # the libraries are there
            self._exchange("load", decode)
        if self._stop is not None:
            raise Stopped(**self._stop)
        return self._exchange(do, read, **request)

    def _exchange(self, do: str, read: Callable[[Any], Any], **request: Any) -> Any:
        begin, limit = monotonic(), max(self._left, 0.01)
        self._channel.send(json.dumps({"do": do, "seconds": limit, **request}))
        reply = self._receive(limit)
        self._left -= monotonic() - begin
        try:
            if "stopped" not in reply:
                return read(reply["answer"])
            stop = Stopped.arrived(reply["stopped"])
        except Exception as error:  # the program has found the channel, and sends what ours never sends
            raise self._lost() from error
        if do == "load":
            self._stop = vars(stop)
        raise stop

    def _receive(self, seconds: float) -> dict[str, Any]:
        """The next message; `Stopped` if none comes, or one that is none."""
        line, waited = self._channel.receive(seconds), 0.0
        while line is None and waited < GRACE and not self._traced():
            line, waited = self._channel.receive(TICK), waited + TICK
        try:
            message = json.loads(line or "")
            if isinstance(message, dict):
                return message
        except (ValueError, RecursionError):  # nothing came, or the program has written into the channel
            pass
        raise self._lost(late=line is None)

    def _lost(self, late: bool = False) -> Stopped:
        """There will be no answer any more, and why."""
        status = None if late else self._channel.status()
        self._channel.close()
        self._stop = ended(status, self._traced(), self.limits, late=late)
        return Stopped(**self._stop)

    def _traced(self) -> str:
        """What the process has written about where it is; "" as long as it runs well."""
        return self._trace.read_text(errors="replace") if self._trace.exists() else ""
