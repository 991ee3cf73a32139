# mistake: ratio-upside-down
# title: The ratio stands upside down
# message: The rate is multiplied where it should be divided: a loss with a larger factor has steeper slopes, and needs a smaller rate.
# cure: Solve η c = η' c' for η': it is η c / c'.
def convert(learning_rate, book, yours, n):
    factor = {"mean": 1 / n, "sum": 1, "half_mean": 1 / (2 * n), "half_sum": 1 / 2}
    return learning_rate * factor[yours] / factor[book]
