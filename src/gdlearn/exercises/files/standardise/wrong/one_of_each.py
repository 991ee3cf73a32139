# mistake: one-scale-for-all
# title: One mean and one deviation for all columns
# message: Mean and deviation are taken over the whole table. Each column needs its own.
# cure: Say along which axis: x.mean(axis=0) and x.std(axis=0) go down each column.


def standardise(X):
    x, scaled = X[:, :-1], X.copy()
    scaled[:, :-1] = (x - x.mean()) / x.std()
    return scaled
