"""`ConflictPicker`: two laptops decided one part of a unit differently; here is what each says, and one is chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model import Span
from annotator.operations import Settle
from annotator.units import Unit
from ui.dialogs.pickers.list_picker import ListPicker
from ui.session import Session
from ui.widgets.search_list import Item
from ui.wording import NONE, actor_finder, clipped, span_text

FIELD_OF_PART = {"links": "nothing_to_link"}
VALUE_CHARS = 90


class ConflictPicker(ListPicker):
    """The values are in words; the one that is taken replaces all."""

    width_wanted = 460

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Two answers", "Choose the one that is right")
        self.setObjectName("conflict_picker")
        self._field = ""

    def open_part(self, unit: Unit, part: str, rect: QRect) -> None:
        """Open for one part of one unit."""
        self._field = FIELD_OF_PART.get(part, part)
        self.heading.setText(f"Two answers: {part}")
        self.open_for((unit,), rect)

    def _items(self) -> list[Item]:
        unit = self.units[0]
        found = next(
            (c for c in self.session.project.conflicts() if c.subject == unit.id and c.field == self._field), None
        )
        answers = zip(found.values, found.authors, found.times, strict=True) if found else ()
        return [
            Item(
                clipped(self._say(value), VALUE_CHARS),
                " · ".join(part for part in (author, time[:16].replace("T", " ")) if part),
                key=str(at) if at <= 9 else "",
                data=(at, value),
            )
            for at, (value, author, time) in enumerate(answers, 1)
        ]

    def _take(self, item: Item) -> bool:
        unit = self.units[0]
        self._run([Settle(self.article, unit.id, unit.kind, self._field, item.data[1])])
        return True

    def _say(self, value: Any) -> str:
        """A field's value in words."""
        text = self.session.text
        if value is None:
            return NONE
        if isinstance(value, bool):
            return "nothing to link" if value else "something to link"
        if self._field in ("span", "cue"):
            return span_text(text, Span(*value))
        if self._field in ("content", "verbatim"):
            return " … ".join(span_text(text, Span(*pair)) for pair in value) or NONE
        if self._field == "speaker":
            mention = value.get("mention")
            words = span_text(text, Span(*mention)) if mention else "no mention"
            return f"{words} · anonymous" if value.get("anonymous") else words
        if self._field == "actor":
            actor = actor_finder(self.session.project, self.article)(value)
            return actor.name if actor else "an unknown actor"
        if self._field == "parent":
            unit = self.session.work.find(value) if self.session.work else None
            return " … ".join(span_text(text, span) for span in unit.spans) if unit else "another statement"
        return ", ".join(value) if isinstance(value, list) else str(value)
