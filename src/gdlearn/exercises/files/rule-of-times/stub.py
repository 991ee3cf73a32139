"""The backward rule of *.

In c = a * b every entry of c is made of one entry of a and one of b. On the way back the slope g of
the loss with respect to c arrives, in the shape of c, and the rule leads it to the two factors:

    ∂L/∂aᵢ = Σ (what arrives) x (how fast c changes with aᵢ),   and the same for b

a has the shape (n,). The factor b has the shape (n,) too, or it is a single number that multiplies
all of a. A slope has the shape of what it belongs to. So the slope of a single number is a single
number: think of all the places where that number was used.

Return both slopes: that of a, then that of b.
"""

import numpy as np


def times_backward(a, b, g):
    # TODO: the slope of a, and the slope of b
    raise NotImplementedError("TODO: lead the slope g to the factor a and to the factor b.")
