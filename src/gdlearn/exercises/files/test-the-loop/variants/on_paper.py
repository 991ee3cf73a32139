import numpy as np


def test(descend):
    X, y, w = np.array([[1.0, 1.0], [3.0, 1.0]]), np.array([2.0, 4.0]), np.array([0.0, 0.0])
    rows = descend(X, y, w, 0.1, 2)
    assert w.tolist() == [0, 0]
    # At 0 the residuals are -2 and -4, the gradient is [-14, -6]. At [1.4, 0.6] they are 0 and 0.8: [2.4, 0.8].
    for row, right in zip(rows, ([0, 0], [1.4, 0.6], [1.16, 0.52])):
        assert np.allclose(row, right)
    assert len(rows) == 3
