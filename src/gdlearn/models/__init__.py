"""What a fit leaves behind: a model in a file, which predicts, and is held against data that it has not seen."""

from gdlearn.models.blueprint import Blueprint
from gdlearn.models.evaluation import Evaluation, Measure
from gdlearn.models.model import Model
from gdlearn.models.origin import Origin

__all__ = ["Blueprint", "Evaluation", "Measure", "Model", "Origin"]
