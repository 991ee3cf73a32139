# mistake: n-minus-one


def loss(X, y, w):
    return sum((X @ w - y) ** 2) / (len(y) - 1)
