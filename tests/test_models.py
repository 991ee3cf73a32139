"""Models: kept in a file, found again, asked for predictions, and held against data."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn import metrics

import gdlearn as gd
from gdlearn import archive
from gdlearn.arrays import FloatArray
from gdlearn.models import Blueprint, Model, Origin
from gdlearn.models.evaluation import classes_of
from gdlearn.resuming import Resumable
from tests.streams import FORMATS, NAMES, drawn

VALUES = drawn(200)
TARGETS: dict[str, FloatArray] = {
    **dict.fromkeys(("mse", "huber", "mlp"), VALUES[:, 3]),
    "logistic": np.digitize(VALUES[:, 3], [300.0]).astype(float),
    "softmax": np.digitize(VALUES[:, 3], [295.0, 305.0]).astype(float),
    "poisson": np.digitize(VALUES[:, 3], np.arange(290.0, 320.0, 5.0)).astype(float),
}
SETTINGS: dict[str, dict[str, Any]] = {
    "mse": {"convention": "half_mean"},
    "huber": {"delta": 2.5},
    "mlp": {"hidden": 3},
    "softmax": {"classes": 4},
}
KINDS = list(TARGETS)
ORIGIN = Origin(1, 2.0, 1.0, 3, {}, {}, "numpy", "by hand").plain()


def fitted(kind: str, standardise: bool = True, dtype: str = "float64") -> Model:
    """A model of some steps on the table."""
    data = gd.Dataset.from_arrays(VALUES[:, :3], TARGETS[kind], names=NAMES[:3])
    data = data.standardise() if standardise else data
    objective = Blueprint(kind, SETTINGS.get(kind, {}), 0.01).on(data.X, data.y)
    rule = gd.Adam(0.1 if standardise else 1e-4)
    run = gd.record(objective, gd.starting_weights(objective.size), gd.get_backend("numpy", dtype=dtype), rule, 30)
    return Model.of(data, objective, run, seed=0)


def frame(X: FloatArray = VALUES[:, :3]) -> pd.DataFrame:
    return pd.DataFrame(X, columns=list(NAMES[:3]))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_a_model_that_was_saved_and_loaded_is_the_same(
    kind: str, standardise: bool, dtype: str, tmp_path: Path
) -> None:
    model = fitted(kind, standardise, dtype)
    model.save(tmp_path / "m.npz")
    again = Model.load(tmp_path / "m.npz")
    assert np.array_equal(again.weights, model.weights)
    assert (again.blueprint, again.features, again.target) == (model.blueprint, model.features, model.target)
    assert again.origin == model.origin
    assert again.origin.gdlearn == gd.__version__
    assert np.array_equal(again.predict(frame()), model.predict(frame()))


@pytest.mark.parametrize("kind", KINDS)
def test_it_predicts_what_the_objective_does(kind: str) -> None:
    model = fitted(kind)
    data = gd.Dataset.from_arrays(VALUES[:, :3], TARGETS[kind]).standardise()
    objective = model.blueprint.on(data.X, data.y)
    assert np.allclose(model.predict(frame()), objective.predict(model.weights), rtol=1e-12, atol=1e-15)


def mixed_up(table: pd.DataFrame) -> dict[str, Any]:
    """The columns in another order, among others that hold no numbers."""
    return {"names": ["a"] * len(table), "x3": table["x3"], "x1": table["x1"].tolist(), "z": 1, "x2": table["x2"]}


def records(table: pd.DataFrame) -> Any:
    return table[["x2", "x3", "x1"]].to_records(index=False)


TABLES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "an array": lambda table: table.to_numpy(),
    "lists": lambda table: table.to_numpy().tolist(),
    "a dictionary in another order": mixed_up,
    "a table of pandas in another order": lambda table: table[["x3", "x1", "x2"]].assign(more="text"),
    "a table of pyarrow": lambda table: pa.Table.from_pandas(table[["x2", "x1", "x3"]]),
    "records": records,
    "a dataset": lambda table: gd.Dataset.from_arrays(table, np.ones(len(table)), names=NAMES[:3]),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_features_are_found_by_their_names_to_the_last_bit(name: str) -> None:
    model = fitted("mse")
    assert np.array_equal(model.predict(TABLES[name](frame())), model.predict(frame()))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (frame().drop(columns="x2"), "the table has no column 'x2'"),
        (frame().rename(columns={"x2": "x22"}), r"no column 'x2' \(did you mean 'x22'\?\)"),
        (pd.concat([frame(), frame()], axis=1), "has 2 columns 'x1'"),
        (VALUES, r"shape \(200, 4\); without names it must have the 3 features of the model"),
        (VALUES[0], "the table has shape"),
        (frame().assign(x1="text"), "column 'x1' holds"),
        (frame().assign(x1=np.nan), "column 'x1' holds nan"),
        ({"x1": [1.0], "x2": [1.0, 2.0], "x3": [1.0]}, r"the columns have \[1, 2\] rows"),
        (frame().iloc[:0], r"the columns have \[0\] rows"),
        (gd.Dataset.from_arrays(VALUES[:, :3], VALUES[:, 3]).standardise(), "the dataset is standardised"),
    ],
    ids=str,
)
def test_a_table_that_does_not_fit_is_one_sentence(table: Any, sentence: str) -> None:
    with pytest.raises(gd.InputError, match=sentence):
        fitted("mse").predict(table)


def test_the_table_is_not_changed() -> None:
    table = np.asfortranarray(VALUES[:, :3])
    before = table.copy()
    fitted("mse").predict(table)
    assert np.array_equal(table, before)


def theirs(kind: str, y: FloatArray, found: FloatArray) -> dict[str, float]:
    """The same measures by scikit-learn."""
    if kind in ("logistic", "softmax"):
        labels = None if kind == "logistic" else range(4)
        return {
            "log loss": metrics.log_loss(y, found, labels=labels),
            "accuracy": metrics.accuracy_score(y, classes_of(found)),
        }
    distance = {"MAE": metrics.mean_absolute_error(y, found)}
    if kind == "poisson":
        return distance | {"deviance": metrics.mean_poisson_deviance(y, found)}
    return distance | {"RMSE": metrics.root_mean_squared_error(y, found), "R²": metrics.r2_score(y, found)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_measures_are_those_of_scikit_learn(kind: str) -> None:
    model, y = fitted(kind), TARGETS[kind]
    found = model.evaluate(frame().assign(y=y))
    expected = theirs(kind, y, model.predict(frame()))
    assert found.samples == 200
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-9)
    assert {measure.name for measure in found.measures} == {"loss", *expected}
    assert found["loss"] == pytest.approx(model.origin.loss_end, rel=1e-12)
    assert found == model.evaluate(VALUES[:, :3], y)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_a_file_are_judged_and_predicted_as_those_in_memory(kind: str, tmp_path: Path) -> None:
    model, y = fitted(kind), TARGETS[kind]
    path = FORMATS["parquet"](np.column_stack([VALUES[:, :3], y]), tmp_path)
    source = replace(model.source(path, "y"), block=8 * 5 * 30)
    held = model.evaluate(frame().assign(y=y))
    found = model.evaluate_source(source)
    assert found.samples == 200
    assert [m.value for m in found.measures] == pytest.approx([m.value for m in held.measures], rel=1e-10)
    blocks = list(model.predict_blocks(replace(model.source(path), block=8 * 5 * 30)))
    assert len(blocks) > 3
    assert np.allclose(np.concatenate(blocks), model.predict(frame()), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("kind", "y", "sentence"),
    [
        ("softmax", np.full(200, 4.0), "every value must be a class, a whole number from 0 to 3"),
        ("logistic", np.full(200, 2.0), "every value must be 0 or 1"),
        ("poisson", np.full(200, -1.0), "every value must be a finite count, 0 or more"),
        ("mse", np.ones(3), "X has 200 rows but y has 3"),
        ("mse", np.full(200, np.nan), "y holds nan"),
    ],
)
def test_targets_without_a_meaning_are_one_sentence(kind: str, y: FloatArray, sentence: str) -> None:
    with pytest.raises(gd.InputError, match=sentence):
        fitted(kind).evaluate(frame(), y)


def test_without_a_target_there_is_nothing_to_judge() -> None:
    with pytest.raises(gd.InputError, match="has no column 'y'"):
        fitted("mse").evaluate(frame())
    with pytest.raises(gd.InputError, match="give the targets too"):
        fitted("mse").evaluate(VALUES[:, :3])


def test_one_sample_has_no_variance_to_compare_with() -> None:
    found = fitted("mse").evaluate(VALUES[:1, :3], VALUES[:1, 3])
    assert np.isnan(found["R²"])
    assert np.isfinite(found["RMSE"])


def test_the_weights_in_the_units_of_the_data_predict_without_the_scaling() -> None:
    model = fitted("mse")
    by_hand = np.column_stack([VALUES[:, :3], np.ones(200)]) @ model.original
    assert np.allclose(by_hand, model.predict(frame()), rtol=1e-10)
    assert fitted("mlp").original.tolist() == fitted("mlp").weights.tolist()


# --- files ---


def saved(folder: Path) -> Path:
    fitted("mse").save(folder / "m.npz")
    return folder / "m.npz"


def changed(path: Path, about: dict[str, Any] | None = None, **arrays: Any) -> Path:
    """The same file with other facts or arrays; None takes an array out."""
    with np.load(path) as file:
        facts, members = json.loads(str(file["about"])), {name: file[name] for name in file.files}
    members |= {"about": np.array(json.dumps(facts | (about or {})))} | arrays
    np.savez(path, **{name: array for name, array in members.items() if array is not None})
    return path


def test_the_file_says_what_it_is_to_readers_without_gdlearn(tmp_path: Path) -> None:
    with np.load(saved(tmp_path), allow_pickle=False) as file:
        about = json.loads(str(file["about"]))
        assert set(file.files) == {"about", "weights", "mean", "std", "original"}
    assert set(about) == {"kind", "version", "gdlearn", "objective", "features", "target", "origin"}
    assert (about["kind"], about["version"]) == ("model", 1)
    assert about["objective"] == {"name": "mse", "settings": {"convention": "half_mean"}, "penalty": 0.01}
    assert about["features"] == ["x1", "x2", "x3"]


def test_files_that_are_no_models_are_one_sentence(tmp_path: Path) -> None:
    data = gd.line(10)
    objective, numpy = gd.MeanSquaredError(data.X, data.y), gd.get_backend("numpy")
    gd.record(objective, [0, 0], numpy, gd.GD(0.01), 2).save(tmp_path / "trajectory.npz")
    list(Resumable(objective, [0, 0], numpy, gd.GD(0.01), 2, path=tmp_path / "checkpoint.npz"))
    np.savez(tmp_path / "table.npz", X=data.X, y=data.y)
    np.savez(tmp_path / "other.npz", a=data.y)
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps([1]))
    (tmp_path / "text.npz").write_text("x,y\n1,2\n")
    for name, sentence in {
        "trajectory": "is a trajectory, not a model",
        "checkpoint": "is a checkpoint, not a model",
        "table": "is a table of data, not a model",
        "other": "is a file of another program, not a model",
        "pickle": "is damaged or not a model",
        "text": "is damaged or not a model",
        "missing": "there is no model .*missing.npz; fit one first",
    }.items():
        with pytest.raises(gd.InputError, match=sentence):
            Model.load(tmp_path / f"{name}.npz")


class Trap:
    """What a pickle may do."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return trapped, ("opened",)


