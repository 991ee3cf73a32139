# mistake: bend-forgotten
# title: The derivative of tanh is forgotten
# message: G goes through the product as it came: the factor 1 - H² is missing. Where a unit is nearly flat, hardly anything may come through.
# cure: D = G * (1 - H**2), and D takes the place of G in both products.


def layer_backward(X, W, G):
    return X.T @ G, G @ W.T
