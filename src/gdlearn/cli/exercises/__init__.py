"""gdlearn exercises: files to complete, and a check that names the mistake."""

from __future__ import annotations

from cyclopts import App

from gdlearn.cli.exercises import authoring, learning
from gdlearn.cli.exercises.watching import watch

exercises = App(name="exercises", help="Exercises: complete a file, check it, and hear which mistake it is.")
exercises.command(learning.start)
exercises.command(learning.show_list, name="list")
exercises.command(learning.show_next, name="next")
exercises.command(learning.check)
exercises.command(watch)
exercises.command(learning.hint)
exercises.command(learning.reset)
exercises.command(learning.solution)
exercises.command(authoring.verify)
exercises.command(authoring.matrix)
