"""Write `diabetes.csv`: 442 patients, ten measurements in their original units, and how the disease progressed.

    python examples/data/make_diabetes.py            write the file beside this script
    python examples/data/make_diabetes.py --check    exit with 1 if the file there is another one

The data are those of Efron, Hastie, Johnstone and Tibshirani, "Least Angle Regression", Annals of Statistics 32 (2004),
as scikit-learn ships them; see `README.md`.
"""

import argparse
import sys
from pathlib import Path

from sklearn.datasets import load_diabetes

CSV = Path(__file__).with_name("diabetes.csv")


def table() -> str:
    """The whole file as text."""
    data = load_diabetes(scaled=False)  # the default is scaled to columns of length 1, units gone
    header = ",".join([*data.feature_names, "progression"])
    rows = (",".join(map(number, [*features, y])) for features, y in zip(data.data, data.target, strict=True))
    return "\n".join([header, *rows]) + "\n"


def number(value: float) -> str:
    """The shortest text that reads back as the same float64: 59 for 59.0, 4.8598 for 4.8598."""
    return repr(float(value)).removesuffix(".0")


def main() -> None:
    """Write the file, or compare with it."""
    parser = argparse.ArgumentParser(description="Write diabetes.csv beside this script.")
    parser.add_argument("--check", action="store_true", help="compare with the file that is there; write nothing")
    content = table().encode()  # bytes, so that every system writes the same line ends
    if not parser.parse_args().check:
        CSV.write_bytes(content)
    elif not CSV.is_file() or CSV.read_bytes() != content:
        sys.exit(f"{CSV.name} differs from what this script writes; run it without --check.")


if __name__ == "__main__":
    main()
