"""Events proposed because several articles tell of one happening in a sentence each. Pure.

One event for each key (who, what kind, where) and stretch of time; its title is put together from these.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from annotator.ids import derived_id
from annotator.model import Event, Mention, When
from annotator.proposals.headlines import TITLE_CHARS
from annotator.proposals.stories import WINDOW_DAYS, EventProposal, Told
from annotator.proposals.tellings import Named, Telling
from annotator.wording import counted

MOST_MENTIONS = 40
COUNTRY = 4
"""How many articles a place kind of event must be told in, where the place is a whole country."""
OVERLAP = 0.5
"""From which share of articles in common on two proposals of one kind are one."""
SINGLE = 0.32
GENERAL = frozenset(("meeting", "attack", "agreement", "deal"))
"""Nouns that say less than others for the same happening: they count half."""


def propose_told(
    tellings: Iterable[Telling], articles: Mapping[str, Told], days: Mapping[str, When], countries: Collection[str] = ()
) -> list[EventProposal]:
    """An event for each happening that several articles tell of, and for clear ones of a single article; best first.

    `countries` are the keys of what has a people. `articles` are by id; `days` are those that sentences name, by
    article and start of the sentence ("id:start").
    """
    by_key: dict[str, list[Telling]] = {}
    for telling in tellings:
        by_key.setdefault(telling.key, []).append(telling)
    found = [
        _proposal(part, articles, days)
        for group in by_key.values()
        for part in _stretches(group, articles)
        if _is_enough(part, countries)
    ]
    return sorted(found, key=lambda each: (-each.score, each.event.title, each.event.id))


def without_doubles(proposals: Sequence[EventProposal]) -> list[EventProposal]:
    """Proposals by falling worth, without those of a kind and of articles that a better one covers."""
    kept: list[EventProposal] = []
    of_article: dict[str, list[EventProposal]] = {}
    for each in proposals:
        others = {other.event.id: other for article in each.articles for other in of_article.get(article, ())}
        if not any(_is_double(each, other) for other in others.values()):
            kept.append(each)
            for article in each.articles:
                of_article.setdefault(article, []).append(each)
    return kept


def _is_double(one: EventProposal, better: EventProposal) -> bool:
    shared = len(set(one.articles) & set(better.articles))
    if one.event.title.casefold() == better.event.title.casefold():
        return True
    is_same_kind = one.event.type == better.event.type or {one.event.type, better.event.type} <= _TALKS
    if not is_same_kind or shared / len(one.articles) <= OVERLAP:
        return False
    # Two happenings of one kind in the same articles have other people or places; a story has no mentions.
    return not (one.event.mentions and better.event.mentions) or bool(
        {mention.span for mention in one.event.mentions} & {mention.span for mention in better.event.mentions}
    )


_TALKS = {"meeting", "call", "negotiation"}


def _stretches(group: Sequence[Telling], articles: Mapping[str, Told]) -> list[list[Telling]]:
    """The tellings of a key, parted where articles lie far apart in time; undated ones with the only part."""
    undated = [each for each in group if _published(each, articles) is None]
    dated = [(day, each) for each in group if (day := _published(each, articles)) is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].article, pair[1].span.start))
    parts: list[list[Telling]] = []
    last: dt.date | None = None
    for day, each in dated:
        if last is None or (day - last).days > WINDOW_DAYS:
            parts.append([])
        parts[-1].append(each)
        last = day
    if undated and len(parts) == 1:
        parts[0] += undated
    elif undated:
        parts.append(undated)
    return parts


def _published(telling: Telling, articles: Mapping[str, Told]) -> dt.date | None:
    return articles[telling.article].published


def _is_enough(part: Sequence[Telling], countries: Collection[str]) -> bool:
    number = len({each.article for each in part})
    first = part[0]
    if _is_placed(first):
        is_country = first.place is not None and first.place.key in countries
        return number >= (COUNTRY if is_country and first.type in ("attack", "protest", "accident") else 2)
    return number > 1 or any(_is_clear(each) for each in part)


def _is_clear(telling: Telling) -> bool:
    """Whether one sentence is enough: two people who spoke by phone, or met in a town or country that it names."""
    if len(telling.who) != 2 or any(name.label != "PERSON" for name in telling.who):
        return False
    return telling.type == "call" or (telling.place is not None and telling.place.label == "GPE")


def _is_placed(telling: Telling) -> bool:
    return not telling.who and telling.place is not None and not telling.mark


def _proposal(part: Sequence[Telling], articles: Mapping[str, Told], days: Mapping[str, When]) -> EventProposal:
    ids = tuple(dict.fromkeys(each.article for each in part))
    place = _place(part)
    who = [_fullest(part, position) for position in range(len(part[0].who))]
    actors = [name.actor for name in who if name.actor]
    day = _common(each for each in (days.get(f"{t.article}:{t.sentence.start}") for t in part) if each)
    if day is None and len(ids) == 1:
        day = articles[ids[0]].day
    status = Counter(each.status for each in part).most_common()
    event = Event(
        id=derived_id("event", f"{part[0].key}|{min(ids)}"),
        title=_title(part, who, place),
        type=part[0].type,
        status=max(status, key=lambda pair: (pair[1], pair[0]))[0],  # type: ignore[arg-type]
        when=day,
        place=place.name if place else None,
        participants=tuple(dict.fromkeys(actors)),
        mentions=tuple(Mention(each.article, each.span) for each in part[:MOST_MENTIONS]),
    )
    return EventProposal(event, ids, _reasons(part, ids, who, place), _score(part, len(ids)))


def _place(part: Sequence[Telling]) -> Named | None:
    """The place that the tellings name most often; None where most name none and it is no part of what they are."""
    counts = Counter(each.place.key for each in part if each.place)
    if not counts:
        return None
    key, number = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if f"|{key}" not in part[0].key and number < max(1, len(part) / 4):
        return None
    named = [each.place for each in part if each.place and each.place.key == key]
    common = Counter(name.name for name in named).most_common(1)[0][0]
    return next(name for name in named if name.name == common)


def _fullest(part: Sequence[Telling], position: int) -> Named:
    """Somebody by the fullest name that more than one telling has, else by the fullest."""
    named = [each.who[position] for each in part if position < len(each.who)]
    counts = Counter(name.name for name in named)
    return max(named, key=lambda name: (counts[name.name] > 1, len(name.name.split()) < 4, len(name.name), name.name))


def _title(part: Sequence[Telling], who: Sequence[Named], place: Named | None) -> str:
    nouns = Counter(each.noun for each in part)
    noun = max(nouns, key=lambda each: (nouns[each] * (1 if each in GENERAL else 2), each))
    names = [regular(name.name) for name in who]
    title = noun
    if part[0].mark:
        title = f"{part[0].mark} {noun}"
        if part[0].type == "agreement" and sum(each.status == "proposed" for each in part) * 2 > len(part):
            title += " proposal"
    elif part[0].type == "visit":
        return f"{names[0]}’s {noun} to {place.name if place else ''}"[:TITLE_CHARS].strip()
    elif len(names) == 2:
        title = (
            f"{noun} of {names[0]} and {names[1]}" if noun == "meeting" else f"{noun} between {names[0]} and {names[1]}"
        )
    elif names:
        title = f"{noun} of {names[0]}"
    if place and place.name.casefold() not in title.casefold():
        title += f" in {place.name}"
    return title[:1].upper() + title[1:][: TITLE_CHARS - 1]


def regular(name: str) -> str:
    """A name on one line, without a possessive."""
    return " ".join(name.split()).removesuffix("’s").removesuffix("'s")


def _common(found: Iterable[When]) -> When | None:
    """The day that most sentences name; None where two are named as often."""
    named = list(found)
    counts = Counter(when.edtf for when in named).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    return next(when for when in named if when.edtf == counts[0][0])


def _reasons(part: Sequence[Telling], ids: Sequence[str], who: Sequence[Named], place: Named | None) -> tuple[str, ...]:
    tell = "tells" if len(ids) == 1 else "tell"
    reasons = [f"{counted(len(ids), 'article')} {tell} of it, in {counted(len(part), 'sentence')}"]
    words = (
        [regular(name.name) for name in who]
        + ([place.name] if place else [])
        + ([part[0].mark] if part[0].mark else [])
    )
    if words:
        reasons.append("they name " + ", ".join(dict.fromkeys(words)))
    return tuple(reasons)


def _score(part: Sequence[Telling], articles: int) -> float:
    """Surer the more articles tell of it, and of two people than of a place."""
    if articles == 1:
        return SINGLE
    base = 0.55 if len(part[0].who) == 2 or part[0].mark else 0.5
    return round(min(0.95, base + 0.4 * (articles - 1) / (articles + 1)), 3)
