"""Predictions, for a table and for one more sample.

The weights are learned, and now they are used. Write two functions.

    predict(X, w):         ŷ = X w
    predict_one(x, w):     ŷ = Σⱼ xⱼ wⱼ + bias

X is a design matrix of the shape (n, p), its last column is all ones. The answer has the shape (n,).
x holds the d features of one sample, and no 1: somebody has measured them and typed them in. The
answer is one number.
w has the shape (p,), where p = d + 1, and the bias is its last entry.
"""


def predict(X, w):
    return X @ w


def predict_one(x, w):
    return x @ w[:-1] + w[-1]  # the feature of the bias is 1, and x does not hold it
