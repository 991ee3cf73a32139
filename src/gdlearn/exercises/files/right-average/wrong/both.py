# mistake: plain-mean-over-ranks, ranks-forgotten


def average(rows, gradients):
    return gradients.mean(axis=0)


def factors(rows):
    return rows / rows.sum()
