"""The list of articles or units behind a number; Enter opens one where it can be seen or settled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLabel, QWidget

from annotator.review.figures import Behind, Found, FoundUnit
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList


class BehindSheet(Sheet):
    """Opens at once and is filled when the answer comes. `unit_taken` carries the `FoundUnit` to be opened."""

    unit_taken = Signal(object)
    wanted = QSize(720, 560)

    def __init__(self, behind: Behind, window: QWidget) -> None:
        super().__init__(behind.title or "Behind this number", window)
        self.setObjectName("behind_sheet")
        self.behind = behind
        self.list = SearchList("Filter the list", takes_digits=False)
        self.list.field.setObjectName("behind_field")
        self.list.view.setObjectName("behind_list")
        self.list.set_items([Item("Looking them up …", is_heading=True)])
        self.list.taken.connect(self._on_taken)
        self.total = QLabel()
        self.total.setProperty("role", "secondary")
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.total)
        self.add_button("Close", self.leave, is_primary=False)

    def first_focus(self) -> QWidget:
        return self.list.field

    def show_found(self, found: Found) -> None:
        """Fill the list."""
        self.list.set_items(
            [_item(unit) for unit in found.units] or [Item("Nothing is there any more.", is_heading=True)]
        )
        number = counted(len(found.units), "row")
        self.total.setText(f"The first {number}; there are more." if found.is_cut else number)

    def show_failure(self, sentence: str) -> None:
        """Say why there is no list."""
        self.list.set_items([Item(sentence, is_heading=True)])

    def _on_taken(self, item: Item) -> None:
        self.leave()
        self.unit_taken.emit(item.data)


def _item(unit: FoundUnit) -> Item:
    if unit.words:
        return Item(f"“{unit.words}”", unit.title, unit.detail, data=unit)
    return Item(unit.title, badge=unit.detail, data=unit)
