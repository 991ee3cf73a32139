"""How the gradient is obtained: one file for each backend, loaded when it is asked for."""

from gdlearn.backends.base import BACKENDS, DTYPES, Backend, get_backend

__all__ = ["BACKENDS", "DTYPES", "Backend", "get_backend"]
