"""How many digits PyTorch keeps of float32 products: on some processors a setting lets it round them to fewer."""

from __future__ import annotations

import torch

from gdlearn.errors import InputError

FULL = ("ieee", "none")  # as PyTorch says it: all 24 bits; "tf32" keeps 11 of them, "bf16" 8


def float32_products(device: str) -> str:
    """What PyTorch's settings say about matrix products of float32 numbers on a device.

    Args:
        device: "cpu", "cuda", "cuda:1", ...

    Returns:
        "ieee" or "none" if every product is rounded to float32 and nothing shorter; otherwise "tf32" or "bf16".

    Source:
        PyTorch, Numerical accuracy, "TensorFloat-32(TF32) on Nvidia Ampere (and later) devices".

    Examples:
        >>> float32_products("cpu") in FULL
        True
    """
    library = torch.backends.cuda if torch.device(device).type == "cuda" else torch.backends.mkldnn
    found = getattr(getattr(library, "matmul", None), "fp32_precision", "")
    if not found:  # PyTorch before 2.9, which has one setting for all devices
        found = "ieee" if torch.get_float32_matmul_precision() == "highest" else "tf32"
    return str(found)


def check_products(dtype: str, device: str) -> None:
    """Refuse float32 where its products are rounded to fewer digits: no rounding bound would hold.

    The setting belongs to the whole process, so it is not changed here behind its owner's back.

    Args:
        dtype: the dtype of a backend.
        device: its device.

    Raises:
        InputError: if the dtype is float32 and the setting is not that of full float32.
    """
    if dtype == "float32" and (found := float32_products(device)) not in FULL:
        raise InputError(
            f"PyTorch is set to round float32 products on {device!r} to {found}, which has fewer digits; "
            f"run torch.set_float32_matmul_precision('highest') first, or compute in float64."
        )
