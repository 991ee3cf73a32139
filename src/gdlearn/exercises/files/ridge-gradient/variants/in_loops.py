def gradient(X, y, w):
    n, p = X.shape
    r = [sum(X[i, k] * w[k] for k in range(p)) - y[i] for i in range(n)]
    g = [2 * sum(r[i] * X[i, j] for i in range(n)) / n for j in range(p)]
    for j in range(p - 1):
        g[j] += 0.7 * w[j]
    return g
