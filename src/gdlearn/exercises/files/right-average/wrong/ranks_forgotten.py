# mistake: ranks-forgotten
# title: The factor does not undo the division
# message: Your factors are the shares n_i / n. The plain mean divides by the number of ranks as well, so the gradient comes out that much too small.
# cure: Multiply by the number of ranks: ranks * n_i / n.


def average(rows, gradients):
    return rows / rows.sum() @ gradients


def factors(rows):
    return rows / rows.sum()
