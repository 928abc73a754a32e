"""`WhyTip`: resting with the mouse on the machine's work in the article says why it stands there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from ui.text.article_view import ArticleView
from ui.wording import why_text


class WhyTip(QObject):
    """Watches one article view."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        unit = next((unit for unit in self._view.units_at(event.pos()) if unit.is_machine), None)
        QToolTip.showText(event.globalPos(), why_text(unit) if unit else "", self._view.viewport())
        return True
