def bytes_moved(n, p, itemsize, blocks):
    table, vector = n * p * itemsize, n * itemsize
    reading = [table, vector]
    if not blocks:
        reading += [vector, table, vector]
    return float(sum(reading))
