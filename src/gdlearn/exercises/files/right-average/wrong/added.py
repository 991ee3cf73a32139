# mistake: means-added
# title: The gradients are added up
# message: The gradients are added up as they are. Each is a mean over its rows already, so the sum is about as many times too large as there are ranks.
# cure: Weight each gradient by the share of its rows, n_i / n. The shares add up to 1.


def average(rows, gradients):
    return gradients.sum(axis=0)


def factors(rows):
    return len(rows) * rows / rows.sum()
