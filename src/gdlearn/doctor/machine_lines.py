"""The machine in a few lines: system, processor, linear algebra, threads, devices, and the setting called TF32."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

import gdlearn
from gdlearn.doctor.finding import attempt
from gdlearn.machine import cores, processor

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")  # variables that say so


def machine_lines() -> dict[str, str]:
    """What there is, by name; a library that cannot be asked has its error in the place of an answer.

    Examples:
        >>> list(machine_lines())
        ['system', 'processor', 'python', 'gdlearn', 'linear algebra', 'threads', 'devices', 'TF32']
    """
    lines = {
        "system": lambda: f"{platform.system()} {platform.release()}, {platform.machine()}",
        "processor": lambda: f"{processor()}, {cores()} of {os.cpu_count()} cores for this process",
        "python": lambda: f"{platform.python_implementation()} {platform.python_version()}, {sys.executable}",
        "gdlearn": lambda: f"{gdlearn.__version__}, {Path(gdlearn.__file__).parent}",
        "linear algebra": linear_algebra,
        "threads": threads,
        "devices": devices,
        "TF32": products,
    }
    return {name: attempt(name, line).sentence for name, line in lines.items()}


def linear_algebra() -> str:
    """The libraries of matrix products that are loaded once NumPy is."""
    import_module("numpy")
    from threadpoolctl import threadpool_info

    found = {f"{one['internal_api']} {one['version']}" for one in threadpool_info() if one["user_api"] == "blas"}
    return ", ".join(sorted(found)) or "unknown to threadpoolctl"


def threads() -> str:
    """How many threads a matrix product may use, and the variables of the environment that say so."""
    torch = import_module("torch")
    from threadpoolctl import threadpool_info

    numpy = {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}
    told = [f"{name}={os.environ[name]}" for name in THREADS if name in os.environ]
    counts = f"NumPy {' or '.join(map(str, sorted(numpy))) or 'unknown'}, PyTorch {torch.get_num_threads()}"
    return ", ".join([counts, *told])


def devices() -> str:
    """The devices of PyTorch, with the names of the graphics processors."""
    torch = import_module("torch")
    cuda = [f"cuda:{i} {torch.cuda.get_device_name(i)}" for i in range(torch.cuda.device_count())] or ["no CUDA"]
    return ", ".join(["cpu", *cuda, "mps" if torch.backends.mps.is_available() else "no MPS"])


def products() -> str:
    """Whether PyTorch keeps all digits of float32 products, on the processor and on a CUDA device."""
    from gdlearn.backends.torch_products import FULL, float32_products

    found = {device: float32_products(device) for device in ("cpu", "cuda")}
    cut = [f"float32 products on {device} are rounded to {how}" for device, how in found.items() if how not in FULL]
    return " and ".join(cut) or "off: float32 products keep all their digits"
