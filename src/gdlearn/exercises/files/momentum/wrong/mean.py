# mistake: mean-for-sum
# title: The memory is a mean
# message: The gradient has the factor 1 - β, so the memory is a mean and every step is shorter by that factor. The loss still falls, and nobody notices.
# cure: In this form the memory is a sum: m = beta * m + g. A mean is right too, with a rate that is larger by 1 / (1 - β).


def walk(X, y, w, learning_rate, beta, steps):
    rows, m = [w], 0 * w
    for _ in range(steps):
        m = beta * m + (1 - beta) * 2 / len(y) * X.T @ (X @ w - y)
        w = w - learning_rate * m
        rows.append(w)
    return rows
