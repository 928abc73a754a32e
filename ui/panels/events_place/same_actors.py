"""`SameActors`: pairs of actors that may be one, above the list of actors: merged, turned round, or kept apart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QElapsedTimer,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from annotator.operations import DismissSameActors, JoinActors
from annotator.project import Project
from annotator.proposals.actors import ActorProposal
from annotator.wording import clipped, counted
from ui.session import Session
from ui.widgets.buttons import tipped_button
from ui.widgets.item_delegate import dress
from ui.widgets.items import ITEM_ROLE, Item

HINTS = (
    ("Enter", "merge"),
    ("⌫", "two different"),
    ("← →", "which name stays"),
    ("Esc", "to the list"),
    ("Ctrl Z", "undo"),
)
NAME_CHARS = 25
"""So much of each name that both are seen in a row."""
QUICK_MS, LATER_MS = 20, 700
"""What takes less is done again after each act; else it waits until nobody has acted for so long."""
MOST_ROWS = 4
"""Pairs that are seen at once; the list scrolls."""
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
REMOVE_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
TURN_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)

Index = QModelIndex | QPersistentModelIndex


class PairModel(QAbstractListModel):
    """The pairs in the order of their certainty. The name that stays is the first of its row."""

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._pairs: list[ActorProposal] = []
        self._turned: set[str] = set()

    def reload(self) -> None:
        """Work the pairs out again; what was turned round stays so."""
        self.beginResetModel()
        self._pairs = self._project.proposals.actors()
        self.endResetModel()

    def drop(self, row: int) -> None:
        """Leave a pair out until they are worked out again."""
        self.beginRemoveRows(QModelIndex(), row, row)
        self._pairs = [pair for at, pair in enumerate(self._pairs) if at != row]
        self.endRemoveRows()

    def pair(self, row: int) -> ActorProposal | None:
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def is_turned(self, row: int) -> bool:
        """Whether the second name of a pair is to stay."""
        pair = self.pair(row)
        return pair is not None and pair.id in self._turned

    def turn(self, row: int) -> None:
        """Let the other name of a pair stay."""
        pair = self.pair(row)
        if pair is not None:
            self._turned ^= {pair.id}
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pair = self.pair(index.row())
        if pair is None:
            return None
        step = -1 if self.is_turned(index.row()) else 1
        first, second = (actor.name for actor in pair.actors[::step])
        some, more = pair.articles[::step]
        title = f"{clipped(first, NAME_CHARS)} · {clipped(second, NAME_CHARS)}"
        articles = f"{some} + {counted(more, 'article')}"
        if role == ITEM_ROLE:
            return Item(title, pair.reason, aside=articles, is_machine=True)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{second} may be {first}: {pair.reason}, {articles}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{first} · {second}\n{pair.reason}\nOnce merged, the name is {first}."
        return None


class PairView(QListView):
    """Enter merges, Backspace keeps apart, left and right turn round, Esc and Down from the last row leave."""

    merged = Signal()
    dismissed = Signal()
    turned = Signal()
    left = Signal()
    focused = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        is_last = self.currentIndex().row() == self.model().rowCount() - 1
        if key in ENTER_KEYS:
            self.merged.emit()
        elif key in REMOVE_KEYS:
            self.dismissed.emit()
        elif key in TURN_KEYS:
            self.turned.emit()
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Down and is_last):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()

    def sizeHint(self) -> QSize:
        rows = min(self.model().rowCount(), MOST_ROWS)
        return QSize(super().sizeHint().width(), max(1, rows) * self.sizeHintForRow(0) + 2 * self.frameWidth() + 2)


class SameActors(QWidget):
    """Not there where nothing is proposed. What the machine named is read in steps while nothing else happens."""

    left = Signal()
    """The keyboard goes back to the list of actors."""
    merged = Signal(str)
    """The id of the actor that stays."""
    focused = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("same_actors")
        self.model = PairModel(session.project, self)
        self.view = PairView()
        self.heading = QLabel()
        self.heading.setProperty("role", "title")
        self.merge_button = tipped_button("Merge", "same_merge", "They are one (Enter)", takes_focus=False)
        self.turn_button = tipped_button(
            "Turn round", "same_turn", "Let the other name stay (← or →)", takes_focus=False
        )
        self.dismiss_button = tipped_button(
            "Two different", "same_dismiss", "They are two: do not ask again (Backspace)", takes_focus=False
        )
        self._reading = QTimer(self)
        self._reading.setInterval(0)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._arrange()
        self._reading.timeout.connect(self._on_reading_timeout)
        self._soon.timeout.connect(self.reload)
        self.view.merged.connect(self.merge)
        self.view.dismissed.connect(self.dismiss)
        self.view.turned.connect(self.turn)
        self.view.left.connect(self.left)
        self.view.focused.connect(self.focused)
        self.merge_button.clicked.connect(self.merge)
        self.turn_button.clicked.connect(self.turn)
        self.dismiss_button.clicked.connect(self.dismiss)

    def reload(self) -> None:
        """Read what is new; at once where it is little, else bit by bit."""
        if self._session.project.proposals.read_actors():
            self._reading.start()
        else:
            self._fill()

    def reload_soon(self) -> None:
        """Read what is new after what is being done: at once where that is quick, else once nobody acts any more."""
        self._soon.start()

    def stop(self) -> None:
        """Read no further for now."""
        self._reading.stop()
        self._soon.stop()

    @property
    def has_focus(self) -> bool:
        return self.view.hasFocus()

    def enter(self) -> bool:
        """Take the keyboard, at the last pair; False where there is none."""
        rows = self.model.rowCount()
        if rows:
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(rows - 1, 0))
        return bool(rows)

    def merge(self) -> None:
        """Make the current pair one."""
        row = self.view.currentIndex().row()
        pair = self.model.pair(row)
        if pair is None:
            return
        stays = pair.actors[1 if self.model.is_turned(row) else 0]
        if self._session.run(JoinActors(pair.actors, stays.id)):
            self._drop(row)
            goes = next(actor for actor in pair.actors if actor is not stays)
            self._session.say(f"“{goes.name}” is read as “{stays.name}” from now on.")
            self.merged.emit(stays.id)

    def dismiss(self) -> None:
        """Say that the current pair are two."""
        row = self.view.currentIndex().row()
        pair = self.model.pair(row)
        if pair is not None and self._session.run(DismissSameActors(pair.actors[0].id, pair.actors[1].id)):
            self._drop(row)
            self._session.say(f"“{pair.actors[0].name}” and “{pair.actors[1].name}” are two; that is not asked again.")

    def turn(self) -> None:
        """Let the other name of the current pair stay."""
        self.model.turn(self.view.currentIndex().row())

    def _arrange(self) -> None:
        self.view.setModel(self.model)
        self.view.setObjectName("same_actors_list")
        self.view.setAccessibleName("Perhaps the same")
        dress(self.view)
        buttons = QHBoxLayout()
        for button in (self.merge_button, self.turn_button, self.dismiss_button):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addWidget(self.view)
        layout.addLayout(buttons)
        self.hide()

    def _drop(self, row: int) -> None:
        """Take a pair away at once, before all are worked out again."""
        self._show_rows(row, self.view.hasFocus(), self.model.drop)
        self._soon.start()

    def _fill(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        row, had_focus = self.view.currentIndex().row(), self.view.hasFocus()
        self._show_rows(row, had_focus, lambda _: self.model.reload())
        self._soon.setInterval(0 if clock.elapsed() < QUICK_MS else LATER_MS)

    def _show_rows(self, row: int, had_focus: bool, change: Callable[[int], None]) -> None:
        change(row)
        rows = self.model.rowCount()
        self.heading.setText(f"Perhaps the same ({rows:,})")
        self.setVisible(bool(rows))
        if rows:
            self.view.setCurrentIndex(self.model.index(min(max(row, 0), rows - 1), 0))
            self.view.setFixedHeight(self.view.sizeHint().height())
        elif had_focus:
            self.left.emit()

    def _on_reading_timeout(self) -> None:
        if not self._session.project.proposals.read_actors():
            self._reading.stop()
            self._fill()
