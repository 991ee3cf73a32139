# mistake: corrected-means-kept
# title: The corrected means go on into the next step
# message: The corrected means replace the running ones, and are corrected again in every later step. Only the first step is right.
# cure: Give the corrected means names of their own, and leave m and v as they are.


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    m = v = 0 * gradients[0]
    taken = []
    for t, g in enumerate(gradients, start=1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        m, v = m / (1 - beta1**t), v / (1 - beta2**t)
        taken.append(learning_rate * m / (v**0.5 + eps))
    return taken
