def predict(X, w):
    return [sum(x * v for x, v in zip(row, w)) for row in X]


def predict_one(x, w):
    return float(w[-1] + sum(x[j] * w[j] for j in range(len(x))))
