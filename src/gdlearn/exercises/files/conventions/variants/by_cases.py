def factor(convention, n):
    half = 0.5 if convention.startswith("half") else 1.0
    return half / n if convention.endswith("mean") else half


def convert(learning_rate, book, yours, n):
    return factor(book, n) / factor(yours, n) * learning_rate
