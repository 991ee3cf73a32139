# mistake: not-divided-by-all-rows
# title: The division by all rows is missing
# message: The gradients are weighted by their rows and not divided by the number of all rows. The result is the gradient of the sum.
# cure: Divide by rows.sum().


def average(rows, gradients):
    return rows @ gradients


def factors(rows):
    return len(rows) * rows / rows.sum()
