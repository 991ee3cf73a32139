"""A class for every row: logistic regression for two classes, softmax regression for more, by gradient descent."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.estimators.base import GradientDescentEstimator
from gdlearn.estimators.inputs import counting, features, labels
from gdlearn.estimators.losses import LOGISTIC, softmax


class GradientDescentClassifier(ClassifierMixin, GradientDescentEstimator):  # type: ignore[misc]  # as its base
    r"""A linear model for classes, found by gradient descent on any backend; an estimator of scikit-learn.

    Formula:
        $$\min_{W, b}\; \frac{\sum_i v_i\, \ell(x_i W + b,\, y_i)}{\sum_i v_i} + \frac{\lambda}{2} |W'|^2$$

        with the cross-entropy of `gdlearn.Logistic` for two classes and that of `gdlearn.Softmax` for more, the sample
        weights $v_i$, the penalty $\lambda$, and $W'_j = \sigma_j W_j$ (or $W_j$ with `standardise=False`).

    Args:
        backend: how the gradient is obtained, the name of a backend; "torch:formula" for the hand-derived formula on
            the arrays of that backend.
        optimizer: the update rule: "gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", or a rule with
            its settings, such as `gd.Momentum(0.1, momentum=0.5)`.
        learning_rate: a number greater than 0, a schedule, or "auto": the inverse of the largest curvature for the
            first three rules, and the default of the rule for the others.
        penalty: the strength of the L2 penalty, 0 or more; the intercepts are left out. Classes that a plane separates
            need one: without it the coefficients grow for ever.
        standardise: whether the descent runs on standardised features. The coefficients are those of the features as
            they came, either way. A penalty counts the weights of the features that the descent runs on.
        max_iter: the most iterations, 1 or more; an iteration uses every row once.
        tol: the descent stops where the gradient is this share of that at the best constant, 0 or more.
        batch_size: how many rows a step uses, or None for all of them.
        dtype: the arithmetic of the descent, "float64" or "float32".
        device: where it runs, for torch and jax.
        random_state: the seed of the order of the rows, with `batch_size`; nothing else is drawn.
        warm_start: whether a fit begins at the coefficients of the last one. Of a rule with a memory only the
            coefficients are kept.

    Attributes:
        classes_: the classes in order, shape (k,).
        coef_: shape (1, d) for two classes, (k, d) for more, float64.
        intercept_: shape (1,) or (k,).
        n_iter_: how many iterations it took; 0 if the start was as good.
        loss_curve_: the loss over all rows, shape (n_iter_ + 1,): the first is that of the start, the last that of the
            coefficients.
        n_features_in_: the number of features d.
        feature_names_in_: their names, if they came with names.

    Raises:
        InputError: at `fit`, if a setting is out of its range, or the descent diverged.

    Examples:
        >>> X, y = [[0.0], [1.0], [2.0], [3.0]], ["no", "yes", "no", "yes"]
        >>> model = GradientDescentClassifier(penalty=0.1).fit(X, y)
        >>> model.predict([[-1.0], [4.0]]).tolist()
        ['no', 'yes']
    """

    classes_: NDArray[Any]

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Descend.

        Args:
            X: features, shape (n, d), finite.
            y: the class of every sample, shape (n,): numbers or strings.
            sample_weight: how much every sample counts, shape (n,), 0 or more; all the same, if left out.

        Returns:
            The estimator itself.

        Raises:
            InputError: if y holds one class only, a setting is out of its range, or the descent diverged.
        """
        X, y = validate_data(self, features(X), labels(y), dtype=np.float64)
        check_classification_targets(y)
        X, y, sample_weights = counting(X, y, sample_weight)
        classes, numbers = np.unique(y, return_inverse=True)
        if len(classes) < 2:
            raise InputError(f"y holds one class, {classes.tolist()[0]!r}; a classifier needs two or more.")
        if self.warm_start and hasattr(self, "classes_") and not np.array_equal(classes, self.classes_):
            self._refuse_warm_start(f"the classes {self.classes_.tolist()}, and now they are {classes.tolist()}")
        loss = LOGISTIC if len(classes) == 2 else softmax(len(classes))
        self.coef_, self.intercept_ = self._learn(loss, X, numbers.astype(np.float64), sample_weights)
        self.classes_ = classes
        return self

    def decision_function(self, X: Any) -> FloatArray:
        """The logit of the second class, shape (n,), or those of all k classes, shape (n, k)."""
        Z = self._linear(X)
        return Z[:, 0] if len(self.classes_) == 2 else Z

    def predict_log_proba(self, X: Any) -> FloatArray:
        r"""The logarithm of the probability of every class for every row, shape (n, k).

        Formula:
            $$\log q_c = z_c - \log \sum_a e^{z_a}$$

            of two classes the first has the logit 0.
        """
        Z = self.decision_function(X)
        if Z.ndim == 1:
            Z = np.column_stack([np.zeros_like(Z), Z])
        return np.asarray(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))

    def predict_proba(self, X: Any) -> FloatArray:
        """The probability of every class for every row, shape (n, k); every row adds up to 1."""
        return np.asarray(np.exp(self.predict_log_proba(X)))

    def predict(self, X: Any) -> NDArray[Any]:
        """The class of the largest logit for every row, shape (n,)."""
        Z = self.decision_function(X)
        chosen = (Z > 0).astype(int) if Z.ndim == 1 else Z.argmax(axis=1)
        return np.asarray(self.classes_[chosen])
