"""What a step costs: the same descent by everybody's means, side by side, and how far each is from the floor.

The floor is the time to read X once. A step that looks at every sample cannot take less, once X is larger than the
cache.
"""

from gdlearn.benchmark.case import Case
from gdlearn.benchmark.contestant import CLOSED_FORM, COMPRESSED, CONTESTANTS, NOTEBOOK, Contestant, Role, on_device
from gdlearn.benchmark.measure import measure
from gdlearn.benchmark.race import Race, Spread
from gdlearn.benchmark.report import Report, report

__all__ = [
    "CLOSED_FORM",
    "COMPRESSED",
    "CONTESTANTS",
    "NOTEBOOK",
    "Case",
    "Contestant",
    "Race",
    "Report",
    "Role",
    "Spread",
    "measure",
    "on_device",
    "report",
]
