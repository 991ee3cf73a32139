# mistake: deviation-of-a-sample
# title: n - 1 instead of n
# message: The deviation is divided by n - 1. This task divides by n, as NumPy does. PyTorch's std divides by n - 1, so the two libraries give different features.
# cure: Write x.std(axis=0) in NumPy, or x.std(axis=0, correction=0) in both.


def standardise(X):
    x, scaled = X[:, :-1], X.copy()
    scaled[:, :-1] = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    return scaled
