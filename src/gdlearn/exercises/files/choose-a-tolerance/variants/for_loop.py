def agree(a, b, size):
    for one, other, scale in zip(a, b, size):
        if abs(one - other) > 1e-11 * scale:
            return False
    return True
