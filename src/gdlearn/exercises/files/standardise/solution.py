"""Standardise the features.

A feature that is large beside the others makes the valley narrow. Subtract its mean, and divide by
its standard deviation, and all features are of one size:

    x'ᵢⱼ = (xᵢⱼ - μⱼ) / σⱼ,   μⱼ = 1/n Σᵢ xᵢⱼ,   σⱼ² = 1/n Σᵢ (xᵢⱼ - μⱼ)²

X has the shape (n, p), and no feature is constant. Its last column is all ones, for the bias, and
it stays as it is. Return a new matrix of the shape (n, p).
"""


def standardise(X):
    features, scaled = X[:, :-1], X.copy()
    # axis=0: one number for each column. The ones have no spread, and dividing by it would spoil them.
    scaled[:, :-1] = (features - features.mean(axis=0)) / features.std(axis=0)
    return scaled
