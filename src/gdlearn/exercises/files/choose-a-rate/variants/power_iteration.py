def learning_rate(X):
    v = X[0]
    for _ in range(50):
        product = X.T @ (X @ v)
        length = (product @ product) ** 0.5
        v = product / length
    return 0.5 * len(X) / length
