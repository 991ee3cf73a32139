"""What is minimised: one file for each objective, the loss and right under it the hand-derived gradient."""

from gdlearn.objectives.base import Objective
from gdlearn.objectives.mse import Convention, MeanSquaredError

__all__ = ["Convention", "MeanSquaredError", "Objective"]
