"""What a result was made with: the libraries and their versions, and the machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from gdlearn import __version__

# What has a hand in numbers, and what is read, drawn and compared with.
LIBRARIES = (
    *("numpy", "torch", "jax", "numba", "array-api-compat", "scikit-learn"),
    *("pandas", "pyarrow", "matplotlib"),
)


def versions(libraries: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """The versions of gdlearn, of Python and of the libraries that are installed; none of them is imported.

    Args:
        libraries: the names under which pip knows them.

    Examples:
        >>> list(versions(["numpy", "abacus"]))
        ['gdlearn', 'python', 'numpy']
    """
    found = {"gdlearn": __version__, "python": platform.python_version()}
    for library in libraries:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def processor() -> str:
    """The processor of this machine, as it calls itself."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def cores() -> int:
    """How many cores this process may use.

    Examples:
        >>> cores() >= 1
        True
    """
    allowed = getattr(os, "sched_getaffinity", None)  # Linux: a container may have fewer than the machine
    return len(allowed(0)) if allowed else os.cpu_count() or 1
