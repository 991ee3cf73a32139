# mistake: one-deviation-for-all
# title: One standard deviation for all columns
# message: All features are divided by one number, the standard deviation of the whole table. So they keep their different sizes.
# cure: Each column has a deviation of its own: x.std(axis=0).


def standardise(X):
    x, scaled = X[:, :-1], X.copy()
    scaled[:, :-1] = (x - x.mean(axis=0)) / x.std()
    return scaled
