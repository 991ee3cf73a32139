"""One colour for each meaning, the same in every figure, table and page, and its partner for dark pages."""

# Chosen apart in hue and in lightness, so that they differ for colour-blind readers and in print. All but the ground
# have a contrast of at least 4.5 : 1, on white and, by their partners, on dark pages.
BY_HAND = "#c2410c"
AUTOGRAD = "#1d4ed8"
LOOPS = "#a16207"
TAPE = "#0e7490"
DIFFERENCES = "#be185d"
REFERENCE = "#57534e"  # what both are held against: the true line, the minimum, a bound
SURFACE = "#d6d3d1"  # the data and the ground; quiet on purpose, nothing is read from it alone
WEIGHTS = "#0f766e"  # weights and what they predict: they belong to none of the methods, nor do gradients
GRADIENT = "#7e22ce"
RESIDUAL = "#e11d48"

# What a learning rate does
TOO_SMALL = "#475569"
GOOD = "#15803d"
EDGE = "#b45309"
DIVERGENT = "#7f1d1d"

# The rules: one family one hue, two of a family apart in lightness
RULE_GD = "#1c1917"
RULE_MOMENTUM = "#0369a1"
RULE_NESTEROV = "#312e81"
RULE_ADAGRAD = "#4d7c0f"
RULE_RMSPROP = "#064e3b"
RULE_ADAM = "#db2777"
RULE_ADAMW = "#881337"

COLOURS = {
    "by hand": BY_HAND,
    "autograd": AUTOGRAD,
    "by hand, in loops": LOOPS,
    "own autograd": TAPE,
    "differences": DIFFERENCES,
}

RULES = {
    "GD": RULE_GD,
    "Momentum": RULE_MOMENTUM,
    "Nesterov": RULE_NESTEROV,
    "AdaGrad": RULE_ADAGRAD,
    "RMSProp": RULE_RMSPROP,
    "Adam": RULE_ADAM,
    "AdamW": RULE_ADAMW,
}

# The colour on white, its name in the style sheet of the site, and the colour on dark pages
_TABLE = (
    (BY_HAND, "--gd-by-hand", "#fb923c"),
    (AUTOGRAD, "--gd-autograd", "#60a5fa"),
    (LOOPS, "--gd-loops", "#eab308"),
    (TAPE, "--gd-tape", "#22d3ee"),
    (DIFFERENCES, "--gd-differences", "#f472b6"),
    (REFERENCE, "--gd-quiet", "#a8a29e"),
    (SURFACE, "--gd-line", "#5f5b57"),
    (WEIGHTS, "--gd-weights", "#2dd4bf"),
    (GRADIENT, "--gd-gradient", "#c084fc"),
    (RESIDUAL, "--gd-residual", "#fb7185"),
    (TOO_SMALL, "--gd-too-small", "#94a3b8"),
    (GOOD, "--gd-good", "#4ade80"),
    (EDGE, "--gd-edge", "#fbbf24"),
    (DIVERGENT, "--gd-divergent", "#f87171"),
    (RULE_GD, "--gd-rule-gd", "#f5f5f4"),
    (RULE_MOMENTUM, "--gd-rule-momentum", "#38bdf8"),
    (RULE_NESTEROV, "--gd-rule-nesterov", "#818cf8"),
    (RULE_ADAGRAD, "--gd-rule-adagrad", "#bef264"),
    (RULE_RMSPROP, "--gd-rule-rmsprop", "#10b981"),
    (RULE_ADAM, "--gd-rule-adam", "#f9a8d4"),
    (RULE_ADAMW, "--gd-rule-adamw", "#f6546f"),
)
VARIABLES: dict[str, str] = {light: name for light, name, _ in _TABLE}
DARK: dict[str, str] = {light: dark for light, _, dark in _TABLE}


def colour(method: str) -> str:
    """The colour of a method ("by hand", "autograd"); that of the reference for any other.

    Examples:
        >>> colour("by hand")
        '#c2410c'
    """
    return COLOURS.get(method, REFERENCE)


def rule_colour(optimizer: object) -> str:
    """The colour of an update rule, told by the name of its class; that of the reference for any other.

    Examples:
        >>> from gdlearn import Adam
        >>> rule_colour(Adam(0.1)) == RULES["Adam"]
        True
    """
    return RULES.get(type(optimizer).__name__, REFERENCE)
