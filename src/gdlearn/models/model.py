"""A model: weights, and all that is needed to say what they mean for new data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from gdlearn import archive
from gdlearn.arrays import FloatArray, frozen, real_array
from gdlearn.data import Dataset
from gdlearn.errors import InputError
from gdlearn.models.blueprint import Blueprint
from gdlearn.models.columns import design, named, picked
from gdlearn.models.evaluation import Evaluation, evaluate
from gdlearn.models.origin import Origin
from gdlearn.objectives import Objective
from gdlearn.scaling import Scaling
from gdlearn.streaming import FileSource, Stream, open_source

KIND = archive.Kind("model", 1, "fit one first, with gdlearn fit DATA --out FILE")


@dataclass(frozen=True, eq=False)
class Model:
    """What a fit found. Features are known by their names, in whatever order a table has them.

    Attributes:
        weights: shape (p,), float64, read-only, the biases where the objective has them; for the features as they were
            in the fit, standardised or not.
        blueprint: the objective without its data.
        features: the names of the d features.
        target: the name of the target.
        scaling: how the features were standardised, or None where they were not.
        origin: how the weights were found.

    Raises:
        InputError: if the parts do not fit each other.

    Examples:
        >>> import gdlearn as gd
        >>> data = gd.line()
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> run = gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(0.02), steps=1000)
        >>> model = Model.of(data, objective, run)
        >>> model.predict({"x": [2.0]}).round(1), round(model.evaluate(data)["R²"], 2)
        (array([13.]), 0.92)
    """

    weights: FloatArray
    blueprint: Blueprint
    features: tuple[str, ...]
    target: str
    scaling: Scaling | None
    origin: Origin

    def __post_init__(self) -> None:
        """Check the parts against each other."""
        w, wanted = real_array("weights", self.weights, 1), self.blueprint.size(len(self.features) + 1)
        if len(w) != wanted:
            raise InputError(
                f"weights has shape {w.shape}; {self.blueprint.name} on {len(self.features)} features has {wanted}."
            )
        object.__setattr__(self, "weights", frozen(w))
        for name, values in vars(self.scaling).items() if self.scaling else ():
            if len(real_array(name, values, 1)) != len(self.features):
                raise InputError(f"{name} has {len(values)} values for {len(self.features)} features; each needs one.")
        if self.scaling is not None and not (self.scaling.std > 0).all():
            raise InputError("std has values that are not greater than 0; features are divided by them.")

    @classmethod
    def of(cls, data: Dataset, objective: Objective, run: Any, seed: int | None = None) -> Self:
        """The model at the end of a recorded descent.

        Args:
            data: what it was fitted to, for the names and the scaling.
            objective: what was minimised on them.
            run: the `gdlearn.Trajectory`.
            seed: the seed of its start and its batches, if there is one.
        """
        from gdlearn.settings import to_plain

        start, end = (float(objective.loss(run.weights[t])) for t in (0, -1))
        plain = {name: to_plain(getattr(run, name)) for name in ("optimizer", "batches")}
        about = {name: getattr(run, name) for name in ("backend", "method", "dtype", "device")}
        origin = Origin(len(objective), start, end, len(run) - 1, **plain, **about, seed=seed)
        return cls(run.weights[-1], Blueprint.of(objective), data.features, data.target, data.scaling, origin)

    @property
    def linear(self) -> bool:
        """Whether there is one weight for every column: the features, then the bias."""
        return len(self.weights) == len(self.features) + 1

    @property
    def original(self) -> FloatArray:
        """The weights (p,) for the features as they come, if the model is linear; otherwise as they are."""
        return self.scaling.to_original(self.weights) if self.scaling and self.linear else self.weights.copy()

    def predict(self, table: Any) -> FloatArray:
        """What the model says of new samples.

        Args:
            table: a table whose columns have names, as a DataFrame, a dictionary or a `Dataset`: the features may stand
                in any order, and other columns are left alone. Or an array (n, d), in the order of `features`.

        Returns:
            The prediction for every row, shape (n,); for softmax the probability of every class, shape (n, k).

        Raises:
            InputError: if a feature is missing, or holds what is no finite number.
        """
        return self.blueprint.predict(self.weights, self._scaled(design(table, self.features)))

    def evaluate(self, table: Any, y: Any = None) -> Evaluation:
        """Hold the model against samples whose targets are known.

        Args:
            table: as for `predict`.
            y: their targets, shape (n,); the column named `target` of the table, if left out.

        Raises:
            InputError: if a feature or the target is missing, or a target has no meaning for the objective.
        """
        X, columns = self._scaled(design(table, self.features)), named(table)
        if y is None and columns is None:
            raise InputError("the table has no names and so no target; give the targets too, with evaluate(table, y).")
        targets = real_array("y", y, 1) if y is not None or columns is None else picked(columns, self.target)
        whole = self.blueprint.on(X, targets)
        return self._evaluated(whole, iter([whole.core]))

    def source(self, path: Path, target: str | None = None) -> FileSource:
        """The rows of a file that may be larger than memory, its features scaled as the model wants them."""
        return replace(open_source(path, target, self.features), scaling=self.scaling)

    def predict_blocks(self, source: FileSource) -> Iterator[FloatArray]:
        """The predictions for the rows of a `source`, block by block."""
        return (self.blueprint.predict(self.weights, table[:, -len(source.columns) :]) for table in source.tables())

    def evaluate_source(self, source: FileSource) -> Evaluation:
        """As `evaluate`, for the rows of a `source` with a target; they are read once or, if text, twice."""
        whole = self.blueprint.over(source)
        assert isinstance(whole.core, Stream)
        return self._evaluated(whole, whole.core.parts())

    def save(self, path: Path | str) -> None:
        """Write one file in NumPy's `.npz` format, which holds no pickle. Its arrays and facts are in the reference.

        Raises:
            InputError: if the file cannot be written.
        """
        blueprint = self.blueprint
        about = {
            "objective": {"name": blueprint.name, "settings": blueprint.settings, "penalty": blueprint.penalty},
            "features": self.features,
            "target": self.target,
            "origin": self.origin.plain(),
        }
        arrays = {"weights": self.weights} | (vars(self.scaling) if self.scaling else {})
        if self.linear:
            arrays["original"] = self.original
        archive.write(Path(path), KIND, about, arrays)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read what `save` wrote.

        Raises:
            InputError: if there is no such file, or it is no model, a damaged one, or one of a newer gdlearn.
        """
        about, arrays = archive.read(Path(path), KIND)
        try:
            scaling = Scaling(frozen(arrays["mean"]), frozen(arrays["std"])) if "mean" in arrays else None
            features = tuple(map(str, about["features"]))
            blueprint, origin = Blueprint(**about["objective"]), Origin(**about["origin"])
            return cls(arrays["weights"], blueprint, features, str(about["target"]), scaling, origin)
        except (InputError, KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path} is a damaged model ({str(error).rstrip('.')}); fit it again.") from error

    def _scaled(self, X: FloatArray) -> FloatArray:
        if self.scaling is not None:
            X[:, :-1] -= self.scaling.mean
            X[:, :-1] /= self.scaling.std
        return X

    def _evaluated(self, whole: Objective, parts: Iterator[Objective]) -> Evaluation:
        def predict(part: Any) -> FloatArray:
            return self.blueprint.predict(self.weights, part.X)

        return evaluate(self.blueprint, self.weights, whole, parts, predict)
