NAMES = ("mean", "sum", "half_mean", "half_sum")
CASES = [(0.01, book, yours, 40) for book in NAMES for yours in NAMES] + [(0.3, "half_mean", "sum", 7)]
