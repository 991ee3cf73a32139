# mistake: product-by-element
# message: The answer for the table is a table: * multiplies number by number, and nothing is added up.
# cure: Use the matrix product: X @ w.
def predict(X, w):
    return X * w


def predict_one(x, w):
    return x @ w[:-1] + w[-1]
