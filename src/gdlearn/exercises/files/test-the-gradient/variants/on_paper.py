def test(gradient):
    import numpy as np

    X, y, w = np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]]), np.array([3.0, 1.0, 2.0]), np.array([0.5, 2.0])
    # residuals -0.5, 2, 2: sums -0.5 + 4 + 8 = 11.5 and 3.5, times 2/3
    for found, right in zip(gradient(X, y, w), (23 / 3, 7 / 3)):
        assert abs(found - right) < 1e-9
