"""The update rules: what is subtracted from the weights, given the gradient. One file for each."""

from gdlearn.optimizers.adagrad import AdaGrad
from gdlearn.optimizers.adam import Adam
from gdlearn.optimizers.adamw import AdamW
from gdlearn.optimizers.base import Optimizer, Rule
from gdlearn.optimizers.gd import GD
from gdlearn.optimizers.momentum import Momentum
from gdlearn.optimizers.nesterov import Nesterov
from gdlearn.optimizers.rmsprop import RMSProp

# By their names in commands, in the order of the lessons.
OPTIMIZERS: dict[str, type[Rule]] = {
    "gd": GD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RMSProp,
    "adam": Adam,
    "adamw": AdamW,
}

__all__ = ["GD", "OPTIMIZERS", "AdaGrad", "Adam", "AdamW", "Momentum", "Nesterov", "Optimizer", "RMSProp", "Rule"]
