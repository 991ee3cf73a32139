"""Adam, with its correction.

Adam keeps two running means, of the gradients and of their squares, component by component:

    mₜ₊₁ = β₁ mₜ + (1 - β₁) gₜ,   vₜ₊₁ = β₂ vₜ + (1 - β₂) gₜ²,   m₀ = v₀ = 0

Both start from 0, so at first they are too small. After t + 1 gradients the weights in each mean
add up to 1 - βᵗ⁺¹ instead of 1. Divide by that, and the step is

    η m̂ / (√v̂ + ε),   m̂ = mₜ₊₁ / (1 - β₁ᵗ⁺¹),   v̂ = vₜ₊₁ / (1 - β₂ᵗ⁺¹)

You are given the gradients g₀, g₁, ... of a descent as the rows of a matrix, (steps, p). Return
what Adam subtracts from the weights in each step, (steps, p). beta1, beta2 and eps are β₁, β₂ and
ε.
"""


def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    m = v = 0 * gradients[0]
    taken = []
    for t, g in enumerate(gradients, start=1):  # from 1: after the first gradient the power is 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        taken.append(learning_rate * m_hat / (v_hat**0.5 + eps))
    return taken
