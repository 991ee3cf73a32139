"""How the gradient is obtained: one file for each backend, loaded when it is asked for."""

from gdlearn.backends.base import DTYPES, Backend
from gdlearn.backends.registry import BACKENDS, GRADIENTS, Availability, available_backends, get_backend

__all__ = ["BACKENDS", "DTYPES", "GRADIENTS", "Availability", "Backend", "available_backends", "get_backend"]