def trapped(said: str) -> None:
    raise AssertionError(f"the pickle was {said}")


def test_an_array_of_objects_is_never_opened(tmp_path: Path) -> None:
    path = changed(saved(tmp_path), weights=np.array([Trap()], dtype=object))
    with pytest.raises(gd.InputError, match="holds a pickle, which could run any program; gdlearn reads none"):
        Model.load(path)


@pytest.mark.parametrize(
    ("about", "arrays"),
    [
        ({"objective": {"name": "mystery"}}, {}),
        ({"objective": {"name": "mse", "settings": {"colour": 1}}}, {}),
        ({"objective": {"name": "mse", "settings": 5}}, {}),
        ({"objective": {"name": "mse", "penalty": -1.0}}, {}),
        ({"objective": "mse"}, {}),
        ({"features": ["x1"]}, {}),
        ({"features": 5}, {}),
        ({"origin": {}}, {}),
        ({"origin": ORIGIN | {"samples": 2.5}}, {}),
        ({"origin": ORIGIN | {"loss_end": None}}, {}),
        ({"origin": ORIGIN | {"colour": "red"}}, {}),
        ({}, {"weights": np.ones(3)}),
        ({}, {"weights": np.full(4, np.nan)}),
        ({}, {"weights": np.ones((4, 1))}),
        ({}, {"weights": None}),
        ({}, {"std": np.zeros(3)}),
        ({}, {"std": np.ones(2)}),
        ({}, {"std": None}),
        ({}, {"mean": np.array(["a", "b", "c"])}),
    ],
    ids=str,
)
def test_a_model_whose_parts_do_not_fit_is_one_sentence(
    about: dict[str, Any], arrays: dict[str, Any], tmp_path: Path
) -> None:
    path = changed(saved(tmp_path), about, **arrays)
    with pytest.raises(gd.InputError, match=r"m\.npz is a damaged model"):
        Model.load(path)


