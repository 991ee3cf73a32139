def adam_steps(gradients, learning_rate, beta1, beta2, eps):
    steps = 0 * gradients
    for j in range(gradients.shape[1]):
        m = v = 0.0
        for t in range(len(gradients)):
            g = gradients[t, j]
            m += (1 - beta1) * (g - m)
            v += (1 - beta2) * (g * g - v)
            root = (v / (1 - beta2 ** (t + 1))) ** 0.5
            steps[t, j] = learning_rate / (1 - beta1 ** (t + 1)) * m / (root + eps)
    return steps
