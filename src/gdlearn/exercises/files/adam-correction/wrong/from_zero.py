# mistake: counted-from-zero
# title: The power is one too small
# message: The power in the correction is t, not t + 1. In the first step it is 0, and 1 - β⁰ is 0: a division by zero.
# cure: Count from 1: for t, g in enumerate(gradients, start=1).


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    m = v = 0 * gradients[0]
    taken = []
    for t, g in enumerate(gradients):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        taken.append(learning_rate * m_hat / (v_hat**0.5 + eps))
    return taken
