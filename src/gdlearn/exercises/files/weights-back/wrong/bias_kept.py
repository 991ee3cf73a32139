# mistake: bias-not-moved
# title: The bias is left as it was
# message: The slopes are right and the bias is still that of the scaled features: the prediction at the mean of x, not at x = 0.
# cure: Every feature leaves the constant -w' μ/σ. Add all of them to the bias.


def weights_back(w, mean, std):
    return [*(w[:-1] / std), w[-1]]
