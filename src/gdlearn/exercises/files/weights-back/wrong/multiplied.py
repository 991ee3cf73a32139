# mistake: slopes-multiplied
# title: The slopes are multiplied by σ
# message: The slopes are multiplied by σ, which is the way from the data to the scaled features, and not back.
# cure: w' (x - μ)/σ holds x once, with the factor w'/σ. Divide.


def weights_back(w, mean, std):
    slopes = w[:-1] * std
    return [*slopes, w[-1] - mean @ slopes]
