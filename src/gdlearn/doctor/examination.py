"""All that can be said about an installation, and whether it is well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from gdlearn.doctor.finding import Finding, attempt
from gdlearn.doctor.machine_lines import machine_lines
from gdlearn.errors import MissingDependencyError
from gdlearn.machine import versions

FORMAT = 1  # of what `plain` returns
# By the names under which Python imports them. Where one is missing, the self-test would only repeat that.
REQUIRED = ("numpy", "array_api_compat", "torch", "matplotlib", "pyarrow", "rich", "cyclopts", "threadpoolctl")


@dataclass(frozen=True)
class Examination:
    """All that was found.

    Attributes:
        versions: of gdlearn, Python and the libraries, by name.
        machine: system, processor, devices, threads and settings, each in a line.
        backends: for each backend "installed", or the command that installs what it needs.
        findings: the self-test.

    Examples:
        >>> found = Examination({}, {}, {}, (Finding("division", False, "ZeroDivisionError: division by zero"),))
        >>> found.ok, found.plain()["findings"][0]["check"]
        (False, 'division')
    """

    versions: dict[str, str]
    machine: dict[str, str]
    backends: dict[str, str]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """True if the whole self-test is as it should be."""
        return all(finding.ok for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        """The same out of dictionaries, lists and text, ready for JSON."""
        findings = [finding._asdict() for finding in self.findings]
        return {"format": FORMAT, "ok": self.ok} | asdict(self) | {"findings": findings}


def examine() -> Examination:
    """Look at everything; nothing that is broken ends it, and no line names a user or a home folder.

    Returns:
        What was found; `.ok` is the verdict.
    """
    return Examination(versions(), machine_lines(), backend_lines(), tuple(findings()))


def backend_lines() -> dict[str, str]:
    """Every backend by name: "installed", or the command that installs what it needs.

    Examples:
        >>> backend_lines()["numpy"]
        'installed'
    """
    from gdlearn.backends import available_backends

    return {one.name: "installed" if one.installed else f"not installed; {one.install}" for one in available_backends()}


def findings() -> Iterator[Finding]:
    """The libraries, and the self-test if they are there."""
    loaded = attempt("the libraries load", libraries)
    yield loaded
    if loaded.ok:
        from gdlearn.doctor.self_test import self_test

        yield from self_test()


def libraries() -> str:
    """Import everything that gdlearn cannot do without.

    Raises:
        MissingDependencyError: if one is not installed.
    """
    for library in REQUIRED:
        try:
            import_module(library)
        except ModuleNotFoundError as error:
            name = (error.name or library).partition(".")[0].replace("_", "-")
            raise MissingDependencyError(
                f"gdlearn needs {name}, which is not installed; run: pip install {name}"
            ) from error
    return f"all {len(REQUIRED)} that gdlearn cannot do without."
