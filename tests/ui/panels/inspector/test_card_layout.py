"""Lines of the inspector: where words are broken."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics

from ui.panels.inspector.card_layout import wrapped


def test_a_score_keeps_its_sign_on_its_line(qapp):
    words, font = "a people, faith or party · 90 %", QFont()
    layout, _ = wrapped(words, font, QFontMetrics(font).horizontalAdvance(words) - 3, 2, line_height=1.2)
    assert layout.lineCount() == 2
    assert words[layout.lineAt(1).textStart() :].startswith("90")
