# mistake: history-aliased


def walk(X, y, w, learning_rate, beta, steps):
    rows, m = [w], 0 * w
    for _ in range(steps):
        m = beta * m + 2 / len(y) * X.T @ (X @ w - y)
        w -= learning_rate * m
        rows.append(w)
    return rows
