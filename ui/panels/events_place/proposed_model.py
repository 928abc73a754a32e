"""`ProposedModel`: the events that the machine proposes, as a list: searched, ordered, marked, edited before accepting.

Rows are made when they are painted. What was edited is kept here, and nowhere else, until the event is accepted.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt

from annotator.dates import first_day
from annotator.model import Event
from annotator.project import Project
from annotator.proposals.stories import EventProposal
from annotator.wording import counted
from ui.panels.events_place.searched_model import Index, Order, SearchedModel
from ui.widgets.item_delegate import ITEM_ROLE
from ui.widgets.items import Item
from ui.wording import describe_when, event_kind, fold, percent

NO_DAY = "9999"


def _day(proposal: EventProposal) -> str:
    day = first_day(proposal.event.when)
    return day.isoformat() if day else NO_DAY


ORDERS = (
    Order[EventProposal]("Likelihood", lambda one: (-one.score, -len(one.articles), _day(one))),
    Order[EventProposal]("Articles", lambda one: -len(one.articles)),
    Order[EventProposal]("Date", _day),
    Order[EventProposal]("Title", lambda one: one.event.title.casefold()),
)
"""Among equals the surest come first, as the machine gives them."""


class ProposedModel(SearchedModel[EventProposal]):
    """What nobody accepted or dismissed yet. A mark is kept while its event is proposed, searched for or not."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(ORDERS, lambda one: one.event.id, self._fold, parent)
        self._project = project
        self._types: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._edited: dict[str, Event] = {}
        self._marked: set[str] = set()

    def reload(self) -> frozenset[str]:
        """Read what is proposed now. Gives the ids of those that were not there before."""
        before = {one.event.id for one in self._all}
        self._types = {choice.name: choice.title for choice in self._project.scheme.event_types}
        self._all = [self._as_edited(one) for one in self._project.proposals.events()]
        self._folded = {}
        ids = {one.event.id for one in self._all}
        self._marked &= ids
        self._filter()
        return frozenset(ids - before)

    def edit(self, event: Event) -> None:
        """Keep what was written about a proposed event until it is accepted."""
        self._edited[event.id] = event
        self._folded.pop(event.id, None)
        self._all = [self._as_edited(one) for one in self._all]
        self._shown = [self._as_edited(one) for one in self._shown]
        row = self.row_of(event.id)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def toggle(self, row: int) -> None:
        """Mark a proposed event for an act on several, or take its mark off."""
        proposal = self.row(row)
        if proposal is not None:
            self._marked ^= {proposal.event.id}
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def mark_all(self, *, on: bool) -> None:
        """Mark all that are shown, or take all marks off."""
        self._marked = self._marked | {one.event.id for one in self._shown} if on else set()
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))

    @property
    def total(self) -> int:
        """How many are proposed, shown or not."""
        return len(self._all)

    @property
    def marked(self) -> list[EventProposal]:
        """Those that are marked, in the machine's order."""
        return [one for one in self._all if one.event.id in self._marked]

    @property
    def are_all_marked(self) -> bool:
        """Whether all that are shown are marked."""
        return bool(self._shown) and all(one.event.id in self._marked for one in self._shown)

    def is_edited(self, event_id: str) -> bool:
        return event_id in self._edited

    def first_row_of(self, event_ids: Collection[str]) -> int:
        """The first row of one of these, or -1."""
        return next((row for row, one in enumerate(self._shown) if one.event.id in event_ids), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        proposal = self.row(index.row())
        if proposal is None:
            return None
        if role == ITEM_ROLE:
            return self._item(proposal)
        if role == Qt.ItemDataRole.DisplayRole:
            return proposal.event.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            item = self._item(proposal)
            parts = [item.title, item.badge, item.detail, "; ".join(proposal.reasons), f"{item.aside} sure"]
            if role == Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in parts if part)
            return ", ".join([*(part for part in parts if part), *(["marked"] if item.is_marked else [])])
        return None

    def _item(self, proposal: EventProposal) -> Item:
        event = proposal.event
        is_edited = self.is_edited(event.id)
        detail = ("edited" if is_edited else "", counted(len(proposal.articles), "article"), self._kind(event))
        return Item(
            event.title,
            " · ".join(part for part in detail if part),
            badge=describe_when(event),
            data=event.id,
            aside=percent(proposal.score),
            is_machine=not is_edited,
            is_marked=event.id in self._marked,
        )

    def _kind(self, event: Event) -> str:
        return event_kind(event, self._types)

    def _as_edited(self, proposal: EventProposal) -> EventProposal:
        event = self._edited.get(proposal.event.id)
        return proposal if event is None else replace(proposal, event=event)

    def _fold(self, proposal: EventProposal) -> str:
        event = proposal.event
        found = self._folded.get(event.id)
        if found is None:
            parts = (event.title, self._kind(event), describe_when(event), event.description, *proposal.reasons)
            found = self._folded[event.id] = fold(" ".join(parts))
        return found
