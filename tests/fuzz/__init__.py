"""Claims that hold for all data and not only for those that somebody thought of: Hypothesis looks for exceptions."""
