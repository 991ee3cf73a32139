# mistake: ones-missing
# title: The column of ones is missing
# message: There is one column too few: without the ones every line must go through 0 at x = 0.
# cure: Append np.ones((n, 1)).


def design_matrix(features):
    return features.reshape(len(features), -1)
