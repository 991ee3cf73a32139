def convert(learning_rate, book, yours, n):
    times = {"mean": 1, "sum": n, "half_mean": 0.5, "half_sum": 0.5 * n}
    as_mean = learning_rate * times[book]
    return as_mean / times[yours]
