"""`ConflictPicker`: two laptops decided one part of a unit differently; here is what each says, and one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model import Span
from annotator.operations import SetContent, Settle
from annotator.units import Unit
from annotator.wording import clipped
from ui.answers import FIELD_OF_PART, answers_by_field
from ui.dialogs.pickers.list_picker import ListPicker
from ui.session import Session
from ui.widgets.items import Item

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
        work = self.session.work
        assert work is not None
        found = answers_by_field(self.session.project, work, self.units[0].id).get(self._field, [])
        return [
            Item(
                clipped(answer.words, VALUE_CHARS),
                " · ".join(part for part in (answer.author, answer.time[:16].replace("T", " ")) if part),
                key=str(at) if at <= 9 else "",
                data=(at, answer.value),
            )
            for at, answer in enumerate(found, 1)
        ]

    def _take(self, item: Item) -> bool:
        unit, value = self.units[0], item.data[1]
        if self._field == "content":
            # The verbatim spans follow from the content, and with it what the two laptops said about them.
            self._run([SetContent(self.article, unit.id, tuple(Span(*pair) for pair in value))])
        else:
            self._run([Settle(self.article, unit.id, unit.kind, self._field, value)])
        return True
