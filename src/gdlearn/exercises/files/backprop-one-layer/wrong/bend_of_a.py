# mistake: bend-at-the-wrong-place
# title: The derivative is taken from the value before the bend
# message: The factor is 1 - A² where 1 - H² belongs. It can be negative, and then a unit learns backwards.
# cure: The derivative of tanh(a) is 1 - tanh(a)²: use the bent value H.


def layer_backward(X, W, G):
    A = X @ W
    D = G * (1 - A**2)
    return X.T @ D, D @ W.T
