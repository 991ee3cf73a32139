"""A learning rate moves house.

A book states a learning rate η, and adds up squared errors in its own way. Your loss does it in
another way. Both must take the same steps, so the product of rate and factor must stay the same:

    η c = η' c'

    mean: c = 1/n      sum: c = 1      half_mean: c = 1/(2n)      half_sum: c = 1/2

learning_rate is a number, n the number of samples; `book` and `yours` are names of conventions:
"mean", "sum", "half_mean" or "half_sum".
Return the rate η' for your loss.
"""


def convert(learning_rate, book, yours, n):
    factor = {"mean": 1 / n, "sum": 1, "half_mean": 1 / (2 * n), "half_sum": 1 / 2}
    return learning_rate * factor[book] / factor[yours]  # a smaller factor needs a larger rate
