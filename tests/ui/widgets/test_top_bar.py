"""The line above: what gives way where the room is short."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.places import PLACES
from ui.theme import load_theme, stylesheet
from ui.widgets.top_bar import TopBar


def test_the_words_of_the_search_give_way_to_unseen_feedback(qtbot):
    window = QWidget()
    window.setStyleSheet(stylesheet(load_theme("light")))
    qtbot.addWidget(window)
    bar = TopBar([(place.name, place.title) for place in PLACES], load_theme("light"), window)
    window.resize(2000, 100)
    window.show()
    bar.resize(2000, 40)
    bar.resize(bar.minimumSizeHint().width() + 20, 40)
    QApplication.processEvents()
    words = next(label for label in bar.search.findChildren(QLabel) if label.text() == "Search or do…")
    assert words.isVisible()
    bar.set_feedback(12)
    assert bar.feedback.text() == "Feedback 12"
    assert not words.isVisible()
    width = bar.width()
    bar.resize(bar.minimumSizeHint().width() - 20, 40)
    assert bar.feedback.text() == "12"
    assert "not seen" in bar.feedback.accessibleName()
    bar.resize(width, 40)
    assert bar.feedback.text() == "Feedback 12"
    bar.set_feedback(0)
    assert not bar.feedback.isVisible()
    assert words.isVisible()
