# mistake: squared-residual
def sample_gradient(x, y, w):
    return (x @ w - y) ** 2 * x
