# mistake: wrong-sign
def sample_gradient(x, y, w):
    return 2 * (y - x @ w) * x
