# mistake: only-m-corrected
# title: v is not corrected
# message: Only m is corrected. v is too small at first and stands below the line, so the first steps are far too long.
# cure: Divide v by 1 - β₂ᵗ⁺¹, with its own β₂.


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    m = v = 0 * gradients[0]
    taken = []
    for t, g in enumerate(gradients, start=1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        taken.append(learning_rate * m / (1 - beta1**t) / (v**0.5 + eps))
    return taken
