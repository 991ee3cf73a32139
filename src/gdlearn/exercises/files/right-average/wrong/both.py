# mistake: plain-mean-over-ranks, ranks-forgotten
import numpy as np


def average(rows, gradients):
    return np.mean(gradients, axis=0)


def factors(rows):
    return rows / rows.sum()
