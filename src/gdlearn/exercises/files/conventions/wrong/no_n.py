# mistake: samples-forgotten
# title: The number of samples is forgotten
# message: The half is right. The n does not count: a sum of n terms is n times as steep as their mean.
# cure: The factors of mean and half_mean hold 1/n.
def convert(learning_rate, book, yours, n):
    factor = {"mean": 1, "sum": 1, "half_mean": 1 / 2, "half_sum": 1 / 2}
    return learning_rate * factor[book] / factor[yours]
