# mistake: missing-two
def sample_gradient(x, y, w):
    return (x @ w - y) * x
