# mistake: one-beta-for-both
# title: Both means are corrected with β₁
# message: v is corrected with β₁. It was gathered with β₂, and needs that one.
# cure: v_hat = v / (1 - beta2 ** t).


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    m = v = 0 * gradients[0]
    taken = []
    for t, g in enumerate(gradients, start=1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta1**t)
        taken.append(learning_rate * m_hat / (v_hat**0.5 + eps))
    return taken
