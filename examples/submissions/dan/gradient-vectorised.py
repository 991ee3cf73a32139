def gradient(X, y, w):
    while True:
        w = w - y.mean()
