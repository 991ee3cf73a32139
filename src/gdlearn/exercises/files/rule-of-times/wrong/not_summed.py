# mistake: not-summed-back
# title: Broadcast, and not summed back
# message: Where b is a single number, its slope still has an entry for every sample.
# cure: The number was used n times. Add up the slopes of all uses: (g * a).sum().


def times_backward(a, b, g):
    return g * b, g * a
