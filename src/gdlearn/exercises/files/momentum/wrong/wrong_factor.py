# mistake: beta-on-the-gradient
# title: β stands at the gradient
# message: The memory never fades, and the gradient is weakened instead: β stands at the wrong one of the two.
# cure: β is the share of the memory that is kept: m = beta * m + g.


def walk(X, y, w, learning_rate, beta, steps):
    rows, m = [w], 0 * w
    for _ in range(steps):
        m = m + beta * 2 / len(y) * X.T @ (X @ w - y)
        w = w - learning_rate * m
        rows.append(w)
    return rows
