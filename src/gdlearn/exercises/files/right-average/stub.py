"""The right average of several machines.

Each machine, called a rank, holds some of the rows and computes the gradient of the mean over its
own rows. The shards are not of one size. Two things are needed.

First, put the gradients together, so that the result is the gradient of the mean over all rows.
Write average(rows, gradients): rows holds the number of rows of each rank, (ranks,), and gradients
their gradients, (ranks, p). Return p numbers.

Second, PyTorch's DistributedDataParallel adds the gradients of all ranks and divides by the number
of ranks, whatever their rows. This comes out right if each rank multiplies its loss by a factor of
its own beforehand. Write factors(rows), which returns these factors, (ranks,).
"""


def average(rows, gradients):
    # TODO: every row counts the same
    raise NotImplementedError("TODO: put the gradients of the ranks together, each with its share.")


def factors(rows):
    # TODO: what makes the plain mean right
    raise NotImplementedError("TODO: find the factor of each rank that makes the plain mean right.")
