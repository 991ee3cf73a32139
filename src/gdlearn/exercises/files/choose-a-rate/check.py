"""Descend with the learner's rate on data in several units, and compare it with the largest stable rate."""

import numpy as np

from gdlearn.diagnosis.diagnosis import Diagnosis

LEAST = 1 / 20  # of the largest stable rate
EDGE = 1e-6  # closer to it than this is on it
STEPS = 100


def data(n, scales, seed):
    """Features in units of their own, the ones last, and targets."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.uniform(-1, 2, (n, len(scales))) * scales, np.ones(n)])
    return X, X @ rng.normal(0, 2, len(scales) + 1) + rng.normal(0, 0.5, n)


DATA = {
    "40 rows with one feature up to 2": data(40, [1.0], 1),
    "25 rows with two features up to 20": data(25, [10.0, 10.0], 2),
    "90 rows with three features up to 0.2, 2 and 6": data(90, [0.1, 1.0, 3.0], 3),
    "12 rows with one feature up to 200": data(12, [100.0], 4),
}


def check(learner, exercise):
    rates, limits = {}, {}
    for label, (X, _) in DATA.items():
        answer = learner.call("learning_rate", X)
        if np.ndim(answer) or not isinstance(answer, int | float | np.number) or not 0 < answer < np.inf:
            said = f"On {label}, learning_rate gives {answer!r:.60}. It must give one number above 0."
            return Diagnosis(False, (), said)
        rates[label], limits[label] = float(answer), 2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1]
    share = {label: rates[label] / limits[label] for label in DATA}
    evidence = {"rates": rates, "shares of the largest stable rate": share}
    worst = max(share, key=lambda label: abs(np.log(share[label] / 0.5)))  # furthest from the middle
    measured = (
        f"On {worst} your rate is {share[worst]:.4g} times the largest stable one: {descent(worst, rates[worst])}."
    )
    if all(LEAST <= each < 1 - EDGE for each in share.values()):
        return Diagnosis(True, (), f"The descent converges on {len(DATA)} sets of data. {measured}", evidence)
    ids = names(rates, share)
    if not ids:
        asked = "It must lie between a twentieth and the whole of it, for all data. I do not recognise this."
        return Diagnosis(False, (), f"{measured} {asked}", evidence)
    return exercise.named(ids, measured, **evidence)


def descent(label, rate):
    """What the loss does with a rate, in words."""
    X, y = DATA[label]
    w, losses = np.zeros(X.shape[1]), []
    with np.errstate(all="ignore"):
        for _ in range(STEPS + 1):
            r = X @ w - y
            losses.append(np.mean(r**2))
            w = w - rate * 2 / len(y) * X.T @ r
    return f"in {STEPS} steps the loss went from {losses[0]:.4g} to {losses[-1]:.4g}"


def names(rates, share):
    """Which mistake gives these rates."""
    spectra = {label: np.linalg.eigvalsh(2 / len(X) * X.T @ X) for label, (X, _) in DATA.items()}
    # What a mistake makes of the share, up to a factor that the learner may choose.
    shapes = {
        "sum-not-mean": {label: 1 / len(X) for label, (X, _) in DATA.items()},
        "flattest-direction": {label: each[-1] / each[0] for label, each in spectra.items()},
    }
    if len(set(rates.values())) == 1:
        return ("rate-too-large",) if max(share.values()) >= 1 else ("rate-too-small",)
    if all(abs(each - 1) <= EDGE for each in share.values()):
        return ("rate-at-the-edge",)
    if all(abs(each - 2) <= EDGE for each in share.values()):
        return ("missing-two",)
    for name, shape in shapes.items():
        factors = [share[label] / shape[label] for label in DATA]
        if max(factors) / min(factors) < 1 + EDGE and factors[0] <= 2 + EDGE:
            return (name,)
    return ()
