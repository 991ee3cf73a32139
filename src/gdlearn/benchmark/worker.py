"""A contestant's own process: `python -m gdlearn.benchmark.worker CONTESTANT`.

It prepares its walk, and then sleeps until it is asked: one line of JSON in, one line out. In one process contestants
would disturb each other, since the idle threads of one library go on spinning while another one computes.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from gdlearn.benchmark.case import read
from gdlearn.benchmark.contestant import LeftOutError, Walk


def prepare(task: dict[str, Any]) -> Walk:
    """The walk of a contestant on the data of the folder; its library is loaded here and not before."""
    module, _, function = task["way"].partition(":")
    X, y = read(Path(task["folder"]))
    options = {} if task["device"] == "cpu" else {"device": task["device"]}
    import numpy as np

    walk: Walk = getattr(import_module(module), function)(X, y, np.array(task["start"], dtype=X.dtype), **options)
    return walk


def seconds(walk: Walk, steps: int) -> float:
    """How long so many steps take."""
    begin = perf_counter()
    walk(steps)
    return perf_counter() - begin


def steps_of_a_turn(walk: Walk, turn: float) -> int:
    """As many steps as fit into a turn of so many seconds, one at least.

    They are walked once before they are timed, since a compiled loop is compiled for its number of steps.
    """
    steps = 1
    if seconds(walk, steps) > 10 * turn:  # one step is a turn, whatever else was done in it
        return steps
    while (spent := seconds(walk, steps)) < turn / 16:
        steps *= 8
        walk(steps)
    steps = max(1, round(steps * turn / spent))
    walk(steps)
    return steps


def answer(walk: Walk, request: dict[str, Any]) -> Any:
    """The weights after `walk` steps, the steps of a turn of `fit` seconds, or the seconds that `turn` steps take."""
    ((kind, value),) = request.items()
    if kind == "walk":
        return [float(component) for component in walk(value)]
    if kind == "fit":
        return steps_of_a_turn(walk, value)
    walk(1)  # whoever has slept finds its threads asleep and its data out of every cache
    return seconds(walk, value)


def only(cores: int) -> None:
    """Stay on so many cores, the last ones: a library that counts cores, and not settings, obeys too."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-cores:])


def serve(task: dict[str, Any], requests: TextIO, answers: TextIO) -> None:
    """Say that the walk is ready, or why there is none; then answer until nobody asks any more."""

    def say(**message: Any) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    only(task["threads"])
    try:
        walk = prepare(task)
    except (LeftOutError, ImportError) as reason:
        say(left_out=str(reason))
        return
    say(ready=True)
    for line in requests:
        say(answer=answer(walk, json.loads(line)))


if __name__ == "__main__":
    # What libraries print goes to the error output: the standard output belongs to the answers.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(json.loads(sys.argv[1]), sys.stdin, out)
