"""Learn gradient descent by checking it: by hand in NumPy, by autograd in PyTorch, step by step, side by side.

In a few lines::

    import gdlearn as gd
    data = gd.line()
    objective, start = gd.MeanSquaredError(data.X, data.y), gd.starting_weights(size=2)
    by_hand = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.01), steps=1000)
    autograd = gd.record(objective, start, gd.get_backend("torch"), gd.GD(0.01), steps=1000)
    print(gd.compare(by_hand, autograd, objective))

Names are loaded when they are first used: importing gdlearn loads none of the libraries that it can work with.
"""

from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what type checkers and editors see; `X as X` marks a name as public
    from gdlearn.backends import Backend as Backend
    from gdlearn.backends import available_backends as available_backends
    from gdlearn.backends import get_backend as get_backend
    from gdlearn.batches import Batches as Batches
    from gdlearn.batches import FullBatch as FullBatch
    from gdlearn.batches import InOrder as InOrder
    from gdlearn.batches import Shuffled as Shuffled
    from gdlearn.batches import steps_per_epoch as steps_per_epoch
    from gdlearn.closed_form import leap as leap
    from gdlearn.comparison import Comparison as Comparison
    from gdlearn.comparison import compare as compare
    from gdlearn.data import Dataset as Dataset
    from gdlearn.data import line as line
    from gdlearn.data import starting_weights as starting_weights
    from gdlearn.descent import Step as Step
    from gdlearn.descent import descend as descend
    from gdlearn.diagnosis import Diagnosis as Diagnosis
    from gdlearn.diagnosis import diagnose as diagnose
    from gdlearn.diagnosis import diagnose_error as diagnose_error
    from gdlearn.diagnosis import diagnose_loop as diagnose_loop
    from gdlearn.errors import GdlearnError as GdlearnError
    from gdlearn.errors import InputError as InputError
    from gdlearn.errors import MissingDependencyError as MissingDependencyError
    from gdlearn.estimators import GradientDescentClassifier as GradientDescentClassifier
    from gdlearn.estimators import GradientDescentRegressor as GradientDescentRegressor
    from gdlearn.files import read_dataset as read_dataset
    from gdlearn.objectives import L2 as L2
    from gdlearn.objectives import MLP as MLP
    from gdlearn.objectives import Convention as Convention
    from gdlearn.objectives import Huber as Huber
    from gdlearn.objectives import Logistic as Logistic
    from gdlearn.objectives import MeanSquaredError as MeanSquaredError
    from gdlearn.objectives import Objective as Objective
    from gdlearn.objectives import Poisson as Poisson
    from gdlearn.objectives import Softmax as Softmax
    from gdlearn.optimizers import GD as GD
    from gdlearn.optimizers import AdaGrad as AdaGrad
    from gdlearn.optimizers import Adam as Adam
    from gdlearn.optimizers import AdamW as AdamW
    from gdlearn.optimizers import Momentum as Momentum
    from gdlearn.optimizers import Nesterov as Nesterov
    from gdlearn.optimizers import Optimizer as Optimizer
    from gdlearn.optimizers import RMSProp as RMSProp
    from gdlearn.scaling import Scaling as Scaling
    from gdlearn.schedules import Constant as Constant
    from gdlearn.schedules import Cosine as Cosine
    from gdlearn.schedules import Schedule as Schedule
    from gdlearn.schedules import StepDecay as StepDecay
    from gdlearn.trajectory import Outcome as Outcome
    from gdlearn.trajectory import Trajectory as Trajectory
    from gdlearn.trajectory import record as record
    from gdlearn.trajectory import replay as replay

__version__ = "0.1.0"

# The same names at run time, by the module that defines them, in reading order.
_PUBLIC = {
    "errors": ("GdlearnError", "InputError", "MissingDependencyError"),
    "scaling": ("Scaling",),
    "data": ("Dataset", "line", "starting_weights"),
    "files": ("read_dataset",),
    "objectives": (
        *("Objective", "Convention", "MeanSquaredError", "L2"),
        *("Huber", "Logistic", "Softmax", "Poisson", "MLP"),
    ),
    "backends": ("Backend", "available_backends", "get_backend"),
    "schedules": ("Schedule", "Constant", "StepDecay", "Cosine"),
    "optimizers": ("Optimizer", "GD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam", "AdamW"),
    "batches": ("Batches", "FullBatch", "InOrder", "Shuffled", "steps_per_epoch"),
    "descent": ("Step", "descend"),
    "trajectory": ("Outcome", "Trajectory", "record", "replay"),
    "closed_form": ("leap",),
    "comparison": ("Comparison", "compare"),
    "diagnosis": ("Diagnosis", "diagnose", "diagnose_loop", "diagnose_error"),
}
# These need scikit-learn, so `from gdlearn import *` leaves them out: it has to work without.
_EXTRA = {"estimators": ("GradientDescentRegressor", "GradientDescentClassifier")}
__all__ = [name for names in _PUBLIC.values() for name in names]  # computed, so that it cannot differ

if not TYPE_CHECKING:  # a type checker would believe that there is every name, and miss none

    def __getattr__(name: str) -> Any:
        """Load a public name from its module at its first use."""
        for module, names in (_PUBLIC | _EXTRA).items():
            if name in names:
                value = globals()[name] = getattr(import_module(f"gdlearn.{module}"), name)
                return value
        raise AttributeError(f"module 'gdlearn' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted([*__all__, *chain.from_iterable(_EXTRA.values()), "__version__"])
