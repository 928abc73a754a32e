"""How names of people and bodies are written, and when two ways of writing are one name. Pure; knows no articles.

Shared by the resolver within an article and the proposals across articles. Whether two alike names are one *actor* is
decided there, by what else is known.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources

import msgspec

SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
FIRST_NAMES = frozenset(["al", "ben"])
"""Particles that are first names where a name begins with them."""
SHORTEST_SPELT = 7
SPELLING = 85
LETTERS = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ı": "i", "þ": "th"})
APOSTROPHES = re.compile(r"['’‘ʼ`´]")
ACRONYM = re.compile(r"[^\W\d_a-z][^\W_]{1,7}")
CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
SOUNDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?:iy|yy|ii|yi|ij|yj|j)$", "i"),
        (r"(?:eff|ew)$", "ev"),
        (r"tsch|tch", "ch"),
        (r"sch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"^ye", "e"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"z", "s"),
        (r"ou", "u"),
        (r"[yj]", "i"),
        (r"ii+", "i"),
        (r"(.)\1", r"\1"),
    )
)
"""What one sound is written as in different transliterations and spellings, folded to one of them."""


class Words(msgspec.Struct, frozen=True):
    """What `resources/cues/roles.toml` knows, in lower case; the sets are described there."""

    titles: frozenset[str]
    particles: frozenset[str]
    corporate: frozenset[str]
    small: frozenset[str]
    feminine: frozenset[str]
    masculine: frozenset[str]
    neutral: frozenset[str]
    not_roles: frozenset[str]
    limiting: frozenset[str]
    shortened: frozenset[str]
    nouns: frozenset[str]
    nicknames: dict[str, frozenset[str]]
    exonyms: dict[str, str]


@cache
def known_words() -> Words:
    """The words beside names, and nicknames."""
    table = tomllib.loads((resources.files("resources") / "cues" / "roles.toml").read_text(encoding="utf-8"))
    lists = {**table["names"], **table["roles"], **table["bodies"]}
    nicknames = {short: frozenset(full.split()) for short, full in table["nicknames"].items()}
    return Words(
        **{name: frozenset(listed.split()) for name, listed in lists.items()},
        nicknames=nicknames,
        exonyms=table["exonyms"],
    )


class PersonName(msgspec.Struct, frozen=True):
    """A person's name in its parts, folded. `last` holds particles ("von der leyen"), `first` may be empty."""

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str = ""

    @property
    def is_full(self) -> bool:
        return bool(self.first)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without diacritics and apostrophes, white space as one blank."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(APOSTROPHES.sub("", bare).split())


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """What a word is in every usual transliteration: "selenski" for Zelensky, Zelenskyy and Selenskyj."""
    folded = fold(word).replace("-", " ")
    for pattern, to in SOUNDS:
        folded = pattern.sub(to, folded)
    return folded


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of `sound`, after its first letter: what names are blocked by."""
    heard = sound(word)
    return heard[:1] + re.sub(r"[aeiou\s]", "", heard[1:])


@lru_cache(maxsize=65536)
def person_name(text: str) -> PersonName:
    """The parts of a person's name as written, titles left out."""
    words = [word.rstrip(".") if len(word) > 2 else word for word in fold(text).replace(",", " ").split()]
    while len(words) > 1 and words[0].rstrip(".") in known_words().titles:
        words = words[1:]
    suffix = ""
    if len(words) > 1 and words[-1].rstrip(".") in SUFFIXES:
        suffix = words[-1].rstrip(".")
        words = words[:-1]
    if not words:
        return PersonName("", (), "")
    at = len(words) - 1
    while at > 1 and words[at - 1] in known_words().particles:
        at -= 1
    if at == 1 and words[0] in known_words().particles - FIRST_NAMES:
        at = 0
    last = " ".join(words[at:])
    first = words[0] if at > 0 else ""
    return PersonName(first, tuple(word.rstrip(".") for word in words[1:at]), last, suffix)


def without_titles(text: str) -> str:
    """A person's name as written, without "Mr.", "President" and the like before it."""
    words = text.split()
    while len(words) > 1 and fold(words[0]).rstrip(".") in known_words().titles:
        words = words[1:]
    return " ".join(words)


def is_same_spelling(left: str, right: str) -> bool:
    """Whether two words are one name, spelled in two ways: by sound, or in the vowels alone if long enough."""
    if sound(left) == sound(right):
        return True
    if min(len(left), len(right)) < SHORTEST_SPELT or skeleton(left) != skeleton(right):
        return False
    from rapidfuzz.fuzz import ratio  # the window starts without it

    return ratio(sound(left), sound(right)) >= SPELLING


