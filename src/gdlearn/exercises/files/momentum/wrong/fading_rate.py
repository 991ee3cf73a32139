# mistake: beta-on-the-new-memory
# title: The gradient fades at once
# message: β multiplies the sum of memory and gradient, so the newest gradient is weakened too.
# cure: Only the old memory fades: m = beta * m + g, without brackets around the sum.


def walk(X, y, w, learning_rate, beta, steps):
    rows, m = [w], 0 * w
    for _ in range(steps):
        m = beta * (m + 2 / len(y) * X.T @ (X @ w - y))
        w = w - learning_rate * m
        rows.append(w)
    return rows
