"""Is this installation well? Versions, backends, devices and a self-test of a few seconds, for a bug report.

Everything is loaded where it is looked at, since what is broken may be a library: its error is then one of the lines.
"""

from gdlearn.doctor.examination import Examination, examine
from gdlearn.doctor.finding import Finding

__all__ = ["Examination", "Finding", "examine"]
