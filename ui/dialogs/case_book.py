"""The case book: why leads settled cards as they did, by section of the guidelines, to be found, edited and followed.

In a handout it is to be read: the book is the lead's. What of it somebody may see, `lead.cases` says.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.operations.cases import EditCase, RemoveCase
from annotator.review.cases import Case, CaseEntry
from annotator.review.guidelines import find_section
from annotator.wording import counted
from ui.dialogs.case_detail import CaseDetail
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.empty_state import EmptyState
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.search_list import SearchList
from ui.widgets.themed import scale_of

LIST_PX, MOST_SCALE = 420, 1.2
REASON_LINES = 2
EMPTY = (
    "No cases yet",
    "A reason that a lead writes beside a decision in Review (R) becomes a case, to be found where a like unit is met.",
)
EMPTY_HANDOUT = (
    "No cases yet",
    "What leads wrote as reasons comes with the next handout; of articles that you have still to do it stays away.",
)
NO_HIT = "No case has these words."
NO_SECTION = "Without a section"


class CaseBook(Sheet):
    """Typing narrows the list, arrows choose a case, Enter goes to its units, F2 to its reason, Ctrl+Delete removes."""

    entry_taken = Signal(object)
    """The `CaseEntry` whose card or article is to be opened."""
    wanted = QSize(1060, 720)

    def __init__(self, session: Session, window: QWidget, *, point_at: Case | None = None) -> None:
        super().__init__("Case book", window)
        self.setObjectName("case_book")
        self._session = session
        project = session.project
        self._can_edit = project.handout is None and not project.is_read_only
        self._done = 0
        """How many acts were done here, which Ctrl+Z takes back."""
        self.list = SearchList("Search reasons, sections, words, labels", takes_digits=False)
        self.list.field.setObjectName("case_field")
        self.list.view.setObjectName("case_list")
        self.list.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.field.installEventFilter(self)
        self.count = named(QLabel(), "case_count")
        self.count.setProperty("role", "secondary")
        titles = {row.id: row.title for row in project.articles()}
        self.detail = CaseDetail(titles, project.scheme.guidelines, can_edit=self._can_edit)
        self._pages = QStackedWidget()
        self._arrange()
        if self._can_edit:
            self.remove_button = self.add_button("Remove", self._remove)
            self.remove_button.setToolTip("Take the case out of the book; what was decided by it stays  (Ctrl+Delete)")
        self.add_button("Close", self.leave, is_primary=not self._can_edit)
        if self._can_edit:
            self.save_button = self.add_button("Save", self._save, is_primary=True)
        self.list.pointed.connect(self._on_pointed)
        self.list.taken.connect(self._on_taken)
        self.detail.entry_opened.connect(self._on_entry_opened)
        self.detail.edited.connect(self._show_buttons)
        self.detail.saved.connect(self._save)
        session.changed.connect(self._on_session_changed)
        self._show_cases(point_at.ids if point_at is not None else ())

    def first_focus(self) -> QWidget:
        return self.list.field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._take_key(event):
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.detail.is_edited:
            self.detail.show_case(self.detail.case)
            self._show_buttons()
            self.list.field.setFocus()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """What a key does wherever it is pressed, but for the fields of the case."""
        is_removing = event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_F2 and self._can_edit and self.detail.case is not None:
            self.detail.focus_reason()
        elif is_removing and self._can_edit:
            self._remove()
        elif event.matches(QKeySequence.StandardKey.Undo) and self._done and not self.list.field.isUndoAvailable():
            self._done -= 1
            self._session.undo(stay=True)
        else:
            return False
        return True

    def _arrange(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
        side.setFixedWidth(round(LIST_PX * min(scale_of(self), MOST_SCALE)))
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(side)
        row.addWidget(self.detail, 1)
        self._pages.addWidget(inside)
        self._pages.addWidget(EmptyState(*(EMPTY_HANDOUT if self._session.project.handout else EMPTY)))
        self.body.addWidget(self._pages, 1)

    def _show_cases(self, ids: tuple[str, ...] = ()) -> None:
        """Show the book as it is now, at the case with one of these entries."""
        project = self._session.project
        cases = project.lead.cases.shown_to(project.annotator).all()
        self._pages.setCurrentIndex(0 if cases else 1)
        uses = sum(case.used for case in cases)
        self.count.setText(f"{counted(len(cases), 'case')}, used {counted(uses, 'time')}")
        here = next((case for case in cases if set(ids) & set(case.ids)), None)
        self.list.set_items(self._items(cases), point_at=here)
        if not cases:
            self.detail.show_case(None)
        self._show_buttons()

    def _items(self, cases: list[Case]) -> Iterator[Item]:
        sections = set[str]()
        for case in cases:
            if case.section not in sections:
                sections.add(case.section)
                yield Item(self._heading(case.section), is_heading=True)
            found = " ".join(f"{one.words} {one.outcome} {one.comment}" for one in case.entries)
            about = " · ".join((*case.kinds, *case.labels))
            used = f"used {counted(case.used, 'time')}"
            words = f"{case.section} {self._heading(case.section)} {found}"
            yield Item(case.reason or case.comment, about, data=case, aside=used, words=words, lines=REASON_LINES)

    def _heading(self, section: str) -> str:
        if not section:
            return NO_SECTION
        found = find_section(self._session.project.scheme.guidelines, section)
        title = found.title.replace("*", "") if found is not None and found.number else ""
        return " ".join(part for part in ("Guidelines", section, title) if part)

    def _save(self) -> None:
        case = self.detail.case
        if case is None or not self.detail.is_edited:
            return
        reason, section, comment = self.detail.written()
        if self._session.run(EditCase(case.ids, reason, section, comment)):
            self._done += 1
            self._session.say("The case is changed, wherever it was used.")
            self.list.field.setFocus()

    def _remove(self) -> None:
        case = self.detail.case
        if case is not None and self._session.run(RemoveCase(case.ids)):
            self._done += 1
            self._session.say("The case is out of the book; what was decided by it stays. Ctrl+Z brings it back.")
            self.list.field.setFocus()

    def _show_buttons(self) -> None:
        if self._can_edit:
            self.save_button.setEnabled(self.detail.is_edited)
            self.remove_button.setEnabled(self.detail.case is not None)

    def _on_pointed(self, item: Item | None) -> None:
        case = item.data if item is not None and not item.is_heading else None
        self.detail.show_case(case, nothing=NO_HIT)
        self._show_buttons()

    def _on_taken(self, _item: Item) -> None:
        self.detail.focus_units()

    def _on_entry_opened(self, entry: CaseEntry) -> None:
        self.leave()
        self.entry_taken.emit(entry)

    def _on_session_changed(self, changes: Changes) -> None:
        if changes.cases or changes.scheme:
            self._show_cases(self.detail.case.ids if self.detail.case is not None else ())
