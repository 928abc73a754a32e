"""How statements, speakers, links, events and actors are called on screen. Pure: structs and a text in, words out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from annotator.dates import describe, parse_edtf, published_day
from annotator.model import Actor, Entity, Event, Span, Speaker, Statement
from annotator.project import Project
from annotator.text import span_text
from annotator.units import Unit
from annotator.wording import clipped

BETWEEN_FRAGMENTS = " … "
MARKS = ("“", "„", "«", "‘", '"', "'")
NONE = "none"
LIKELY = ((0.9, "very likely"), (0.6, "likely"), (0.35, "perhaps"))
NOT_DECIDED = "not decided"
STATUS_TITLES = {"happened": "happened", "planned": "planned", "proposed": "proposed", "not_happened": "did not happen"}
ACTOR_KINDS = {
    "person": "Person",
    "organisation": "Organisation",
    "place": "Place",
    "group": "Group",
    "other": "Other",
}

FindActor = Callable[[str], Actor | None]


def content_text(text: str, statement: Statement) -> str:
    """A statement's fragments on one line, " … " between them."""
    return BETWEEN_FRAGMENTS.join(span_text(text, span) for span in statement.content)


def unit_text(text: str, value: Entity | Statement) -> str:
    """The words of a name, or of a statement's content, on one line."""
    return span_text(text, value.span) if isinstance(value, Entity) else content_text(text, value)


def quoted_text(text: str, statement: Statement) -> str:
    """As `content_text`, with marks round each fragment of direct speech, which has none of its own."""
    words = [span_text(text, span) for span in statement.content]
    if statement.type == "direct":
        words = [fragment if fragment[:1] in MARKS else f"“{fragment}”" for fragment in words]
    return BETWEEN_FRAGMENTS.join(words)


def word_bounds(text: str, span: Span, before: int, after: int) -> tuple[int, int]:
    """Where a stretch of `before` code points before a span and `after` behind it can be cut without cutting a word."""
    low, high = max(0, span.start - before), min(len(text), span.end + after)
    while 0 < low < span.start and text[low - 1 : low + 1].isalnum():
        low += 1
    while span.end < high < len(text) and text[high - 1 : high + 1].isalnum():
        high -= 1
    return low, high


def around(text: str, span: Span, chars: int = 80) -> str:
    """`span` with the words that stand within about `chars` before and after it, on one line."""
    low, high = word_bounds(text, span, chars, chars)
    before = " ".join(text[low : span.start].split())
    after = " ".join(text[span.end : high].split())
    space_before = " " if span.start and text[span.start - 1].isspace() else ""
    space_after = " " if text[span.end : span.end + 1].isspace() else ""
    return f"…{before}{space_before}{span_text(text, span)}{space_after}{after}…"


def mention_text(text: str, speaker: Speaker, find_actor: FindActor) -> str:
    """What the article calls a speaker: the mention, "anonymous", or "implicit" where only the actor is known."""
    if speaker.mention is not None:
        words = span_text(text, speaker.mention)
        return f"{words} · anonymous" if speaker.anonymous else words
    if speaker.anonymous:
        return "anonymous"
    return "implicit" if speaker.actor and find_actor(speaker.actor) else NONE


def speakers_text(text: str, speaker: Speaker, find_actor: FindActor) -> str:
    """All mentions of a speaker group."""
    return ", ".join(mention_text(text, one, find_actor) for one in (speaker, *speaker.others))


def actors_text(speaker: Speaker | None, find_actor: FindActor) -> str:
    """The names of the actors that a speaker group resolves to, "" if none is known."""
    if speaker is None:
        return ""
    found = [find_actor(one.actor) for one in (speaker, *speaker.others) if one.actor]
    return ", ".join(actor.name for actor in found if actor)


def resolved_text(speaker: Speaker | None, find_actor: FindActor) -> str:
    """Who the speakers of a group are: "= Marco Rubio", of an anonymous one "for the ministry"; "" if none is known."""
    known: list[str] = []
    for one in (speaker, *speaker.others) if speaker else ():
        actor = find_actor(one.actor) if one.actor else None
        if actor is not None:
            word = "for " if one.anonymous else "" if known else "= "
            known.append(word + actor.name)
    return ", ".join(known)


def speaker_line(text: str, speaker: Speaker | None, find_actor: FindActor) -> str:
    """Who speaks, in a few words for a list: the actor, else the mention; "" for nobody."""
    if speaker is None:
        return ""
    return actors_text(speaker, find_actor) or speakers_text(text, speaker, find_actor)


def event_line(event: Event) -> str:
    """Title and date: "Osk border talks, 13 Mar 2031"."""
    when = describe(event.when)
    return f"{event.title}, {when}" if when else event.title


def describe_when(event: Event) -> str:
    return describe(event.when)


def day_text(published: str | None) -> str:
    """An article's day of publication for reading; what is no date as it is."""
    day = published_day(published)
    return describe(parse_edtf(day.isoformat())) if day else published or ""


def event_kind(event: Event, type_titles: dict[str, str]) -> str:
    """Type, status where it did not just happen, and place: "Meeting · planned · Osk"."""
    status = "" if event.status == "happened" else STATUS_TITLES[event.status]
    parts = (type_titles.get(event.type, event.type), status, event.place or "")
    return " · ".join(part for part in parts if part)


def event_detail(event: Event, type_titles: dict[str, str]) -> str:
    """As `event_kind`, with the date."""
    return " · ".join(part for part in (event_kind(event, type_titles), describe(event.when)) if part)


def relation_text(relation: str, *, conditional: bool) -> str:
    return f"{relation}, if …" if conditional else relation


def percent(score: float) -> str:
    """A score as people read it, never rounded up to certainty: "93 %"."""
    return f"{min(round(score * 100), 99 if score < 1 else 100)} %"


def likely(score: float) -> str:
    """A likelihood that nobody has measured, in words: a number would claim more than is known."""
    return next((word for least, word in LIKELY if score >= least), "hardly")


def why_text(unit: Unit, chars: int = 0) -> str:
    """Why the machine proposes a unit, and how sure it is: "same name decided GPE in 6 articles · 88 %".

    With `chars` the reason is cut to so many, so that the score stays in sight.
    """
    reason = unit.reason or unit.source
    score = percent(unit.score) if unit.score is not None else ""
    return " · ".join(part for part in (clipped(reason, chars) if chars else reason, score) if part)


def actor_finder(project: Project, article_id: str) -> FindActor:
    """A function that finds an actor by id: of the project, else proposed by the machine in this article."""

    def find(actor_id: str) -> Actor | None:
        return project.find_actor(actor_id) or project.suggested_actor(article_id, actor_id)

    return find


class _Unmarked(dict[int, int | None]):
    """What `str.translate` takes combining characters away with; each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_UNMARKED = _Unmarked()


def fold(text: str) -> str:
    """`text` for comparing: without case and accents."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_UNMARKED)
