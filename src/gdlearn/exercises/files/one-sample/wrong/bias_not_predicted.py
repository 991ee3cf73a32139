# mistake: bias-not-predicted
# message: The prediction leaves the bias out.
# cure: Use all entries of the row: x @ w.
def sample_gradient(x, y, w):
    return 2 * (x[:-1] @ w[:-1] - y) * x
