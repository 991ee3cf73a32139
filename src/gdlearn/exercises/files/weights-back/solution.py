"""Weights back to the units of the data.

A descent on standardised features has found weights w', the bias b' last. Its prediction for a
sample x is

    Σⱼ w'ⱼ (xⱼ - μⱼ) / σⱼ + b'

The same prediction can be made from x as it came, with other weights:

    Σⱼ wⱼ xⱼ + b

Find them: multiply the first line out, and collect what stands beside each xⱼ, and what stands
alone.

w has the shape (p,), the bias last; mean and std hold the μ and σ of the features and have the
shape (p - 1,). Return the weights for the data as they came, (p,), the bias last.
"""


def weights_back(w, mean, std):
    slopes = w[:-1] / std  # a slope per standard deviation becomes a slope per unit
    return [*slopes, w[-1] - mean @ slopes]  # every feature leaves a constant, and the bias collects them
