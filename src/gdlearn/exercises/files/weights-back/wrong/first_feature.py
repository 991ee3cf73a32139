# mistake: first-feature-only
# title: Only the first feature moves the bias
# message: The slopes are right. From the bias only the first feature's share was subtracted.
# cure: Every feature has a share. A dot product adds them up: mean @ slopes.


def weights_back(w, mean, std):
    slopes = w[:-1] / std
    return [*slopes, w[-1] - mean[0] * slopes[0]]
