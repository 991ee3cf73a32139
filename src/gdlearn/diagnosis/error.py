"""Name the mistake behind an exception of NumPy or PyTorch. One message can have several causes: the facts decide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.diagnosis.facts import facts
from gdlearn.mistakes import CATALOGUE, Mistake

__all__ = ["Failure", "diagnose_error", "facts"]

NOTHING: Mapping[str, Any] = MappingProxyType({})

# How NumPy and PyTorch say which two sizes of a product do not meet; the sizes are the groups.
SIZES = (
    r"size (\d+) is different from (\d+)",
    r"not aligned: (\d+) \(dim \d\) != (\d+) \(dim \d\)",
    r"mat \(\d+x(\d+)\), vec \((\d+)\)",
    r"shapes cannot be multiplied \(\d+x(\d+) and (\d+)x\d+\)",
)


class Failure(NamedTuple):
    """An exception of another process, as far as it can be told.

    Anything with these three attributes will do.

    Attributes:
        type_name: the type of the exception.
        text: what it says.
        facts: what `facts` found where it was raised.
    """

    type_name: str
    text: str
    facts: Mapping[str, Any] = NOTHING


def diagnose_error(error: Any, context: Mapping[str, Any] | None = None) -> Diagnosis:
    """Say which mistake an exception comes from, if the facts decide it.

    Args:
        error: the exception, or a `Failure`, or a pair of the type's name and the text.
        context: the variables, by name, where those of the frame that raised are not the ones to look at; or what
            `facts` said about them.

    Returns:
        The id of the one mistake that fits the message and the facts; no id if several do, or none.

    Examples:
        >>> found = diagnose_error(("RuntimeError", "Trying to backward through the graph a second time"))
        >>> found.mistakes
        ('backward-twice',)
    """
    failure = _failure(error)
    if context is not None:
        failure = failure._replace(facts={**failure.facts, **(context if "variables" in context else facts(context))})
    names = _names(failure)
    verdicts = {
        mistake.id: _holds(mistake, names)
        for mistake in CATALOGUE.values()
        if mistake.raises and re.search(mistake.raises, failure.text)
    }
    sure = [CATALOGUE[name] for name, holds in verdicts.items() if holds]
    maybe = [CATALOGUE[name] for name, holds in verdicts.items() if holds is None]
    evidence = {"type": failure.type_name, "text": failure.text, **failure.facts}
    if len(sure) == 1 and not maybe:
        return Diagnosis(False, (sure[0].id,), _told(failure, names, sure[0]), evidence)
    causes = [mistake.message for mistake in (*sure, *maybe)]
    if causes:
        text = f"{_said(failure)}\nThis message has several causes, and what I know does not decide between them:\n"
        return Diagnosis(False, (), text + "\n".join(f"· {cause}" for cause in causes), evidence)
    return Diagnosis(
        False, (), f"{_said(failure)}\nI do not know a mistake behind this message.", evidence | {"recognised": False}
    )


def _failure(error: Any) -> Failure:
    if isinstance(error, tuple) and not isinstance(error, Failure):
        return Failure(*error)
    if hasattr(error, "type_name"):
        known = error.facts if "variables" in error.facts else {"variables": error.facts}
        number = getattr(error, "line", None)
        known = {**({"number": number} if number else {}), **known}
        return Failure(error.type_name, error.text if error.type_name else str(error), known)
    return Failure(type(error).__name__, " ".join(str(error).split()), facts(error))


def _said(failure: Failure) -> str:
    """The exception itself, and the line that raised it, as far as they are known."""
    kind = f"{failure.type_name}: " if failure.type_name else ""
    number, line = (failure.facts.get(name) for name in ("number", "line"))
    where = f"Line {number}" if number else "Your program"
    code = f", `{line}`," if line else ""
    return f"{where}{code} raised {kind}{failure.text.rstrip('.')}."


def _told(failure: Failure, names: Mapping[str, Any], mistake: Mistake) -> str:
    shapes = [f"{name} is {tuple(known['shape'])}" for name, known in _arrays(failure).items()]
    sizes = f" The shapes: {', '.join(shapes)}." if shapes and (names["sizes"] or names["shapes"]) else ""
    told = f"{mistake.message}{sizes}\n{mistake.cure} See lesson {mistake.lesson}."
    return f"{_said(failure)}\n{told}"


def _arrays(failure: Failure) -> dict[str, Mapping[str, Any]]:
    variables = failure.facts.get("variables", {})
    return {name: known for name, known in variables.items() if isinstance(known, Mapping) and "shape" in known}


def _names(failure: Failure) -> dict[str, Any]:
    """What `holds` of a mistake may ask about. What is not known is not there."""
    arrays, variables = _arrays(failure), failure.facts.get("variables", {})
    graph = [known for known in variables.values() if "requires_grad" in known]
    sizes = next((found.groups() for each in SIZES if (found := re.search(each, failure.text))), ())
    shapes = re.findall(r"\((\d+(?:,\d+)*),?\)", failure.text) if "broadcast" in failure.text else ()
    names: dict[str, Any] = {
        "tables": [tuple(known["shape"]) for known in arrays.values() if len(known["shape"]) == 2],
        "sizes": tuple(map(int, sizes)),
        "clearing": "'zero_'" in failure.text,
        "shapes": [tuple(map(int, shape.split(","))) for shape in shapes],
    }
    if variables:
        names["tensors"] = len(graph)
        names["modules"] = sum(known.get("module", False) for known in graph)
        names["leaves"] = sum(known["requires_grad"] and known["is_leaf"] for known in graph)
    if "done" in failure.facts:
        names["done"] = failure.facts["done"]
    line = failure.facts.get("line", "")
    asked = [variables[name] for name in re.findall(r"(\w+)\.grad\b", line) if name in variables]
    if asked:  # whose .grad the line asks for
        names["asked"] = SimpleNamespace(**asked[0])
    elif ".backward" in line or (variables and not graph):
        names["asked"] = None
    return names


def _holds(mistake: Mistake, names: Mapping[str, Any]) -> bool | None:
    """Whether the facts are those of a mistake; None if they are not known."""
    try:
        return bool(eval(mistake.holds or "True", dict(names)))  # our own text
    except (NameError, AttributeError, IndexError):
        return None
