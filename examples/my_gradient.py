"""Your own gradient, checked: change `loss` and `gradient`, then run `python examples/my_gradient.py`."""

import numpy as np

import gdlearn as gd
from gdlearn.testing import check_gradient

data = gd.line()  # 1000 points of y = 5x + 3 + noise
X, y = data.X, data.y


def loss(w):
    r = X @ w - y
    return np.mean(r**2)


def gradient(w):
    r = X @ w - y
    return 2 / len(y) * (X.T @ r)


def main():
    w = gd.starting_weights(2)  # any place will do, but not zero: there, many wrong gradients are right
    print("your gradient:", gradient(w))
    report = check_gradient(loss, gradient, w)
    print("It is the slope of your loss." if report.ok else report.failures[0].sentence)


if __name__ == "__main__":
    main()
