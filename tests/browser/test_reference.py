"""The reference says everything: every command and option, and where in the course a thing is used."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from gdlearn.cli import application

pytestmark = pytest.mark.site
app = application()
COMMANDS = [name for name in app if not name.startswith("-") and app[name].default_command]
GROUPS = [name for name in app if not name.startswith("-") and not app[name].default_command]


def words(page: Path) -> str:
    """The text of a page, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))).split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_its_help_with_every_option(command: str, site: Path) -> None:
    text = words(site / "reference/cli/index.html")
    _, found, shown = text.partition(f"$ gdlearn {command} --help")
    assert found
    shown = shown.partition("$ gdlearn")[0]
    options = [
        name for argument in app[command].assemble_argument_collection() if argument.show for name in argument.names
    ]
    assert [option for option in options if option not in shown.split()] == []
    assert command in text.partition("$ gdlearn compare --help")[0]  # the list of commands at the top


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_of_commands_shows_all_of_them(group: str, site: Path) -> None:
    text = words(site / "reference/cli/index.html")
    shown = text.partition(f"$ gdlearn {group} --help")[2].partition("$ gdlearn")[0]
    commands = [name for name in app[group] if not name.startswith("-")]
    assert len(commands) > 1
    assert [name for name in commands if name not in shown.split()] == []


def test_a_function_says_which_page_of_the_course_uses_it(site: Path) -> None:
    reference = (site / "reference/data/index.html").read_text(encoding="utf-8")
    of_line = reference.partition('id="gdlearn.data.line"')[2].partition('class="mkdocstrings-source"')[0]
    users = of_line.partition("Referenced by:")[2]
    assert 'href="../../get-started/#' in users
    assert "Get started" in users


def test_a_signature_links_to_what_it_names(site: Path) -> None:
    reference = (site / "reference/descent/index.html").read_text(encoding="utf-8")
    signature = reference.partition('id="gdlearn.descent.descend"')[2].partition("</pre>")[0]
    for name in ("objectives/#gdlearn.objectives.base.Objective", "backends/#gdlearn.backends.base.Backend"):
        assert f'href="../{name}"' in signature
