"""What is minimised: one file for each objective, the loss and right under it the hand-derived gradient."""

from collections.abc import Callable

from gdlearn.objectives.base import Objective
from gdlearn.objectives.huber import Huber
from gdlearn.objectives.logistic import Logistic
from gdlearn.objectives.mlp import MLP
from gdlearn.objectives.mse import Convention, MeanSquaredError
from gdlearn.objectives.penalty import L2
from gdlearn.objectives.poisson import Poisson
from gdlearn.objectives.softmax import Softmax

__all__ = [
    "L2",
    "MLP",
    "OBJECTIVES",
    "Convention",
    "Huber",
    "Logistic",
    "MeanSquaredError",
    "Objective",
    "Poisson",
    "Softmax",
]

# The name on the command line -> what is made of X, y and the settings of the objective.
OBJECTIVES: dict[str, Callable[..., Objective]] = {
    "mse": MeanSquaredError,
    "huber": Huber,
    "logistic": Logistic,
    "softmax": Softmax,
    "poisson": Poisson,
    "mlp": MLP,
}
