"""The lessons as texts: each has the parts that a learner can rely on, and none of what they must not trip over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LESSONS = sorted((Path(__file__).parents[1] / "docs" / "lessons").glob("[0-9]*.md"))
PARTS = ["Mistakes that live here", "Recap", "Exercises", "What this lesson does not cover"]

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: str(lesson.stem))


def text_of(lesson: Path) -> str:
    return lesson.read_text(encoding="utf-8")


def prose(lesson: Path) -> str:
    """What is read as text: no front matter, code, formulas, links' addresses, marks."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text_of(lesson), flags=re.DOTALL)
    text = re.sub(r"^ *(```+).*?^ *\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
    text = re.sub(r"^--\w+--.*$", "", text, flags=re.MULTILINE)
    return re.sub(r"\$[^$\n]+\$|`[^`\n]+`", "x", re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]|\{[^}]*\}", "", text))


def test_there_are_sixteen_in_order() -> None:
    assert [int(lesson.stem[:2]) for lesson in LESSONS] == list(range(1, 17))


@each_lesson
def test_its_title_and_number_are_those_of_its_file(lesson: Path) -> None:
    number = int(lesson.stem[:2])
    title = re.search(r'^title: "?(.+?)"?$', text_of(lesson), flags=re.MULTILINE)
    assert title
    assert title[1].startswith(f"{number}. ")
    assert f"\n# {title[1]}\n" in text_of(lesson).replace("`", "").replace("*", "")


@each_lesson
def test_it_says_its_convention_its_length_and_offers_its_notebook(lesson: Path) -> None:
    notebook = re.escape(f"[this lesson as a notebook]({lesson.stem}.ipynb){{ download }}\n{{ .gd-lesson }}\n")
    assert re.search(
        rf"^(?:All four c|C)onventions? .+ · \d+ minutes · {notebook}", text_of(lesson), flags=re.MULTILINE
    )


@each_lesson
def test_it_ends_with_its_mistakes_recap_exercises_and_limits(lesson: Path) -> None:
    headings = re.findall(r"^## (.+)$", text_of(lesson), flags=re.MULTILINE)
    assert headings[-4:] == PARTS


@each_lesson
def test_its_recap_has_three_lines(lesson: Path) -> None:
    recap = re.search(r"^## Recap\n\n(.+?)\n\{ \.gd-recap \}$", text_of(lesson), flags=re.MULTILINE | re.DOTALL)
    assert recap
    assert len(re.findall(r"^- ", recap[1], flags=re.MULTILINE)) == 3


@each_lesson
def test_its_two_or_three_exercises_have_a_hint_and_a_solution_that_runs(lesson: Path) -> None:
    number = int(lesson.stem[:2])
    text = re.split(r"^## (?:Exercises|What this lesson does not cover)\n", text_of(lesson), flags=re.MULTILINE)[1]
    exercises = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    assert 2 <= len(exercises) <= 3
    for k, exercise in enumerate(exercises, start=1):
        assert re.match(rf"Exercise {number}\.{k}: .+ \{{ #exercise-{number}-{k} \}}\n", exercise)
        assert '??? tip "Hint"' in exercise
        assert "```python run" in exercise.split('??? success "Solution"')[1]


@each_lesson
def test_it_has_a_figure_something_to_try_and_mistakes_that_run(lesson: Path) -> None:
    text = text_of(lesson)
    assert re.search(r'^ *```python run.* alt="', text, flags=re.MULTILINE)
    assert '!!! whatif "' in text
    mistakes = text.split("## Mistakes that live here")[1].split("## Recap")[0]
    assert '!!! mistake "' in mistakes
    assert "```python run" in mistakes


@each_lesson
def test_it_is_neither_too_short_nor_too_long(lesson: Path) -> None:
    """The exercises are not counted: nobody does all of them in one go."""
    text = prose(lesson).split("## Exercises")[0]
    assert 600 <= len(re.findall(r"\b[A-Za-z][\w'’-]*", text)) <= 1500


@each_lesson
def test_its_text_has_the_style_of_the_course(lesson: Path) -> None:
    text = prose(lesson).replace("!!!", "")
    assert re.findall(r"—|!(?=\s)|\b(?:simply|obviously|trivial(?:ly)?|clearly)\b", text) == []


@each_lesson
def test_what_it_says_in_words_is_asserted_before_its_recap(lesson: Path) -> None:
    """Numbers on a page are computed and sentences are typed; these asserts hold the one to the other."""
    claims = re.search(
        r"^```python run hide\n# What this lesson says in words\n(.+?)\n```\n\n## Recap$",
        text_of(lesson),
        flags=re.MULTILINE | re.DOTALL,
    )
    assert claims
    assert len(re.findall(r"^ *assert ", claims[1], flags=re.MULTILINE)) >= 4
