"""An event drafted from a statement: what "new event" is prefilled with, for a person to confirm or correct. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import regex

from annotator.dates import first_day, guess_when, published_day
from annotator.ids import random_id
from annotator.model import Actor, Article, Entity, Event, EventStatus, Mention, Span, Statement, When
from annotator.scheme import Scheme

TITLE_CHARS = 70
DATE_LABELS = ("DATE", "TIME")
PLACE_LABELS = ("GPE", "FAC", "LOC")
ACTOR_LABELS = ("PERSON", "ORG", "GPE", "NORP")
MOST_PARTICIPANTS = 6

_STEMS = {
    "meeting": r"meet|met|talks?|round|summit|negotiat|conference|session",
    "call": r"calls?|called|phone|telephone|spoke by",
    "attack": r"attack|strike|struck|shell|bomb|drone|missile|raid|killed|invad|offensive",
    "agreement": r"agree|deal|accord|treaty|ceasefire|truce|pact|sign(?:ed|ing)",
    "announcement": r"announce|statement|declar|unveil",
    "visit": r"visit|trip|travel|arriv",
    "sanction": r"sanction|embargo|tariff",
    "vote": r"vote|elect|ballot|referend|poll",
    "protest": r"protest|demonstrat|rally|rallies|march(?:ed|ing)",
    "disaster": r"flood|earthquake|storm|fire|crash|explo",
}
"""English stems that tell an event type by its name in the scheme."""
_PLANNED = regex.compile(r"\b(?:will|shall|plan(?:s|ned)?|scheduled|upcoming|expected to|due to|next)\b", regex.I)
_PROPOSED = regex.compile(
    r"\b(?:should|propos\w*|suggest\w*|call(?:s|ed)? for|demand\w*|urge\w*|could|would)\b", regex.I
)
_NOT = regex.compile(r"\b(?:did not|didn[’']t|never|no such|was not|were not)\b", regex.I)
_SENTENCE_END = regex.compile(r"[.!?][”\"’']*\s+(?=[\p{Lu}“\"‘])|\n")


def draft_event(
    article: Article,
    statement: Statement,
    entities: Iterable[Entity],
    scheme: Scheme,
    *,
    selection: Span | None = None,
    find_actor: Callable[[str], Actor | None] = lambda _: None,
) -> Event:
    """An event that the statement may be about, with a new id: title, type, status, date, place, participants.

    `selection`, if given, is the words that name the event. Entities of the statement's own words count before those of
    the sentences that it stands in. `find_actor` says which actors there are.
    """
    text = article.text
    words = " ".join(text[span.start : span.end] for span in statement.content)
    around = sentences_around(text, statement.content)
    near = sorted(
        (entity for entity in entities if around.covers(entity.span)), key=lambda entity: _distance(entity, statement)
    )
    published = article.meta.get("published")
    when = next((found for entity in near if (found := _date(text, entity, published))), None)
    name = text[selection.start : selection.end] if selection else words
    return Event(
        id=random_id(),
        title=_title(name),
        type=guess_type(f"{name} {words}", scheme),
        status=_status(words, when, published),
        when=when,
        place=next((_words(text, entity) for entity in near if entity.label in PLACE_LABELS), None),
        participants=_participants(near, find_actor),
        mentions=(Mention(article.id, selection),) if selection else (),
    )


def guess_type(words: str, scheme: Scheme) -> str:
    """The event type whose stems come first in the words; "other", else the scheme's last, where none does."""
    names = [choice.name for choice in scheme.event_types]
    found: list[tuple[int, str]] = []
    for name in names:
        match = regex.search(rf"\b(?:{_STEMS.get(name, regex.escape(name))})", words, regex.I)
        if match:
            found.append((match.start(), name))
    return min(found)[1] if found else "other" if "other" in names else names[-1]


def sentences_around(text: str, spans: tuple[Span, ...]) -> Span:
    """The sentences that hold these spans, within their paragraphs, in code points."""
    first, last = spans[0].start, spans[-1].end
    paragraph = text.rfind("\n", 0, first) + 1
    starts = [match.end() for match in _SENTENCE_END.finditer(text, paragraph, first + 1) if match.end() <= first]
    end = _SENTENCE_END.search(text, last)
    return Span(starts[-1] if starts else paragraph, end.end() if end else len(text))


def _title(words: str) -> str:
    line = " ".join(words.split()).strip("“”\"‘’' ,.;:–—-")
    if len(line) > TITLE_CHARS:
        line = line[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return line[:1].upper() + line[1:]


def _status(words: str, when: When | None, published: str | None) -> EventStatus:
    day, today = first_day(when), published_day(published)
    if _NOT.search(words):
        return "not_happened"
    if day and today:
        return "planned" if day > today else "happened"
    if _PROPOSED.search(words):
        return "proposed"
    return "planned" if _PLANNED.search(words) else "happened"


def _date(text: str, entity: Entity, published: str | None) -> When | None:
    return guess_when(_words(text, entity), published) if entity.label in DATE_LABELS else None


def _participants(near: list[Entity], find_actor: Callable[[str], Actor | None]) -> tuple[str, ...]:
    ids = (entity.actor for entity in near if entity.label in ACTOR_LABELS and entity.actor)
    known = [actor_id for actor_id in dict.fromkeys(ids) if find_actor(actor_id)]
    return tuple(known[:MOST_PARTICIPANTS])


def _words(text: str, entity: Entity) -> str:
    return " ".join(text[entity.span.start : entity.span.end].split())


def _distance(entity: Entity, statement: Statement) -> tuple[int, int]:
    """0 for what stands in the statement's own words; how far off the rest is, in code points."""
    gaps = [max(span.start - entity.span.end, entity.span.start - span.end, 0) for span in statement.content]
    return (min(gaps), entity.span.start)
