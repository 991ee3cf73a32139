# mistake: bias-from-scaled-slopes
# title: The bias is computed from the scaled slopes
# message: The slopes are right. The bias was moved by μ w' instead of μ w'/σ.
# cure: Compute the new slopes first and use them for the bias: b = b' - Σ μ w.


def weights_back(w, mean, std):
    return [*(w[:-1] / std), w[-1] - mean @ w[:-1]]
