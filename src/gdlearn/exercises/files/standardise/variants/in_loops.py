def standardise(X):
    n, p = X.shape
    scaled = X.copy()
    for j in range(p - 1):
        mean = sum(X[i, j] for i in range(n)) / n
        spread = (sum((X[i, j] - mean) ** 2 for i in range(n)) / n) ** 0.5
        for i in range(n):
            scaled[i, j] = (X[i, j] - mean) / spread
    return scaled
