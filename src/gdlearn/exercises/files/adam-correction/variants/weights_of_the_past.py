import numpy as np


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    taken = []
    for t in range(1, len(gradients) + 1):
        age = np.arange(t)[::-1]
        m = np.average(gradients[:t], axis=0, weights=beta1**age)
        v = np.average(gradients[:t] ** 2, axis=0, weights=beta2**age)
        taken.append(learning_rate * m / (np.sqrt(v) + eps))
    return np.array(taken)
