"""Ctrl+Shift+F: words in all articles; Enter opens the article with the hit selected."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from annotator.errors import UserError
from annotator.model import Span
from annotator.views.inquiries import Hit
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.finding import FoldedText
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.named import once_after
from ui.widgets.search_list import SearchList

TYPING_MS = 120
MAX_HITS = 200


class FindAllDialog(Sheet):
    """Asks the project while one types; it shows the best `MAX_HITS` articles."""

    wanted = QSize(680, 560)

    def __init__(self, session: Session, words: str, window: QWidget) -> None:
        super().__init__("Find in all articles", window)
        self._session = session
        self._list = HitList("Words to find in all articles", takes_digits=False)
        self._list.field.setObjectName("find_all_field")
        self._list.view.setObjectName("find_all_hits")
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._count)
        self._timer = once_after(TYPING_MS, self._search, self)
        self._list.field.textChanged.connect(self._timer.start)
        self._list.taken.connect(self._on_taken)
        self._list.field.setText(" ".join(words.split()))
        self._search()

    def first_focus(self) -> QWidget:
        return self._list.field

    def _search(self) -> None:
        self._timer.stop()
        query = self._list.field.text().strip()
        try:
            hits = self._session.project.search(query, limit=MAX_HITS) if query else []
        except UserError as error:
            self._count.setText(str(error))
            return
        self._list.set_items(Item(hit.title, hit.snippet, data=hit, always=True) for hit in hits)
        found = f"{MAX_HITS:,} articles or more" if len(hits) == MAX_HITS else counted(len(hits), "article")
        self._count.setText((found if hits else "Nothing found.") if query else "")

    def _on_taken(self, item: Item) -> None:
        hit: Hit = item.data
        query = self._list.field.text()
        self.leave()
        if hit.article != self._session.article_id and not self._session.open_article(hit.article):
            return
        span = first_place(self._session.text, query, hit.span)
        if span is not None:
            self._session.select_requested.emit(span)
        self._session.return_focus()


class HitList(SearchList):
    """A list that is narrowed by the project and not by its field."""


def first_place(text: str, query: str, near: Span | None) -> Span | None:
    """The place of the whole query that is nearest to `near`, else of its first word that is there."""
    folded = FoldedText(text)
    for words in (query.strip(), *query.split()):
        places = folded.find(words)
        if places:
            return min(places, key=lambda span: abs(span.start - near.start) if near else span.start)
    return near
