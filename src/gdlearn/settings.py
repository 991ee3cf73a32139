"""Settings as plain data and back: an optimiser, a schedule or batches, by the name of its class and its fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from gdlearn.batches import BATCHES
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.schedules import SCHEDULES

CLASSES: dict[str, type] = {cls.__name__: cls for table in (OPTIMIZERS, BATCHES, SCHEDULES) for cls in table.values()}


def to_plain(value: Any) -> Any:
    """A frozen dataclass as a dictionary with the name of its class, ready for JSON; anything else as it is.

    Examples:
        >>> from gdlearn import GD
        >>> to_plain(GD(0.1))
        {'type': 'GD', 'learning_rate': 0.1}
    """
    if not is_dataclass(value):
        return value
    return {"type": type(value).__name__} | {f.name: to_plain(getattr(value, f.name)) for f in fields(value) if f.init}


def from_plain(value: Any) -> Any:
    """What `to_plain` was given.

    Raises:
        KeyError: if the name of a class is not known here.

    Examples:
        >>> from_plain({"type": "GD", "learning_rate": 0.1})
        GD(learning_rate=0.1)
    """
    if isinstance(value, list):
        return tuple(from_plain(item) for item in value)
    if not isinstance(value, dict):
        return value
    return CLASSES[value["type"]](**{name: from_plain(item) for name, item in value.items() if name != "type"})
