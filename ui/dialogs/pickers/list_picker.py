"""`ListPicker`: a popup that is one searchable list. What it lists and what taking does is its subclass's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from annotator.changes import Changes
from annotator.operations import Together
from annotator.text import span_text
from annotator.wording import clipped, counted
from ui.dialogs.pickers.popup import Popup
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList
from ui.widgets.themed import scale_of
from ui.wording import content_text

HINTS = (("↑↓", "choose"), ("Enter", "take"), ("Esc", "close"))
CONTEXT_CHARS = 70
HIGHEST = 640
FRAME_PX = 130
"""What a picker is higher than its list."""


class ListPicker(Popup):
    """A subclass gives `_items`, and `_take`, which does what an item stands for and says whether the picker closes."""

    width_wanted = 380

    def __init__(self, session: Session, parent: QWidget, title: str, prompt: str) -> None:
        super().__init__(session, parent, title)
        self.list = SearchList(prompt)
        self.body.addWidget(self.list)
        self.list.taken.connect(self._on_list_taken)
        self.set_hints(HINTS)

    def _prepare(self) -> None:
        self.context.setText(self._context())
        self._fill()

    def _fill(self, *, point_at: object = None) -> None:
        self.list.clear()
        items = self._items()
        current = next((item.data for item in items if item.is_current), None)
        self.list.set_items(items, point_at=point_at if point_at is not None else current)

    def _context(self) -> str:
        """What it is about, in a line."""
        if len(self.units) != 1:
            return counted(len(self.units), "marked unit") if self.units else ""
        unit, text = self.units[0], self.session.text
        words = content_text(text, unit.value) if unit.kind == "statement" else span_text(text, unit.spans[0])  # type: ignore[arg-type]
        return f"“{clipped(words.strip('“”'), CONTEXT_CHARS)}”"

    @abstractmethod
    def _items(self) -> Sequence[Item]: ...

    @abstractmethod
    def _take(self, item: Item) -> bool: ...

    def _run(self, operations: Sequence[Any], title: str = "") -> Changes:
        """Run one operation, or several as one gesture."""
        if len(operations) == 1:
            return self.session.run(operations[0])
        return self.session.run(Together(title or operations[0].title, tuple(operations)))

    def _on_list_taken(self, item: Item) -> None:
        if self._take(item):
            self.dismiss()

    def _first_focus(self) -> QWidget:
        return self.list.field

    def _wanted_size(self) -> QSize:
        rows = round(self.list.sizeHint().height() / scale_of(self))
        return QSize(self.width_wanted, min(HIGHEST, rows + FRAME_PX))
