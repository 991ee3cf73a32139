# mistake: half-forgotten
# title: The half is forgotten
# message: Between a mean and a sum the rate is right. The half of half_mean and half_sum does not count.
# cure: Their factors are 1/(2n) and 1/2: half of those of mean and sum.
def convert(learning_rate, book, yours, n):
    factor = {"mean": 1 / n, "sum": 1, "half_mean": 1 / n, "half_sum": 1}
    return learning_rate * factor[book] / factor[yours]
