"""`LabelPicker`: all labels of the scheme for entities, all types for statements, all relations for a link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model import Entity, Link, Span, Statement
from annotator.operations import AddEntity, SetLabel, SetRelation, SetType, Unlink
from annotator.scheme import Choice
from annotator.text import span_text
from annotator.units import Unit
from ui.dialogs.pickers.list_picker import ListPicker
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.themed import current_theme

LINKS_PASS = frozenset({"links"})
UNLINK = object()


class LabelPicker(ListPicker):
    """`open_for` offers labels or types, `open_for_span` labels for a new entity, `open_for_link` relations."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Label", "Type a label, or press its key")
        self.setObjectName("label_picker")
        self._span: Span | None = None
        self._link: Link | None = None

    def open_for(self, units: Sequence[Unit], rect: QRect) -> None:
        """Labels for entities; for statements types, or in the pass of links the relation of the last link."""
        self._span = None
        links = [unit.value.links[-1] for unit in units if isinstance(unit.value, Statement) and unit.value.links]
        self._link = links[0] if links and self.session.passes == LINKS_PASS and len(units) == 1 else None
        super().open_for(units, rect)

    def open_for_span(self, span: Span, rect: QRect) -> None:
        """Labels; taking one makes an entity of `span`."""
        self._span, self._link = span, None
        super().open_for((), rect)

    def open_for_link(self, unit: Unit, link: Link, rect: QRect) -> None:
        """Relations for one link of a statement."""
        self._span, self._link = None, link
        super().open_for((unit,), rect)

    def _context(self) -> str:
        return f"“{span_text(self.session.text, self._span)}”" if self._span else super()._context()

    def _items(self) -> list[Item]:
        scheme = self.session.project.scheme
        if self._link is not None:
            self._name("Relation", "Type a relation, or press its key")
            unlink = Item("Unlink", "take this event away from the statement", data=UNLINK, always=True)
            return [*self._choices(scheme.relations, {self._link.relation}), unlink]
        if self._span is None and self.units and self.units[0].kind == "statement":
            self._name("Type", "Type a statement type, or press its key")
            return self._choices(scheme.statement_types, {statement.type for statement in self.statements})
        self._name("Label", "Type a label, or press its key")
        return self._labels()

    def _name(self, title: str, prompt: str) -> None:
        self.heading.setText(title)
        self.list.field.setPlaceholderText(prompt)
        self.list.field.setAccessibleName(prompt)

    def _labels(self) -> list[Item]:
        scheme = self.session.project.scheme
        colours = current_theme().label_colours(scheme)
        now = {unit.value.label for unit in self.units if isinstance(unit.value, Entity)}
        return [
            Item(
                label.name,
                label.title,
                key=label.key,
                data=label.name,
                colours=colours[label.name],
                words=label.description,
                is_current=label.name in now,
                badge="now" if label.name in now else "",
            )
            for label in scheme.labels
        ]

    @staticmethod
    def _choices(choices: tuple[Choice, ...], now: set[str]) -> list[Item]:
        return [
            Item(
                choice.title,
                choice.description,
                key=choice.key,
                data=choice.name,
                is_current=choice.name in now,
                badge="now" if choice.name in now else "",
            )
            for choice in choices
        ]

    def _take(self, item: Item) -> bool:
        if self._span is not None:
            changes = self.session.run(AddEntity(self.article, self._span, item.data))
            made = next(iter(changes.units), None)
            if made:
                self.session.set_current(made)
        elif self._link is not None:
            statement = self.units[0].id
            unlink = Unlink(self.article, statement, (self._link.id,))
            relation = SetRelation(self.article, statement, self._link.id, item.data)
            self._run([unlink if item.data is UNLINK else relation])
        else:
            make = SetType if self.units[0].kind == "statement" else SetLabel
            self._run([make(self.article, unit.id, item.data) for unit in self.units])
        return True
