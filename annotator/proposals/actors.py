"""Actors of a project that may be one: the same name spelled, shortened or abbreviated otherwise. Never merged here.

Precise before complete: people of one surname and different first names are two, and a bare surname or an acronym is
somebody's only if nobody else in the project could be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from annotator import ids
from annotator.model import Actor
from annotator.names import (
    PersonName,
    acronym,
    body_words,
    first_letters,
    fold,
    initials,
    is_initials,
    is_same_person,
    is_same_spelling,
    known_words,
    person_name,
    skeleton,
    sound,
    surname_parts,
)

LARGEST_BLOCK = 60
"""Names that begin and end alike are compared with each other up to so many, those in most articles first."""
BODIES = ("organisation", "place", "other")
KIND_WORDS = {"organisation": "an organisation", "place": "a place", "other": "something else"}
MIDDLE, SPELLED, SHORTENED, INITIAL, MARRIED = 0.95, 0.93, 0.88, 0.8, 0.75
SAME_BODY, PLACE, ACRONYM, SHARED, KIND, BARE = 0.95, 0.92, 0.85, 0.75, 0.6, 0.7
TWO_NAMES = "two names of one place"


class ActorCount(msgspec.Struct, frozen=True):
    """An actor and in how many articles it stands."""

    actor: Actor
    articles: int


class ActorProposal(msgspec.Struct, frozen=True):
    """Two actors that may be one. The first is proposed to stay; `articles` says in how many each stands.

    `score` is in 0..1; `id` is the same on every machine, so that what was dismissed is not proposed again.
    """

    actors: tuple[Actor, Actor]
    articles: tuple[int, int]
    score: float
    reason: str

    @property
    def id(self) -> str:
        return pair_id(self.actors[0].id, self.actors[1].id)


class _Entry(msgspec.Struct, frozen=True):
    """One way in which an actor is written."""

    count: ActorCount
    name: str

    @property
    def id(self) -> str:
        return self.count.actor.id


_Pair = tuple[_Entry, _Entry, float, str]


def pair_id(one: str, other: str) -> str:
    """The id of the question whether two actors are one."""
    return ids.derived_id("same_actor", *sorted((one, other)))


def propose_same_actors(
    counts: Sequence[ActorCount], *, dismissed: Collection[str] = frozenset()
) -> list[ActorProposal]:
    """The pairs that may be one, the surest first; each actor is proposed to go into at most one other.

    `dismissed` are the ids of pairs that are not to be proposed. Names are compared within blocks of like surnames or
    initials, so that time grows with the number of actors and not with its square.
    """
    rank = {each.actor.id: at for at, each in enumerate(sorted(counts, key=_weight))}
    best: dict[str, _Pair] = {}
    people = [each for each in counts if each.actor.kind == "person"]
    bodies = [each for each in counts if each.actor.kind in BODIES or each.actor.kind == "group"]
    for pair in (*_people(people), *_bodies(bodies)):
        stays, goes = _in_order(pair, rank)
        if stays.id == goes.id or pair_id(stays.id, goes.id) in dismissed:
            continue
        known = best.get(goes.id)
        if known is None or (-pair[2], rank[stays.id]) < (-known[2], rank[known[0].id]):
            best[goes.id] = (stays, goes, pair[2], pair[3])
    found = [
        ActorProposal((stays.count.actor, goes.count.actor), (stays.count.articles, goes.count.articles), score, reason)
        for stays, goes, score, reason in best.values()
    ]
    return sorted(found, key=lambda each: (-each.score, -sum(each.articles), each.actors[0].name, each.actors[1].name))


def take_names_apart(actor: Actor) -> None:
    """Work out beforehand, and keep, what `propose_same_actors` asks of an actor's names: half of its time."""
    for name in (actor.name, *actor.aliases):
        if actor.kind == "person":
            parsed = person_name(name)
            for part in (*surname_parts(parsed.last), *parsed.middle[-1:]):
                skeleton(part)
            first_letters(parsed.first)
        else:
            initials(name)
            for word in body_words(name):
                sound(word)


