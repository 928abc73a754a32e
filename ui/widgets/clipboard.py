"""The clipboard, for what is copied in several forms at once."""

from __future__ import annotations

import atexit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def copy_forms(text: str, html: str) -> None:
    """Put something into the clipboard as text and as HTML; whoever pastes it takes the form that they can use."""
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    # What was made in Python must not be in Qt's hands when Python ends: Qt would ask it once more, and crash.
    atexit.unregister(_leave_text)
    atexit.register(_leave_text, text)


def _leave_text(copied: str) -> None:
    """Leave the text alone in the clipboard, unless somebody has copied something else since."""
    if QGuiApplication.instance() is not None and QGuiApplication.clipboard().text() == copied:
        QGuiApplication.clipboard().setText(copied)
