import numpy as np


def predict(X, w):
    return np.dot(X, w)


def predict_one(x, w):
    return predict(np.hstack([x, 1.0])[None, :], w)[0]
