"""Show the learner's judgement pairs of gradients that are right, and pairs of which one is wrong."""

import numpy as np

from gdlearn.diagnosis.diagnosis import Diagnosis

N = 1000


def terms(at_the_bottom):
    """The terms of a gradient, (n, p): three features in units of their own."""
    rng = np.random.default_rng(8)
    X = np.column_stack([rng.uniform(0, 1, N), rng.uniform(-500, 500, N), np.ones(N)])
    y = X @ np.array([4.0, -0.02, 7.0]) + rng.normal(0, 2, N)
    w = np.linalg.solve(X.T @ X, X.T @ y) if at_the_bottom else np.array([9.0, 0.03, 11.0])
    return 2 / N * X * (X @ w - y)[:, None]


def one_by_one(table):
    """The sums of the columns, strictly from top to bottom."""
    return np.cumsum(table, axis=0)[-1]


def by_halves(table):
    """The same sums: halves are added up first, and halves of halves, which rounds less often."""
    return np.array([np.sum(column) for column in np.ascontiguousarray(table.T)])


def two_orders(table):
    """A gradient, the same in another order, and the size of the terms."""
    return by_halves(table), one_by_one(table), np.abs(table).sum(axis=0)


ordinary, equal = terms(False), np.full((N, 3), [0.1, 70.0, -0.3])
g, other, size = two_orders(ordinary)
LARGE, SMALL = 1e12, 1e-12  # units
last_bit = np.nextafter(g, np.inf)
partly = [np.where(np.arange(3) == j, 1.5 * g, g) for j in range(3)]

# What is shown -> a gradient, another one, and the size of the terms.
RIGHT = {
    "the same gradient, twice": (g, g, size),
    "two gradients that differ in the last bit": (last_bit, g, size),
    "two right gradients, added up in another order": (g, other, size),
    "two right gradients of terms that are all equal": two_orders(equal),
    "two right gradients in a large unit": (LARGE * g, LARGE * other, LARGE * size),
    "two right gradients at the lowest point": two_orders(terms(True)),
}
WRONG = {
    "a gradient that is too large by half of its size": (g + 0.5 * np.abs(g), g, size),
    "a gradient that is too small by half of its size": (g - 0.5 * np.abs(g), g, size),
    **{f"a gradient whose component {j} alone is wrong": (partly[j], g, size) for j in range(3)},
    "a gradient divided by n - 1": (N / (N - 1) * g, g, size),
    "a gradient that is off by a millionth": ((1 + 1e-6) * g, g, size),
    "a gradient divided by n - 1, in a small unit": (SMALL * N / (N - 1) * g, SMALL * g, SMALL * size),
}


def check(learner, exercise):
    said = {label: learner.call("agree", *pair) for label, pair in (RIGHT | WRONG).items()}
    for label, answer in said.items():
        if not isinstance(answer, bool | np.bool_):
            return Diagnosis(False, (), f"For {label}, agree gives {answer!r:.60}. It must give True or False.")
    alarms = [label for label in RIGHT if not said[label]]
    missed = [label for label in WRONG if said[label]]
    evidence = {"rejected, and right": alarms, "accepted, and wrong": missed}
    if not alarms and not missed:
        return Diagnosis(True, (), f"{len(RIGHT)} right pairs accepted, {len(WRONG)} wrong ones rejected.", evidence)
    measured = " ".join(
        [f"It calls {label} different{apart(label)}." for label in alarms[:1]]
        + [f"It lets pass {label}{apart(label)}." for label in missed[:1]]
    )
    ids = names(alarms, missed)
    if not ids:
        return Diagnosis(False, (), f"{measured} I do not recognise this.", evidence)
    return exercise.named(ids, measured, **evidence)


def apart(label):
    """How far apart a pair is, in words."""
    a, b, size = (RIGHT | WRONG)[label]
    return f"; they are apart by at most {(np.abs(a - b) / size).max():.1g} of their size" if (a != b).any() else ""


def names(alarms, missed):
    """Which mistakes give these answers."""
    same, bit, order, terms_equal, large, low = RIGHT
    up, down, *single, n_minus_one, millionth, small = WRONG
    if same in alarms:
        return ()
    if bit in alarms:
        return ("exact-equality",)
    if down in missed and up not in missed:
        return ("signed-difference",)
    if single == [label for label in single if label in missed] and not {up, down} & set(missed):
        return ("one-component-enough",)
    unit = (large in alarms and order not in alarms) or (small in missed and n_minus_one not in missed)
    rounding = not unit and (order in alarms or terms_equal in alarms)
    return (
        *(["loose-tolerance"] if {n_minus_one, millionth} & set(missed) else []),
        *(["tolerance-below-rounding"] if rounding else []),
        *(["absolute-tolerance"] if unit else []),
        *(["relative-to-gradient"] if low in alarms and not unit and not rounding else []),
    )
