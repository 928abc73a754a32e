"""What two laptops decided differently: a list of such parts; taking one goes there, and its answers are offered."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from annotator.views.inquiries import Conflict
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList


class ConflictsDialog(Sheet):
    """Settling is the inspector's: it shows both answers where the part is. What two leads differ on is Review's."""

    card_taken = Signal(str, str)
    """The article and the id of a card on which leads differ."""
    wanted = QSize(620, 460)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__("Conflicts", window)
        self._session = session
        titles = {row.id: row.title for row in session.project.articles()}
        self._list = SearchList("Filter the conflicts", takes_digits=False)
        self._list.view.setObjectName("conflict_list")
        found = session.project.conflicts()
        cards = {conflict.subject: conflict for conflict in found if conflict.is_gold}
        items = [
            Item(
                f"{conflict.kind}: {conflict.field}",
                titles.get(conflict.article or "", "the whole project"),
                f"{len(conflict.values)} answers",
                data=conflict,
            )
            for conflict in found
            if not conflict.is_gold
        ]
        items += [
            Item(f"{card.kind} in Review", titles.get(card.article or "", ""), "settled by two leads", data=card)
            for card in cards.values()
        ]
        self._list.set_items(items or [Item("There are no conflicts.", is_heading=True)])
        self._list.taken.connect(self._on_taken)
        self.body.addWidget(self._list, 1)
        self.add_button("Close", self.leave, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._list.field

    def _on_taken(self, item: Item) -> None:
        conflict: Conflict = item.data
        self.leave()
        if conflict.is_gold:
            self.card_taken.emit(conflict.article, conflict.subject)
        elif conflict.article:
            self._session.open_article(conflict.article, conflict.subject)
            self._session.return_focus()
        else:
            self._session.open_event(conflict.subject)
