"""Ctrl+D: why an article is set aside, with a word more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from annotator.operations import SetAside
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named

REASONS = (
    ("irrelevant", "&1  Irrelevant: not about the subject of this project"),
    ("broken", "&2  Broken: cut off, garbled, a page that is no article"),
    ("duplicate", "&3  Duplicate: another article here says the same"),
    ("other", "&4  Other: say it below"),
)


class SetAsideDialog(Sheet):
    """1 to 4 choose a reason, Enter sets the article aside and `on_done` goes on."""

    wanted = QSize(460, 0)

    def __init__(self, session: Session, on_done: Callable[[], None], window: QWidget) -> None:
        super().__init__("Set the article aside", window)
        self._session = session
        self._on_done = on_done
        self._group = QButtonGroup(self)
        for number, (reason, title) in enumerate(REASONS):
            button = QRadioButton(title)
            button.setAccessibleName(title[4:])
            button.setObjectName(f"reason_{reason}")
            self._group.addButton(button, number)
            self.body.addWidget(button)
        self._group.button(0).setChecked(True)
        self._word = named(QLineEdit(), "aside_word")
        self._word.setPlaceholderText("A word why (optional)")
        self._word.setAccessibleName("A word why")
        self.body.addWidget(self._word)
        self.add_button("Cancel", self.leave)
        self.add_button("Set aside", self.accept, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._group.button(0)

    def accept(self) -> None:
        article = self._session.article_id
        assert article is not None
        changes = self._session.run(SetAside(article, REASONS[self._group.checkedId()][0], self._word.text().strip()))
        self.leave()
        if changes:
            self._on_done()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(REASONS) and self._window.focusWidget() is not self._word:
            self._group.button(number).setChecked(True)
            self._group.button(number).setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)
