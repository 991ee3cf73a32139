"""gdlearn exercises watch: check a file whenever it is saved."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from select import select
from time import sleep, strftime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from gdlearn.cli.exercises.learning import DONE, Folder, show_check, show_hint, show_solution, show_task
from gdlearn.errors import GdlearnError

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.exercises.exercise import Exercise
    from gdlearn.exercises.workspace import Workspace

PAUSE = 0.2  # seconds between two looks at the files
KEYS = "h hint · n next · s solution · q quit"


def watch(*, folder: Folder = None) -> int:
    """Check an exercise whenever you save its file.

    The keys: h gives a hint, n shows the next exercise, s the solution of one that you have tried, q ends it.

    Args:
        folder: The folder of the exercises; if it is left out, the current one.
    """
    from gdlearn.exercises.workspace import Workspace

    space = Workspace.find(folder)
    with keys() as read_key:
        watching = Watching(space, read_key)
        with suppress(KeyboardInterrupt):
            watching.run()
        watching.clear()
    return 0


class Watching:
    """A learner's folder, looked at again and again.

    Attributes:
        space: the folder.
        read_key: waits a moment, and gives the key that was pressed, "" if none was.
        exercise: what the keys are about: the one that was checked last.
    """

    def __init__(self, space: Workspace, read_key: Callable[[], str]) -> None:
        self.space, self.read_key = space, read_key
        self.exercise = space.touched()
        self.actions: Mapping[str, Callable[[Exercise], None]] = {
            "h": lambda exercise: show_hint(space, exercise),
            "n": self.go_on,
            "s": lambda exercise: show_solution(space, exercise),
        }

    def run(self) -> None:
        """Look, until q is pressed."""
        checked = before = self.space.stamps()
        Console().print(Text(f"Watching {self.space.folder}. Save a file, and it is checked. Ctrl-C ends it.\n", "dim"))
        if self.exercise:
            show_task(self.space, self.exercise)
        self.footer()
        while (key := self.read_key()) != "q":
            self.press(key)
            now = self.space.stamps()
            for exercise, stamp in now.items():
                # Editors write in several strokes: a file is checked once it has rested from one look to the next.
                if stamp == before.get(exercise) and stamp != checked.get(exercise):
                    checked = {**checked, exercise: stamp}
                    self.check(exercise)
            before = now

    def check(self, exercise: Exercise) -> None:
        """Check a file that was saved."""
        self.exercise = exercise
        self.say(lambda: show_check(self.space, exercise), strftime("%H:%M:%S"))

    def press(self, key: str) -> None:
        """Do what a key stands for; other keys do nothing."""
        exercise = self.exercise
        if exercise and key in self.actions:
            self.say(lambda: self.actions[key](exercise))

    def go_on(self, exercise: Exercise) -> None:
        """Show the next exercise that is not done."""
        following = self.space.next(exercise)
        if following:
            self.exercise = following
            show_task(self.space, following)
        else:
            Console().print(DONE)

    def say(self, action: Callable[[], object], head: str = "") -> None:
        """Do something below a line; what cannot be done becomes a sentence, and watching goes on."""
        self.clear()
        console = Console()
        console.rule(head, style="dim", align="right")
        try:
            action()
        except GdlearnError as error:
            console.print(Text(f"gdlearn: {error}", style="red"))
        self.footer()

    def clear(self) -> None:
        """Take the keys away: what comes now is written over them."""
        if self.has_keys:
            Console().control(Control((ControlType.CURSOR_MOVE_TO_COLUMN, 0), (ControlType.ERASE_IN_LINE, 2)))

    @property
    def has_keys(self) -> bool:
        """Whether there is somebody who can press them."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def footer(self) -> None:
        """The keys, where there are any: the last line, which goes when there is more to say."""
        if self.has_keys:
            Console().print(Text(f"\n{KEYS}", style="dim"), end="")


@contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """A function that waits a moment and gives the key that was pressed; the terminal is as before at the end.

    Where the input is no terminal it only waits.
    """
    try:
        import termios
        import tty

        before = termios.tcgetattr(sys.stdin)
    except (ImportError, OSError, ValueError, termios.error):  # Windows, or no terminal
        yield _wait
        return

    def single(*_: object) -> None:
        tty.setcbreak(sys.stdin)

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    handlers = {signal.SIGCONT: single, signal.SIGTERM: end, signal.SIGHUP: end}
    old = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        single()
        yield _key
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        for number, handler in old.items():
            signal.signal(number, handler)


def _wait() -> str:
    sleep(PAUSE)
    return ""


def _key() -> str:
    ready, _, _ = select([sys.stdin], [], [], PAUSE)
    if not ready:
        return ""
    import os

    pressed = os.read(sys.stdin.fileno(), 1)  # what Python would read ahead, `select` would not see
    return pressed.decode(errors="replace").lower() or "q"  # the terminal is gone
