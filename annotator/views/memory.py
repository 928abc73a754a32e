"""What a layer's decisions say about the next suggestion of the same words: never fix the same name twice. Pure.

An overlay on the stored suggestions, for each layer by itself (with the published gold beside it), so that nobody's
work shows in another's. What is laid over a suggestion keeps its id: it is the same proposal, better told, and one that
was refused does not come back. Where the lessons are looked up is in `annotator.views.recall`; names that the machine
missed are in `annotator.views.additions`.

- A label or actor counts once four fifths of the decisions on the name agree. A label that the machine proposes too is
  surer for it.
- A name is hidden once it was refused twice, one by one or in two articles, and never kept. Once is not enough: people
  refuse one place of a name that is right elsewhere ("Washington" the man), and would have to look for what they miss;
  twice in one article is, since they would go on pressing the same key. A refusal of many in one act counts once.
- A boundary that was moved is moved on the same words, unless they were kept as they are elsewhere.
- A short statement refused twice and never kept is hidden: titles and scare quotes come again word for word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from annotator.model import Actor, Entity, Span, Speaker, Statement
from annotator.store.lessons import NameRow
from annotator.units import Unit

AGREEING = 0.8
"""Share of the decisions on a name that must agree before they are taken over."""
REFUSALS = 2
CONFIRMED = 2
"""In so many articles a label must be decided before it makes a suggestion with that label surer."""
SPELLING = 85
SOURCE = "memory 1"
PRONOUNS = frozenset(
    ["he", "she", "it", "they", "we", "i", "who", "you", "his", "her", "their", "our", "this", "that", "these", "those",
     "both", "all", "many", "some"]
)  # fmt: skip
TITLES = frozenset(
    ["president", "prime", "foreign", "defense", "defence", "interior", "finance", "minister", "secretary", "state",
     "spokesman", "spokeswoman", "spokesperson", "general", "governor", "mayor", "chancellor", "king", "queen", "pope",
     "senator", "official", "officials", "police", "analysts", "experts"]
)  # fmt: skip
"""Words that alone name an office or a crowd: another person in each article."""


class Verdict(msgspec.Struct, frozen=True):
    """What was decided about a name, each with the number of articles: its label, that it is none, actor, boundary."""

    label: str | None = None
    articles: int = 0
    refused: int = 0
    """How often it was refused, if it is to be hidden."""
    actor: str | None = None
    resolved: int = 0
    words: str = ""
    """The words that its boundary was moved to."""
    moved: int = 0
    against: int = 0
    """In how many articles something else was decided than `label`, a refusal too."""


FindVerdict = Callable[[str], Verdict | None]
FindActor = Callable[[str], Actor | None]


def verdict(
    rows: Iterable[NameRow], *, moved: Mapping[str, int] | None = None, spoke: Mapping[str, int] | None = None
) -> Verdict | None:
    """The verdict on one name, None where nothing is to be learned.

    `moved` counts the articles in which its boundary was moved to other words, `spoke` those in which a statement whose
    speaker it was went to an actor.
    """
    kept: dict[str, int] = {}
    actors = dict(spoke or {})
    refused = singly = 0
    for row in rows:
        if row.state == "kept":
            kept[row.label] = kept.get(row.label, 0) + row.articles
            for actor, articles in row.actors.items():
                actors[actor] = max(actors.get(actor, 0), articles)
        elif row.state == "rejected":
            refused, singly = refused + row.articles, singly + row.singly
    label, articles = _majority(kept)
    words, times = _majority({**_whatever_case(moved or {}), "": sum(kept.values())})
    actor, resolved = _majority(actors)
    often = max(refused, singly)
    found = Verdict(
        label=label or None,
        articles=articles,
        refused=often if often >= REFUSALS and not kept and not moved else 0,
        actor=actor or None,
        resolved=resolved,
        words=words,
        moved=times if words else 0,
        against=sum(kept.values()) - articles + refused if label else 0,
    )
    return found if found.label or found.refused or found.actor or found.words else None


def _whatever_case(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts of words put together whatever their case, under the most frequent: "the Kremlin", "The Kremlin"."""
    spellings: dict[str, list[str]] = {}
    for words in sorted(counts, key=lambda one: (-counts[one], one)):
        spellings.setdefault(words.lower(), []).append(words)
    return {same[0]: sum(counts[one] for one in same) for same in spellings.values()}


def _majority(counts: Mapping[str, int]) -> tuple[str, int]:
    """What most agree on, with its count; ("", 0) where too few do."""
    if not counts:
        return "", 0
    best, count = max(sorted(counts.items()), key=lambda item: item[1])
    return (best, count) if count and count >= AGREEING * sum(counts.values()) else ("", 0)


def likelihood(agreeing: int, others: int = 0) -> float:
    """How likely the next one is alike, after so many that were and others that were not.

    The estimator of Krichevsky and Trofimov (1981): names are decided nearly always alike or not, rarely half and half.
    """
    return round((agreeing + 0.5) / (agreeing + others + 1), 3)


def resolution(found: Verdict | None) -> tuple[str | None, int]:
    """What a verdict says of a name's actor, all that concerns the statements of whoever is called so."""
    return (found.actor, found.resolved) if found else (None, 0)


def in_articles(count: int) -> str:
    return "in 1 article" if count == 1 else f"in {count} articles"


def is_name(words: str) -> bool:
    """Whether words name somebody by themselves, unlike "he" and "the President"."""
    tokens = [token.strip(".,’'").lower() for token in words.split()]
    tokens = tokens[1:] if tokens[:1] == ["the"] else tokens
    has_capital = any(char.isupper() for char in words) or not any(char.islower() for char in words)
    return has_capital and any(token not in PRONOUNS and token not in TITLES for token in tokens)


