"""How a broken thing is entered in the zoo: with the checks that must reject it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Animal(NamedTuple):
    """A broken thing.

    Attributes:
        thing: a class, a function or an object that is broken in one way.
        checks: the ids of the checks that must reject it.
        alone: True if no other check may.
        options: what the thing is made with.
    """

    thing: Any
    checks: frozenset[str]
    alone: bool
    options: dict[str, Any]


class Zoo(dict[str, Animal]):
    """Broken things by their names."""

    def rejected_by(self, *checks: str, **options: Any) -> Callable[[Any], Any]:
        """At least these checks must reject what is decorated."""
        return self._enter(frozenset(checks), alone=False, options=options)

    def only(self, check: str, **options: Any) -> Callable[[Any], Any]:
        """This check must reject what is decorated, and no other: without it, nobody would notice."""
        return self._enter(frozenset({check}), alone=True, options=options)

    def _enter(self, checks: frozenset[str], alone: bool, options: dict[str, Any]) -> Callable[[Any], Any]:
        def enter(thing: Any) -> Any:
            assert thing.__name__ not in self
            self[thing.__name__] = Animal(thing, checks, alone, options)
            return thing

        return enter
