from gdlearn.exercises.arrays import array

CASES = [
    (array([2.0, -3.0, 5.0]), array([10.0, 0.5]), array([4.0, 0.2])),
    (array([14.2, 28.8]), array([5.0]), array([2.9])),
    (array([0.3, 1.7, -0.4, 0.1]), array([-1.0, 2.0, 300.0]), array([0.5, 3.0, 40.0])),
]
