"""`AlignedTab`: a lead's look at what all annotators made: aligned, made a part, kept apart, published, taken out."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from annotator.changes import Changes
from ui.panels.events_place import aligned_acts
from ui.panels.events_place.aligned_acts import Deed
from ui.panels.events_place.aligned_detail import AlignedDetail
from ui.panels.events_place.aligned_model import AlignedModel, Row
from ui.panels.events_place.keyed_list import KeyedList
from ui.panels.events_place.list_beside import ListBeside
from ui.session import Session
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.item_delegate import dress

QUICK_MS, TIMES, LONGEST_MS = 20, 5, 8000
"""What takes less is done again after each act; else it waits until nobody has acted for so many times as long."""
KINDS = ("event", "actor")
PROMPT = "Search what everybody made"
KEYS = {
    Qt.Key.Key_Return: "first",
    Qt.Key.Key_Enter: "first",
    Qt.Key.Key_S: "same",
    Qt.Key.Key_P: "part",
    Qt.Key.Key_D: "different",
    Qt.Key.Key_Backspace: "different",
    Qt.Key.Key_Delete: "different",
    Qt.Key.Key_U: "publish",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_Left: "turn",
    Qt.Key.Key_Right: "turn",
    Qt.Key.Key_Space: "mark",
    Qt.Key.Key_Escape: "unmark",
}
HINTS = {
    "pair": (("Enter", "as proposed"), ("S", "same"), ("P", "part of"), ("D", "different"), ("← →", "turn round")),
    "loose": (("Enter", "publish"), ("Space", "mark"), ("S", "marked are one")),
    "aligned": (("F2", "edit"), ("Space", "mark"), ("S", "marked are one")),
    "member": (("D", "take out"), ("Space", "mark"), ("F2", "edit")),
}
COMMON_HINTS = (("F8", "next pair"), ("Ctrl Z", "undo"), ("Ctrl Tab", "next tab"))
NOTHING = ("Nothing to align", "What annotators make of their own will stand here.")
NONE_FOUND = ("Nothing found", "Clear the search to see everything.")


class AlignedView(KeyedList):
    """Says which act a key asks for; F8 and Shift+F8 go from pair to pair. A double click edits."""

    acted = Signal(str)
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        act = KEYS.get(Qt.Key(event.key())) if not held else None
        if event.key() == Qt.Key.Key_F8:
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif act is not None:
            self.acted.emit(act)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.acted.emit("edit")


class AlignedTab(QStackedWidget):
    """Each act is one gesture, on what is marked or else on the current row."""

    opened = Signal(str, str)
    counted = Signal(int)
    hints_changed = Signal()
    edit_requested = Signal(str, str)
    """(kind, id): a published event or actor that somebody wants to put right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("aligned_tab")
        self.model = AlignedModel(session.project, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(PROMPT)
        self.search.setAccessibleName(PROMPT)
        self.search.setObjectName("aligned_search")
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("What is aligned")
        self.kinds.setObjectName("aligned_kinds")
        self.kinds.addItems(["Events", "Actors"])
        self.total = ElidedLabel(role="secondary")
        self.view = AlignedView()
        self.detail = AlignedDetail(session.project, self.model)
        self._empty = EmptyState(*NOTHING)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._arrange()
        self._connect()

    def reload(self) -> None:
        """Read everything again; the same row stays current, else the one in its place."""
        clock = QElapsedTimer()
        clock.start()
        self._soon.stop()
        row, wanted = self.view.currentIndex().row(), self._current_key()
        self.model.reload()
        took = clock.elapsed()
        self._soon.setInterval(0 if took < QUICK_MS else min(TIMES * took, LONGEST_MS))
        self._reselect(wanted, row)
        self.counted.emit(self.model.pairs)

    def refresh(self, changes: Changes) -> None:
        """Read what is new after what is being done: at once where that is quick, else once nobody acts any more."""
        if changes.events or changes.actors or changes.units or changes.scheme:
            self._soon.start()

    def stop(self) -> None:
        """Read nothing more for now."""
        self._soon.stop()

    def retheme(self) -> None:
        self._split.make_room()
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()

    @property
    def key_hints(self) -> tuple[tuple[str, str], ...]:
        row = self._current()
        return (*(HINTS[row.kind] if row is not None and row.kind in HINTS else ()), *COMMON_HINTS)

    @property
    def has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def show_subject(self, subject: str) -> bool:
        """Make the row of an event or actor current; False where none is about it."""
        self.reload()
        at = self.model.place_of(subject)
        if at >= 0:
            self._select(at)
        return at >= 0

    def act(self, name: str) -> None:
        """Do the act of this name."""
        plain = {"turn": self._turn, "mark": self._mark, "unmark": self.model.unmark, "edit": self._edit}
        if name in plain:
            plain[name]()
            return
        deed = self._deed(name)
        if deed is not None:
            self._do(deed)

    def step(self, step: int) -> None:
        """Go to the next pair, back if negative."""
        at = self.model.next_pair(self.view.currentIndex().row(), step)
        if at >= 0:
            self._select(at)
        else:
            self._session.say("No pair is left that may be one.")

    def _deed(self, name: str) -> Deed | None:
        rows, kind = self._chosen(), self.model.kind
        if not rows:
            return None
        first = rows[0].kind
        if name == "first":
            if first in ("aligned", "member"):  # one Enter too many, after the last pair, must not lead elsewhere
                self._session.say("It is aligned. F2 edits it.")
                return None
            name = "publish" if first == "loose" else "proposed"
        if name in ("different", "take_out") and first == "member":
            return aligned_acts.take_out(kind, rows)
        if name == "part":
            return aligned_acts.part(rows)
        deeds = {
            "proposed": aligned_acts.as_proposed,
            "same": aligned_acts.same,
            "different": aligned_acts.different,
            "publish": aligned_acts.publish,
        }
        return deeds[name](kind, rows) if name in deeds else None

    def _do(self, deed: Deed) -> None:
        self.view.setFocus()
        if self._session.run(deed.operation):
            at = self.view.currentIndex().row()
            self.model.unmark()
            self.model.drop(deed.gone)
            self._reselect(None, at)
            self._session.say(deed.said)
            self.counted.emit(self.model.pairs)

    def _edit(self) -> None:
        row = self._current()
        if row is None:
            return
        group = row.groups[0]
        if not group.is_published:
            self._session.say("Publish it first (U): what is an annotator’s own stays as it is.", "warning")
            return
        self.edit_requested.emit(self.model.kind, group.id)

    def _turn(self) -> None:
        self.model.turn(self.view.currentIndex().row())
        self._show_current()

    def _mark(self) -> None:
        at = self.view.currentIndex().row()
        self.model.toggle(at)
        if self.model.row(at + 1) is not None and self.model.index(at + 1, 0).flags():
            self._select(at + 1)
        self._show_current()

    def _chosen(self) -> list[Row]:
        """What an act is about: the marked rows, else the current one."""
        current = self._current()
        return self.model.marked or ([current] if current else [])

    def _current(self) -> Row | None:
        row = self.model.row(self.view.currentIndex().row())
        return row if row is not None and row.kind != "heading" else None

    def _current_key(self) -> str | None:
        row = self._current()
        return row.key if row else None

    def _select(self, at: int) -> None:
        self.view.setCurrentIndex(self.model.index(at, 0))

    def _reselect(self, wanted: str | None, row: int) -> None:
        found = self.model.row_of(wanted)
        if found < 0:
            places = [at for at in range(self.model.rowCount()) if self.model.index(at, 0).flags()]
            found = next((at for at in places if at >= row), places[-1] if places else -1)
        index = self.model.index(found, 0) if found >= 0 else QModelIndex()
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._show_current()

    def _show_current(self) -> None:
        row = self._current()
        self._say_count()
        self.detail.setVisible(row is not None)
        if row is not None and self.isVisible():
            self.detail.show_row(row, len(self.model.marked))
        self.hints_changed.emit()

    def _say_count(self) -> None:
        marked = len(self.model.marked)
        pairs = f"{self.model.pairs:,} may be one" if self.model.pairs else "no pair left"
        self.total.setText(f"{marked} marked" if marked else pairs)
        is_empty = not self.model.rowCount()
        if is_empty:
            self._empty.say(*(NONE_FOUND if self.model.is_searched else NOTHING))
        self._pages.setCurrentIndex(1 if is_empty else 0)

    def _arrange(self) -> None:
        self.view.setModel(self.model)
        self.view.setObjectName("aligned_list")
        self.view.setAccessibleName("What everybody made")
        dress(self.view)
        self.view.setUniformItemSizes(False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        right = QStackedWidget()
        right.addWidget(self.detail)
        self._split = ListBeside(self.search, (self.total, self.kinds), self._pages, right)
        self.addWidget(self._split)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self._soon.timeout.connect(self.reload)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.returnPressed.connect(self.view.setFocus)
        self.kinds.activated.connect(self._on_kind_activated)
        self.view.acted.connect(self.act)
        self.view.stepped.connect(self.step)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.detail.acted.connect(self.act)
        self.detail.opened.connect(self.opened)

    def _on_search_text_changed(self, text: str) -> None:
        wanted, row = self._current_key(), self.view.currentIndex().row()
        self.model.search(text)
        self._reselect(wanted, row)

    def _on_kind_activated(self, at: int) -> None:
        self.model.kind = KINDS[at]
        self.reload()

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self._show_current()
