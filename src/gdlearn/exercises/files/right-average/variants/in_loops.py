def average(rows, gradients):
    total = [0.0] * len(gradients[0])
    for n, g in zip(rows, gradients):
        for j in range(len(g)):
            total[j] += n * g[j]
    return [t / sum(rows) for t in total]


def factors(rows):
    return [len(rows) * n / sum(rows) for n in rows]
