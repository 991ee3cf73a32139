# mistake: history-aliased


def descend(X, y, w, learning_rate, steps):
    history = [w]
    for _ in range(steps):
        w -= learning_rate * 2 / len(y) * X.T @ (X @ w - y)
        history.append(w)
    return history
