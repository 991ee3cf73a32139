"""The learner's program runs apart: whatever it does, the next one runs, and nothing is left of it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdlearn.errors import InputError
from gdlearn.exercises.apart import Apart, Limits
from gdlearn.exercises.channel import marked
from gdlearn.exercises.stopped import Stopped
from gdlearn.exercises.wire import UnsendableError, decode, encode

SHORT = Limits(seconds=0.4)
LINUX = Path("/proc/self/environ").exists()
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        file = tmp_path / "answer.py"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def stop(file: Path, *arguments: Any, limits: Limits = SHORT) -> Stopped:
    with Apart(file, limits) as learner, pytest.raises(Stopped) as caught:
        learner.call("f", *(arguments or (1.5,)))
    return caught.value


def body(*lines: str) -> str:
    return "\n    ".join(["def f(x):", *lines]) + "\n"


# What a program does, the kind of its end, the line, and words of the sentence.
ENDS = {
    "endless loop": (body("while True: pass"), "timeout", 2, "stopped in line 2, after 0.4 s"),
    "a loop that catches": (body("while 1:", "    try: input()", "    except: 0"), "timeout", (2, 3, 4), "after 0.4 s"),
    "a loop in the file": ("x = 1\nwhile x: x = 2\n", "timeout", 2, "line 2"),
    "sleep": (body("import time", "time.sleep(60)"), "timeout", 3, "line 3"),
    "a loop inside C": (body("return 9**(10**9)"), "timeout", 2, "line 2"),
    "an iterator without end": (
        "import itertools\n" + body("return itertools.cycle([x])"),
        "timeout",
        None,
        "stopped, after 0.4 s. Does every",
    ),
    "a crash": (body("import ctypes", "ctypes.string_at(0)"), "crash", 3, "line 3 (segmentation fault)"),
    "abort": (body("import os", "os.abort()"), "crash", 3, "aborted"),
    "sys.exit": (body("import sys", "sys.exit(3)"), "exit", 3, "Line 3 ends the whole program"),
    "os._exit": (body("import os", "os._exit(3)"), "exit", 3, "Line 3 ends the whole program"),
    "exit in C": (body("import ctypes", "ctypes.CDLL(None)._exit(4)"), "exit", None, "exit status 4"),
    "a flood": (body("while True:", "    print('spam ' * 99)"), "output", 3, "1024 kB"),
    "a huge file": (body("big = open('big', 'wb')", "big.write(bytes(10**7))"), "output", 3, "1024 kB"),
    "a fork bomb": (
        body("import os", "while True:", "    os.fork()"),
        "process",
        4,
        "starts or ends another process (os.fork)",
    ),
    "a command": (body("import subprocess", "subprocess.run(['ls'])"), "process", 3, "another process"),
    "the checker": (body("import os", "os.kill(os.getppid(), 9)"), "process", 3, "another process"),
    "lists": (body("all = []", "while True:", "    all.append(bytes(10**7))"), "memory", 4, "1024 MB"),
    "an array": ("import numpy as np\n" + body("return np.ones(10**10)"), "memory", 3, "1024 MB"),
    "no library": ("import panda_bear\n" + body("return x"), "import", 1, "panda_bear, which is not installed"),
    "no such name": ("from numpy import gradients\n", "import", 1, "cannot import name 'gradients'"),
    "no Python": ("def f(x)\n    return x\n", "syntax", 1, "cannot read line 1: expected ':'"),
    "not even text": ("x = 1\0\n", "syntax", None, "null bytes"),
    "recursion": (body("return f(x)"), "exception", 2, "calls itself"),
    "an exception": (body("return x / 0"), "exception", 2, "Line 2 raises ZeroDivisionError: float division by zero"),
    "an exception that fails": (
        "class E(Exception):\n    def __str__(self):\n        raise self\n" + body("raise E"),
        "exception",
        5,
        "Line 5 raises E.",
    ),
    "no function": ("def g(x):\n    return x\n", "missing", None, "no f in your file, which the exercise asks for"),
    "a number": ("f = 3\n", "missing", None, "def f(...)"),
    "a function comes back": (body("return f"), "value", None, "f gives a function"),
    "far too much": ("import numpy as np\n" + body("return np.ones(10**7)"), "value", None, "f gives 101 MB"),
    "a list in itself": (body("a = []", "a.append(a)", "return a"), "value", None, "no end"),
    "a number without end": (body("return 10**10000"), "value", None, "whole number of 33220 bits"),
    "files closed": (body("import os", "os.closerange(0, 99)", "return x"), "exit", None, "ended itself"),
    "input": (body("return input()"), "exception", 2, "EOFError"),
}


@pytest.mark.parametrize(("text", "kind", "line", "words"), ENDS.values(), ids=ENDS)
def test_every_end_is_a_sentence_with_the_line(
    text: str, kind: str, line: int | tuple[int, ...] | None, words: str, write: Write
) -> None:
    begin = time.monotonic()
    found = stop(write(text), limits=SHORT if kind == "timeout" else Limits())
    assert (found.kind, words in found.sentence) == (kind, True), found.sentence
    assert found.line in (line if isinstance(line, tuple) else (line,))
    assert time.monotonic() - begin < 10


def test_after_every_end_the_next_program_runs_and_nothing_is_left(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = write("").parent / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("XDG_CACHE_HOME", str(scratch))  # passed on: by it all processes of this test are found
    files = len(os.listdir("/proc/self/fd")) if LINUX else 0
    for name in ("a crash", "sys.exit", "a fork bomb", "lists", "files closed", "a flood"):
        stop(write(ENDS[name][0]))
        with Apart(write(body("return x / 2"))) as learner:
            assert learner.call("f", 3.0) == 1.5
    assert not list(scratch.iterdir())
    if LINUX:
        assert not marked(str(scratch).encode())
        assert len(os.listdir("/proc/self/fd")) == files


@pytest.mark.skipif(not LINUX, reason="reads /proc")
def test_what_escapes_into_another_session_is_killed_too(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    text = body(
        "import ctypes, time", "c = ctypes.CDLL(None)", "if c.fork():", "    return 3", "c.setsid()", "time.sleep(99)"
    )
    with Apart(write(text)) as learner:
        assert learner.call("f", 1) == 3
        assert len(marked(str(file).encode())) == 2
    assert not marked(str(file).encode())


def test_a_thread_that_never_ends_does_not_hold_anything_up(write: Write) -> None:
    begin = time.monotonic()
    with Apart(
        write("import threading, time\n" + body("threading.Thread(target=time.sleep, args=(99,)).start()", "return x"))
    ) as a:
        assert a.call("f", 1) == 1
    assert time.monotonic() - begin < 10


def test_overwritten_builtins_harm_nobody(write: Write) -> None:
    names = "('len', 'isinstance', 'getattr', 'type', 'list', 'hasattr', 'BaseException', 'dict')"
    text = "import builtins, sys\n" + body(
        f"for name in {names}:", "    setattr(builtins, name, None)", "sys.stdout = None", "return [x]"
    )
    with Apart(write(text)) as learner:
        assert learner.call("f", 1) == [1]
        assert learner.call("f", 2) == [2]


def test_what_is_written_into_every_open_file_is_no_answer(write: Write) -> None:
    lines = (
        "import os",
        "for file in range(3, 99):",
        "    try: os.write(file, b'[1]\\n')",
        "    except OSError: pass",
        "return x",
    )
    found = stop(write(body(*lines)))
    assert (found.kind, "its answer is lost" in found.sentence) == ("exit", True)


def test_a_program_may_raise_and_be_asked_again_but_not_after_its_end(write: Write) -> None:
    with Apart(write(body("if x == 0: return 1 / x", "while x > 1: pass", "return x")), SHORT) as learner:
        with pytest.raises(Stopped, match="ZeroDivisionError"):
            learner.call("f", 0)
        assert learner.call("f", 1) == 1
        for _ in range(2):
            with pytest.raises(Stopped, match=r"after 0\.4 s"):
                learner.call("f", 2)


def test_time_is_counted_over_all_calls(write: Write) -> None:
    with Apart(write("import time\n" + body("time.sleep(0.15)", "return x")), SHORT) as learner:
        assert [learner.call("f", i) for i in range(2)] == [0, 1]
        with pytest.raises(Stopped, match=r"after 0\.4 s"):
            [learner.call("f", i) for i in range(9)]


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    file = tmp_path_factory.mktemp("echo") / "echo.py"
    file.write_text(body("return x"))
    with Apart(file) as learner:
        yield learner


VALUES: list[Any] = [
    *(None, True, 3, -(2**80), 0.1, 5e-324, -0.0, float("inf"), "ü\n", [], {}, {"a": [1, {"b": 2.5}], 3: None}),
    *(np.float32(0.1), np.float64(0.1), np.int64(7), np.bool_(True)),
    *(np.array(3.0), np.zeros((0, 3)), np.arange(6.0).reshape(2, 3).T, np.array([np.nan, -np.inf, -0.0])),
    *(np.array([1, 2], dtype=np.int8), np.array([0.1], dtype=np.float16), np.array([1 + 2j]), np.array(["a", "bc"])),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_cross_exactly(value: Any, echo: Apart) -> None:
    back = echo.call("f", value)
    assert type(back) is type(value)
    if isinstance(value, np.ndarray | np.generic):
        assert (back.dtype, back.shape, back.tobytes()) == (value.dtype, value.shape, value.tobytes())
    else:
        assert repr(back) == repr(value)


def test_iterators_and_tuples_come_back_as_lists(write: Write) -> None:
    with Apart(write(body("yield x", "yield float('nan'), 2"))) as learner:
        assert repr(learner.call("f", 1)) == "[1, [nan, 2]]"


def test_what_a_program_writes_into_its_arguments_is_seen(write: Write) -> None:
    w, history, frozen = np.ones(2), [1.0], np.ones(2)
    frozen.flags.writeable = False
    with Apart(
        write("def f(w, history, frozen):\n    w -= 1\n    history.append(2.0)\n    frozen[:] = 3\n")
    ) as learner:
        assert learner.call("f", w, history, frozen) is None
    assert (w.tolist(), history, frozen.tolist()) == ([0, 0], [1, 2], [1, 1])


@pytest.mark.slow
def test_tensors_arrive_as_tensors_and_come_back_as_arrays(write: Write) -> None:
    import torch

    text = "def f(w):\n    (w ** 2).sum().backward()\n    return w.grad, w.dtype is __import__('torch').float32\n"
    with Apart(write(text), Limits(seconds=20)) as learner:
        gradient, single = learner.call("f", torch.tensor([1.0, 2.0], requires_grad=True))
    assert (gradient.tolist(), gradient.dtype, single) == ([2, 4], np.float32, True)


def test_questions_about_the_file(write: Write) -> None:
    with Apart(write("rate = 0.1\ndef f(x):\n    return x\nprint('hello')\n")) as learner:
        assert learner.names() == {"rate", "f"}
        assert learner.value("rate") == 0.1
        assert learner.function("f")(2) == 2
        with pytest.raises(Stopped, match=r"There is no g in your file.*It defines f, rate"):
            learner.function("g")
        assert learner.printed == "hello\n"


def test_a_check_of_ours_can_run_beside_the_program(write: Write) -> None:
    with Apart(write("rate = 0.1\n")) as learner:
        assert "rate" in learner.inside("builtins:dir")
        with pytest.raises(Stopped, match="AttributeError"):
            learner.inside("json:nothing")


def test_the_program_sees_no_secrets_and_works_in_a_folder_of_its_own(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "abc")
    with Apart(
        write("import os\n" + body("open('note', 'w').close()", "return [dict(os.environ), os.getcwd()]"))
    ) as learner:
        seen, folder = learner.call("f", 0)
    assert "SECRET_TOKEN" not in seen
    assert "PATH" in seen
    assert not Path(folder).exists()


def test_a_file_beside_it_can_be_imported_and_takes_the_place_of_no_library(write: Write) -> None:
    folder = write("").parent
    (folder / "helper.py").write_text("half = 0.5\n")
    (folder / "numpy.py").write_text("raise SystemError\n")
    with Apart(write("import numpy as np\nfrom helper import half\n" + body("return np.float64(half)"))) as learner:
        assert learner.call("f", 0) == 0.5


def test_no_library_is_loaded_that_the_file_does_not_import(write: Write) -> None:
    heavy = "{'torch', 'matplotlib', 'rich', 'pyarrow', 'cyclopts'}"
    with Apart(write("import sys\n" + body(f"return sorted({heavy} & set(sys.modules))"))) as learner:
        assert learner.call("f", 0) == []


def test_what_cannot_be_sent_is_refused(write: Write) -> None:
    with Apart(write(body("return x"))) as learner, pytest.raises(InputError, match="a function cannot be sent"):
        learner.call("f", body)
    with pytest.raises(UnsendableError, match="ndarray of dtype object"):
        encode(np.array([None]))
    assert decode(encode(range(3))) == [0, 1, 2]
