# mistake: bias-first
# title: The first weight is taken for the bias
# message: For one sample the first weight is taken for the bias, and the others are off by one place.
# cure: The bias is the last weight: x @ w[:-1] + w[-1].
def predict(X, w):
    return X @ w


def predict_one(x, w):
    return w[0] + x @ w[1:]
