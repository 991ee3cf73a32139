"""One colour for each way to a gradient, the same in every figure, table and page."""

# Chosen apart in hue and in lightness, so that they differ for colour-blind readers and in print; both have a contrast
# of at least 4.5 : 1 on white.
BY_HAND = "#c2410c"
AUTOGRAD = "#1d4ed8"
REFERENCE = "#57534e"  # what both are held against: the true line, the minimum, a bound
SURFACE = "#d6d3d1"  # the data and the ground
WEIGHTS = "#0f766e"  # differences of weights, and of gradients: neither belongs to one of the methods
GRADIENT = "#7e22ce"

COLOURS = {
    "by hand": BY_HAND,
    "autograd": AUTOGRAD,
    "by hand, in loops": "#a16207",
    "own autograd": "#0e7490",
    "differences": "#be185d",
}


def colour(method: str) -> str:
    """The colour of a method ("by hand", "autograd"); that of the reference for any other.

    Examples:
        >>> colour("by hand")
        '#c2410c'
    """
    return COLOURS.get(method, REFERENCE)
