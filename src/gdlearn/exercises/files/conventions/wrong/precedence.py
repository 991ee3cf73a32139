# mistake: half-times-n
def convert(learning_rate, book, yours, n):
    factor = {"mean": 1 / n, "sum": 1, "half_mean": 1 / 2 * n, "half_sum": 1 / 2}
    return learning_rate * factor[book] / factor[yours]
