from gdlearn.exercises.arrays import array

CASES = [
    (array([2.0, 1.0]), 9.0, array([1.5, 3.0])),
    (array([-1.5, 4.0, 1.0]), 2.0, array([3.0, 0.5, -2.0])),
    (array([3.0, 0.5, -2.0, 1.0]), -4.0, array([1.0, 2.0, 0.25, 5.0])),
]
