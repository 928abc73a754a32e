"""An event drafted from a statement: what "new event" is prefilled with, for a person to confirm or correct. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec
import regex

from annotator.date_words import opened, spotted
from annotator.dates import days_of, guess_when, published_day
from annotator.ids import random_id
from annotator.model import Actor, Article, Entity, Event, EventStatus, Mention, Span, Statement, When
from annotator.proposals.happenings import (
    Happening,
    guess_type,
    happenings,
    left_of,
    names_in,
    noun_phrase,
    tidy,
    verb_phrase,
)
from annotator.proposals.headlines import headline
from annotator.scheme import Scheme
from annotator.sentences import sentences_around
from annotator.text import span_text

TITLE_CHARS = 70
DATE_LABELS = ("DATE", "TIME")
PLACE_LABELS = ("GPE", "FAC", "LOC")
ACTOR_LABELS = ("PERSON", "ORG", "GPE", "NORP")
MOST_PARTICIPANTS = 6
BEFORE_CHARS, AFTER_CHARS = 24, 48
"""How much of the text around a word is looked at for what changes its sense."""

_PLANNED = regex.compile(
    r"(?:[’']ll|\b(?:will|shall|(?:is|are|am|was|were) (?:going|set|due|expected|scheduled|about) to"
    r"|plan(?:s|ned|ning)?|scheduled|upcoming|due|forthcoming|(?:is|are) to|next|tomorrow|coming))\b", regex.I
)  # fmt: skip
_PROPOSED = regex.compile(
    r"\b(?:should|must|ought to|propos\w*|suggest\w*|call(?:s|ed|ing)? (?:for|on)|demand\w*|urg(?:e|es|ed|ing)|could"
    r"|would|want(?:s|ed)?|needs? to|ready to|willing\w*|offer(?:s|ed)?|if)\b", regex.I
)  # fmt: skip
_NONE = regex.compile(r"\b(?:no|no such|there was never an?|cancell?ed the|called off the)\s+(?:\p{L}+\s+)?$", regex.I)
_FAILED = regex.compile(
    r"^[^.;]{0,40}?\b(?:(?:did|has|had|will|would|was|were)(?: not|n[’']t)|never|won[’']t)\s+"
    r"(?:take|taken|took|happen|occur|be held|held|come)"
    r"|^[^.;,]{0,40}?\b(?:was|were|has been|is|are) (?:cancell?ed|called off)",
    regex.I,
)
_PAST = regex.compile(r"\b(?:was|were|had|did|took|has been|have been|last|ago|yesterday)\b", regex.I)
_OF_PLACE = regex.compile(r"\b(?:in|at|near|outside|around|on|to|from|across|of)\s+(?:the\s+)?$", regex.I)
_AUXILIARY = regex.compile(
    r"(?:(?:will|would|shall|should|could|may|might|must|can|has|have|had|is|are|was|were|been|being|be|do|does|did|not|never"
    r"|also|already|then|again|now|just|soon|later|reportedly|to|going|plans?|planned|intends?|expected|set|due|ready|n[’']t"
    r"|won[’']t|didn[’']t|[’']ll|[’']ve)\s+|[’'](?:ll|ve|s|re)\s+)+$", regex.I
)  # fmt: skip
_FUTURE = regex.compile(
    r"(?:\b(?:will|shall|going to|plans? to|intends? to|set to|due to|is to|are to)|[’']ll)\b", regex.I
)
_REFUSAL = regex.compile(r"\b(?:not|never)\b|n[’']t\b", regex.I)
_INITIALS = regex.compile(r"\b\p{Lu}\.\p{Lu}$")
_FIRST_PERSON = frozenset(("i", "we"))
_PRONOUNS = frozenset(
    ("i", "we", "he", "she", "it", "they", "you", "who", "that", "which", "this", "these", "those", "there")
)


class _Ground(msgspec.Struct, frozen=True):
    """What an event is drafted from: the text, the stretch that tells of it, the statement, its speaker's name."""

    text: str
    span: Span
    statement: Statement
    speaker: str | None


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
    words = " … ".join(text[span.start : span.end] for span in statement.content)
    around = sentences_around(text, statement.content)
    near = sorted(
        (entity for entity in entities if around.covers(entity.span)), key=lambda entity: _distance(entity, statement)
    )
    published = article.meta.get("published")
    ground = _Ground(text, around, statement, _speaker(text, statement, find_actor))
    head = _head(ground, selection)
    when = _when(text, near, around, statement, published)
    place = _place(text, near)
    name = text[selection.start : selection.end] if selection else None
    title = _title(name) if name else _full_title(_phrase(ground, head) if head else "", place, article, words)
    return Event(
        id=random_id(),
        title=title,
        type=guess_type(f"{title}\n{words}", scheme),
        status=_status(ground, head, words, when, published),
        when=when,
        place=place,
        participants=_participants(near, place, text, find_actor),
        mentions=(Mention(article.id, selection),) if selection else (),
    )


