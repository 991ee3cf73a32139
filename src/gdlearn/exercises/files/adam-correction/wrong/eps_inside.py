# mistake: epsilon-inside
# title: ε stands under the root
# message: ε stands under the root, where it weighs as its own root. For ordinary gradients nobody sees it, and small gradients all but stop.
# cure: Take the root first: v_hat**0.5 + eps.


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    m = v = 0 * gradients[0]
    taken = []
    for t, g in enumerate(gradients, start=1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        taken.append(learning_rate * m_hat / (v_hat + eps) ** 0.5)
    return taken
