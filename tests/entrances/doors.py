"""The places at which numbers from outside come in: arrays, and single numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.backends import DTYPES, Backend
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.objectives import OBJECTIVES, Objective
from gdlearn.testing import check_gradient
from tests.entrances.door import LABELS, TABLE, Door, Setting
from tests.entrances.estimators import estimator_doors, estimator_settings

START = np.array([2.0, 5.0])
NUMPY = gd.get_backend("numpy")


def datasets() -> Iterator[Door]:
    """The arrays of a dataset."""
    call, make = "Dataset.from_arrays", gd.Dataset.from_arrays
    yield Door(call, "features", TABLE, lambda value, n: make(value, LABELS[:n]).X[:, :-1])
    yield Door(call, "y", LABELS, lambda value, n: make(TABLE[: n or 3], value).y)

    def known(value: Any, _: int) -> Any:
        return make(TABLE, LABELS, true_weights=value).true_weights

    yield Door(call, "true_weights", LABELS, known, fixed=True, skips=("None",))  # None: nobody knows them


def objectives() -> Iterator[Door]:
    """The data of every objective, as they arrive on a backend."""
    more = {"softmax": {"classes": 3}, "mlp": {"hidden": 2}}
    classes = ("huge numbers, 1e300", "tiny numbers, 1e-300", "subnormal numbers, 1e-310")
    for name, kind in OBJECTIVES.items():
        make = partial(kind, **more.get(name, {}))
        refuses = tuple((form, "every value must be") for form in classes) if name in {"logistic", "softmax"} else ()
        yield Door(kind.__name__, "X", TABLE, partial(held_features, make))
        yield Door(kind.__name__, "y", LABELS, partial(held_y, make), refuses=refuses)


def held_features(make: Any, X: Any, n: int) -> Any:
    """The design matrix of an objective."""
    return make(X, LABELS[:n]).on(NUMPY).X


def held_y(make: Any, y: Any, n: int) -> Any:
    """Its targets."""
    return make(TABLE[: n or 3], y).on(NUMPY).y


def starts() -> Iterator[Door]:
    """The weights at which something begins."""
    objective, rule, torch = gd.MeanSquaredError(TABLE, LABELS), gd.GD(1e-3), gd.get_backend("torch")
    begun: dict[str, Callable[[Any, int], Any]] = {
        "record": lambda w, _: gd.record(objective, w, NUMPY, rule, 2).weights[0],
        "record, torch": lambda w, _: gd.record(objective, w, torch, rule, 2).weights[0],
        "descend": lambda w, _: next(gd.descend(objective, w, NUMPY, rule)).w,
        "leap": lambda w, _: gd.leap(objective, w, rule, 2).weights[0],
    }
    for call, arrived in begun.items():
        yield Door(call, "start", START, arrived, fixed=True)
    yield Door("check_gradient", "w", START, lambda w, _: seen_by(lambda g: check_gradient(lambda v: v @ v, g, w)))


def seen_by(call: Callable[[Callable[[Any], Any]], Any]) -> Any:
    """The first weights at which a gradient is asked for."""
    seen: list[FloatArray] = []

    def gradient(w: FloatArray) -> FloatArray:
        seen.append(w.copy())
        return 2 * w

    call(gradient)
    return seen[0]


def backends() -> Iterator[Door]:
    """Arrays on their way to every backend that is here: of any shape, and a descent may overflow."""
    takes = frozenset({"no sample", "no feature", "an empty list", "a column, (n, 1)", "a row, (1, n)"})
    takes |= {"a table, flat", "three dimensions", "a single number", "an array of no dimensions"}
    takes |= {"NaN", "infinity", "minus infinity", "pandas with NaN"}
    names = [each.name for each in gd.available_backends() if each.installed and each.package == "gdlearn"]
    for name, dtype in product(names, DTYPES):
        if dtype == "float32" and name in {"python", "numeric"}:
            continue
        backend = gd.get_backend(name, dtype=dtype)
        skips = ("no sample",) if name == "python" else ()  # an empty list does not know how long its rows would be
        for method in ("asarray", "parameters"):
            there_and_back = partial(through, backend, method)
            call = f"{name}, {dtype}: {method}"
            yield Door(call, "values", TABLE, there_and_back, takes, skips=skips, dtype=dtype)


def through(backend: Backend, method: str, value: Any, _: int) -> Any:
    """Onto a backend and back."""
    return backend.to_numpy(getattr(backend, method)(value))


def doors() -> list[Door]:
    """All of them."""
    return [*datasets(), *objectives(), *starts(), *estimator_doors(), *backends()]


def steps(objective: Objective, rule: Any, count: Any) -> FloatArray:
    """The weights of a short descent."""
    return gd.record(objective, START, NUMPY, rule, count).weights


def settings() -> list[Setting]:
    """All single numbers of the library."""
    mse, batches = gd.MeanSquaredError(TABLE, LABELS), (gd.InOrder, gd.Shuffled)
    rules = (gd.GD, gd.Momentum, gd.Nesterov, gd.AdaGrad, gd.RMSProp, gd.Adam, gd.AdamW)
    return [
        Setting("line", "n", lambda v: gd.line(n=v).X, whole=True, least=1),
        Setting("line", "slope", lambda v: gd.line(n=3, slope=v).y),
        Setting("line", "intercept", lambda v: gd.line(n=3, intercept=v).y),
        Setting("line", "noise", lambda v: gd.line(n=3, noise=v).y, least=0),
        Setting("line", "high", lambda v: gd.line(n=3, high=v).X, above=0),
        Setting("line", "seed", lambda v: gd.line(n=3, seed=v).X, whole=True, least=0),
        Setting("starting_weights", "size", gd.starting_weights, whole=True, least=1),
        Setting("starting_weights", "seed", lambda v: gd.starting_weights(3, v), whole=True, least=0),
        Setting("Dataset.as_classes", "k", lambda v: gd.line(n=9).as_classes(v).y, whole=True, least=2),
        Setting("Huber", "delta", lambda v: gd.Huber(TABLE, LABELS, v), above=0),
        Setting("Softmax", "classes", lambda v: gd.Softmax(TABLE, LABELS, v), whole=True, least=2),
        Setting("MLP", "hidden", lambda v: gd.MLP(TABLE, LABELS, v), whole=True, least=1),
        Setting("L2", "strength", lambda v: gd.L2(mse, v), least=0),
        *(Setting(rule.__name__, "the learning rate", rule, above=0) for rule in rules),
        Setting("Momentum", "the momentum", lambda v: gd.Momentum(0.1, v), least=0, below=1),
        Setting("RMSProp", "alpha", lambda v: gd.RMSProp(0.1, alpha=v), least=0, below=1),
        Setting("Adam", "the first of betas", lambda v: gd.Adam(0.1, betas=(v, 0.9)), least=0, below=1),
        Setting("Adam", "eps", lambda v: gd.Adam(0.1, eps=v), above=0),
        Setting("AdamW", "the weight decay", lambda v: gd.AdamW(0.1, weight_decay=v), least=0),
        Setting(
            "GD with a schedule", "the learning rate at step 0", lambda v: steps(mse, gd.GD(lambda _: v), 1), least=0
        ),
        Setting("Constant", "the rate", gd.Constant, above=0),
        Setting("StepDecay", "every", lambda v: gd.StepDecay(1.0, v), whole=True, least=1),
        Setting("StepDecay", "the factor", lambda v: gd.StepDecay(1.0, 2, v), above=0, below=np.nextafter(1, 2)),
        Setting("Cosine", "steps", lambda v: gd.Cosine(1.0, v), whole=True, least=1),
        Setting("Cosine", "the floor", lambda v: gd.Cosine(3.0, 2, v), least=0, below=np.nextafter(3, 4)),
        *(Setting(kind.__name__, "the batch size", kind, whole=True, least=1) for kind in batches),
        Setting("Shuffled", "seed", lambda v: gd.Shuffled(2, v), whole=True, least=0),
        Setting("steps_per_epoch", "n", lambda v: gd.steps_per_epoch(v, 2), whole=True, least=1),
        Setting("steps_per_epoch", "the batch size", lambda v: gd.steps_per_epoch(9, v), whole=True, least=1),
        Setting("record", "steps", lambda v: steps(mse, gd.GD(1e-3), v), whole=True, least=0),
        Setting("leap", "steps", lambda v: gd.leap(mse, START, gd.GD(1e-3), v).weights, whole=True, least=0),
        Setting("NumpyBackend", "block", lambda v: NumpyBackend(block=v), whole=True, least=1),
        *estimator_settings(),
    ]
