"""What one sample says.

Take a single sample: its row x of the design matrix and its target y. Its squared residual changes
with every weight, and these are the slopes:

    r = Σⱼ xⱼ wⱼ - y          ∂r²/∂wⱼ = 2 r xⱼ

x has the shape (p,) and its last entry is 1; y is a number; w has the shape (p,).
Return the p slopes, the bias last. Do one sample with pencil and paper first.
"""


def sample_gradient(x, y, w):
    # TODO: the residual, then one slope for each weight
    raise NotImplementedError("TODO: compute the residual of the sample, then one slope for each weight.")