def overlay_entity(unit: Unit, text: str, find: FindVerdict, actor: FindActor) -> Unit:
    """An undecided entity as memory has it: hidden, or with the boundary, label and actor decided elsewhere."""
    value = unit.value
    assert isinstance(value, Entity)
    words = text[value.span.start : value.span.end]
    found = find(words)
    if found is None:
        return unit
    reasons: list[str] = []
    if found.words and (moved := moved_span(text, value.span, found.words)) is not None:
        reasons.append(f"“{words}” was made “{found.words}” {in_articles(found.moved)}")
        value = msgspec.structs.replace(value, span=moved)
        words, found = found.words, find(found.words) or Verdict()
    elif found.refused:
        return msgspec.structs.replace(unit, hidden=True, source=SOURCE, reason=_refusal(found.refused))
    score = unit.score or 0.0
    if found.label and (found.label != value.label or found.articles >= CONFIRMED):
        reasons.append(f"same name decided {found.label} {in_articles(found.articles)}")
        likely = likelihood(found.articles, found.against)
        score = likely if found.label != value.label else max(score, likely)
        value = msgspec.structs.replace(value, label=found.label)
    taken = _actor_for(found.actor, value.actor, words, actor) if found.actor else None
    # A place has an actor where it speaks; its bare name says nothing new of it elsewhere.
    if taken is not None and (value.actor or taken.name != words):
        reasons.append(f"same name resolved to {taken.name} {in_articles(found.resolved)}")
        value = msgspec.structs.replace(value, actor=taken.id)
    if not reasons:
        return unit
    return msgspec.structs.replace(unit, value=value, score=score, source=SOURCE, reason="; ".join(reasons))


def overlay_statement(unit: Unit, text: str, find: FindVerdict, actor: FindActor) -> Unit:
    """A statement whose speakers' names were resolved elsewhere, while nobody decided its own."""
    value = unit.value
    assert isinstance(value, Statement)
    speaker = value.speaker
    if speaker is None or "actor" in unit.decided:
        return unit
    reasons: list[str] = []
    found = _resolved(speaker, text, find, actor, reasons)
    others = tuple(_resolved(other, text, find, actor, reasons) for other in speaker.others)
    if not reasons:
        return unit
    value = msgspec.structs.replace(value, speaker=msgspec.structs.replace(found, others=others))
    reason = "; ".join(part for part in (unit.reason, *dict.fromkeys(reasons)) if part)
    return msgspec.structs.replace(unit, value=value, reason=reason)


def refuse_words(unit: Unit, times: int) -> Unit:
    """A statement that is hidden, since its words were refused so often."""
    reason = f"same words refused as a statement {'twice' if times == REFUSALS else f'{times} times'}"
    return msgspec.structs.replace(unit, hidden=True, source=SOURCE, reason=reason)


def moved_span(text: str, span: Span, words: str) -> Span | None:
    """Where `words` stand around or inside a span: the boundary that it should have. None if they do not.

    What stands around it may have another case, as "The" has where a sentence begins.
    """
    inside = text[span.start : span.end].find(words)
    start = span.start + inside if inside >= 0 else span.start - words.find(text[span.start : span.end])
    moved = Span(start, start + len(words))
    is_there = start >= 0 and text[start : moved.end].lower() == words.lower() and (inside >= 0 or moved.covers(span))
    return moved if is_there and is_whole(text, moved) else None


def is_whole(text: str, span: Span) -> bool:
    """Whether a span cuts no word at its ends."""
    before, after = text[max(0, span.start - 1) : span.start + 1], text[span.end - 1 : span.end + 1]
    return not any(len(pair) == 2 and pair[0].isalnum() and pair[1].isalnum() for pair in (before, after))


def _resolved(speaker: Speaker, text: str, find: FindVerdict, actor: FindActor, reasons: list[str]) -> Speaker:
    if speaker.mention is None or speaker.anonymous:
        return speaker
    words = text[speaker.mention.start : speaker.mention.end]
    found = find(words) if is_name(words) else None
    taken = _actor_for(found.actor, speaker.actor, words, actor) if found and found.actor else None
    if found is None or taken is None:
        return speaker
    reasons.append(f"“{words}” resolved to {taken.name} {in_articles(found.resolved)}")
    return msgspec.structs.replace(speaker, actor=taken.id)


def _actor_for(known: str, proposed: str | None, words: str, actor: FindActor) -> Actor | None:
    """The actor known for a name, unless the machine already says so or knows better from this article.

    It knows better where the article gives a fuller name that is another one: "Bill Clinton" for "Clinton".
    """
    found = actor(known)
    if found is None or found.id == proposed:
        return None
    other = actor(proposed) if proposed else None
    if other is None or other.name == words:
        return found
    return found if any(is_spelling(name, other.name) for name in (found.name, *found.aliases)) else None


def is_spelling(one: str, other: str) -> bool:
    """Whether two full names differ in spelling alone, if at all: "Zelensky", "Zelenskyy"."""
    from rapidfuzz.fuzz import ratio  # the window starts without it

    left, right = one.casefold().split(), other.casefold().split()
    if not left or not right or len(left) != len(right):
        return False
    return all(ratio(a, b) >= SPELLING for a, b in zip(left, right, strict=True))


def _refusal(times: int) -> str:
    return f"same name refused {times} times" if times > REFUSALS else "same name refused twice"
