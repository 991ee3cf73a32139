# mistake: correction-missing
# title: The means are used as they are
# message: The correction is missing. Both means are too small at first, but v for far longer, and it stands below the line: the first steps are several times too long.
# cure: Divide m by 1 - β₁ᵗ⁺¹ and v by 1 - β₂ᵗ⁺¹ before the step.


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    m = v = 0 * gradients[0]
    taken = []
    for g in gradients:
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        taken.append(learning_rate * m / (v**0.5 + eps))
    return taken
