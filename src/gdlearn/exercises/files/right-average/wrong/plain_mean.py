# mistake: plain-mean-over-ranks
# title: The plain mean over the ranks
# message: All ranks have as much to say, whatever their rows. That is the gradient of another loss, and a descent on it ends somewhere else.
# cure: Weight each gradient by the share of its rows, n_i / n.


def average(rows, gradients):
    return gradients.mean(axis=0)


def factors(rows):
    return len(rows) * rows / rows.sum()
