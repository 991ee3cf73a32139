"""Grade a class: find what was handed in, check it on all processors, count the mistakes, write the report."""

from gdlearn.exercises.grading.answer import Answer
from gdlearn.exercises.grading.grade import grade
from gdlearn.exercises.grading.reports import REPORTS
from gdlearn.exercises.grading.reveal import Reveal
from gdlearn.exercises.grading.submission import Submission, find_submissions
from gdlearn.exercises.grading.summary import Count, count

__all__ = ["REPORTS", "Answer", "Count", "Reveal", "Submission", "count", "find_submissions", "grade"]
