"""`TwinOffers`: knows which passages of the open article stand elsewhere too, and offers to take decisions over.

It offers once a passage is decided, in the bar below the article, and never takes the keyboard. What is taken over, and
how, is `annotator.operations.twins`; the list of places is `ui.dialogs.twins`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.changes import Changes
from annotator.model import Span
from annotator.operations import TakeOver
from annotator.operations.twins import PlacePlan
from annotator.views.twins import TwinPassage
from annotator.wording import counted
from ui.widgets.named import once_after

if TYPE_CHECKING:
    from ui.main_window import MainWindow

PAUSE_MS = 150
"""How long after a decision an offer is worked out: never while keys follow each other quickly."""
MOST_PLANNED = 12
"""In so many places it is looked whether there is anything to take over, before it is offered."""

MOST_NAMED = 8
"""So many articles are named where the mouse rests on the sign of a passage."""


class TwinOffers(QObject):
    """One for each window. `passages`: those of the open article that have twins, in text order."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._bar = window.annotate.offer_bar
        self._view = window.annotate.view
        self._view.twin_tip = self.tip
        self._view.twin_clicked.connect(self._on_twin_clicked)
        self.passages: list[TwinPassage] = []
        self._version = 0
        self._offered: Span | None = None
        self._clicked: Span | None = None
        self._declined: set[Span] = set()
        self._touched: dict[Span, None] = {}
        self._pause = once_after(PAUSE_MS, self._look, self)
        self._session.work_replaced.connect(self._on_work_replaced)
        self._session.changed.connect(self._on_changed)

    def stop(self) -> None:
        """Offer nothing more: the window closes."""
        self._pause.stop()

    def passage_meant(self) -> Span | None:
        """What an act on twins is about: what was clicked or is offered, else that of the selection or current unit."""
        if self._clicked is not None:
            return self._clicked
        if self._offered is not None and self._bar.is_suggesting:
            return self._offered
        selection, unit = self._session.selection(), self._session.current_unit()
        spans = [selection] if selection else list(unit.spans) if unit else []
        return next((one.span for span in spans for one in self._overlapping(span)), None)

    def tip(self, offset: int) -> str:
        """Where else the passage that begins at `offset` stands, for the mouse that rests on its sign."""
        passage = next((one for one in self.passages if one.span.start == offset), None)
        if passage is None:
            return ""
        project, here = self._session.project, self._session.article_id
        names = dict.fromkeys(article for article, _ in passage.others)
        titles = ["this article" if one == here else project.article(one).title for one in islice(names, MOST_NAMED)]
        more = "\nand more" if len(names) > MOST_NAMED else ""
        return "Also in\n" + "\n".join(titles) + more

    def dismiss(self) -> None:
        """Offer no longer what is offered."""
        self._offered = None
        self._bar.withdraw()

    def _on_work_replaced(self) -> None:
        self._pause.stop()
        self._touched = {}
        self._declined = set()
        self.dismiss()
        self._load()

    def _load(self) -> None:
        twins, article = self._session.project.twins, self._session.article_id
        self._version = twins.version()
        before, self.passages = self.passages, twins.passages(article) if article else []
        if before or self.passages:
            self._view.set_twins(one.span.start for one in self.passages)

    def _on_changed(self, changes: Changes) -> None:
        if self._session.work is None:
            return
        if self._version != self._session.project.twins.version():
            self._load()
        if not self.passages:
            return
        work = self._session.work
        spans = [span for unit in map(work.find, self._session.touched) if unit for span in unit.spans]
        self._touched |= {one.span: None for span in spans for one in self._overlapping(span)}
        # What is left out may be several lines of a menu: they are offered together.
        left_out = [region.span for region in work.regions if region.id in changes.regions]
        self._touched |= {span: None for span in left_out if any(self._overlapping(span))}
        offered = self._offered
        if offered is not None and any(offered.overlaps(span) for span in (*spans, *left_out)):
            self.dismiss()
        self._pause.start()

    def _overlapping(self, span: Span) -> Iterable[TwinPassage]:
        at = bisect_left(self.passages, span.start, key=lambda one: one.span.end)
        for passage in self.passages[at:]:
            if passage.span.start >= span.end:
                return
            if passage.span.overlaps(span):
                yield passage

    def _look(self) -> None:
        """Offer what was touched last, is decided, and has something to take over."""
        touched, self._touched = list(self._touched), {}
        for span in reversed(touched):
            if span not in self._declined and all(map(self._is_decided, self._overlapping(span))):
                self._offer(span)
                return

    def _is_decided(self, passage: TwinPassage) -> bool:
        work = self._session.work
        if work is None:
            return False
        if any(region.span.covers(passage.span) for region in work.regions):
            return True
        units = work.overlapping(passage.span)
        is_open = any(work.is_undecided(unit, self._session.passes) for unit in units)
        return not passage.is_short and not is_open and any(not unit.is_machine for unit in units)

    def _offer(self, span: Span) -> None:
        project, article = self._session.project, self._session.article_id
        if article is None:
            return
        operation = project.twins.take_over(article, span)
        plans = list(islice(project.twins.plan(operation), MOST_PLANNED))
        most = max((plan.done for plan in plans if not plan.is_closed), default=0)
        if most:
            self._offered = span
            key = self._window.keymap.shown("take_over")
            said = offer_sentence(operation, most, is_region=not _has_units(plans))
            self._bar.suggest(said, "Take over…", key, self._on_taken, self._on_declined)

    def _on_twin_clicked(self, offset: int) -> None:
        passage = next((one for one in self.passages if one.span.start == offset), None)
        if passage is not None:
            self._clicked = passage.span
            self._session.request_act("take_over")
            self._clicked = None

    def _on_taken(self) -> None:
        self._session.request_act("take_over")

    def _on_declined(self) -> None:
        if self._offered is not None:
            self._declined.add(self._offered)
        self.dismiss()


def offer_sentence(operation: TakeOver, decisions: int, *, is_region: bool) -> str:
    """Where else the passage stands, and what can be taken over."""
    others = {place.article for place in operation.places} - {operation.article}
    is_here = any(place.article == operation.article for place in operation.places)
    where = f"in {counted(len(others), 'other article')}" if not is_here else "once more in this article"
    if is_here and len(operation.places) > 1:
        where = f"in {len(operation.places):,} other places"
    passages = len({place.span for place in operation.places})
    what = "line" if is_region else "paragraph"
    subject = f"This {what} also stands" if passages == 1 else f"These {what}s also stand"
    act = f"take over {counted(decisions, 'decision')}"
    if is_region:
        act = "leave it out there too" if passages == 1 else "leave them out there too"
    return f"{subject} {where}: {act}?"


def _has_units(plans: Iterable[PlacePlan]) -> bool:
    return any(draft.kind != "region" for plan in plans for draft in plan.drafts)
