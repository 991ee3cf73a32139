import numpy as np


def average(rows, gradients):
    return np.average(gradients, axis=0, weights=rows)


def factors(rows):
    return rows / np.mean(rows)
