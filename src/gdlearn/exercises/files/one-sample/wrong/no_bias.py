# mistake: bias-forgotten
# message: The slope of the bias is 0: the bias is left out.
# cure: The bias is a weight like the others, and its feature is 1: its slope is 2r.


def sample_gradient(x, y, w):
    r = x @ w - y
    return [*(2 * r * x[:-1]), 0.0]
