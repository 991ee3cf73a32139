"""Numbers with as many digits as they have."""

from __future__ import annotations

from math import floor, isfinite, log10

MOST = 8  # digits that a table shows


def certain(value: float, uncertainty: float, most: int = MOST) -> str:
    """A number with those digits that its uncertainty leaves, at most so many; without any, only its size.

    Examples:
        >>> certain(3.14159265358979, 1e-12), certain(3.14159265358979, 2e-3), certain(3.14, 50.0)
        ('3.1415927', '3.14', '± 5e+01')
    """
    if not uncertainty < abs(value) or not isfinite(value):
        return f"{value:.{most}g}" if uncertainty == 0 or not isfinite(uncertainty + value) else f"± {uncertainty:.0e}"
    digits = most if uncertainty == 0 else floor(log10(abs(value) / uncertainty)) + 1
    return f"{value:.{max(1, min(most, digits - 1))}g}"
