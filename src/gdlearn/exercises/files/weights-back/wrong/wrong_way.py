# mistake: bias-moved-up
# title: The bias moves the wrong way
# message: The slopes are right. The bias is moved by the right amount in the wrong direction.
# cure: The mean is subtracted from x, so its share comes with a minus: b = b' - Σ μ w.


def weights_back(w, mean, std):
    slopes = w[:-1] / std
    return [*slopes, w[-1] + mean @ slopes]
