# mistake: divided-by-variance
# title: Divided by the variance
# message: The features are divided by their variance σ² instead of their standard deviation σ.
# cure: Take the root: x.std(axis=0), or x.var(axis=0) ** 0.5.


def standardise(X):
    x, scaled = X[:, :-1], X.copy()
    scaled[:, :-1] = (x - x.mean(axis=0)) / x.var(axis=0)
    return scaled
