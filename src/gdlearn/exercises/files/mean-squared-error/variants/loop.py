def loss(X, y, w):
    total = 0
    for row, target in zip(X, y):
        total += (sum(x * v for x, v in zip(row, w)) - target) ** 2
    return total / len(y)
