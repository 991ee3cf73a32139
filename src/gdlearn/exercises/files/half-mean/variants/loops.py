def gradient(X, y, w):
    n, p = X.shape
    dw, db = [0.0] * (p - 1), 0.0
    for i in range(n):
        r = sum(X[i, j] * w[j] for j in range(p - 1)) + w[-1] - y[i]
        for j in range(p - 1):
            dw[j] += r * X[i, j] / n
        db += r / n
    return [*dw, db]
