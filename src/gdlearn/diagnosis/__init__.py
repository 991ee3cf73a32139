"""Name the mistake: in a gradient, in a loop, in an exception."""

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.diagnosis.error import diagnose_error
from gdlearn.diagnosis.gradient import diagnose
from gdlearn.diagnosis.loop import diagnose_loop

__all__ = ["Diagnosis", "diagnose", "diagnose_error", "diagnose_loop"]
