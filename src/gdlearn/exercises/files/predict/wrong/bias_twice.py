# mistake: bias-twice
# title: The bias is added twice
# message: Every prediction for the table is too large by the bias: the column of ones has brought it in already.
# cure: X @ w is all. The bias is added only where there is no 1 for it, as in predict_one.
def predict(X, w):
    return X @ w + w[-1]


def predict_one(x, w):
    return x @ w[:-1] + w[-1]
