def times_backward(a, b, g):
    n = len(a)
    try:
        return [g[i] * b[i] for i in range(n)], [g[i] * a[i] for i in range(n)]
    except (TypeError, IndexError):  # b is a single number
        return [g[i] * b for i in range(n)], sum(g[i] * a[i] for i in range(n))
