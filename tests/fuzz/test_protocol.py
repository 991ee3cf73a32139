"""What a learner's program may send over the line to the process that judges it: anything, if it finds the line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from gdlearn.exercises.apart import Apart
from gdlearn.exercises.stopped import Stopped
from gdlearn.exercises.wire import encode
from tests.fuzz.claims import claim

KEYS = ["answer", "stopped", "result", "changed", "array", "dtype", "shape", "bytes", "dict", "lists", "learns"]
KEYS += ["made_by", "kind", "sentence", "line", "type_name", "text", "facts"]
GOOD: list[Any] = [encode(np.arange(3.0)), encode({"a": 1}), encode(np.float64(2)), {"lists": [1.0, 2.0]}]
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(KEYS),
        st.sampled_from(["<f8", "|O", "<U3", "ndarray", "tensor", "scalar", "AAAA", [3], [2**62, 2**62], [-1]]),
        st.sampled_from(GOOD),
    ),
    lambda values: st.one_of(
        st.lists(values, max_size=3), st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=3)), values)
    ),
    max_leaves=10,
)  # fmt: skip
CHANGED = st.one_of(st.just({}), st.dictionaries(st.sampled_from(["0", "1", "-1", "x"]), JSON, max_size=2), JSON)
LINES = st.one_of(
    st.binary(max_size=50),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.builds(
        lambda result, changed: json.dumps({"answer": {"result": result, "changed": changed}}).encode(), JSON, CHANGED
    ),
    st.builds(lambda stopped: json.dumps({"stopped": stopped}).encode(), JSON),
    st.just(b"[" * 100_000),
)


class Line:
    """In the place of a process: it starts well, and then sends these lines."""

    def __init__(self, *lines: bytes) -> None:
        self._lines = [b"{}\n", b'{"answer": null}\n', *lines]

    def send(self, line: str) -> None:
        """Nobody listens."""

    def receive(self, seconds: float) -> bytes | None:
        """The next line, and then the end."""
        return self._lines.pop(0) if self._lines else b""

    def status(self) -> int | None:
        """It has ended by itself."""
        return 0

    def close(self) -> None:
        """There is nothing to close."""


@claim(line=LINES, argument=st.sampled_from([0.0, [1.0], {"a": 1.0}]))
def test_whatever_a_program_sends_is_a_value_or_says_why_there_is_none(line: bytes, argument: Any) -> None:
    stopped = None
    with Apart(Path("answer.py")) as learner:
        learner._channel.close()
        learner._channel = Line(line)  # type: ignore[assignment]
        try:
            learner.call("f", argument)
        except Stopped as error:
            stopped = error
    assert stopped is None or (isinstance(stopped.sentence, str) and stopped.sentence.endswith((".", "?")))
