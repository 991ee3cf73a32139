"""What can be said about the variables of a program that has raised, in words that JSON can hold."""

from __future__ import annotations

import linecache
import re
import sysconfig
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

PACKAGE = Path(__file__).parents[1]
LIBRARIES = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "purelib", "platlib"))
LARGEST = 2**53  # beyond it a whole number does not survive as JSON everywhere
LOOP = re.compile(r"(\s*)for (\w+) in (range\(1,)?")


def facts(source: BaseException | Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a message needs to be understood: what the variables are, and where the program stood.

    A process that cannot hand over its variables can hand over these.

    Args:
        source: an exception that was caught: its innermost frame that is no library's is looked at; or variables.

    Returns:
        "variables": for every array, tensor, layer, list or whole number its type, dtype, shape and the like; from an
        exception also "line", the text of the line, "number", its number, and "done", how many turns the outermost loop
        has made, where they are known.

    Examples:
        >>> facts({"steps": 5, "history": [1.0]})
        {'variables': {'steps': {'type': 'int', 'value': 5}, 'history': {'type': 'list', 'length': 1}}}
    """
    if isinstance(source, Mapping):
        return {"variables": {str(name): known for name, value in source.items() if (known := _fact(value))}}
    frames = list(traceback.walk_tb(source.__traceback__))
    if not frames:
        return {"variables": {}}
    learners = [each for each in frames if is_learners(each[0].f_code.co_filename)]
    frame, number = (learners or frames)[-1]
    found: dict[str, Any] = facts(_variables(frame))
    lines = linecache.getlines(frame.f_code.co_filename)
    if number <= len(lines):
        found |= {"line": lines[number - 1].strip(), "number": number}
        alone = 0 if len(learners) == 1 else None  # a function that calls it may have a loop
        if (done := _turns(lines[:number], found["variables"], alone)) is not None:
            found["done"] = done
    return found


def is_learners(file: str) -> bool:
    """Whether a file is a learner's: no library's, not Python's own, and none of this package but its exercises."""
    own = PACKAGE in Path(file).parents and PACKAGE / "exercises" / "files" not in Path(file).parents
    return not (own or file.startswith(("<frozen", "<__array", *LIBRARIES)))


def _variables(frame: FrameType) -> dict[str, Any]:
    """What the lines of a frame can see: globals that they name, what `self` holds, and their own variables."""
    seen = {name: frame.f_globals[name] for name in frame.f_code.co_names if name in frame.f_globals}
    itself = getattr(frame.f_locals.get("self"), "__dict__", {})
    return {**seen, **itself, **frame.f_locals}


def _fact(value: Any) -> dict[str, Any]:
    """What JSON can hold of one variable; empty if it tells nothing, or does not want to be asked."""
    try:
        return _known(value)
    except Exception:  # a stranger's object may raise whatever it is asked
        return {}


def _known(value: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"type": type(value).__name__}
    if value is None:
        return known
    if type(value) in (bool, int):
        return known | {"value": value} if abs(value) < LARGEST else known
    if isinstance(value, list | tuple):
        return known | {"length": len(value)}
    if known["type"] not in {"ndarray", "Array", "Tensor", "Parameter"}:
        return _module(value) if hasattr(value, "state_dict") and hasattr(value, "training") else {}
    known |= {"dtype": str(value.dtype), "shape": [int(size) for size in value.shape]}
    return known | _leaf(value) if hasattr(value, "requires_grad") else known


def _leaf(tensor: Any) -> dict[str, bool]:
    leaf = bool(tensor.is_leaf)
    grad = leaf and tensor.grad is not None  # asking a tensor that is no leaf for its gradient warns
    return {"requires_grad": bool(tensor.requires_grad), "is_leaf": leaf, "has_grad": grad}


def _module(layer: Any) -> dict[str, Any]:
    """A layer or a model of PyTorch: it counts as one leaf."""
    if isinstance(layer, type):
        return {}
    learned = [_leaf(each) for each in layer.parameters()]
    some = {name: any(each[name] for each in learned) for name in ("requires_grad", "is_leaf", "has_grad")}
    return {"type": type(layer).__name__, "module": True, **some}


def _turns(lines: list[str], variables: Mapping[str, Any], alone: int | None) -> int | None:
    """How often the outermost loop around the last line was gone through; `alone` without a loop, None if unknown."""
    depth, loop, counter = _depth(lines[-1]), False, None
    for line in reversed(lines[:-1]):
        if not line.strip() or _depth(line) >= depth:
            continue
        depth = _depth(line)
        if line.lstrip().startswith("def "):
            break
        loop = loop or line.lstrip().startswith(("for ", "while "))
        counter = LOOP.match(line) or counter
    if not loop:
        return alone
    if counter is None or "value" not in (known := variables.get(counter[2], {})):
        return None
    return int(known["value"]) - bool(counter[3])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
