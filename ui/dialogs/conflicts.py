"""What two laptops decided differently: a list of such parts; taking one goes there, or offers its answers here."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from annotator.operations import Settle
from annotator.views.inquiries import Conflict
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList

SETTLED_HERE = ("assignment", "casebook", "setting")
VALUE_CHARS = 90


class ConflictsDialog(Sheet):
    """Settling is the inspector's: it shows both answers where the part is. What two leads differ on is Review's.

    What stands in no text, who is assigned what and how the project is set, is settled here.
    """

    card_taken = Signal(str, str)
    """The article and the id of a card on which leads differ."""
    wanted = QSize(620, 460)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__("Conflicts", window)
        self._session = session
        self._list = SearchList("Filter the conflicts", takes_digits=False)
        self._list.view.setObjectName("conflict_list")
        self._show_all()
        self._list.taken.connect(self._on_taken)
        self.body.addWidget(self._list, 1)
        self.add_button("Close", self.leave, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._list.field

    def _show_all(self) -> None:
        titles = {row.id: row.title for row in self._session.project.articles()}
        found = self._session.project.conflicts()
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
            for card in found
            if card.is_gold
        ]
        self._list.set_items(items or [Item("There are no conflicts.", is_heading=True)])

    def _show_answers(self, conflict: Conflict) -> None:
        self._list.clear()
        answers = zip(conflict.values, conflict.authors, conflict.times, strict=True)
        self._list.set_items(
            Item(
                shorten(f"{conflict.field}: {_words(value)}", VALUE_CHARS, placeholder="…"),
                f"{author} · {time[:16].replace('T', ' ')}",
                data=Settle(conflict.article, conflict.subject, conflict.kind, conflict.field, value),
            )
            for value, author, time in answers
        )

    def _on_taken(self, item: Item) -> None:
        if isinstance(item.data, Settle):
            self._session.run(item.data)
            self._list.clear()
            self._show_all()
        elif item.data.kind in SETTLED_HERE:
            self._show_answers(item.data)
        elif item.data.kind == "snapshot":
            self._session.say("A release is settled by undoing one of the two, on the laptop where it was made.")
        else:
            self._go_to(item.data)

    def _go_to(self, conflict: Conflict) -> None:
        self.leave()
        if conflict.is_gold:
            self.card_taken.emit(conflict.article, conflict.subject)
        elif conflict.article:
            self._session.open_article(conflict.article, conflict.subject)
            self._session.return_focus()
        else:
            self._session.open_event(conflict.subject)


def _words(value: Any) -> str:
    """An answer in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "", [], {}) else str(value)