def _speaker(text: str, statement: Statement, find_actor: Callable[[str], Actor | None]) -> str | None:
    speaker = statement.speaker
    if speaker is None:
        return None
    actor = find_actor(speaker.actor) if speaker.actor else None
    if actor is not None:
        return actor.name
    mention = text[speaker.mention.start : speaker.mention.end] if speaker.mention else ""
    return " ".join(mention.split()) if mention[:1].isupper() and mention.casefold() not in _PRONOUNS else None


# Title


def _head(ground: _Ground, selection: Span | None) -> Happening | None:
    """The word that names the event: in the selection, else in the statement, else in the sentence around it."""
    cue = ground.statement.cue
    inside = (selection,) if selection else ground.statement.content
    for spans in (inside, (ground.span,)):
        found = [
            each
            for span in spans
            for each in happenings(ground.text, span.start, span.end)
            if cue is None or not cue.overlaps(Span(each.start, each.end))
        ]
        if found:
            return max(found, key=lambda each: (_telling(ground, each), -each.start))
    return None


def _telling(ground: _Ground, head: Happening) -> int:
    """How well a word names an event: a noun with names, or a verb with somebody who acts, before a bare noun."""
    if not head.is_verb:
        return 3 if any(names_in(_phrase(ground, head)[1:])) else 2
    return 3 if _subject(ground, head)[0] else 0


def _phrase(ground: _Ground, head: Happening) -> str:
    """The words that name the event, those of the time left out."""
    start, end = _clause(ground, head)
    if not head.is_verb:
        return noun_phrase(ground.text, head, start, end)
    subject, auxiliary = _subject(ground, head)
    phrase = verb_phrase(ground.text, head, end)
    if _FUTURE.search(auxiliary) and not _REFUSAL.search(auxiliary):
        phrase = f"to be {phrase}" if regex.search(r"\bbe\b", auxiliary) else f"to {phrase}"
    elif _REFUSAL.search(auxiliary):
        phrase = f"{' '.join(auxiliary.split())} {phrase}"
    return f"{subject} {phrase}".strip()


def _subject(ground: _Ground, head: Happening) -> tuple[str, str]:
    """Who acts, "" where a pronoun hides it, and the auxiliary words between."""
    start, _ = _clause(ground, head)
    before = ground.text[start : head.start]
    auxiliary = _AUXILIARY.search(before)
    stem = before[: auxiliary.start()] if auxiliary else before
    said = auxiliary[0] if auxiliary else ""
    last = regex.search(r"([\p{L}]+)\s*$", stem)
    if last is None:
        return "", said
    word = last[1].casefold()
    if " ".join(said.split()).casefold() == "to":
        return "", said
    if word in _FIRST_PERSON:
        return ground.speaker or "", said
    at = start + last.end(1)
    subject = tidy(ground.text[left_of(ground.text, at, start) : at])
    return ("" if word in _PRONOUNS else subject), said


def _clause(ground: _Ground, head: Happening) -> tuple[int, int]:
    """The stretch that a phrase may reach over: the fragment of the statement around its head, else the sentence."""
    for span in ground.statement.content:
        if span.start <= head.start < span.end:
            return span.start, span.end
    return ground.span.start, ground.span.end


