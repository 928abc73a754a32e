"""`NoteEditor`: a note on the selection, a unit or the article. What was written is not lost by a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.model import Note, Span
from annotator.operations import AddNote, EditNote
from annotator.text import span_text
from annotator.units import Unit
from annotator.wording import clipped
from ui.dialogs.pickers.popup import Popup
from ui.session import Session
from ui.wording import content_text

CONTEXT_CHARS = 60


class NoteEditor(Popup):
    """`open_for` with units writes about the first of them, without any about the selection, else about the article."""

    wanted = QSize(380, 230)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Note")
        self.setObjectName("note_editor")
        self._note: Note | None = None
        self._span: Span | None = None
        self.field = QPlainTextEdit()
        self.field.setPlaceholderText("A question, a doubt, a reason: for yourself and for the lead")
        self.field.setAccessibleName("Note")
        self.field.setTabChangesFocus(True)
        self.body.addWidget(self.field, 1)
        self.set_hints((("Ctrl+Enter", "keep"), ("Esc", "drop")))
        self.field.textChanged.connect(self._on_text_changed)

    def open_for(self, units: Sequence[Unit], rect: QRect) -> None:
        self._note = None
        self._span = self.session.selection()
        super().open_for(() if self._span else units, rect)

    def open_note(self, note: Note, rect: QRect) -> None:
        """Edit a note that is there."""
        self._note, self._span = note, note.span
        work = self.session.work
        about = work.find(note.about) if work else None
        super().open_for([about] if about else [], rect)

    def _prepare(self) -> None:
        self.heading.setText("Edit note" if self._note else "New note")
        self.context.setText(self._about())
        self.field.setPlainText(self._note.text if self._note else "")
        self.can_be_left = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
        else:
            super().keyPressEvent(event)

    def keep(self) -> None:
        """Keep the note as it is written and close. An empty one is dropped."""
        text = self.field.toPlainText().strip()
        if not text:
            self.dismiss()
            return
        if self._note is not None:
            operation = EditNote(self.article, self._note.id, text)
        else:
            about = self.units[0].id if self.units else None
            operation = AddNote(self.article, text, span=self._span, about=about)
        if self.session.run(operation) or self._is_unchanged(text):
            self.dismiss()

    def _is_unchanged(self, text: str) -> bool:
        return self._note is not None and self._note.text == text

    def _about(self) -> str:
        text = self.session.text
        if self._span is not None:
            return f"on “{clipped(span_text(text, self._span), CONTEXT_CHARS)}”"
        if not self.units:
            return "on the article as a whole"
        unit = self.units[0]
        words = content_text(text, unit.value) if unit.kind == "statement" else span_text(text, unit.spans[0])  # type: ignore[arg-type]
        return f"on the {unit.kind} “{clipped(words, CONTEXT_CHARS)}”"

    def _on_text_changed(self) -> None:
        kept = self._note.text if self._note else ""
        self.can_be_left = self.field.toPlainText().strip() == kept

    def _first_focus(self) -> QWidget:
        return self.field
