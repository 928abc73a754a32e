"""`SpeakerPicker`: who said it: the selection, a mention, somebody known, anonymous, implicit, several, nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model import Entity, Span, Speaker, Statement
from annotator.operations import SetSpeaker, SetSpeakerActor
from annotator.text import span_text
from annotator.units import Unit
from annotator.wording import clipped
from ui.dialogs.pickers.list_picker import ListPicker
from ui.session import Session
from ui.widgets.items import Item
from ui.wording import ACTOR_KINDS, actor_finder, around, mention_text

FAMILIES = ("people", "organisations", "places")
"""Families of labels whose entities can speak."""
MOST_MENTIONS = 40
MOST_ACTORS = 60
SNIPPET_CHARS = 24
PLACE_PENALTY_CHARS = 400
FIRST_MENTIONS = 3
FIRST_ACTORS = 2
"""So many come first, with the digits from 1 on; 7, 8, 9 and 0 are the answers that name nobody."""


@dataclass(frozen=True)
class Choice:
    """What a row stands for: a speaker to set, an actor for the mention there is, or a step to another list."""

    kind: str
    speaker: Speaker | None = None
    actor: str | None = None


class SpeakerPicker(ListPicker):
    """The list begins with the likeliest. "Another speaker" asks for a second one, who is added to the first."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Speaker", "Type a name")
        self.setObjectName("speaker_picker")
        self._adds = False

    def open_for(self, units: Sequence[Unit], rect: QRect) -> None:
        self._adds = False
        super().open_for(units, rect)

    def _prepare(self) -> None:
        self.heading.setText("Another speaker" if self._adds else "Speaker")
        super()._prepare()

    @property
    def _now(self) -> Speaker | None:
        """The speaker of the first statement."""
        return self.statements[0].speaker if self.statements else None

    def _items(self) -> list[Item]:
        """The likeliest of each kind with a digit, then the answers that name nobody, then all others."""
        mentions, actors = [*self._selection(), *self._mentions()], self._actors()
        first = [*_group("In this article", mentions[:FIRST_MENTIONS]), *_group("Known", actors[:FIRST_ACTORS])]
        rest = [
            *_group("More in this article", mentions[FIRST_MENTIONS:]),
            *_group("More that are known", actors[FIRST_ACTORS:]),
        ]
        return [*_numbered(first), *([] if self._adds else self._other_answers()), *rest]

    def _selection(self) -> list[Item]:
        span = self.session.selection()
        if span is None:
            return []
        choice = Choice("speaker", Speaker(mention=span, actor=self._actor_at(span)))
        return [Item(span_text(self.session.text, span), "the selection", data=choice)]

    def _mentions(self) -> list[Item]:
        """The article's names that can speak, the nearest first; the statement's own mention before all."""
        text, now = self.session.text, self._now
        find = actor_finder(self.session.project, self.article)
        items: list[Item] = []
        for entity in sorted(self._speaking_entities(), key=self._rank)[:MOST_MENTIONS]:
            actor = find(entity.actor) if entity.actor else None
            choice = Choice("speaker", Speaker(mention=entity.span, actor=entity.actor))
            items.append(
                Item(
                    span_text(text, entity.span),
                    around(text, entity.span, SNIPPET_CHARS),
                    badge=f"= {actor.name}" if actor else entity.label,
                    data=choice,
                    is_current=not self._adds and now is not None and now.mention == entity.span,
                )
            )
        return items

    def _actors(self) -> list[Item]:
        """Known actors: with a mention in place they say who that is, without one the speaker is implicit."""
        now = self._now
        mention = now.mention if now and not self._adds else None
        words = f"is “{clipped(span_text(self.session.text, mention), 30)}”" if mention else "implicit, not named here"
        items: list[Item] = []
        for actor in self.session.project.recent_actors(self.article)[:MOST_ACTORS]:
            detail = " · ".join((words, ACTOR_KINDS.get(actor.kind, actor.kind)))
            choice = Choice("actor", actor=actor.id) if mention else Choice("speaker", Speaker(actor=actor.id))
            items.append(Item(actor.name, detail, data=choice, words=" ".join(actor.aliases)))
        return items

    def _other_answers(self) -> list[Item]:
        now = self._now or Speaker()
        find = actor_finder(self.session.project, self.article)
        body = find(now.actor) if now.actor else None
        for_whom = f"somebody of {body.name}, not named" if body else "a source that is not named"
        items = [Item("Or", is_heading=True)]
        items.append(Item("Anonymous", for_whom, key="7", data=Choice("speaker", _anonymous(now)), always=True))
        if now.actor is not None and now.mention is not None:
            implicit = Choice("speaker", Speaker(actor=now.actor))
            items.append(Item("Implicit", "known from elsewhere, not named here", key="8", data=implicit, always=True))
        if self._now is not None:
            beside = f"together with {mention_text(self.session.text, now, find)}"
            items.append(Item("Another speaker…", beside, key="9", data=Choice("another"), always=True))
        items.append(Item("None", "nobody says it", key="0", data=Choice("speaker"), always=True))
        return items

    def _take(self, item: Item) -> bool:
        choice: Choice = item.data
        ids = tuple(statement.id for statement in self.statements)
        if choice.kind == "another":
            self._adds = True
            self._prepare()
            return False
        if self._adds:
            first = self._now or Speaker()
            added = choice.speaker or Speaker(actor=choice.actor)
            group = msgspec.structs.replace(first, others=(*first.others, added))
            self._run([SetSpeaker(self.article, ids, group)])
        elif choice.kind == "actor":
            self._run([SetSpeakerActor(self.article, ids, choice.actor)])
        else:
            self._run([SetSpeaker(self.article, ids, choice.speaker)])
        return True

    def _speaking_entities(self) -> list[Entity]:
        work, scheme = self.session.work, self.session.project.scheme
        assert work is not None
        contents = [span for statement in self.statements if statement.type == "direct" for span in statement.content]
        known_families = {family.name for family in scheme.families}
        wanted = set(FAMILIES) & known_families or known_families
        return [
            unit.value
            for unit in work.units()
            if isinstance(unit.value, Entity)
            and scheme.family_of(unit.value.label).name in wanted
            and not any(span.covers(unit.value.span) for span in contents)
        ]

    def _distance(self, span: Span) -> int:
        """How far a mention is from the statement, in code points; 0 for the statement's own."""
        statement: Statement = self.statements[0]
        if statement.speaker and statement.speaker.mention == span:
            return -1
        places = [*statement.content, *([statement.cue] if statement.cue else [])]
        return min(max(place.start - span.end, span.start - place.end, 0) for place in places)

    def _rank(self, entity: Entity) -> int:
        """The distance, places put back: people and organisations speak more often."""
        is_place = self.session.project.scheme.family_of(entity.label).name == "places"
        return self._distance(entity.span) + (PLACE_PENALTY_CHARS if is_place else 0)

    def _actor_at(self, span: Span) -> str | None:
        return next((entity.actor for entity in self._speaking_entities() if entity.span == span), None)


def _group(heading: str, items: list[Item]) -> list[Item]:
    return [Item(heading, is_heading=True), *items] if items else []


def _numbered(items: list[Item]) -> list[Item]:
    """The items with digits from 1 on, headings left out."""
    digits = iter("123456")
    return [item if item.is_heading else replace(item, key=next(digits, "")) for item in items]


def _anonymous(now: Speaker) -> Speaker:
    """The same words and body, but nobody is named."""
    return Speaker(mention=now.mention, actor=now.actor, anonymous=True)
