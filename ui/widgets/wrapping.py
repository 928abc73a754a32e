"""Words on few lines, for what paints itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption


def two_lines(text: str, font: QFont, width: int) -> list[str]:
    """`text` in at most two lines `width` px wide, the second one elided."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    cut = line.textStart() + line.textLength()
    encoded = text.encode("utf-16-le")
    first, rest = (
        encoded[: 2 * cut].decode("utf-16-le", "ignore").rstrip(),
        encoded[2 * cut :].decode("utf-16-le", "ignore"),
    )
    metrics = QFontMetrics(font)
    return [first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)] if rest.strip() else [first]
