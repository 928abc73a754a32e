"""What the program knows of names beforehand: the lists of `resources/cues`, read once. Pure; no article here.

`NameWords` has the words beside and inside names, `Gazetteer` the names themselves: places, peoples, bodies, given
names with their gender, surnames. Written from common knowledge; nothing is learnt from articles.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache, cached_property
from importlib import resources
from typing import Any

import msgspec

FIRST_TOKEN = re.compile(r"[^\s\-'’]+")
NO_PLURAL = ("ese", "ish", "ch", "ss", "s", "ois", "man", "men", "z")


class NameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Lower-case words beside and inside names, from `resources/cues/names.toml`."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    places: frozenset[str]
    place_heads: frozenset[str]
    place_before: frozenset[str]
    hyphened: frozenset[str]
    roles: frozenset[str]
    kin: frozenset[str]
    body_roles: frozenset[str]
    body_after: frozenset[str]
    held: frozenset[str]
    believed: frozenset[str]
    company_suffixes: frozenset[str]
    institutions: frozenset[str]
    built: frozenset[str]
    land: frozenset[str]
    land_first: frozenset[str]
    happenings: frozenset[str]
    laws: frozenset[str]
    particles: frozenset[str]
    person_ends: frozenset[str]
    not_people: frozenset[str]
    generic: frozenset[str]
    openers: frozenset[str]
    abbreviations: frozenset[str]
    not_names: frozenset[str]

    @cached_property
    def titles(self) -> frozenset[str]:
        """Words before a person's name that are no part of it."""
        return self.honorifics | self.offices

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Words that end the name of a body, a built place or a piece of land, and say what it is."""
        return self.company_suffixes | self.institutions | self.built | self.land


class Known(msgspec.Struct, frozen=True):
    """What a listed name is: its label, how strongly the list counts against the model, what an annotator is told.

    A doubtful name is also a word, a person or something else: it is believed only where something else says so.
    """

    label: str
    weight: float
    what: str
    is_doubtful: bool = False


class Gazetteer(msgspec.Struct, frozen=True):
    """The listed names by how they are written; `by_first` has them by their first token, the longest first."""

    names: dict[str, Known]
    by_first: dict[str, tuple[str, ...]]
    capitals: dict[str, str]
    given: dict[str, str]
    plain_given: frozenset[str]
    surnames: frozenset[str]
    buildings: frozenset[str]
    countries: dict[str, tuple[str, ...]]

    def find(self, name: str) -> Known | None:
        """What a name is, also where it is written in capitals only ("LONDON")."""
        plain = plain_marks(name)
        known = self.names.get(plain)
        if known is None and plain.isupper() and len(plain) > SHORT_CAPITALS:
            known = self.names.get(self.capitals.get(plain, ""))
        return known

    def gender(self, name: str) -> str:
        """`f`, `m` or nothing for a given name, from the list."""
        return self.given.get(name, "")


SHORT_CAPITALS = 3


def plain_marks(name: str) -> str:
    """A name with straight apostrophes and single spaces, as the lists have it."""
    if "’" in name:
        name = name.replace("’", "'")
    return " ".join(name.split()) if "  " in name or "\n" in name else name


@cache
def name_words() -> NameWords:
    """The words that the rules look for in and beside names."""
    return msgspec.convert(_read("names"), NameWords)


@cache
def gazetteer() -> Gazetteer:
    """The lists, put together."""
    people, places, bodies = _read("people"), _read("places"), _read("bodies")
    given = dict.fromkeys(_listed(people["female"]), "f")
    given.update({name: "" if name in given else "m" for name in _listed(people["male"])})
    given.update(dict.fromkeys(_listed(people["both"]), ""))
    surnames = frozenset(_listed(people["surnames"]))
    names = _known(places, bodies, frozenset(given) | surnames)
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for first in {_first(name), name.split()[0]}:
            by_first[first].append(name)
    return Gazetteer(
        names=names,
        by_first={first: tuple(sorted(each, key=lambda name: (-len(name), name))) for first, each in by_first.items()},
        capitals={name.upper(): name for name in names if len(name) > SHORT_CAPITALS},
        given=given,
        plain_given=frozenset(given) - set(_listed(people["also_words"])),
        surnames=surnames,
        buildings=frozenset(_listed(bodies["buildings"])),
        countries={name: tuple(each) for name, each in places["countries"].items()},
    )


DOUBTFUL_WEIGHT = 1.2
SHARED_WEIGHT = 2
Group = tuple[str, float, str]


def _known(places: dict[str, Any], bodies: dict[str, Any], people: frozenset[str]) -> dict[str, Known]:
    words = {*_listed(places["lists"]["also_words"]), *_listed(bodies["also_words"])}
    names: dict[str, Known] = {}
    for (label, weight, what), entries in _groups(places, bodies):
        for name in entries:
            is_shared = name in people
            is_doubtful = name in words or (is_shared and what not in ("a country", "a capital"))
            counts = DOUBTFUL_WEIGHT if is_doubtful else SHARED_WEIGHT if is_shared else weight
            names.setdefault(name, Known(label, counts, what, is_doubtful))
    return names


def _groups(places: dict[str, Any], bodies: dict[str, Any]) -> list[tuple[Group, list[str]]]:
    countries: dict[str, list[str]] = places["countries"]
    lists: dict[str, str] = places["lists"]
    peoples = [word for each in countries.values() for word in each[1:]] + _listed(lists["peoples"])
    plurals = [plural for word in peoples for plural in _plural(word)]
    return [
        (("GPE", 6, "a country"), [*countries, *_listed(lists["country_forms"])]),
        (("NORP", 5, "a people, faith or party"), [*peoples, *plurals]),
        (("LOC", 4, "a sea, river, mountain or continent"), _listed(lists["lands"])),
        (("FAC", 4, "a built place"), _listed(lists["built"])),
        (("GPE", 2.5, "a capital"), [each[0] for each in countries.values()]),
        (("ORG", 4, "a known body"), [*_listed(bodies["names"]), *_listed(bodies["buildings"])]),
        (("EVENT", 4, "a known event"), _listed(bodies["events"])),
        (("GPE", 4, "a state or region"), _listed(lists["states"])),
        (("GPE", 2.5, "a city"), _listed(lists["cities"])),
    ]


def _plural(word: str) -> tuple[str, ...]:
    return () if word.endswith(NO_PLURAL) else (word + "s",)


def _first(name: str) -> str:
    found = FIRST_TOKEN.match(name)
    return found.group() if found is not None else name


def _listed(text: str) -> list[str]:
    return [plain_marks(name) for part in text.split(",") if (name := " ".join(part.split()))]


def _read(name: str) -> dict[str, Any]:
    text = (resources.files("resources") / "cues" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
