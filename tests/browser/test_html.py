"""The files of the site, without a browser: links that lead somewhere, and valid HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.links import broken_links
from tests.browser.validity import KNOWN, Message, messages

pytestmark = pytest.mark.site


def test_every_link_leads_to_a_file_and_to_an_anchor(site: Path) -> None:
    assert broken_links(site) == []


@pytest.fixture(scope="module")
def said(site: Path, java: str) -> list[Message]:
    return list(messages(site, java))


def test_the_html_is_valid_except_for_what_the_theme_is_known_to_write(said: list[Message]) -> None:
    assert [message for message in said if message.known is None] == []


@pytest.mark.parametrize("row", range(len(KNOWN)))
def test_the_theme_still_writes_what_it_is_known_for(row: int, said: list[Message]) -> None:
    assert row in {message.known for message in said}, f"remove {KNOWN[row]} from the table"
