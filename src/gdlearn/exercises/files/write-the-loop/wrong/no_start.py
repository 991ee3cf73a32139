# mistake: start-missing


def descend(X, y, w, learning_rate, steps):
    history = []
    for _ in range(steps):
        w = w - learning_rate * 2 / len(y) * X.T @ (X @ w - y)
        history.append(w)
    return history
