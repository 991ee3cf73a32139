def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def walk(X, y, w, learning_rate, beta, steps):
    rows = [w]
    for t in range(steps):
        before = rows[t - 1] if t else w
        rows.append(rows[t] - learning_rate * gradient(X, y, rows[t]) + beta * (rows[t] - before))
    return rows
