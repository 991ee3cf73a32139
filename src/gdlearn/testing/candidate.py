"""The backend under test: found by name, class, file or as an object, in every precision that it computes in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from gdlearn.backends import DTYPES, Backend, get_backend
from gdlearn.errors import GdlearnError, InputError
from gdlearn.testing.report import one_line

Factory = Callable[..., Backend]


@dataclass(frozen=True, eq=False)
class Candidate:
    """A backend under test, and how to get another one like it.

    Attributes:
        backend: the backend, in one dtype.
        make: makes a backend of the same kind in a dtype; one that was given as an object may only make itself.
        asked: the dtype that it was asked for; "" if it was given as an object.
    """

    backend: Backend
    make: Factory
    asked: str = ""

    @property
    def label(self) -> str:
        """What records call it: "torch (autograd), float32"."""
        name, method = (getattr(self.backend, field, "?") for field in ("name", "method"))
        return f"{name} ({method}), {self.dtype}"

    @property
    def dtype(self) -> str:
        """The precision that it says it computes in."""
        return str(getattr(self.backend, "dtype", "?"))


def candidates(backend: Any) -> list[Candidate]:
    """A backend in every dtype that it can be had in.

    Args:
        backend: a name for `get_backend`; a class, or a function, that takes `dtype=`; or a backend, which is checked
            in its own dtype only.

    Raises:
        InputError: if it cannot be made at all.
        MissingDependencyError: if its library is not installed.

    Examples:
        >>> [candidate.label for candidate in candidates("numpy")]
        ['numpy (by hand), float64', 'numpy (by hand), float32']
    """
    if not callable(backend) and not isinstance(backend, str):
        return [Candidate(backend, partial(_like, backend))]
    factory = partial(get_backend, backend) if isinstance(backend, str) else partial(_made, backend)
    found, refused = [], []
    for dtype in DTYPES:
        try:
            found.append(Candidate(factory(dtype=dtype), factory, dtype))
        except InputError as error:  # it does not compute in this dtype
            refused.append(error)
    if not found:
        raise refused[0]
    return found


def find_backend(reference: str) -> Any:
    """A backend that is named on a command line.

    Args:
        reference: a name for `get_backend`, "package.module:Class", or "path/to/file.py:Class".

    Returns:
        What `candidates` takes: the name, or the class.

    Raises:
        InputError: if there is no such module, file or class in it.
    """
    place, colon, attribute = reference.rpartition(":")
    if not colon:
        return reference
    try:
        module = _from_file(Path(place)) if place.endswith(".py") else import_module(place)
    except GdlearnError:
        raise
    except Exception as error:  # whatever a stranger's module raises when it is run
        raise InputError(f"{place} cannot be imported ({one_line(error)}); correct it first.") from error
    if not hasattr(module, attribute):
        raise InputError(f"{place} has no {attribute!r}; name a class of it, as in {place}:MyBackend.")
    return getattr(module, attribute)


def _from_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise InputError(f"there is no file {path}; name a Python file and a class of it, as in mine.py:MyBackend.")
    name = f"gdlearn_candidate_{path.stem}"  # a name of its own, since the file may be called like a library
    spec = spec_from_file_location(name, path)
    module = sys.modules[name] = module_from_spec(spec)  # type: ignore[arg-type]  # dataclasses look their module up
    spec.loader.exec_module(module)  # type: ignore[union-attr]  # a file that ends in .py has a loader
    return module


def _made(factory: Factory, dtype: str) -> Backend:
    try:
        return factory(dtype=dtype)
    except GdlearnError:
        raise
    except Exception as error:  # a stranger's constructor
        name = getattr(factory, "__name__", factory)
        raise InputError(
            f"{name}(dtype={dtype!r}) cannot be made ({one_line(error)}); a backend must be made with a dtype alone."
        ) from error


def _like(backend: Any, dtype: str) -> Backend:
    """Another backend of the class of an object; the object itself where its class needs to be told more."""
    try:
        another: Backend = type(backend)(dtype=dtype, device=backend.device)
    except Exception:  # its class needs other arguments, or does not know the dtype: not what is being checked
        return backend  # type: ignore[no-any-return]
    return another
