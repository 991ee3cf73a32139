# Every node as a list of (parent, local derivative); the last one is the loss.
CASES = [
    ([[], [], [(0, 1.0), (1, -1.0)], [(2, 3.0), (2, 3.0)]],),  # w, y, r = w - y, L = r * r
    ([[], [(0, 2.0), (0, 2.0)], [(1, 2.0), (0, 4.0)]],),  # w = 2, m = w * w, L = m * w
    ([[], [(0, 5.0)], [(1, -3.0)]],),  # a chain: everything is used once
    ([[], [(0, 2.0)], [(1, 3.0)], [(1, 0.5), (2, 7.0)], [(2, -1.0), (3, 4.0)]],),  # used twice, and again behind it
]
