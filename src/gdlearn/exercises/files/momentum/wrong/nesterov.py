# mistake: nesterov-for-momentum
# title: This is Nesterov's rule
# message: The newest gradient counts twice, alone and in the memory. That is Nesterov's rule, another one.
# cure: Take the memory alone: w = w - learning_rate * m.


def walk(X, y, w, learning_rate, beta, steps):
    rows, m = [w], 0 * w
    for _ in range(steps):
        g = 2 / len(y) * X.T @ (X @ w - y)
        m = beta * m + g
        w = w - learning_rate * (g + beta * m)
        rows.append(w)
    return rows
