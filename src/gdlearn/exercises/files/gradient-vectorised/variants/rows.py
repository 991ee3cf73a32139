def gradient(X, y, w):
    g = 0 * w
    for x, target in zip(X, y):
        g += 2 * (x @ w - target) * x
    return g / len(y)
