import numpy as np


def walk(X, y, w, learning_rate, beta, steps):
    rows, velocity = np.empty((steps + 1, len(w))), 0.0
    rows[0] = w
    for t in range(steps):
        velocity = beta * velocity - learning_rate * np.mean(2 * (X @ rows[t] - y)[:, None] * X, axis=0)
        rows[t + 1] = rows[t] + velocity
    return rows
