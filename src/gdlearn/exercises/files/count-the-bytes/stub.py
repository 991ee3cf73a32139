"""Count the bytes of a step.

For large data a step costs what it takes to bring its numbers from memory to the processor. Count
them for

    r = X w - y,   g = 2/n Xᵀr

X has n p numbers, y and r have n. The p numbers of w and g are few: they stay in the cache and are
not counted.

In two lines the formula reads X and y and writes r. Then it reads X again, and r. With blocks of
rows that stay in the cache, X and y are read once, and r never leaves the cache.

n is the number of rows, p that of the columns, itemsize the bytes of one number (8 in float64, 4 in
float32), and blocks says whether the step goes block by block, True or False. Return the number of
bytes that are read or written.
"""


def bytes_moved(n, p, itemsize, blocks):
    # TODO: count the numbers that move, and their bytes
    raise NotImplementedError("TODO: count the numbers that move, then their bytes.")
