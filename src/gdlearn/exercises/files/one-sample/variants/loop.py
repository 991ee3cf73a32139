def sample_gradient(x, y, w):
    r = -y
    for j in range(len(w)):
        r += x[j] * w[j]
    return [2 * r * x[j] for j in range(len(w))]
