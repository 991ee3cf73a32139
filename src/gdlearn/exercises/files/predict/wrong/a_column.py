# mistake: column-of-predictions
# title: The predictions are a column
# message: The numbers are right and have the shape (n, 1). Minus targets of the shape (n,), that makes a table of all differences.
# cure: Keep w flat: (n, p) times (p,) gives (n,).
def predict(X, w):
    return X @ w.reshape(-1, 1)


def predict_one(x, w):
    return x @ w[:-1] + w[-1]
