from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from gdlearn.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """The code blocks of the README in one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_library_example_runs_and_ends_in_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    comparing, naming = blocks("python")
    names: dict[str, object] = {}
    exec(comparing, names)
    assert "numpy (by hand) and torch (autograd) agree in all 1001 rows" in capsys.readouterr().out
    exec(naming, names)
    shown = [line.removeprefix("# ") for line in naming.splitlines() if line.startswith("# ")]
    assert capsys.readouterr().out.splitlines() == shown


COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in blocks("sh")
    for line in block.splitlines()
    if line.startswith("gdlearn ")
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_shown_does_what_it_says(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    arguments = [str(tmp_path) if word == "here" else word for word in arguments]
    # A rate that is too large ends with 2, a class with wrong answers with 1.
    assert main(arguments) == (2 if "0.03" in arguments else 1 if "grade" in arguments else 0)
    assert ("here" in " ".join(arguments)) is False


def test_the_verdict_shown_is_the_verdict_given(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    main(["compare"])
    (shown,) = blocks("text")
    # Thread counts and processors move the last digit; the words and the order of magnitude stay.
    pattern = re.escape(shown.strip()).replace("0\\.5%", r"0\.\d%")
    assert re.search(pattern, capsys.readouterr().out)


def test_the_targets_shown_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    text = README + (ROOT / "CONTRIBUTING.md").read_text()
    shown = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, flags=re.MULTILINE))
    assert shown
    assert shown <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_rules_for_length_are_kept() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text().splitlines()) <= 80
    for decision in (ROOT / "docs/about/decisions").glob("0*.md"):
        assert len(decision.read_text().splitlines()) <= 25, decision.name
