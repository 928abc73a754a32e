"""`Hand`: what an act works with: the session, the article view, the window, the pickers. It decides nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from annotator.errors import UserError
from annotator.model import Span
from annotator.units import Unit
from ui.acts.act import Act
from ui.session import Session
from ui.text.article_view import ArticleView

if TYPE_CHECKING:
    from ui.dialogs.pickers.label import LabelPicker
    from ui.dialogs.pickers.pickers import Pickers
    from ui.main_window import MainWindow


class Hand(QObject):
    """One for each window. `has_end_active` says which end of the current unit Alt+arrows move."""

    def __init__(self, session: Session, view: ArticleView, window: MainWindow) -> None:
        super().__init__(window)
        self.session = session
        self.view = view
        self.window = window
        self.has_end_active = True
        self._last_statement: str | None = None
        self._pickers: Pickers | None = None
        self._label_picker: LabelPicker | None = None
        session.current_changed.connect(self._on_current_changed)

    def do(self, act: Act) -> None:
        """Do an act. What it cannot do for a reason that the user can mend is said in the status line."""
        self.window.status.forget_error()
        try:
            act.run(self)
        except UserError as error:
            self.session.say_error(error)

    def selection(self) -> Span | None:
        return self.session.selection()

    def current(self) -> Unit | None:
        """The current unit, if it stands in the article."""
        unit = self.session.current_unit()
        return unit if unit is not None and unit.is_shown else None

    def targets(self, kind: str | None = None) -> list[Unit]:
        """The marked units, else the current one, of one kind; only those that stand in the article."""
        return [unit for unit in self.session.targets() if unit.is_shown and kind in (None, unit.kind)]

    def statement(self) -> Unit | None:
        """The statement that cue, fragment and speaker are about: the current one, a selection is for the last one."""
        unit = self.current()
        if (unit is None or unit.kind != "statement") and self.selection() is not None:
            unit = self.session.work.find(self._last_statement) if self.session.work else None
        return unit if unit is not None and unit.kind == "statement" and unit.is_shown else None

    def statements(self) -> list[Unit]:
        """The statements that a speaker is set for: the targets, else `statement()`, else the one around."""
        one = self.statement()
        return self.targets("statement") or ([one] if one else self.meant_statements())

    def meant_statements(self) -> list[Unit]:
        """The statements that are linked or nested: the targets, else the smallest one around the current entity."""
        unit, work = self.current(), self.session.work
        found = self.targets("statement")
        if found or unit is None or work is None:
            return found
        around = [one for one in work.at(unit.start) if one.kind == "statement" and one.id != unit.id]
        return around[:1]

    def clear_selection(self) -> None:
        self.view.clear_selection()

    @property
    def pickers(self) -> Pickers:
        """The pickers of this window, which are loaded when one is first wanted."""
        if self._pickers is None:
            from ui.dialogs.pickers.pickers import Pickers

            self._pickers = Pickers(self.session, self.window)
        return self._pickers

    def offer_labels(self, span: Span) -> None:
        """Offer the labels for a new entity on `span`."""
        if self._label_picker is None:
            from ui.dialogs.pickers.label import LabelPicker

            self._label_picker = LabelPicker(self.session, self.window)
        self._label_picker.open_for_span(span, self.rect_of_caret())

    def open_part(self, part: str, units: list[Unit], *, link: str | None = None) -> None:
        """Open what changes this part of the units, beside the first of them."""
        self.pickers.open_part(part, units, self.rect_of(units[0].id), link=link)

    def swap_end(self) -> None:
        """Make the other end of the current unit the active one."""
        self.has_end_active = not self.has_end_active
        self.view.set_active_end(self.has_end_active)

    def put_caret_on(self, span: Span) -> None:
        """Put the caret on the end of `span` that is active."""
        self.view.place_caret(span.end if self.has_end_active else span.start)

    def rect_of(self, unit_id: str) -> QRect:
        """Where a unit stands, in coordinates of the screen; out of sight it is the middle of the article."""
        rect = self.view.unit_rect(unit_id)
        if rect.isEmpty() or not self.view.viewport().rect().intersects(rect):
            rect = QRect(self.view.viewport().rect().center(), rect.size())
        return QRect(self.view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def rect_of_caret(self) -> QRect:
        """Where the caret is, in the coordinates of the screen."""
        rect = self.view.cursorRect()
        return QRect(self.view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _on_current_changed(self) -> None:
        self.has_end_active = True
        self.view.set_active_end(None)
        unit = self.session.current_unit()
        if unit is not None and unit.kind == "statement":
            self._last_statement = unit.id
