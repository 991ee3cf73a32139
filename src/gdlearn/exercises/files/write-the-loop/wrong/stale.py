# mistake: stale-weights


def descend(X, y, w, learning_rate, steps):
    g = 2 / len(y) * X.T @ (X @ w - y)
    history = [w]
    for _ in range(steps):
        w = w - learning_rate * g
        history.append(w)
    return history