def _weight(count: ActorCount) -> tuple[int, int, str, str]:
    return -count.articles, -len(count.actor.name), count.actor.name, count.actor.id


def _in_order(pair: _Pair, rank: dict[str, int]) -> tuple[_Entry, _Entry]:
    """Which stays and which goes: a full name before a bare one, Kyiv before Kiev, else the one in more articles."""
    one, other, score, _ = pair
    if score in (BARE, PLACE):
        return one, other
    return (one, other) if rank[one.id] <= rank[other.id] else (other, one)


def _people(counts: Sequence[ActorCount]) -> Iterator[_Pair]:
    full: list[tuple[_Entry, PersonName]] = []
    bare: list[tuple[_Entry, PersonName]] = []
    for count in sorted(counts, key=_weight):
        for name in (count.actor.name, *count.actor.aliases):
            parsed = person_name(name)
            if parsed.is_full:
                full.append((_Entry(count, name), parsed))
            elif name == count.actor.name and parsed.last:
                bare.append((_Entry(count, name), parsed))
    yield from _full_people(full)
    yield from _bare_people(bare, full)


def _full_people(full: Sequence[tuple[_Entry, PersonName]]) -> Iterator[_Pair]:
    blocks: dict[tuple[str, str], list[tuple[_Entry, PersonName]]] = defaultdict(list)
    for entry, name in full:
        for part in sorted({skeleton(part) for part in (*surname_parts(name.last), *name.middle[-1:])}):
            for letter in sorted(first_letters(name.first)):
                blocks[part, letter].append((entry, name))
    for block in blocks.values():
        near = block[:LARGEST_BLOCK]
        for at, (one, left) in enumerate(near):
            for other, right in near[:at]:
                if one.id != other.id and is_same_person(left, right):
                    score, reason = _why(other.name, right, one.name, left)
                    yield other, one, score, reason


def _why(left_name: str, left: PersonName, right_name: str, right: PersonName) -> tuple[float, str]:
    if left.last != right.last and not is_same_spelling(left.last, right.last):
        return MARRIED, "one with a second surname"
    if left.first != right.first:
        ours, theirs = left.first.rstrip("."), right.first.rstrip(".")
        if min(len(ours), len(theirs)) == 1 or is_initials(ours) or is_initials(theirs):
            return INITIAL, "the first name once as an initial"
        if not is_same_spelling(ours, theirs):
            short, full = sorted(
                (_first(left_name, left), _first(right_name, right)), key=lambda name: (len(name), name)
            )
            return SHORTENED, f"“{short}” is short for “{full}”"
        return SPELLED, "the first name spelled two ways"
    if left.last != right.last:
        return SPELLED, "the surname spelled two ways"
    if left.middle != right.middle:
        return MIDDLE, "with and without a middle name"
    if fold(left_name) == fold(right_name):
        return MIDDLE, _equal(left_name, right_name)
    return MIDDLE, "with and without a title"


def _equal(left: str, right: str) -> str:
    return "the same name" if left == right else "the same but for accents or capitals"


def _first(name: str, parsed: PersonName) -> str:
    """The first name as it is written."""
    return next((word for word in name.split() if fold(word) == parsed.first), parsed.first)


