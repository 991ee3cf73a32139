"""A descent that can be interrupted, and goes on as if it had not been."""

from gdlearn.resuming.checkpoint import Checkpoint
from gdlearn.resuming.interruption import Interruption, interruptible, undisturbed
from gdlearn.resuming.restorable import Restorable
from gdlearn.resuming.resumable import Resumable

__all__ = ["Checkpoint", "Interruption", "Restorable", "Resumable", "interruptible", "undisturbed"]
