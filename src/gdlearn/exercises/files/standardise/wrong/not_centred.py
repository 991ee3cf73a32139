# mistake: mean-not-subtracted
# title: Divided and not shifted
# message: The features are divided by their deviation, and their mean is still there.
# cure: Subtract the mean of each column first: x - x.mean(axis=0).


def standardise(X):
    x, scaled = X[:, :-1], X.copy()
    scaled[:, :-1] = x / x.std(axis=0)
    return scaled