def _full_title(phrase: str, place: str | None, article: Article, words: str) -> str:
    """The phrase with its place; without one the article's headline, and at the worst the words said."""
    if phrase:
        if place and place.casefold() not in phrase.casefold() and " in " not in f" {phrase} ":
            phrase = f"{phrase} in {place}"
        return _title(phrase)
    return _title(headline(article.meta.get("title", "")) or words)


def _title(words: str) -> str:
    line = " ".join(words.split()).strip("“”\"‘’' ,.;:–—-")
    if _INITIALS.search(line):
        line += "."
    if len(line) > TITLE_CHARS:
        line = line[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return line[:1].upper() + line[1:]


# Status, date, place, participants


def _status(
    ground: _Ground, head: Happening | None, words: str, when: When | None, published: str | None
) -> EventStatus:
    """Whether it happened: by what stands before and after the word that names it, by the cue, and by the date."""
    cue = ground.statement.cue
    said = words
    if head is not None:
        start, end = _clause(ground, head)
        said = f"{ground.text[start : head.start]} {ground.text[head.end : min(end, head.end + AFTER_CHARS)]}"
        if _is_denied(ground, head):
            return "not_happened"
    is_proposed = bool(_PROPOSED.search(f"{said} {ground.text[cue.start : cue.end] if cue else ''}"))
    days, today = days_of(when), published_day(published)
    if days and today and days[1] < today:
        return "happened"
    is_planned = bool(_PLANNED.search(said))
    if is_proposed:
        return "planned" if is_planned and days and today and days[0] > today else "proposed"
    if days and today and days[0] > today:
        return "planned"
    return "planned" if is_planned and not _PAST.search(said) else "happened"


def _is_denied(ground: _Ground, head: Happening) -> bool:
    """Whether the text says that it did not, or will not, happen."""
    start, end = _clause(ground, head)
    if head.is_verb:
        return bool(_REFUSAL.search(_subject(ground, head)[1]))
    return bool(_NONE.search(ground.text[start : head.start]) or _FAILED.search(ground.text[head.end : end]))


def _when(text: str, near: Sequence[Entity], around: Span, statement: Statement, published: str | None) -> When | None:
    """The first date of the entities, those of the statement first; where the machine marked none, of the words."""
    spans = [entity.span for entity in near if entity.label in DATE_LABELS]
    if not spans:
        found = [Span(around.start + a, around.start + b) for a, b in spotted(text[around.start : around.end])]
        spans = sorted(found, key=lambda span: _gap(span, statement))
    for span in spans:
        when = guess_when(" ".join(text[span.start : span.end].split()), published)
        if when is not None:
            return opened(when, text[max(0, span.start - BEFORE_CHARS) : span.start])
    return None


def _place(text: str, near: Sequence[Entity]) -> str | None:
    """The nearest place that something happens in, else the nearest place that is named."""
    places = [entity for entity in near if entity.label in PLACE_LABELS]
    inside = [e for e in places if _OF_PLACE.search(text[max(0, e.span.start - BEFORE_CHARS) : e.span.start])]
    found = [*inside, *(entity for entity in places if entity.label != "GPE"), *places]
    return span_text(text, found[0].span) if found else None


def _participants(
    near: Sequence[Entity], place: str | None, text: str, find_actor: Callable[[str], Actor | None]
) -> tuple[str, ...]:
    ids = (
        entity.actor
        for entity in near
        if entity.label in ACTOR_LABELS
        and entity.actor
        and not (entity.label == "GPE" and span_text(text, entity.span) == place)
    )
    known = [actor_id for actor_id in dict.fromkeys(ids) if find_actor(actor_id)]
    return tuple(known[:MOST_PARTICIPANTS])


def _distance(entity: Entity, statement: Statement) -> tuple[int, int]:
    """0 for what stands in the statement's own words; how far off the rest is, in code points."""
    return (_gap(entity.span, statement), entity.span.start)


def _gap(span: Span, statement: Statement) -> int:
    return min(max(content.start - span.end, span.start - content.end, 0) for content in statement.content)