def test_a_descent_that_diverged_leaves_no_model() -> None:
    data = gd.line(10)
    objective = gd.MeanSquaredError(data.X, data.y)
    run = gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(1e150), 5)
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(gd.InputError, match="finite number"):
        Model.of(data, objective, run)


def test_a_model_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(gd.InputError, match="model of format version 2, and this gdlearn reads versions up to 1"):
        Model.load(changed(saved(tmp_path), {"version": 2}))


def test_only_objectives_with_a_name_can_be_kept() -> None:
    data = gd.line(10)
    objective = gd.MeanSquaredError(data.X, data.y)
    assert Blueprint.of(gd.L2(objective, 0.5)) == Blueprint("mse", {"convention": "mean"}, 0.5)
    for other in (gd.L2(objective, 0.5, penalise_bias=True), gd.L2(gd.L2(objective, 0.5), 0.5)):
        with pytest.raises(gd.InputError, match="has no name in files"):
            Blueprint.of(other)
    with pytest.raises(gd.InputError, match="there is no objective 'nothing'"):
        Blueprint("nothing")


def test_a_pickle_is_not_even_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="allow_pickle"):
        archive.write(tmp_path / "a.npz", archive.Kind("thing"), {}, {"objects": np.array([Trap()], dtype=object)})
    assert list(tmp_path.iterdir()) == []
