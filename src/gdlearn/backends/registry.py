"""Which backends there are, and how to get one by its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import NamedTuple

from gdlearn.arguments import shown
from gdlearn.backends.base import DTYPES, Backend
from gdlearn.errors import InputError, MissingDependencyError

GRADIENTS = ("auto", "formula")
GROUP = "gdlearn.backends"  # the entry points under which other packages register their backends


class Entry(NamedTuple):
    """A line of the table: where a backend stands, and what it needs.

    Attributes:
        method: how it gets its gradient, as the backend itself says it.
        auto: its class, "module:Class", the module being one of this folder.
        formula: its class for `gradient="formula"`, or "" where the hand-derived formula has no place.
        library: the module that has to be installed, or "" if Python is enough.
        extra: what pip is asked for, where that is not the name of the library.
    """

    method: str
    auto: str
    formula: str
    library: str = ""
    extra: str = ""

    @property
    def install(self) -> str:
        """The command that installs what it needs, or "" if that is nothing."""
        return f"pip install {self.extra or self.library}" if self.library else ""


# Nothing is imported before somebody asks for it. The order is that of the lessons.
BACKENDS = {
    "python": Entry("by hand, in loops", "python_backend:PythonBackend", "python_backend:PythonBackend"),
    "numpy": Entry("by hand", "numpy_backend:NumpyBackend", "numpy_backend:NumpyBackend", "numpy"),
    "numba": Entry(
        *("by hand", "numba_backend:NumbaBackend", "numba_backend:NumbaBackend", "numba", "'gdlearn[compiled]'")
    ),
    "numeric": Entry("differences", "numeric_backend:NumericBackend", "", "numpy"),
    "tape": Entry("own autograd", "tape_backend:TapeBackend", "tape_backend:TapeFormula", "numpy"),
    "torch": Entry("autograd", "torch_backend:TorchBackend", "torch_backend:TorchFormula", "torch"),
    "jax": Entry("autograd", "jax_backend:JaxBackend", "jax_backend:JaxFormula", "jax", "'gdlearn[jax]'"),
}


def get_backend(name: str, dtype: str = "float64", device: str = "cpu", gradient: str = "auto") -> Backend:
    """The backend of that name; its library is imported now and not before.

    Args:
        name: one of `available_backends`: "python", "numpy", "numba", "numeric", "tape", "torch", "jax", or that under
            which another package registered its own.
        dtype: "float64" or "float32"; python and numeric compute in float64 only.
        device: "cpu", or for torch and jax a device of the library ("cuda", "cuda:1", "mps").
        gradient: "auto" for the backend's own way to the gradient; "formula" for the hand-derived formula of the
            objective, on the arrays of this backend. Where autograd and the formula differ, this tells which of them
            to suspect: the library or the derivation.

    Returns:
        A backend; two of them can be held side by side, there is no global one.

    Raises:
        InputError: if the name, the dtype, the device or the gradient is not available.
        MissingDependencyError: if the library of the backend is not installed.

    Examples:
        >>> get_backend("numpy").method
        'by hand'
        >>> get_backend("tape").method, get_backend("tape", gradient="formula").method
        ('own autograd', 'by hand')
    """
    for option, value, known in (("dtype", dtype, DTYPES), ("gradient", gradient, GRADIENTS)):
        if not isinstance(value, str) or value not in known:
            raise InputError(f"the {option} is {shown(value)}; it must be one of {', '.join(known)}.")
    factory = (_own if name in BACKENDS else _registered)(name, gradient)
    backend: Backend = factory(dtype=dtype, device=device)
    return backend


class Availability(NamedTuple):
    """What can be known about a backend without importing it.

    Attributes:
        name: what `get_backend` is asked for.
        method: how it gets its gradient; "" if only the package that registered it knows.
        formula: True if it also takes `gradient="formula"`.
        installed: True if the library that it needs is there.
        install: the command that installs the library, or "" if it needs none.
        package: the package that it comes from.
    """

    name: str
    method: str
    formula: bool
    installed: bool
    install: str
    package: str = "gdlearn"


def available_backends() -> list[Availability]:
    """All backends, first those of gdlearn, then those that other packages registered; none of them is imported.

    Examples:
        >>> [backend.name for backend in available_backends() if backend.method.startswith("by hand")]
        ['python', 'numpy', 'numba']
    """
    own = [
        Availability(name, entry.method, bool(entry.formula), _is_there(entry.library), entry.install)
        for name, entry in BACKENDS.items()
    ]
    others = [Availability(name, "", False, True, "", _package(point)) for name, point in _entry_points().items()]
    return own + others


def _own(name: str, gradient: str) -> Callable[..., Backend]:
    entry = BACKENDS[name]
    path: str = getattr(entry, gradient)
    if not path:
        _refuse_formula(name)
    module, _, attribute = path.partition(":")
    try:
        factory: Callable[..., Backend] = getattr(import_module(f"gdlearn.backends.{module}"), attribute)
    except ModuleNotFoundError as error:
        raise _missing(name, error, entry.install if error.name == entry.library else "") from error
    return factory


def _registered(name: str, gradient: str) -> Callable[..., Backend]:
    points = _entry_points()
    if name not in points:
        raise InputError(f"there is no backend {name!r}; there are: {', '.join([*BACKENDS, *points])}.")
    if gradient == "formula":
        _refuse_formula(name)
    try:
        factory: Callable[..., Backend] = points[name].load()
    except ModuleNotFoundError as error:
        raise _missing(name, error) from error
    except Exception as error:  # whatever a stranger's module raises when it is imported
        source = f"the backend {name!r}, registered by the package {_package(points[name])}"
        raise InputError(
            f"{source}, cannot be loaded ({type(error).__name__}: {error}); update that package."
        ) from error
    return factory


def _refuse_formula(name: str) -> None:
    able = ", ".join(other for other, entry in BACKENDS.items() if entry.formula)
    raise InputError(
        f"the backend {name!r} has only its own way to the gradient; gradient='formula' needs one of {able}."
    )


def _missing(name: str, error: ModuleNotFoundError, install: str = "") -> MissingDependencyError:
    library = (error.name or str(error)).partition(".")[0]
    command = install or f"pip install {library}"
    return MissingDependencyError(f"the backend {name!r} needs {library}, which is not installed; run: {command}")


def _entry_points() -> dict[str, EntryPoint]:
    """What other packages registered; a name of ours stays ours."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in BACKENDS}


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value


def _is_there(library: str) -> bool:
    return not library or find_spec(library) is not None
