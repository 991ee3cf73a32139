# mistake: memory-lost
# title: The memory begins anew in every step
# message: These are the steps of plain gradient descent: nothing is remembered from step to step.
# cure: Set m to zero once, before the loop, and keep it: m = beta * m + g.


def walk(X, y, w, learning_rate, beta, steps):
    rows = [w]
    for _ in range(steps):
        m = 0 * w
        m = beta * m + 2 / len(y) * X.T @ (X @ w - y)
        w = w - learning_rate * m
        rows.append(w)
    return rows
