# mistake: rate-too-small
# title: The rate is picked to be safe
# message: The same rate for all data, so small that it is stable everywhere. On ordinary data it needs thousands of times as many steps.
# cure: Compute the rate from X: 1/λ_max is half of the largest stable one, for any data.
def learning_rate(X):
    return 1e-9
