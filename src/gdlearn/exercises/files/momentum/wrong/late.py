# mistake: memory-too-late
# title: The step uses the memory of the step before
# message: The weights move by the old memory, and the new gradient comes in after it. The first step does not move at all.
# cure: Update the memory first, then the weights.


def walk(X, y, w, learning_rate, beta, steps):
    rows, m = [w], 0 * w
    for _ in range(steps):
        g = 2 / len(y) * X.T @ (X @ w - y)
        w = w - learning_rate * m
        m = beta * m + g
        rows.append(w)
    return rows
