"""TF32: a setting of PyTorch with which float32 products keep fewer digits is refused, and float64 does not mind it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import torch

import gdlearn as gd
from gdlearn.backends.torch_products import FULL, float32_products


@pytest.fixture(params=["high", "medium"])
def fewer_digits(request: pytest.FixtureRequest) -> Iterator[str]:
    """The setting that people copy from advice on speed; afterwards it is as it was."""
    torch.set_float32_matmul_precision(request.param)
    yield request.param
    torch.set_float32_matmul_precision("highest")


@pytest.mark.usefixtures("fewer_digits")
@pytest.mark.parametrize("gradient", ["auto", "formula"])
def test_float32_is_refused_and_float64_is_not(gradient: str) -> None:
    words = r"'cpu' to (tf32|bf16), which has fewer digits; run torch\.set_float32_matmul_precision\('highest'\) first"
    with pytest.raises(gd.InputError, match=words):
        gd.get_backend("torch", "float32", gradient=gradient)
    assert gd.get_backend("torch", "float64", gradient=gradient).dtype == "float64"


def test_a_setting_that_changes_later_is_seen_by_the_next_run() -> None:
    backend = gd.get_backend("torch", "float32")
    torch.set_float32_matmul_precision("high")
    try:
        with pytest.raises(gd.InputError, match="set to round float32 products"):
            backend.parameters([1.0, 2.0])
    finally:
        torch.set_float32_matmul_precision("highest")
    assert backend.parameters([1.0, 2.0]).tolist() == [1.0, 2.0]


@pytest.mark.slow  # a fresh Python for each: PyTorch does not let old and new names of one setting be mixed
@pytest.mark.parametrize(
    ("setting", "refused"),
    [
        ("backends.cuda.matmul.allow_tf32 = True", ["cuda", "cuda:1"]),
        ("backends.cuda.matmul.fp32_precision = 'tf32'", ["cuda", "cuda:1"]),
        ("backends.fp32_precision = 'tf32'", ["cpu", "cuda", "cuda:1"]),
        ("backends.cuda.matmul.fp32_precision = 'ieee'", []),
        ("backends.cudnn.allow_tf32 = True", []),  # convolutions, which gdlearn has none of
    ],
)
def test_every_way_to_say_it_is_understood(setting: str, refused: list[str]) -> None:
    code = (
        f"import torch; torch.{setting}\n"
        "from gdlearn.backends.torch_products import FULL, float32_products\n"
        "print(*(device for device in ('cpu', 'cuda', 'cuda:1') if float32_products(device) not in FULL))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == refused, done.stderr


@pytest.mark.parametrize(("precision", "full"), [("highest", True), ("high", False), ("medium", False)])
def test_the_one_setting_of_older_versions_is_understood(
    precision: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch, "backends", SimpleNamespace(cuda=SimpleNamespace(matmul=None), mkldnn=None))
    monkeypatch.setattr(torch, "get_float32_matmul_precision", lambda: precision)
    for device in ("cpu", "cuda:1"):
        assert (float32_products(device) in FULL) is full
