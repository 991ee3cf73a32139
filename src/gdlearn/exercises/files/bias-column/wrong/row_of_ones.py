# mistake: ones-as-row
# title: A row of ones instead of a column
# message: There is a row too many: the ones were appended below the table, as if they were a sample.
# cure: The ones are a column, the value of one more feature for every sample: stack them side by side.
import numpy as np


def design_matrix(features):
    table = features.reshape(len(features), -1)
    return np.vstack([table, np.ones((1, table.shape[1]))])