def _bare_people(
    bare: Sequence[tuple[_Entry, PersonName]], full: Sequence[tuple[_Entry, PersonName]]
) -> Iterator[_Pair]:
    by_last: dict[str, list[tuple[_Entry, PersonName]]] = defaultdict(list)
    for entry, name in full:
        for part in sorted({skeleton(part) for part in surname_parts(name.last)}):
            by_last[part].append((entry, name))
    by_bare: dict[str, list[_Entry]] = defaultdict(list)
    for entry, name in bare:
        fits = [
            each
            for each in by_last.get(skeleton(name.last), ())[: LARGEST_BLOCK + 1]
            if any(is_same_spelling(name.last, part) for part in surname_parts(each[1].last))
        ]
        others = [each for each in fits if each[0].id != entry.id]
        if others and all(is_same_person(others[0][1], other) for _, other in others[1:]):
            yield others[0][0], entry, BARE, f"the only {entry.name} with a first name"
        elif not fits:
            by_bare[sound(name.last)].append(entry)
    for entries in by_bare.values():
        for other in entries[1:LARGEST_BLOCK]:
            yield entries[0], other, SPELLED, "the surname spelled two ways"


def _bodies(counts: Sequence[ActorCount]) -> Iterator[_Pair]:
    entries = [
        _Entry(count, name)
        for count in sorted(counts, key=_weight)
        for name in (count.actor.name, *count.actor.aliases)
        if body_words(name)
    ]
    yield from _alike(entries)
    yield from _abbreviated(entries)


def _alike(entries: Iterable[_Entry]) -> Iterator[_Pair]:
    """Names that differ in "the", "Inc.", the spelling of a word, or only in what kind they were taken for."""
    by_sound: dict[tuple[str, ...], list[_Entry]] = defaultdict(list)
    for entry in entries:
        by_sound[tuple(sound(word) for word in body_words(entry.name))].append(entry)
    for block in by_sound.values():
        near = block[:LARGEST_BLOCK]
        for at, one in enumerate(near):
            for other in near[:at]:
                if one.id != other.id and (pair := _alike_pair(other, one)):
                    yield pair


def _alike_pair(one: _Entry, other: _Entry) -> _Pair | None:
    left, right = one.count.actor.kind, other.count.actor.kind
    if left != right:
        if "group" in (left, right) or body_words(one.name) != body_words(other.name):
            return None
        return one, other, KIND, f"once {KIND_WORDS[left]}, once {KIND_WORDS[right]}"
    if fold(one.name) == fold(other.name):
        if not (_is_whole(one) and _is_whole(other)):
            return one, other, SHARED, f"both are written “{other.name}”"
        return one, other, SAME_BODY, _equal(one.name, other.name)
    if body_words(one.name) != body_words(other.name):
        return one, other, SPELLED, "spelled two ways"
    if _is_other_name(one.name) != _is_other_name(other.name):
        return (other, one, PLACE, TWO_NAMES) if _is_other_name(one.name) else (one, other, PLACE, TWO_NAMES)
    if one.name.replace(".", "") == other.name.replace(".", ""):
        return one, other, SAME_BODY, "with and without full stops"
    return one, other, SAME_BODY, "with and without “the” or “Inc.”"


def _is_whole(entry: _Entry) -> bool:
    """Whether it is the name of the actor, and not one of its shorter ones."""
    return fold(entry.name) == fold(entry.count.actor.name)


def _is_other_name(name: str) -> bool:
    """Whether a name has a word in it that is the other name of a place ("Kiev")."""
    return any(word in known_words().exonyms for word in fold(name).split())


def _abbreviated(entries: Sequence[_Entry]) -> Iterator[_Pair]:
    """Acronyms with the only name in the project that has these initials."""
    by_letters: dict[tuple[str, str], dict[tuple[str, ...], _Entry]] = defaultdict(dict)
    for entry in entries:
        for letters in sorted({each for each in initials(entry.name) if each}):
            by_letters[entry.count.actor.kind, letters].setdefault(body_words(entry.name), entry)
    for entry in entries:
        letters = acronym(entry.name)
        fits = by_letters.get((entry.count.actor.kind, letters), {}) if letters else {}
        whole = next(iter(fits.values()), None)
        if len(fits) == 1 and whole is not None and whole.id != entry.id:
            yield whole, entry, ACRONYM, f"“{entry.name}” are the first letters"
