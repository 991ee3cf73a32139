"""Exercises: files to complete, checked by running them, with the mistake named."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdlearn.exercises.checking import check as check
    from gdlearn.exercises.checking import check_file as check_file
    from gdlearn.exercises.exercise import Exercise as Exercise
    from gdlearn.exercises.exercise import WrongAnswer as WrongAnswer
    from gdlearn.exercises.manifest import exercises as exercises
    from gdlearn.exercises.manifest import find as find
    from gdlearn.exercises.notebook import to_notebook as to_notebook

# By the module that defines them. Loaded when first used: the process of a learner needs none of them, and starts fast.
_PUBLIC = {
    "exercise": ("Exercise", "WrongAnswer"),
    "manifest": ("exercises", "find"),
    "checking": ("check", "check_file"),
    "notebook": ("to_notebook",),
}
__all__ = [name for names in _PUBLIC.values() for name in names]  # computed, so that it cannot differ

if not TYPE_CHECKING:  # a type checker would believe that there is every name, and miss none

    def __getattr__(name: str) -> Any:
        """Load a public name from its module at its first use."""
        for module, names in _PUBLIC.items():
            if name in names:
                value = globals()[name] = getattr(import_module(f"gdlearn.exercises.{module}"), name)
                return value
        raise AttributeError(f"module 'gdlearn.exercises' has no attribute {name!r}")
