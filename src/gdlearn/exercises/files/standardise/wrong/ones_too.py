# mistake: ones-scaled
# title: The column of ones is scaled too
# message: The column of ones was scaled with the features. Its deviation is 0, so it becomes nan; with a small number added to the deviation it becomes a column of zeros, and the model has lost its bias.
# cure: Scale X[:, :-1] and put the column of ones beside the result.


def standardise(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)
