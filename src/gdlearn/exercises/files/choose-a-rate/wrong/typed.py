# mistake: rate-too-large
# message: The same rate for all data: it is too large where the features are large. How large a rate may be is decided by λ_max, and that by the features.
# cure: Compute the rate from X. 1/λ_max is half of the largest stable one, for any data.
def learning_rate(X):
    return 0.05
