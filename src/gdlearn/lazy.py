"""A property that is worked out once, as in Python 3.12: without the lock that Python 3.11 has around it.

That lock is one for all objects of a class. Where several threads are the ranks of one run, the first would hold it
while it waits for the others, and the others would wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as cached_property
else:

    class cached_property:  # noqa: N801  # the name that everybody knows
        """A method whose first result is kept in the object under the name of the method, and found there from then on.

        Args:
            method: what works the value out.
        """

        def __init__(self, method: Any) -> None:
            self.method, self.__doc__ = method, method.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.method(instance)
            return value
