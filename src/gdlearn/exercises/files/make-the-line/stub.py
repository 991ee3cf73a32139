"""Points around a line.

Make n points around a line, as the first lesson does:

    y = slope · x + bias + ε

The x lie anywhere between 0 and 10, every place equally likely. The noise ε follows the normal law
around 0, and its standard deviation is `noise`. One generator deals out everything: it starts from
the seed, and is asked for the x first and for the noise second.

n and seed are whole numbers; slope, bias and noise are numbers.
Return x and y, both of the shape (n,).
"""

import numpy as np


def make_line(n, slope, bias, noise, seed):
    # TODO: one generator, the x, the noise, the targets
    raise NotImplementedError("TODO: draw the x, then the noise, and put the targets together.")
    return x, y
