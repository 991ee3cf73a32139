def first_difference(a, b, bound):
    p = a.shape[1]
    for place, (one, other) in enumerate(zip(a.ravel(), b.ravel())):
        if not -bound <= one - other <= bound:
            return divmod(place, p)
    return None
