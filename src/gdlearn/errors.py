"""Everything that gdlearn raises on purpose.

    GdlearnError
    ├── InputError               a value, a file or an option that cannot be used as it came
    ├── MissingDependencyError   a library that was asked for and is not installed
    └── GroupError               another process of a distributed run that has ended, or does not answer

Each message is one sentence: what was given, what is needed, what to do. The command line prints it and exits with 2.
A descent that diverges is not an error but a result: see ``gdlearn.trajectory.Outcome``.
"""


class GdlearnError(Exception):
    """The root: ``except GdlearnError`` catches everything that gdlearn raises on purpose."""


class InputError(GdlearnError, ValueError):
    """A value, a file or an option that cannot be used as it came."""


class MissingDependencyError(GdlearnError, ImportError):
    """A library that was asked for and is not installed; the message says what to install."""


class GroupError(GdlearnError, RuntimeError):
    """Another process of a distributed run that has ended, or does not answer."""
