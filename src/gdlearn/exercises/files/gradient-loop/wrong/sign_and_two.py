# mistake: missing-two, wrong-sign


def gradient(X, y, w):
    n, p = X.shape
    g = [0.0] * p
    for i in range(n):
        r = y[i] - sum(X[i, k] * w[k] for k in range(p))
        for j in range(p):
            g[j] += r * X[i, j] / n
    return g
