"""L2: a price on large weights, added to any objective."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import sqrt
from typing import TYPE_CHECKING, Any, Self

from gdlearn.arguments import finite_number
from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, Holder, Objective, array_namespace

if TYPE_CHECKING:
    from gdlearn.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class L2(Objective):
    r"""Another objective, plus half the strength times the squared length of its weights, biases left out.

    Formula:
        $$L(w) = L_0(w) + \frac{\lambda}{2} \sum_{j \notin \text{biases}} w_j^2$$

        Libraries place this factor differently. With the strength $\lambda$ of this class:

        | library | its setting |
        |---|---|
        | `torch.optim` (not AdamW) | `weight_decay` $= \lambda$; it penalises the biases too |
        | scikit-learn, `Ridge` | `alpha` $= \lambda / 2c$: $n\lambda/2$ for `mean`, $\lambda$ for `half_sum` |
        | scikit-learn, `LogisticRegression` | `C` $= 1 / n\lambda$ |
        | scikit-learn, `PoissonRegressor` | `alpha` $= \lambda$ |

        A bias says where the predictions are centred; a price on it would make the result depend on the zero of y.

    Attributes:
        objective: what is penalised; another `L2` is allowed, and then the strengths add up.
        strength: the factor lambda, finite, 0 or more.
        penalise_bias: whether the biases are penalised too, as `weight_decay` does.

    Raises:
        InputError: if the strength is not a finite number from 0.

    Source:
        Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., equation (3.41).

    Examples:
        >>> import numpy as np
        >>> from gdlearn import MeanSquaredError
        >>> objective = MeanSquaredError(np.eye(2), np.array([2.0, 5.0]))
        >>> L2(objective, strength=10.0).gradient(np.array([2.0, 5.0]))
        array([20.,  0.])
    """

    objective: Objective
    strength: float
    penalise_bias: bool = False

    def __post_init__(self) -> None:
        """Check the strength once; as a Python float it leaves float32 arrays in float32."""
        object.__setattr__(self, "strength", finite_number("strength", self.strength, least=0))

    def loss(self, w: Array) -> Array:
        """The loss of the objective plus the penalty at `w` (p,), a scalar ()."""
        return self.objective.loss(w) + self._penalty(self.penalised(w))

    def gradient(self, w: Array) -> Array:
        r"""The gradient at `w` (p,), derived by hand, shape (p,).

        Formula:
            A sum is differentiated term by term, and $\partial w_j^2 / \partial w_j = 2 w_j$ cancels the half:

            $$\frac{\partial L}{\partial w_j} = \frac{\partial L_0}{\partial w_j} + \lambda w_j
              \quad (j \notin \text{biases})$$
        """
        return self.objective.gradient(w) + self.strength * self.penalised(w)

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both, with whatever the objective itself can share."""
        return self._added(w, *self.objective.loss_and_gradient(w))

    @property
    def core(self) -> Objective:
        """What is penalised, in the end: of that the rows add up."""
        return self.objective.core

    def with_core(self, core: Objective) -> L2:
        """The same penalties around another core."""
        return self._with(objective=self.objective.with_core(core))

    def completed(self, w: Array, loss: Array, gradient: Array) -> tuple[Array, Array]:
        """Loss and gradient at `w` (p,), from those of the core: the penalty is added once, however many parts."""
        return self._added(w, *self.objective.completed(w, loss, gradient))

    def penalised(self, w: Array) -> Array:
        """The weights with a zero in the place of every bias, shape (p,).

        Put together from slices: so they stay in the library and the dtype of `w`, with no mask to carry along.
        """
        if self.penalise_bias:
            return w
        xp = array_namespace(w)
        return xp.concat([xp.zeros_like(w[part]) if bias else w[part] for bias, part in self._runs])

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction of the objective: a penalty changes which weights are found, not what they mean."""
        return self.objective.predict(w, X)

    def rows(self, index: Any) -> Self:
        """The same penalty on some of the rows.

        A mean of parts, weighted by their rows, counts the penalty once. Under the convention `sum` every part counts
        it: add up the parts of the `core`, and then the penalty, as `gdlearn.objectives.parts.add_up` does.
        """
        return self._with(objective=self.objective.rows(index))

    def on(self, backend: Holder) -> Self:
        """The same objective with its arrays on that backend."""
        return self._with(objective=self.objective.on(backend))

    def share(self, n: int) -> float:
        """What these rows count for in the loss over n rows: as much as those of the objective."""
        return self.objective.share(n)

    @property
    def nbytes(self) -> int:
        """The bytes of data that a step has to read: those of the objective."""
        return self.objective.nbytes

    @property
    def size(self) -> int:
        """The number of weights p."""
        return self.objective.size

    @property
    def biases(self) -> tuple[int, ...]:
        """Which components of w are biases: those of the objective."""
        return self.objective.biases

    @property
    def analytic(self) -> bool:
        """The penalty is a polynomial: complex weights are fine wherever the objective takes them."""
        return self.objective.analytic

    @property
    def quadratic(self) -> bool:
        """The penalty is quadratic: so is the sum, wherever the objective is."""
        return self.objective.quadratic

    def __len__(self) -> int:
        """The number of samples n."""
        return len(self.objective)

    def as_least_squares(self) -> tuple[FloatArray, FloatArray]:
        r"""The same loss as half a squared length, if that of the objective is one: a penalty is a few more rows.

        Formula:
            $$A = \begin{pmatrix} A_0 \\ \sqrt{\lambda}\, e_j^\top \end{pmatrix}, \qquad
              b = \begin{pmatrix} b_0 \\ 0 \end{pmatrix}, \qquad \text{a row for every } j \text{ that is penalised}$$

        Returns:
            A, shape (m, p), and b, shape (m,), on the host in float64.

        Raises:
            InputError: if the objective is not quadratic.
        """
        import numpy as np

        inner = getattr(self.objective, "as_least_squares", None)
        if inner is None:
            raise InputError(
                f"{type(self.objective).__name__} is not quadratic; it cannot be written as least squares."
            )
        A, b = inner()
        every = np.eye(self.size)
        rows = every if self.penalise_bias else np.delete(every, self.biases, axis=0)
        return np.vstack([A, sqrt(self.strength) * rows]), np.append(b, np.zeros(len(rows)))

    def _added(self, w: Array, loss: Array, gradient: Array) -> tuple[Array, Array]:
        v = self.penalised(w)
        return loss + self._penalty(v), gradient + self.strength * v

    def _penalty(self, v: Array) -> Array:
        return self.strength / 2 * (v @ v)

    @cached_property
    def _runs(self) -> list[tuple[bool, slice]]:
        """Neighbouring components of one kind, as (is it biases?, slice)."""
        biases = set(self.biases)
        runs = [(kind, list(run)) for kind, run in groupby(range(self.size), key=biases.__contains__)]
        return [(kind, slice(run[0], run[-1] + 1)) for kind, run in runs]
