"""What stands above the text of an article."""

from __future__ import annotations

import pytest

from annotator.model import Article
from ui.text.header import heading


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        ("Talks break off", "Both sides called them useful.", "Talks break off"),
        ("", "Both sides called them useful.", ""),
        ("Talks break off", "**Talks break off**\n\nBoth sides called them useful.", ""),
    ],
)
def test_a_title_is_painted_once_and_never_made_up(title: str, text: str, shown: str) -> None:
    assert heading(Article("a" * 32, text, {"title": title} if title else {})) == shown
