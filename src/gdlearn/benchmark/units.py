"""Times and sizes for people: three digits and the unit that fits."""

from __future__ import annotations

TIMES = ((1e6, "s"), (1e3, "ms"), (1.0, "µs"), (1e-3, "ns"))  # in microseconds
SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B"))


def duration(microseconds: float) -> str:
    """A duration.

    Examples:
        >>> duration(2.86), duration(8459.0), duration(2.1e6), duration(0.08)
        ('2.86 µs', '8.46 ms', '2.1 s', '80 ns')
    """
    return _in_units(microseconds, TIMES)


def size(nbytes: float) -> str:
    """A number of bytes.

    Examples:
        >>> size(16_000), size(8e8), size(4.04e10)
        ('16 kB', '800 MB', '40.4 GB')
    """
    return _in_units(nbytes, SIZES)


def short(number: float, digits: int = 3) -> str:
    """A number of so many digits, without an exponent.

    Examples:
        >>> short(12.345), short(0.98765), short(11924.8)
        ('12.3', '0.988', '11900')
    """
    return f"{float(f'{number:.{digits}g}'):.12g}"


def _in_units(value: float, units: tuple[tuple[float, str], ...]) -> str:
    unit, name = next((pair for pair in units if value >= pair[0]), units[-1])
    return f"{short(value / unit)} {name}"
