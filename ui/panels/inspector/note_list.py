"""`NoteList`: the notes on the article. A click goes to the place, Enter or a double click edits, Delete removes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.model import Note
from annotator.operations import RemoveNote
from annotator.text import span_text
from annotator.wording import clipped
from ui.dialogs.pickers.pickers import Pickers
from ui.panels.inspector.card_layout import wrapped
from ui.session import Session
from ui.theme import Theme
from ui.widgets.card import paint_card
from ui.widgets.card_list import CardList
from ui.widgets.empty_state import EmptyState
from ui.widgets.themed import interface_face

PAD = 12
MOST_LINES = 12
PLACE_CHARS = 60
MOST_PLACE_LINES = 2
TIME_CHARS = 16

Index = QModelIndex | QPersistentModelIndex


class NoteModel(QAbstractListModel):
    """The notes in the order of the text, those on the whole article first."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._notes: list[Note] = []

    def rebuild(self) -> None:
        self.beginResetModel()
        work = self._session.work
        self._notes = sorted(work.notes, key=lambda note: (self.offset(note), note.time)) if work else []
        self.endResetModel()

    def note(self, row: int) -> Note | None:
        return self._notes[row] if 0 <= row < len(self._notes) else None

    def offset(self, note: Note) -> int:
        """Where in the text the note is about, in code points; -1 for the whole article."""
        work = self._session.work
        unit = work.find(note.about) if work else None
        return note.span.start if note.span else unit.start if unit else -1

    def place(self, note: Note) -> str:
        """What the note is on, in words."""
        work = self._session.work
        unit = work.find(note.about) if work else None
        span = note.span or (unit.spans[0] if unit else None)
        if work is None or span is None:
            return "The article"
        return f"“{clipped(span_text(work.article.text, span), PLACE_CHARS)}”"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._notes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        note = self.note(index.row())
        if note is not None and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.place(note)}: {note.text}"
        return None


class NoteCards:
    """Paints a note: what it is on, its words, who wrote it when."""

    def __init__(self, view: QWidget, model: NoteModel, theme: Theme) -> None:
        self.theme = theme
        self._view = view
        self._model = model

    def estimate(self, row: int, width: int) -> int:
        return self.measure(row, width)

    def measure(self, row: int, width: int) -> int:
        return round(self._lay_out(row, width, None))

    def paint(self, painter: QPainter, rect: QRect, row: int) -> None:
        is_current = isinstance(self._view, NoteView) and self._view.currentIndex().row() == row
        outline = self.theme.accent if is_current and self._view.hasFocus() else self.theme.line
        paint_card(painter, QRectF(rect), self.theme, outline)
        painter.save()
        painter.translate(rect.topLeft())
        self._lay_out(row, rect.width(), painter)
        painter.restore()

    def _lay_out(self, row: int, width: int, painter: QPainter | None) -> float:
        """The height of a note's card; with a painter it is painted too."""
        note = self._model.note(row)
        if note is None:
            return 0
        small, face = interface_face(self._view, 12), interface_face(self._view)
        stamp = " · ".join(part for part in (note.author, note.time[:TIME_CHARS].replace("T", " ")) if part)
        parts = (
            (self._model.place(note), small, self.theme.secondary, MOST_PLACE_LINES),
            (note.text, face, self.theme.text, MOST_LINES),
            (stamp, small, self.theme.secondary, 1),
        )
        y = float(PAD - 2)
        for words, font, colour, most in parts:
            if not words:
                continue
            for line in words.split("\n"):
                layout, used = wrapped(line, font, width - 2 * PAD, most, line_height=1.25)
                if painter is not None:
                    painter.setPen(colour)
                    layout.draw(painter, QPointF(PAD, y))
                y += used or QFontMetrics(font).height()
            y += 4
        return y + PAD - 6


class NoteView(CardList):
    opened = Signal(object)
    removed = Signal(object)
    visited = Signal(object)

    def __init__(self, session: Session, model: NoteModel, theme: Theme) -> None:
        super().__init__()
        self.notes = model
        self.cards: NoteCards = NoteCards(self, model, theme)
        self._session = session
        self.setObjectName("note_list")
        self.setAccessibleName("Notes")
        self.setModel(model)
        self.clicked.connect(self._on_clicked)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        note = self.notes.note(self.indexAt(event.position().toPoint()).row())
        if note is not None:
            self.opened.emit(note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        note = self.notes.note(self.currentIndex().row())
        if note is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(note)
        elif note is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(note)
        elif note is not None and event.key() == Qt.Key.Key_Space:
            self.visited.emit(note)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.visited.emit(self.notes.note(index.row()))


class NoteList(QWidget):
    """The list with its buttons."""

    counted = Signal(int)

    def __init__(self, session: Session, pickers: Pickers, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pickers = pickers
        self.model = NoteModel(session, self)
        self.view = NoteView(session, self.model, theme)
        self._empty = EmptyState("No notes", "Write down a doubt or a reason, for yourself and for the lead.", keys="N")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        self.add_button = _button("Add note", "note_add", self._on_add_clicked)
        self.edit_button = _button("Edit", "note_edit", self._on_edit_clicked)
        self.remove_button = _button("Remove", "note_remove", self._on_remove_clicked)
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 10)
        for button in (self.add_button, self.edit_button, self.remove_button):
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        layout.addLayout(row)
        self.view.opened.connect(self._edit)
        self.view.removed.connect(self._remove)
        self.view.visited.connect(self._visit)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)

    def rebuild(self) -> None:
        row = self.view.currentIndex().row()
        self.model.rebuild()
        count = self.model.rowCount()
        self._pages.setCurrentIndex(0 if count else 1)
        self.add_button.setEnabled(self._session.work is not None)
        if row >= 0 and count:
            self.view.setCurrentIndex(self.model.index(min(row, count - 1), 0))
        self._on_current_changed()
        self.counted.emit(count)

    def retheme(self, theme: Theme) -> None:
        self.view.cards.theme = theme
        self.view.relayout()

    def _current(self) -> Note | None:
        return self.model.note(self.view.currentIndex().row())

    def _visit(self, note: Note | None) -> None:
        """Go to the place that a note is about."""
        work = self._session.work
        if note is None or work is None:
            return
        if note.about and work.find(note.about):
            self._session.set_current(note.about)
        elif note.span:
            self._session.select_requested.emit(note.span)

    def _edit(self, note: Note) -> None:
        rect = self.view.visualRect(self.view.currentIndex())
        self._pickers.open_note(note, QRect(self.view.viewport().mapToGlobal(rect.topLeft()), rect.size()))

    def _remove(self, note: Note) -> None:
        if self._session.article_id and self._session.run(RemoveNote(self._session.article_id, note.id)):
            self._session.say("Note removed; Ctrl+Z brings it back.")

    def _on_add_clicked(self) -> None:
        corner = self.add_button.mapToGlobal(self.add_button.rect().topLeft())
        self._pickers.open_note(None, QRect(corner, self.add_button.size()))

    def _on_edit_clicked(self) -> None:
        note = self._current()
        if note is not None:
            self._edit(note)

    def _on_remove_clicked(self) -> None:
        note = self._current()
        if note is not None:
            self._remove(note)

    def _on_current_changed(self) -> None:
        has_note = self._current() is not None
        self.edit_button.setEnabled(has_note)
        self.remove_button.setEnabled(has_note)
        self.view.viewport().update()


def _button(title: str, name: str, on_clicked: Callable[[], None]) -> QPushButton:
    button = QPushButton(title)
    button.setObjectName(name)
    button.setProperty("flat", "true")
    button.clicked.connect(on_clicked)
    return button
