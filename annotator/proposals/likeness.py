"""How like a name in a text is an actor's: the reason why one is offered for the other, before it is chosen."""

from __future__ import annotations

from functools import lru_cache

from annotator.model import Actor
from annotator.names import (
    PersonName,
    acronym,
    body_words,
    fold,
    initials,
    is_same_first,
    is_same_person,
    is_same_spelling,
    person_name,
    sound,
    surname_parts,
)

Likeness = tuple[float, str]
NONE: Likeness = (0.0, "")
LOOSE = 70.0
"""From this likeness (0 to 100) of their letters on, two names are said to look alike."""
SHORTEST = 2


def likeness(mention: str, actor: Actor) -> Likeness:
    """How like a mention is an actor, 0 to 1, and why in a few words; 0 where nothing speaks for it."""
    if len(fold(mention)) < SHORTEST:
        return NONE
    return max((_likeness(mention, name, actor.kind) for name in (actor.name, *actor.aliases)), default=NONE)


def _likeness(mention: str, name: str, kind: str) -> Likeness:
    if fold(mention) == fold(name):
        return 1.0, "the same name"
    if not _first_letters(mention) & _first_letters(name):
        return NONE
    found = _of_person(mention, name) if kind == "person" else _of_body(mention, name)
    if found == NONE and _look_alike(mention, name):
        return 0.5, f"looks like “{mention}”"
    return found


def _look_alike(mention: str, name: str) -> bool:
    from rapidfuzz.fuzz import token_set_ratio  # the window starts without it

    return token_set_ratio(fold(mention), fold(name)) >= LOOSE


@lru_cache(maxsize=65536)
def _first_letters(name: str) -> frozenset[str]:
    """What the words of a name begin with: names that share none are not compared."""
    return frozenset(sound(word)[:1] for word in fold(name).replace("-", " ").split())


def _of_person(mention: str, name: str) -> Likeness:
    ours, theirs = person_name(mention), person_name(name)
    if ours.is_full and theirs.is_full:
        return (0.9, f"may be “{mention}”") if is_same_person(ours, theirs) else _of_surname(ours, theirs)
    bare, other = (theirs, ours) if ours.is_full else (ours, theirs)
    if bare.last in surname_parts(other.last):
        return 0.85, "the same last name"
    if any(is_same_spelling(bare.last, part) for part in surname_parts(other.last)):
        return 0.75, "the last name spelled two ways"
    if other.is_full and is_same_first(bare.last, other.first):
        return 0.7, "the same first name"
    return NONE


def _of_surname(ours: PersonName, theirs: PersonName) -> Likeness:
    return (0.4, "the same last name") if ours.last == theirs.last else NONE


def _of_body(mention: str, name: str) -> Likeness:
    ours, theirs = body_words(mention), body_words(name)
    if not ours or not theirs:
        return NONE
    if ours == theirs:
        return 0.95, f"may be “{mention}”"
    if [sound(word) for word in ours] == [sound(word) for word in theirs]:
        return 0.9, "spelled two ways"
    if _abbreviates(mention, name) or _abbreviates(name, mention):
        return 0.85, "its first letters"
    if ours == theirs[-len(ours) :] or ours == theirs[: len(ours)]:
        return 0.7, "a part of the name"
    return NONE


def _abbreviates(short: str, name: str) -> bool:
    letters = acronym(short)
    return bool(letters) and letters in initials(name)
