"""A number for every row: least squares, Huber's loss or Poisson regression, by gradient descent."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.utils.validation import validate_data

from gdlearn.arguments import shown
from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.estimators.base import GradientDescentEstimator
from gdlearn.estimators.inputs import counting, features, targets
from gdlearn.estimators.losses import MSE, POISSON, Loss, huber


class GradientDescentRegressor(RegressorMixin, GradientDescentEstimator):  # type: ignore[misc]  # as its base
    r"""A linear model for numbers, found by gradient descent on any backend; an estimator of scikit-learn.

    Formula:
        $$\min_{w, b}\; \frac{\sum_i v_i\, \ell(x_i w + b,\, y_i)}{\sum_i v_i} + \frac{\lambda}{2} |w'|^2$$

        with the sample weights $v_i$, the penalty $\lambda$, and $w'_j = \sigma_j w_j$ (or $w_j$ with
        `standardise=False`).

    Args:
        backend: how the gradient is obtained, the name of a backend; "torch:formula" for the hand-derived formula on
            the arrays of that backend.
        objective: "mse", "huber" (for targets with outliers) or "poisson" (for counts, 0 or more).
        delta: where Huber's loss turns straight, in the unit of y, greater than 0.
        optimizer: the update rule: "gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", or a rule with
            its settings, such as `gd.Momentum(0.1, momentum=0.5)`.
        learning_rate: a number greater than 0, a schedule, or "auto": the inverse of the largest curvature for the
            first three rules, and the default of the rule for the others.
        penalty: the strength of the L2 penalty, 0 or more; the intercept is left out.
        standardise: whether the descent runs on standardised features. The coefficients are those of the features as
            they came, either way. A penalty counts the weights of the features that the descent runs on.
        max_iter: the most iterations, 1 or more; an iteration uses every row once.
        tol: the descent stops where the gradient is this share of that at the best constant, 0 or more.
        compress: "auto", True or False: squared error of many rows as the same sum of a few, see
            `gdlearn.MeanSquaredError.compressed`.
        batch_size: how many rows a step uses, or None for all of them.
        dtype: the arithmetic of the descent, "float64" or "float32".
        device: where it runs, for torch and jax.
        random_state: the seed of the order of the rows, with `batch_size`; nothing else is drawn.
        warm_start: whether a fit begins at the coefficients of the last one. Of a rule with a memory only the
            coefficients are kept.

    Attributes:
        coef_: shape (d,), float64.
        intercept_: a float.
        n_iter_: how many iterations it took; 0 if the start was as good.
        loss_curve_: the loss over all rows, shape (n_iter_ + 1,): the first is that of the start, the last that of the
            coefficients.
        n_features_in_: the number of features d.
        feature_names_in_: their names, if they came with names.

    Raises:
        InputError: at `fit`, if a setting is out of its range, or the descent diverged.

    Examples:
        >>> model = GradientDescentRegressor("numpy", tol=1e-10).fit([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0])
        >>> model.predict([[10.0]]).round(6)
        array([21.])
    """

    def __init__(
        self,
        backend: str = "numpy",
        *,
        objective: str = "mse",
        delta: float = 1.0,
        optimizer: Any = "gd",
        learning_rate: Any = "auto",
        penalty: float = 0.0,
        standardise: bool = True,
        max_iter: int = 1000,
        tol: float = 1e-4,
        compress: bool | str = "auto",
        batch_size: int | None = None,
        dtype: str = "float64",
        device: str = "cpu",
        random_state: Any = None,
        warm_start: bool = False,
    ) -> None:
        super().__init__(
            backend,
            optimizer=optimizer,
            learning_rate=learning_rate,
            penalty=penalty,
            standardise=standardise,
            max_iter=max_iter,
            tol=tol,
            batch_size=batch_size,
            dtype=dtype,
            device=device,
            random_state=random_state,
            warm_start=warm_start,
        )
        self.objective = objective
        self.delta = delta
        self.compress = compress

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Descend.

        Args:
            X: features, shape (n, d), finite.
            y: targets, shape (n,), finite.
            sample_weight: how much every sample counts, shape (n,), 0 or more; all the same, if left out.

        Returns:
            The estimator itself.

        Raises:
            InputError: if a setting is out of its range, or the descent diverged.
        """
        X, y = validate_data(self, features(X), targets(y), y_numeric=True, dtype=np.float64)
        X, y, sample_weights = counting(X, np.asarray(y, dtype=np.float64), sample_weight)
        coef, intercept = self._learn(self._loss(), X, y, sample_weights, self._compress())
        self.coef_, self.intercept_ = coef[0], float(intercept[0])
        return self

    def predict(self, X: Any) -> FloatArray:
        """The prediction for every row, shape (n,); for "poisson" the expected count."""
        z = self._linear(X)
        return np.exp(z) if self.objective == "poisson" else z

    def _loss(self) -> Loss:
        losses = {"mse": lambda: MSE, "huber": lambda: huber(self.delta), "poisson": lambda: POISSON}
        if not isinstance(self.objective, str) or self.objective not in losses:
            raise InputError(f"objective is {shown(self.objective)}; it must be one of {', '.join(losses)}.")
        return losses[self.objective]()

    def _compress(self) -> bool:
        """Whether the rows may be added up before the descent."""
        if not isinstance(self.compress, bool | np.bool) and self.compress != "auto":
            raise InputError(f"compress is {shown(self.compress)}; it must be 'auto', True or False.")
        if self.compress not in ("auto", False) and (self.objective != "mse" or self.batch_size is not None):
            raise InputError("compress=True is for objective='mse' without batch_size; leave it at 'auto'.")
        return bool(self.compress) and self.batch_size is None

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.positive_only = self.objective == "poisson"
        return tags
