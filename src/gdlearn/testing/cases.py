"""The suites as tests of pytest, which is imported only here and only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gdlearn.errors import MissingDependencyError
from gdlearn.testing.backend import NOTHING, backend_cases


def parametrize_with_checks(
    backends: Iterable[Any], expected_failures: Mapping[str, str] = NOTHING
) -> Callable[[Callable[..., Any]], Any]:
    """A decorator that makes one test of every backend, dtype and check; the test calls its argument `check`.

    In a test file that is all there is to write::

        from gdlearn.testing import parametrize_with_checks

        @parametrize_with_checks(["numpy", MyBackend])
        def test_backend(check):
            check()

    Args:
        backends: what `check_backend` takes, any number of them.
        expected_failures: ids of checks that they are known not to pass, each with the reason.

    Returns:
        The decorator.

    Raises:
        InputError: if a backend cannot be made, or an expected failure names no check.
        MissingDependencyError: if pytest, or the library of a backend, is not installed.

    Examples:
        >>> mark = parametrize_with_checks(["numpy"])
        >>> mark.mark.kwargs["ids"][0]
        'numpy (by hand), float64: describes_itself'
    """
    try:
        import pytest
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            "parametrize_with_checks needs pytest, which is not installed; run: pip install pytest"
        ) from error
    found = [case for backend in backends for case in backend_cases(backend, expected_failures)]
    return pytest.mark.parametrize("check", found, ids=[f"{case.subject}: {case.check}" for case in found])
