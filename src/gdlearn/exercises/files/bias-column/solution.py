"""The column of ones.

Write the function that turns features into the design matrix: it appends a column of ones, last. Then
the bias is a weight like the others.

    1.5  2.0            1.5  2.0  1.0
    4.0  8.0    ->      4.0  8.0  1.0
    0.5  6.0            0.5  6.0  1.0

The features come as a table of the shape (n, d), or as a flat array of the shape (n,) if there is
only one feature. Rows are samples.
Return the design matrix, of the shape (n, d + 1); (n, 2) for a flat array.
"""

import numpy as np


def design_matrix(features):
    table = features.reshape(len(features), -1)  # rows are samples, so a flat array becomes one column
    return np.hstack([table, np.ones((len(table), 1))])
