"""Ctrl+K: one field that finds every act, every article and every event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.acts.act import Act
from ui.acts.deciding import act_title, has_meaning
from ui.acts.hand import Hand
from ui.dialogs.sheet import Sheet
from ui.models.article_list import STATE_WORDS
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList
from ui.wording import fold

MOST = 40
"""How many articles, and how many events, are listed at most."""


@dataclass(frozen=True)
class Aim:
    """What a row leads to."""

    kind: str
    name: str


class Palette(Sheet):
    """Acts that apply now, and with something typed the articles and events whose words begin so."""

    wanted = QSize(620, 480)
    at_top = True

    def __init__(self, hand: Hand, acts: Iterable[Act], window: QWidget) -> None:
        super().__init__("Search or do…", window)
        self.setObjectName("command_palette")
        self.heading.hide()
        self._hand = hand
        self._acts = {act.name: act for act in acts}
        self._act_items = [
            self._act_item(act) for act in self._acts.values() if act.applies(hand) and has_meaning(hand, act)
        ]
        self._list = SearchList("Search or do…", takes_digits=False)
        self._list.field.setObjectName("palette_field")
        self._list.view.setObjectName("palette_list")
        self._list.field.setProperty("borderless", "true")
        self._list.taken.connect(self._on_taken)
        self._list.field.textChanged.connect(self._on_text_changed)
        self._list.set_items(self._act_items)
        self.body.addWidget(self._list, 1)

    def first_focus(self) -> QWidget:
        return self._list.field

    def _act_item(self, act: Act) -> Item:
        keymap = self._hand.window.keymap
        key = keymap.shown(act.name)
        return Item(act_title(self._hand, act), badge=act.group, key=key, data=Aim("act", act.name), words=act.title)

    def _on_text_changed(self, text: str) -> None:
        words = fold(text).split()
        items = list(self._act_items)
        if words:
            items += self._found_articles(text)
            items += self._found_events(words)
        self._list.set_items(items)

    def _found_articles(self, query: str) -> list[Item]:
        rows = self._hand.window.annotate.articles.model.find(query, MOST)
        return [
            Item(
                row.title,
                " · ".join(part for part in (row.source, STATE_WORDS.get(row.state, row.state)) if part),
                "Article",
                data=Aim("article", row.id),
            )
            for row in rows
        ]

    def _found_events(self, words: list[str]) -> list[Item]:
        found: list[Item] = []
        for row in self._hand.session.project.events():
            event = row.event
            when = event.when.edtf if event.when else ""
            if all(word in fold(f"{event.title} {when} {event.type}") for word in words):
                found.append(Item(event.title, f"{event.type} {when}", "Event", data=Aim("event", event.id)))
            if len(found) == MOST:
                break
        return found

    def _on_taken(self, item: Item) -> None:
        aim: Aim = item.data
        session = self._hand.session
        self.leave()
        if aim.kind == "act":
            self._hand.do(self._acts[aim.name])
        elif aim.kind == "event":
            session.open_event(aim.name)
        elif session.open_article(aim.name):
            self._hand.window.show_place("annotate")
