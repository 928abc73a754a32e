"""The guidelines of the project as a Markdown text that a lead edits; what was settled by a changed section is told.

Saving changes the scheme's guidelines and nothing else of it, and puts the cards concerned before a lead again if that
is wanted: one act, taken back as one.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QTextBrowser, QWidget

from annotator.errors import UserError
from annotator.operations import SetScheme, Together
from annotator.operations.base import Operation
from annotator.scheme_text import with_guidelines
from annotator.views.lead.cases import Concerned
from annotator.wording import counted
from ui.dialogs.guide import open_up
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named, once_after

TOLD = (
    "Sections begin at a heading, or at a paragraph that begins in bold with a number: **1.2 Boundaries.** "
    "Cases cite them by their numbers."
)
UNSAVED = "What you wrote is not saved: Ctrl+S saves it, Esc once more leaves it."
MOST_SECTIONS = 6
LOOK_MS = 300


class GuidelinesSheet(Sheet):
    """Ctrl+S saves; Esc leaves, where something was written only when pressed twice."""

    wanted = QSize(1180, 780)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__("Guidelines of this project", window)
        self.setObjectName("guidelines_sheet")
        self._session = session
        self._old = session.project.scheme.guidelines
        self._concerned: Concerned | None = None
        self._was_warned = False
        self.text = named(QPlainTextEdit(), "guidelines_text")
        self.text.setAccessibleName("Guidelines as Markdown")
        self.text.setTabChangesFocus(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.text.setStyleSheet(f"font-family: '{fixed.family()}', monospace")
        self.text.setPlainText(self._old)
        self._page = named(QTextBrowser(), "guidelines_page")
        self._page.setAccessibleName("How it reads")
        self._page.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._page.document().setDocumentMargin(14)
        self.told = named(QLabel(TOLD), "guidelines_told")
        self.told.setProperty("role", "secondary")
        self.told.setWordWrap(True)
        self.again = named(QCheckBox(), "guidelines_again")
        self.again.setChecked(True)
        self.problem = named(QLabel(), "guidelines_problem")
        self.problem.setProperty("role", "danger")
        self.problem.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self._page, 1)
        self.body.addLayout(row, 1)
        for part in (self.told, self.again, self.problem):
            self.body.addWidget(part)
        self.problem.hide()
        self.add_button("Cancel", self.leave)
        self._save_button = self.add_button("Save  Ctrl S", self.accept, is_primary=True)
        self._look = once_after(LOOK_MS, self.look, self)
        self.text.textChanged.connect(self._on_text_changed)
        self.text.verticalScrollBar().valueChanged.connect(self._follow)
        self.look()

    def first_focus(self) -> QWidget:
        return self.text

    @property
    def is_changed(self) -> bool:
        return self.text.toPlainText().strip() != self._old.strip()

    def accept(self) -> None:
        """Save what is written, and queue what it concerns if the box is ticked."""
        self.look()
        if not self.is_changed:
            self.leave()
            return
        new = f"{self.text.toPlainText().rstrip()}\n"
        try:
            change: Operation = SetScheme(with_guidelines(self._session.project.scheme_text, new))
        except UserError as error:
            self._say(str(error))
            return
        concerned = self._concerned if self.again.isChecked() else None
        number = len(concerned.decisions) if concerned is not None else 0
        if concerned is not None and number:
            change = Together("Change the guidelines", (change, concerned.look_again()))
        if self._session.run(change):
            self.leave()
            queued = f" {counted(number, 'card')} wait for another look in Review." if number else ""
            self._session.say(f"The guidelines are changed.{queued} Ctrl+Z takes it back.")

    def look(self) -> None:
        """Show how it reads, and what was settled by the sections that are not as they were."""
        self._look.stop()
        new = self.text.toPlainText()
        self._page.setMarkdown(new)
        open_up(self._page.document())
        self._follow()
        self._concerned = self._session.project.lead.cases.concerned(self._old, new) if self.is_changed else None
        number = len(self._concerned.decisions) if self._concerned is not None else 0
        self.again.setVisible(bool(number))
        if self._concerned is not None and number:
            cited = sorted({case.section for case in self._concerned.cases})
            rest = f" and {len(cited) - MOST_SECTIONS} more" if len(cited) > MOST_SECTIONS else ""
            sections = ", ".join(cited[:MOST_SECTIONS]) + rest
            verb = "was" if number == 1 else "were"
            self.again.setText(
                f"Put {counted(number, 'card')} that {verb} settled by what changed ({sections}) before a lead again"
            )
        self._save_button.setEnabled(self.is_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.accept()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self._holds_back():
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_outside = not self.panel.geometry().contains(event.position().toPoint())
        if not (is_outside and self._holds_back()):
            super().mousePressEvent(event)

    def _follow(self) -> None:
        """Show of the page what is in sight of the text, as far as their lengths go together."""
        bar, page = self.text.verticalScrollBar(), self._page.verticalScrollBar()
        page.setValue(round(bar.value() / max(1, bar.maximum()) * page.maximum()))

    def _holds_back(self) -> bool:
        """Say once that what was written would be lost; True where that was not said yet."""
        if not self.is_changed or self._was_warned:
            return False
        self._was_warned = True
        self._say(UNSAVED)
        return True

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def _on_text_changed(self) -> None:
        self._was_warned = False
        self.problem.hide()
        self._look.start()
