"""Gradient descent as scikit-learn wants it: estimators with `fit` and `predict`, on any backend."""

from gdlearn.errors import MissingDependencyError

try:
    import sklearn as _sklearn  # noqa: F401  # asked for here, so that its absence is one sentence
except ModuleNotFoundError as error:
    raise MissingDependencyError(
        "the estimators need scikit-learn, which is not installed; run: pip install 'gdlearn[sklearn]'"
    ) from error

from gdlearn.estimators.classifier import GradientDescentClassifier
from gdlearn.estimators.regressor import GradientDescentRegressor

__all__ = ["GradientDescentClassifier", "GradientDescentRegressor"]
