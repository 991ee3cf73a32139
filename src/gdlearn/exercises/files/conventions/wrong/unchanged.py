# mistake: rate-unchanged
# title: The rate is copied as it is
# message: The rate comes back unchanged. A learning rate without the loss that it belongs to means nothing.
# cure: Multiply by the factor of the book, and divide by that of your loss.
def convert(learning_rate, book, yours, n):
    return learning_rate
