# mistake: factors-inverted
# title: The factors are upside down
# message: A small shard gets a large factor. It should have less to say, not more.
# cure: The factor grows with the rows of the rank: ranks * n_i / n.


def average(rows, gradients):
    return rows / rows.sum() @ gradients


def factors(rows):
    return rows.sum() / (len(rows) * rows)
