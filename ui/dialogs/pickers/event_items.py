"""What the event picker lists: linked events, likely ones, a new one where it belongs, all others. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.model import Event, Link
from annotator.project import Project
from annotator.proposals.stories import EventProposal
from annotator.views.candidates import Candidate, Offer
from ui.widgets.items import Item
from ui.wording import actor_finder, describe_when, event_detail, event_kind, percent, relation_text

NEW = object()
"""What the row of a new event carries instead of an id."""
NONE = object()
"""What the row "None fits" carries, which stands in its place in a closed registry."""
MOST_OTHERS = 60
"""So many of the unlikely events are shown; all of them are found by typing."""
LIKELY = 0.04
"""From this probability on an event is among the likely ones, and the probability stands beside it."""


class EventItems:
    """The rows for a statement: `first` when the picker opens, `rest` once somebody types."""

    def __init__(self, project: Project, article: str, links: Iterable[Link]) -> None:
        self._project = project
        self._links = {link.event: link for link in links}
        self._types = {choice.name: choice.title for choice in project.scheme.event_types}
        self._find = actor_finder(project, article)
        self._unseen: list[Candidate] = []

    def first(self, offer: Offer) -> list[Item]:
        """Linked events, likely ones, some others; a new one comes before the likely ones if that is likeliest."""
        linked = [self._item(one) for one in offer.candidates if one.event.id in self._links]
        rest = [one for one in offer.candidates if one.event.id not in self._links]
        likely = [one for one in rest if one.score >= LIKELY and one.reasons]
        seen = {one.event.id for one in likely}
        others = [one for one in rest if one.event.id not in seen]
        self._unseen = others[MOST_OTHERS:]
        is_first = offer.is_new_likeliest
        made = _group("Linked", linked)
        made += _group("Likeliest", [self._new(offer, "none of those below fits · ")]) if is_first and rest else []
        made += _group("Likely", [self._item(one) for one in likely])
        made += _group("Other events", [self._item(one, is_likely=False) for one in others[:MOST_OTHERS]])
        made += [Item(f"{len(self._unseen):,} more: type to find them", is_heading=True)] if self._unseen else []
        return made if is_first and rest else [*made, self._new(offer)]

    def rest(self, proposals: Iterable[EventProposal]) -> list[Item]:
        """The events that `first` left out, and those that are proposed for other articles: found by typing."""
        unseen = [self._item(one, is_likely=False) for one in self._unseen]
        return unseen + [
            Item(
                each.event.title,
                event_kind(each.event, self._types),
                badge=describe_when(each.event),
                data=each.event.id,
                words=self._words(each.event),
                is_machine=True,
            )
            for each in proposals
        ]

    def _new(self, offer: Offer, why: str = "") -> Item:
        share = percent(offer.new) if offer.candidates else ""
        if offer.is_closed:
            return Item("None fits", "recorded as nothing to link", data=NONE, always=True, aside=share)
        return Item("New event…", f"{why}prefilled from the statement", data=NEW, always=True, aside=share)

    def _item(self, candidate: Candidate, *, is_likely: bool = True) -> Item:
        event, link = candidate.event, self._links.get(candidate.event.id)
        is_shown = is_likely and link is None
        return Item(
            event.title,
            ("; ".join(candidate.reasons) if is_shown else "") or event_kind(event, self._types),
            badge=relation_text(link.relation, conditional=link.conditional) if link else describe_when(event),
            data=event.id,
            words=self._words(event),
            aside=percent(candidate.score) if is_shown else "",
            lines=2 if is_likely else 1,
            is_machine=candidate.is_proposed,
        )

    def _words(self, event: Event) -> str:
        names = [actor.name for actor in map(self._find, event.participants) if actor]
        return " ".join((event_detail(event, self._types), event.description, *names))


def _group(heading: str, items: Sequence[Item]) -> list[Item]:
    return [Item(heading, is_heading=True), *items] if items else []
