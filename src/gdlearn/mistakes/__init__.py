"""The catalogue of mistakes: what learners get wrong, as programs that run.

A mistake is a right program with a line or two changed. The gradients among them run on arrays of every library, and
on plain lists where there is none.
"""

from gdlearn.mistakes.catalogue import CATALOGUE, find
from gdlearn.mistakes.gradients import GRADIENTS
from gdlearn.mistakes.mistake import Kind, Mistake
from gdlearn.mistakes.program import Edit, Program
from gdlearn.mistakes.programs import PROGRAMS

__all__ = ["CATALOGUE", "GRADIENTS", "PROGRAMS", "Edit", "Kind", "Mistake", "Program", "find"]
