"""What a strict type checker must refuse: it reports an ignored error that is none, so that each of these is one."""

from __future__ import annotations

import numpy as np

import gdlearn as gd
from gdlearn.testing import check_gradient

objective = gd.MeanSquaredError(np.eye(2), np.ones(2))
backend = gd.get_backend("numpy")

gd.line(n="many")  # type: ignore[arg-type]
gd.line(samples=10)  # type: ignore[call-arg]
gd.GD("fast")  # type: ignore[arg-type]
gd.get_backend(numpy)  # type: ignore[name-defined]  # noqa: F821
gd.record(objective, [0.0, 0.0], "numpy", gd.GD(0.1), steps=10)  # type: ignore[arg-type]
gd.record(objective, [0.0, 0.0], backend, 0.1, steps=10)  # type: ignore[arg-type]
gd.record(objective, [0.0, 0.0], backend, gd.GD(0.1))  # type: ignore[call-arg]
gd.MeanSquaredError(np.eye(2), np.ones(2), "mean").convention = "sum"  # type: ignore[arg-type, misc, assignment]
gd.compare(objective, objective, objective)  # type: ignore[arg-type]
gd.L2(np.eye(2), 0.1)  # type: ignore[arg-type]
check_gradient(objective, [1.0, 2.0])  # type: ignore[call-arg, arg-type]
weight: int = gd.record(objective, [0.0, 0.0], backend, gd.GD(0.1), 1).weights  # type: ignore[assignment]
gd.nothing  # type: ignore[attr-defined]  # noqa: B018