@lru_cache(maxsize=65536)
def is_same_first(left: str, right: str) -> bool:
    """Whether two folded first names may be one person's: equal, an initial, a short form, another spelling."""
    left, right = left.rstrip("."), right.rstrip(".")
    if left == right or is_same_spelling(left, right):
        return True
    if min(len(left), len(right)) == 1 or is_initials(left) or is_initials(right):
        return left[:1] == right[:1]
    nicknames = known_words().nicknames
    ours, theirs = nicknames.get(left, frozenset()), nicknames.get(right, frozenset())
    return right in ours or left in theirs or bool(ours & theirs)


@lru_cache(maxsize=16384)
def first_letters(first: str) -> frozenset[str]:
    """What a folded first name, or a full form of it, begins with: names that share none are two people's."""
    full = known_words().nicknames.get(first.rstrip("."), frozenset[str]())
    return frozenset(sound(name)[:1] for name in (first, *full))


def is_initials(first: str) -> bool:
    """Whether a first name is initials: "j.d", "jd"."""
    return "." in first or (len(first) == 2 and not re.search("[aeiouy]", first))


def is_same_person(left: PersonName, right: PersonName) -> bool:
    """Whether two full names may be one person's: surname and first name go together, nothing else contradicts."""
    if left.suffix != right.suffix or not (is_same_first(left.first, right.first) or _is_called_by_middle(left, right)):
        return False
    if left.middle and right.middle and not _may_be_same_middle(left.middle, right.middle):
        return False
    return is_same_surname(left.last, right.last) or _is_married(left, right)


def is_same_surname(left: str, right: str) -> bool:
    """Whether two surnames are one: equal, spelled in two ways, or with and without the first particle."""
    if left == right or is_same_spelling(left, right):
        return True
    ours, theirs = left.split(), right.split()
    has_particle = bool({ours[0], theirs[0]} & known_words().particles)
    return ours[-1] == theirs[-1] and has_particle


def surname_parts(last: str) -> tuple[str, ...]:
    """What a person may be called by instead of the whole surname: the parts of a compound, the name sans particle."""
    words = last.replace("-", " ").split()
    return tuple(dict.fromkeys([last, words[-1], words[0]])) if len(words) > 1 else (last,)


def _is_married(left: PersonName, right: PersonName) -> bool:
    """Whether one has the other's surname in the middle or in a compound: "Anna Keller Holm", "Anna Keller-Holm"."""
    if left.first != right.first:
        return False
    shorter, longer = sorted((left, right), key=lambda name: (len(name.middle), len(name.last)))
    parts = longer.last.split("-")
    return shorter.last in longer.middle or (len(parts) > 1 and shorter.last in parts)


def _is_called_by_middle(left: PersonName, right: PersonName) -> bool:
    """ "J. Edgar Holm" is "Edgar Holm"."""
    return (len(left.first) <= 2 and right.first in left.middle) or (
        len(right.first) <= 2 and left.first in right.middle
    )


def _may_be_same_middle(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return any(is_same_first(one, other) for one in left for other in right)


@lru_cache(maxsize=65536)
def body_words(text: str) -> tuple[str, ...]:
    """The folded words of an organisation's or place's name, without "the", "Inc." and a possessive."""
    words = [word.strip(".,") for word in re.sub(r"['’]s\b", "", text.replace("&", " and ")).split()]
    folded = [fold(word) for word in words]
    while len(folded) > 1 and folded[0] == "the":
        folded = folded[1:]
    while len(folded) > 1 and folded[-1] in known_words().corporate:
        folded = folded[:-1]
    exonyms = known_words().exonyms
    return tuple(exonyms.get(word, word.replace(".", "")) for word in folded if word)


@lru_cache(maxsize=65536)
def initials(text: str) -> tuple[str, str]:
    """The first letters of a name of several words in capitals, without and with its small words; empty for one."""
    words = [part for word in body_words(text) for part in word.split("-") if part]
    if len(words) < 2:
        return "", ""
    bare = "".join(word[0] for word in words if word not in known_words().small).upper()
    return (bare if len(bare) > 1 else ""), "".join(word[0] for word in words).upper()


def acronym(text: str) -> str:
    """The letters of a name that is written as an acronym ("U.N.", "WTC", "DoD"), in capitals; else empty."""
    letters = text.replace(".", "").strip()
    return letters.upper() if ACRONYM.fullmatch(letters) and 2 * len(CAPITAL.findall(letters)) > len(letters) else ""


def role_gender(word: str) -> str:
    """ "f" or "m" for a word for one woman or one man, "n" for one person; empty for any other word."""
    known = known_words()
    if word in known.feminine:
        return "f"
    if word in known.masculine:
        return "m"
    return "n" if word in known.neutral else ""
