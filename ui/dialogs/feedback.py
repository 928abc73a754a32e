"""Feedback: an annotator walks through where the gold differs from their own work, with the lead's reasons. Read only.

What there is and what was seen is `ui.feedback`'s. The parts stand in the table that Review has them in.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.model import Entity, Statement
from annotator.review.feedback import FeedbackItem
from annotator.wording import clipped, counted
from ui.dialogs.feedback_detail import FeedbackDetail
from ui.dialogs.sheet import Sheet
from ui.feedback import FeedbackWatch
from ui.session import Session
from ui.widgets.empty_state import EmptyState
from ui.widgets.item_delegate import dress
from ui.widgets.items import Item, ItemModel
from ui.widgets.named import named
from ui.widgets.themed import scale_of
from ui.wording import unit_text

LIST_PX = 300
WORDS_CHARS = 60
NEXT, BACK = (Qt.Key.Key_J, Qt.Key.Key_F8), Qt.Key.Key_K
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NOTHING_YET = (
    "No feedback",
    "It comes when leads settle your articles otherwise than you had them: then merge the newer handout.",
)
LOOKING = ("Looking for feedback …", "Your submitted articles are compared with what leads settled.")


class FeedbackSheet(Sheet):
    """J, K or F8 go through the items, Enter marks one as seen and goes on, O opens its article at the unit."""

    item_taken = Signal(object)
    """The `FeedbackItem` whose article is to be opened."""
    wanted = QSize(1120, 760)

    def __init__(self, session: Session, watch: FeedbackWatch, window: QWidget) -> None:
        super().__init__("Feedback", window)
        self.setObjectName("feedback_sheet")
        self._session = session
        self._watch = watch
        self._titles = {row.id: row.title for row in session.project.articles()}
        self._texts: dict[str, str] = {}
        self.count = named(QLabel(), "feedback_count")
        self.count.setProperty("role", "secondary")
        self.rows = ItemModel(self)
        self.list = _Rows(self)
        self.list.setModel(self.rows)
        dress(self.list)
        self.list.setUniformItemSizes(False)
        self.detail = FeedbackDetail(session)
        self._empty = EmptyState(*LOOKING)
        self._pages = QStackedWidget()
        self._arrange()
        self._open_button = self.add_button("Open the article  O", self._open)
        self.add_button("Close", self.leave)
        self._next_button = self.add_button("Seen, next  ↵", self.accept, is_primary=True)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        watch.renewed.connect(self._show_items)
        watch.look_now()
        self._show_items()

    def first_focus(self) -> QWidget:
        return self.list if self._watch.items else self

    def current(self) -> FeedbackItem | None:
        """The item that is shown."""
        item = self.rows.item(self.list.currentIndex().row())
        return item.data if item is not None else None

    def accept(self) -> None:
        """Mark the current item as seen and go on to the next one that was not."""
        item = self.current()
        if item is None:
            return
        self._watch.mark_seen([item])
        self._show_items()
        if not self._step(1, only_unseen=True):
            self._step(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in NEXT or key == BACK:
            self._step(-1 if key == BACK or (key == Qt.Key.Key_F8 and shift) else 1)
        elif key == Qt.Key.Key_O:
            self._open()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        self.list.setFixedWidth(round(LIST_PX * scale_of(self)))
        line.addWidget(self.list)
        line.addWidget(self.detail, 1)
        self._pages.addWidget(row)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.count)
        column.addWidget(self._pages, 1)
        self.body.addLayout(column, 1)

    def _show_items(self) -> None:
        """Show what there is now; the item that was current stays so, else it is the first that was not seen."""
        items = self._watch.items
        before = self.current()
        self.rows.set_items(list(self._items(items)))
        self._pages.setCurrentIndex(0 if items else 1)
        if self.isVisible() and not isinstance(self.window().focusWidget(), QPushButton):
            self.first_focus().setFocus()  # the list cannot have had the keyboard while it was out of sight
        for button in (self._open_button, self._next_button):
            button.setEnabled(bool(items))
        self.count.setVisible(bool(items))
        if not items:
            self._empty.say(*(LOOKING if self._watch.is_looking else NOTHING_YET))
            return
        articles, unseen = len({item.article for item in items}), self._watch.unseen
        told = f"{counted(len(items), 'place')} in {counted(articles, 'article')}"
        self.count.setText(f"{told} · {unseen:,} not seen yet" if unseen else f"{told} · all seen")
        known = [item for item in items if before is not None and item.card == before.card]
        new = [item for item in items if not self._watch.is_seen(item)]
        self._point((known or new or items)[0])

    def _items(self, items: list[FeedbackItem]) -> list[Item]:
        found: list[Item] = []
        article = None
        for item in items:
            if item.article != article:
                article = item.article
                found.append(Item(self._titles.get(article, "Article"), is_heading=True))
            is_new = not self._watch.is_seen(item)
            kinds = [_kind_inunit_text(kind, item) for kind in item.kinds]
            detail = " · ".join([*kinds, *(["slip"] if item.is_slip else [])])
            badge = "new" if is_new else "seen"
            found.append(Item(self._title(item), detail, badge, data=item, is_current=is_new, lines=2))
        return found

    def _title(self, item: FeedbackItem) -> str:
        """The words of the unit; where the gold has others of an entity, both."""
        text, values = self._text(item.article), [value for value in (item.own, item.gold) if value is not None]
        words = dict.fromkeys(unit_text(text, value) for value in values)
        return " → ".join(words) if item.kind == "entity" else clipped(list(words)[-1], WORDS_CHARS)

    def _text(self, article: str) -> str:
        if article not in self._texts:
            self._texts[article] = self._session.project.article(article).text
        return self._texts[article]

    def _point(self, item: FeedbackItem) -> None:
        self.list.setCurrentIndex(self.rows.index(self.rows.row_of(item), 0))

    def _step(self, by: int, *, only_unseen: bool = False) -> bool:
        """To the next (previous) item; False where there is none."""
        items = [one.data for one in self.rows.items() if not one.is_heading]
        current = self.current()
        if current is None:
            return False
        at = items.index(current)
        rest = items[at + 1 :] if by > 0 else items[:at][::-1]
        if only_unseen:
            rest = [item for item in (*rest, *items[:at]) if not self._watch.is_seen(item)]
        if rest:
            self._point(rest[0])
        return bool(rest)

    def _open(self) -> None:
        item = self.current()
        if item is not None:
            self._watch.mark_seen([item])
            self.leave()
            self.item_taken.emit(item)

    def _on_current_changed(self, _index: QModelIndex) -> None:
        item = self.current()
        if item is not None:
            self.detail.show_item(item, self._text(item.article), self._titles.get(item.article, ""))


def _kind_inunit_text(kind: str, item: FeedbackItem) -> str:
    """A kind of difference; a label or type with both, a missed unit with who has none."""
    own, gold = item.own, item.gold
    if kind == "missed":
        return "not in the gold" if gold is None else "missed"
    if kind == "label" and isinstance(own, Entity) and isinstance(gold, Entity):
        return f"{own.label} → {gold.label}"
    if kind == "type" and isinstance(own, Statement) and isinstance(gold, Statement):
        return f"{own.type} → {gold.type}"
    return kind


class _Rows(QListView):
    """Leaves to the sheet what is no arrow: letters would look for a row that begins with them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("feedback_list")
        self.setAccessibleName("Where the gold differs from your work")
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
        )
        if event.key() in moves:
            super().keyPressEvent(event)
        else:
            event.ignore()
