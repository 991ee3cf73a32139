# mistake: forgotten-x
# message: All slopes are the same number: the residual is not multiplied by the feature. Only the slope of the bias is right.
# cure: By the chain rule the slope of r with respect to wⱼ is xⱼ. Write 2 * r * x.


def sample_gradient(x, y, w):
    return [2 * (x @ w - y)] * len(w)
