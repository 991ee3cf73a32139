def gradient(X, y, w):
    n, p = len(X), len(w)
    residuals = [sum(X[i][j] * w[j] for j in range(p)) - y[i] for i in range(n)]
    return [2 * sum(residuals[i] * X[i][j] for i in range(n)) / n for j in range(p)]
