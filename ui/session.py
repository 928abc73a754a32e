"""`Session`: what one window is about: project, open article, current unit, pass, marked units.

Panels, pickers and acts read it, change the project through `run` and listen to its signals, and never know each other.
Nothing here paints, and nothing here is kept in a file: where the window was left is in `ui.places`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal

from annotator.changes import Changes
from annotator.errors import UserError
from annotator.model import PASSES, Span, Statement
from annotator.operations import LinkEvent, Together
from annotator.progress import Progress
from annotator.project import Project
from annotator.units import Unit
from annotator.work import ArticleWork
from ui.active_time import ActiveTime

if TYPE_CHECKING:
    from annotator.views.candidates import Offer

ALL_PASSES = frozenset(PASSES)
KIND_PASSES = {"entity": frozenset({"entities"}), "statement": frozenset({"statements", "links"})}
"""The passes that a kind of unit is looked at in."""


class Session(QObject):
    """The one state that all parts of a window share. All offsets are code points of the open article's text."""

    changed = Signal(object)
    """`Changes`: what an operation, an undo or another process changed; the open work is up to date already."""
    work_replaced = Signal()
    """Another article is open, or the open one was read anew."""
    current_changed = Signal()
    marked_changed = Signal()
    view_changed = Signal()
    """The passes, whether hidden suggestions show, or the order of units or articles changed."""
    said = Signal(str, str)
    """A sentence for the status line and its tone: "ok", "warning" or "error"."""
    select_requested = Signal(object)
    """A `Span` of the open article that the text should select and show."""
    text_focus_requested = Signal()
    """The keyboard should go back to the article."""
    proposals_renewed = Signal()
    """What the machine proposes over all articles was worked out again."""
    act_requested = Signal(str)
    """The name of an act of `ui.acts` that should be done now, as if its key had been pressed."""
    event_requested = Signal(str)
    """The id of an event that the Events place should show."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.work: ArticleWork | None = None
        self.current: str | None = None
        self.passes: frozenset[str] = ALL_PASSES
        self.show_hidden = False
        self.least_first = False
        """Whether the next undecided unit is the least certain one, and not the next in the text."""
        self.marked: frozenset[str] = frozenset()
        self.touched: frozenset[str] = frozenset()
        """The units of the open article that the last change touched: what has to be painted anew."""
        self.last_link: LinkEvent | None = None
        """The last link made in this window, to be made again."""
        self.selection_source: Callable[[], Span | None] | None = None
        self._article_ids: list[str] | None = None
        self._sorted_ids: list[str] | None = None
        self.is_turning = False
        """Whether a batch is being undone or redone: the file holds half of it, and nothing is to be read from it."""
        self._place = 0
        """Where the current unit begins, or the last one that was current."""
        self._active = ActiveTime()
        self.work_replaced.connect(self._active.begin)
        for sign_of_life in (self.current_changed, self.marked_changed, self.view_changed, self.act_requested):
            sign_of_life.connect(self._on_sign_of_life)

    # What is there

    @property
    def article_id(self) -> str | None:
        return self.work.article.id if self.work else None

    @property
    def text(self) -> str:
        """The open article's text, "" without one."""
        return self.work.article.text if self.work else ""

    def article_ids(self) -> list[str]:
        """All articles in the project's order, or in the one that the list shows them in."""
        if self._sorted_ids is not None:
            return self._sorted_ids
        if self._article_ids is None:
            self._article_ids = self.project.article_ids()
        return self._article_ids

    def set_article_order(self, ids: list[str] | None) -> None:
        """Go through the articles in this order; None for the project's own."""
        self._sorted_ids = ids
        self.view_changed.emit()

    def selection(self) -> Span | None:
        """What is selected in the article, or None."""
        return self.selection_source() if self.selection_source else None

    def current_unit(self) -> Unit | None:
        return self.work.find(self.current) if self.work else None

    def targets(self) -> list[Unit]:
        """What an act is about: the marked units in reading order, else the current one, else nothing."""
        if self.work is None:
            return []
        if self.marked:
            return [unit for unit in self.work.every() if unit.id in self.marked]
        unit = self.current_unit()
        return [unit] if unit else []

    def is_in_passes(self, unit: Unit) -> bool:
        """Whether a unit is of a kind that the present pass is about."""
        return bool(KIND_PASSES[unit.kind] & self.passes)

    def candidates(self, statement: Statement) -> Offer:
        """The events that a statement of the open article may be about."""
        assert self.article_id is not None
        return self.project.proposals.candidates(self.article_id, statement.id)

    # Doing

    def run(self, operation: Any) -> Changes:
        """Run an operation and tell everybody what it changed. What it refuses is said, and gives empty `Changes`."""
        try:
            changes = self.project.run(operation, active_ms=self._active.take())
        except UserError as error:
            self.say_error(error)
            return Changes()
        for part in operation.operations if isinstance(operation, Together) else (operation,):
            if isinstance(part, LinkEvent):
                self.last_link = part
        self.take(changes)
        return changes

    def undo(self, *, stay: bool = False) -> Changes:
        """Take the last batch back and go where it was; `stay`: another place than Annotate shows it itself."""
        return self._turn_back("Undo", self.project.undo_title, self.project.undo, stay=stay)

    def redo(self, *, stay: bool = False) -> Changes:
        return self._turn_back("Redo", self.project.redo_title, self.project.redo, stay=stay)

    def refresh(self) -> Changes:
        """Bring in what other processes wrote. New suggestions never alter an open article that has some."""
        if self.is_turning:
            return Changes()
        try:
            changes = self.project.refresh()
        except UserError as error:
            self.say_error(error)
            return Changes()
        article = self.article_id
        if article and article in changes.suggested and not len(self.work or ()):
            self.open_article(article)
        if changes:
            self.take(changes)
        return changes

    def take(self, changes: Changes) -> None:
        """Bring the open work up to date with `changes` and tell everybody."""
        if not changes:
            return
        if changes.added:
            self._article_ids = None
        if self.work is not None:
            self.touched = self.project.refresh_work(self.work, changes)
        self.changed.emit(changes)
        # Only now: lists that still hold a row of what is gone must hear of the change first.
        self._forget_lost_marks(changes)

    # Going about

    def open_article(self, article_id: str, unit: str | None = None, select: Span | None = None) -> bool:
        """Open an article at a unit, else at its first undecided one, and select a span. False if it cannot be read."""
        row = self.project.article_row(article_id)
        if row is not None and row.locked:
            self.say(f"“{row.title}” {row.locked}.", "warning")
            return False
        try:
            work = self.project.work(article_id)
        except UserError as error:
            self.say_error(error)
            return False
        self.work = work
        self.marked = frozenset()
        first = None if work.find(unit) else self._first_undecided(work)
        self.current = unit if work.find(unit) else first
        self._note_place()
        self.work_replaced.emit()
        self.current_changed.emit()
        if select is not None:
            self.select_requested.emit(select)
        return True

    def next_article(self, step: int) -> bool:
        """Open the article `step` places on (back, if negative). False at the end of the list."""
        ids = self.article_ids()
        if not ids:
            return False
        at = ids.index(self.article_id) + step if self.article_id in ids else 0
        if not 0 <= at < len(ids):
            self.say("This is the last article." if step > 0 else "This is the first article.")
            return False
        return self.open_article(ids[at])

    def set_current(self, unit_id: str | None) -> None:
        if unit_id != self.current:
            self.current = unit_id
            self._note_place()
            self.current_changed.emit()

    def go_next(self, *, backwards: bool = False, any_unit: bool = False) -> bool:
        """Make the next undecided unit (or any of the pass) current, round the end. False if there is none."""
        if self.work is None:
            return False
        work = self.work

        def is_wanted(unit: Unit) -> bool:
            if unit.hidden and not (self.show_hidden and any_unit):
                return False
            return self.is_in_passes(unit) and (any_unit or work.is_undecided(unit, self.passes))

        if self.least_first and not any_unit:
            found = work.next_certain(self.current, is_wanted, backwards=backwards)
        else:
            after = self.current or self._unit_before_place(backwards=backwards)
            found = work.next_unit(after, is_wanted, backwards=backwards)
        if found is not None:
            self.set_current(found.id)
        return found is not None

    def leave_unit(self, offset: int | None = None) -> None:
        """Make no unit current; the next step starts from `offset`, else from where the current unit was."""
        self.set_current(None)
        self._place = self._place if offset is None else offset

    def set_passes(self, passes: Collection[str]) -> None:
        """Look at these kinds of things only. The current unit moves on if it is none of them."""
        self.passes = frozenset(passes) or ALL_PASSES
        self.view_changed.emit()
        unit = self.current_unit()
        if unit is None or not self.is_in_passes(unit):
            self.go_next()

    def set_show_hidden(self, on: bool) -> None:
        self.show_hidden = on
        self.view_changed.emit()

    def set_least_first(self, on: bool) -> None:
        """Go through the undecided units in the order of their certainty, or (off) of the text."""
        self.least_first = on
        self.view_changed.emit()

    def set_marked(self, ids: Collection[str]) -> None:
        if frozenset(ids) != self.marked:
            self.marked = frozenset(ids)
            self.marked_changed.emit()

    # Saying and asking

    def say(self, text: str, tone: str = "ok") -> None:
        self.said.emit(text, tone)

    def say_error(self, error: UserError) -> None:
        self.said.emit(str(error), "error")

    def return_focus(self) -> None:
        """Give the keyboard back to the article: what a picker does when it closes."""
        self.text_focus_requested.emit()

    def request_act(self, name: str) -> None:
        """Do the act `name` of `ui.acts`, as if its key had been pressed: what a button in a panel does."""
        self.act_requested.emit(name)

    def open_event(self, event_id: str) -> None:
        """Show an event in the Events place."""
        self.event_requested.emit(event_id)

    def _turn_back(
        self, word: str, title: Callable[[], str | None], turn: Callable[[Progress], Changes], *, stay: bool
    ) -> Changes:
        what = title()

        def answer(done: int, total: int) -> None:
            self.say(f"{word}: {done:,} of {total:,}…")
            # Keys and clicks wait until all of it is done; meanwhile the window is painted.
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

        self.is_turning = True
        try:
            changes = turn(answer)
        except UserError as error:
            self.say_error(error)
            return Changes()
        finally:
            self.is_turning = False
        if not changes:
            self.say(f"Nothing to {word.lower()}.", "warning")
            return changes
        self.take(changes)
        if not stay:
            self._go_where(changes)
        where = f" in {len(changes.articles)} articles" if len(changes.articles) > 1 else ""
        word = "Undone" if word == "Undo" else "Redone"
        self.say(f"{word}: {what}{where}." if what else f"{word}.")
        return changes

    def _go_where(self, changes: Changes) -> None:
        """Open the article that changed, if another is open, and make a unit that changed current; else the event.

        What changed several articles at once, and not the open one, was done from here: one stays.
        """
        if not changes.articles:
            event = next((one for one in sorted(changes.events) if self.project.find_event(one)), None)
            if event is not None:
                self.open_event(event)
            return
        if self.article_id not in changes.articles:
            if self.work is not None and len(changes.articles) > 1:
                return
            ids = self.project.article_ids()
            elsewhere = next((article for article in ids if article in changes.articles), None)
            if elsewhere is not None:
                self.open_article(elsewhere)
        if self.work is None:
            return
        changed = [unit for unit in map(self.work.find, changes.units) if unit is not None and unit.is_shown]
        if changed and self.current not in {unit.id for unit in changed}:
            self.set_current(min(changed, key=lambda unit: (unit.start, -unit.end)).id)
        elif changes.units and not changed:
            self.set_current(self._nearest())

    def _on_sign_of_life(self) -> None:
        self._active.note()

    def _note_place(self) -> None:
        unit = self.current_unit()
        self._place = unit.start if unit else self._place

    def _unit_before_place(self, *, backwards: bool) -> str | None:
        """The unit to step on from where none is current: the last before the place, going back the first after it."""
        units = [unit for unit in self.work.every() if (unit.start < self._place) is not backwards] if self.work else []
        return (units[0] if backwards else units[-1]).id if units else None

    def _nearest(self) -> str | None:
        """The unit that is next to where the current one was, before it was gone."""
        units = [unit for unit in self.work.units() if self.is_in_passes(unit)] if self.work else []
        after = next((unit for unit in units if unit.start >= self._place), units[-1] if units else None)
        return after.id if after else None

    def _first_undecided(self, work: ArticleWork) -> str | None:
        step = work.next_certain if self.least_first else work.next_unit
        found = step(None, lambda unit: self.is_in_passes(unit) and work.is_undecided(unit, self.passes))
        if found is None:
            found = work.next_unit(None, lambda unit: self.is_in_passes(unit) and not unit.hidden)
        return found.id if found else None

    def _forget_lost_marks(self, changes: Changes) -> None:
        """Take marks off what is gone, and all of them once an act was done on all of them."""
        work = self.work
        if work is None:
            return
        if self.current is not None and work.find(self.current) is None:
            self.set_current(self._nearest())
        standing = {unit.id for unit in map(work.find, self.marked) if unit is not None and unit.is_shown}
        self.set_marked(() if self.marked <= changes.units else standing)


def progress_of(work: ArticleWork, passes: frozenset[str]) -> tuple[int, int]:
    """(decided, total) of the units that a pass is about; over all passes what was refused counts as decided."""
    if passes == ALL_PASSES:
        return work.progress(passes)
    kinds = [kind for kind, own in KIND_PASSES.items() if own & passes]
    counts = [work.count(kind, passes) for kind in kinds]
    return sum(decided for decided, _ in counts), sum(total for _, total in counts)
