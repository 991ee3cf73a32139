# mistake: bias-not-predicted
# message: The prediction for one sample leaves the bias out: only the features are multiplied and added.
# cure: Add the last weight: x @ w[:-1] + w[-1].
def predict(X, w):
    return X @ w


def predict_one(x, w):
    return x @ w[:-1]
