"""What both estimators share: their settings, and the fit."""

from __future__ import annotations

from typing import Any, NoReturn
from warnings import warn

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from gdlearn.arguments import finite_number, shown, whole_number
from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend, get_backend
from gdlearn.batches import Batches, Shuffled
from gdlearn.descent import FULL
from gdlearn.errors import InputError
from gdlearn.estimators.inputs import features
from gdlearn.estimators.losses import Loss
from gdlearn.estimators.problem import Problem
from gdlearn.estimators.units import Units
from gdlearn.estimators.verdict import refuse, too_slow
from gdlearn.estimators.walk import walk
from gdlearn.optimizers import GD, OPTIMIZERS, Rule

FROM_CURVATURE = ("gd", "momentum", "nesterov")  # the rules whose rate is a length over a slope
HALVINGS = 60  # of the automatic rate, where the curvature at the start was no bound


class GradientDescentEstimator(BaseEstimator):  # type: ignore[misc]  # scikit-learn is published without types
    """A linear model whose coefficients are found by gradient descent; the base of regressor and classifier."""

    coef_: FloatArray
    intercept_: Any
    n_iter_: int
    loss_curve_: FloatArray

    def __init__(
        self,
        backend: str = "numpy",
        *,
        optimizer: Any = "gd",
        learning_rate: Any = "auto",
        penalty: float = 0.0,
        standardise: bool = True,
        max_iter: int = 1000,
        tol: float = 1e-4,
        batch_size: int | None = None,
        dtype: str = "float64",
        device: str = "cpu",
        random_state: Any = None,
        warm_start: bool = False,
    ) -> None:
        self.backend = backend
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.penalty = penalty
        self.standardise = standardise
        self.max_iter = max_iter
        self.tol = tol
        self.batch_size = batch_size
        self.dtype = dtype
        self.device = device
        self.random_state = random_state
        self.warm_start = warm_start

    def _learn(
        self, loss: Loss, X: FloatArray, y: FloatArray, sample_weights: FloatArray, compress: Any = False
    ) -> tuple[FloatArray, FloatArray]:
        """Coefficients (k, d) and intercepts (k,) for rows that all count; `n_iter_` and `loss_curve_` on the way."""
        iterations = whole_number("max_iter", self.max_iter, least=1)
        tolerance = finite_number("tol", self.tol, least=0)
        penalty = finite_number("penalty", self.penalty, least=0)
        backend, batches = self._backend(), self._batches(len(X))
        for name in ("standardise", "warm_start"):
            if not isinstance(getattr(self, name), bool | np.bool):
                raise InputError(f"{name} is {shown(getattr(self, name))}; it must be True or False.")
        units = Units.of(X, sample_weights, self.standardise)
        batch, dtype = batches is not FULL, backend.dtype
        problem = Problem.of(
            *(loss, units.design_matrix(X), y, sample_weights),
            penalty=penalty,
            compress=compress,
            batch=batch,
            dtype=dtype,
        )
        start = self._start(problem, units)
        for halved in range(HALVINGS):
            rule, automatic = self._rule(problem.steepest * 2**halved)
            doubtful = automatic and not loss.bounded and not batch and isinstance(rule, GD)
            rate = rule.learning_rate if doubtful else None
            done = walk(problem, start, backend, rule, batches, iterations, tolerance, rate)
            if not (done.diverged and automatic):
                break
        if done.diverged:
            raise refuse(problem, done, rule)
        if not done.arrived:
            about = {"single": dtype == "float32", "batch": batch, "standardised": bool(self.standardise)}
            warn(too_slow(problem, done, rule, tolerance, **about), ConvergenceWarning, stacklevel=3)
        self.n_iter_, self.loss_curve_ = len(done.losses) - 1, done.losses
        W = done.w.reshape(X.shape[1] + 1, -1)
        W[-1] += problem.moved
        return units.to_original(W)

    def _linear(self, X: Any) -> FloatArray:
        """The linear part of a prediction, X w + b for every row: shape (n,), or (n, k) for k columns of weights."""
        check_is_fitted(self, "coef_")
        z: FloatArray = validate_data(self, features(X), reset=False, dtype=np.float64) @ self.coef_.T + self.intercept_
        return z

    def _backend(self) -> Backend:
        if not isinstance(self.backend, str):
            raise InputError(
                f"backend is {shown(self.backend)}; it must be a name, such as 'numpy' or 'torch:formula'."
            )
        name, _, gradient = self.backend.partition(":")
        return get_backend(name, dtype=self.dtype, device=self.device, gradient=gradient or "auto")

    def _batches(self, n: int) -> Batches:
        generator = self._generator()
        if self.batch_size is None:
            return FULL
        size = whole_number("batch_size", self.batch_size, least=1)
        return Shuffled(size, int(generator.randint(2**31 - 1))) if size < n else FULL

    def _generator(self) -> np.random.RandomState:
        """What draws the order of the rows; a seed that is no whole number is none, and True would be 1."""
        state = self.random_state
        if not (state is None or state is np.random or isinstance(state, np.random.RandomState)):
            state = whole_number("random_state", state)
            if state >= 2**32:
                raise InputError(f"random_state is {shown(state)}; it must be less than 2**32.")
        generator: np.random.RandomState = check_random_state(state)
        return generator

    def _rule(self, steepest: float) -> tuple[Any, bool]:
        """The update rule, and whether its learning rate was chosen here and may be chosen smaller."""
        auto, rate = isinstance(self.learning_rate, str) and self.learning_rate == "auto", self.learning_rate
        if isinstance(self.optimizer, Rule):
            if not auto:
                raise InputError(
                    f"optimizer is {self.optimizer!r}, which has a learning rate of its own; leave learning_rate at "
                    f"'auto' instead of {rate!r}, or give the name of the rule."
                )
            return self.optimizer, False
        if not isinstance(self.optimizer, str) or self.optimizer not in OPTIMIZERS:
            names = ", ".join(OPTIMIZERS)
            raise InputError(
                f"optimizer is {shown(self.optimizer)}; it must be one of {names}, or a rule such as gd.Adam()."
            )
        if not auto:
            try:
                return OPTIMIZERS[self.optimizer](rate), False
            except InputError:
                wanted = "'auto', a number greater than 0 or a schedule"
                raise InputError(f"learning_rate is {shown(rate)}; it must be {wanted}.") from None
        if self.optimizer not in FROM_CURVATURE:
            return OPTIMIZERS[self.optimizer](), False  # type: ignore[call-arg]  # these have a rate by default
        return OPTIMIZERS[self.optimizer](1 / steepest), True

    def _start(self, problem: Problem, units: Units) -> FloatArray:
        """The best constant; or the coefficients of the last fit, if the settings say so."""
        if not (self.warm_start and hasattr(self, "coef_")):
            return problem.constant
        coef, intercept = np.atleast_2d(self.coef_), np.atleast_1d(self.intercept_)
        W = problem.constant.reshape(len(units.mean) + 1, -1)
        if coef.T.shape != W[:-1].shape:
            self._refuse_warm_start(f"coefficients of shape {coef.shape} where {W[:-1].T.shape} are needed now")
        W = units.from_original(coef, intercept)
        W[-1] -= problem.moved
        return W.ravel()

    @staticmethod
    def _refuse_warm_start(why: str) -> NoReturn:
        raise InputError(f"the last fit cannot be continued: it left {why}; set warm_start=False.")
