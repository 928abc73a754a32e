"""Sentences that tell of one happening, in whatever articles: found by who, what kind and where. Pure.

Few articles, or long ones about many things, share too few words to stand together as wholes; but "the two spoke by
phone" is one happening wherever the same two are named. No parser runs: who belongs to a word that tells of a happening
is who stands near it. Words are data, in `resources/cues/told.toml`.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import combinations

import msgspec
import regex

from annotator.model import Span
from annotator.proposals.words import fold

READ_CHARS = 8000
"""What is read of an article: news tells the news first."""
NEAR = 80
"""How many code points from the word people may stand who belong to it, in its sentence."""
CLOSE = 40
PLACES = ("GPE", "LOC", "FAC")
PARTIES = ("GPE", "NORP", "ORG")
MOST_NEAR = 4

_WORD = regex.compile(r"\p{L}+(?:-\p{L}+)?")
_END = regex.compile(r"[.!?][”\"’)]*\s|\n")
_SHORT = regex.compile(r"(?:\b\p{Lu}|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Gov|Rep|Lt|St))$")
_NUMBER = regex.compile(
    r"(?:(?P<count>\d+|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ix)[- ](?P<unit>day|week|month|year|point|hour)[- ]"
    r"(?:\p{Ll}+[- ]){0,2}"
    r"|(?P<money>[$€£]\s?\d[\d.,]*(?: (?:million|billion|trillion))?) (?:\p{Ll}+ ){0,2})$"
)
_TO = regex.compile(r"\b(?:to|in|into|at)\s+(?:the\s+)?(?:[\p{L}-]+\s+){0,3}$")
_AT = regex.compile(r"\b(?:in|at|on|near|outside|off|across)\s+(?:the\s+)?(?:\p{L}[\p{L}-]*\s+){0,2}$")
_OF = regex.compile(r"^(?:\s+(?:of|for)\s+(?:the\s+)?(?:[\p{L}.-]+\s+){0,3})$")
_PHONE = regex.compile(r"\b(?:tele)?phone\b|\bby phone\b|\bcalls?\b", regex.I)
_CALLED = regex.compile(r"^\s+(?:between|with)\b")
_JOINED = regex.compile(r"[-–/]\p{Lu}[\p{L}]+\s+$")
_NAMED = regex.compile(r"(\p{Lu}[\p{L}]+)\s+$")
_PROPOSED = regex.compile(r"\bpropos\w+|\boffer\w*", regex.I)
_PLANNED = regex.compile(
    r"\b(?:will|would|plan\w*|expected|slated|scheduled|upcoming|potential|prospective|set to|due to|prepar\w+)\b",
    regex.I,
)
_VERBS = frozenset(("met", "meets", "meet", "phoned", "telephoned"))
_AND = regex.compile(r"[-–/]|,?\s+and\s+[^,;]{0,40}|,\s+[^,;]{0,30}")
_BESIDE = regex.compile(r"[^;]{0,40}")
_WITH = regex.compile(r"(?:\s+\p{Ll}+){0,2}\s+with\s+[^,;]{0,45}")
_OBJECT = regex.compile(r"\s+(?!(?:[\p{L}-]+\s+){0,5}(?:in|at|on|for|to|over|before|after|of)\s)[^,.;]{0,45}")
_SUBJECT = regex.compile(r"(?:,[^,.;]{1,30},)?\s+(?:\p{Ll}+\s+){0,3}")
_MODIFIES = regex.compile(r"(?:[’']s?)?\s+(?:\p{Ll}+\s+)?")
_BETWEEN = regex.compile(r"(?:\s+[^,;]{0,40})?\s+(?:between|of|with)\s+[^,;]{0,50}$")
_NORP_TAIL = 4


class Named(msgspec.Struct, frozen=True, gc=False):
    """A name in a text: its place in code points, label, full form, and the machine's actor."""

    start: int
    end: int
    label: str
    name: str
    actor: str | None = None

    @property
    def key(self) -> str:
        """What stands for whom it names: a surname, the beginning of a country's name and of its people's."""
        words = fold(self.name).removeprefix("the ").split()
        if not words:
            return ""
        if self.label == "PERSON":
            return words[-1].strip(".")
        only = "".join(letter for letter in "".join(words) if letter.isalnum())
        if only in _AMERICAN:
            return "us"
        return only[:_NORP_TAIL] if len(words) == 1 and self.label in ("GPE", "NORP") else only


_AMERICAN = frozenset(("us", "usa", "unitedstates", "american", "americans", "america"))


class Telling(msgspec.Struct, frozen=True, gc=False):
    """A word of an article that tells of a happening: which one (`key`), its type, the noun for it, who and where.

    `mark` is the number or name that it goes by; `status` what the sentence says of it.
    """

    key: str
    article: str
    span: Span
    sentence: Span
    type: str
    noun: str
    who: tuple[Named, ...] = ()
    place: Named | None = None
    mark: str = ""
    status: str = "happened"


class _Head(msgspec.Struct, frozen=True):
    text: str
    start: int
    end: int
    type: str
    noun: str
    sentence: Span

    def before(self, chars: int = CLOSE) -> str:
        return self.text[max(self.sentence.start, self.start - chars) : self.start]

    def after(self, chars: int = CLOSE) -> str:
        return self.text[self.end : min(self.sentence.end, self.end + chars)]


def tellings(article: str, text: str, names: Sequence[Named]) -> list[Telling]:
    """What an article's sentences tell of, each thing once a sentence; `names` are those of the text, in order."""
    found: dict[tuple[str, Span], Telling] = {}
    for group, head in _heads(text, names):
        inside = [name for name in names if head.sentence.start <= name.start and name.end <= head.sentence.end]
        near = [name for name in inside if _gap(name, head) <= NEAR]
        for key, who, place, mark in _READERS[group](head, near):
            telling = Telling(
                key=f"{head.type}|{key}",
                article=article,
                span=Span(head.start, head.end),
                sentence=head.sentence,
                type=head.type,
                noun=head.noun,
                who=who,
                place=place,
                mark=mark,
                status=_status(head),
            )
            found.setdefault((telling.key, telling.sentence), telling)
    return list(found.values())


_Read = tuple[str, tuple[Named, ...], Named | None, str]


def _heads(text: str, names: Sequence[Named]) -> Iterator[tuple[str, _Head]]:
    words = _words()
    starts = [name.start for name in names]
    last, end = 0, -1
    for match in _WORD.finditer(text, 0, READ_CHARS):
        known = words.get(match[0].casefold())
        if known is None or not _is_named_near(starts, names, match, known[0]):
            continue
        if match.start() >= end:
            last, end = _sentence(text, match.start())
        group, kind, noun = known
        yield group, _Head(text, match.start(), match.end(), kind, noun, Span(last, end))


def _is_named_near(starts: Sequence[int], names: Sequence[Named], head: regex.Match[str], group: str) -> bool:
    """Whether anybody or anything that matters is named near a word: all that most words need to be asked."""
    if group == "named":
        return True
    around = slice(bisect_left(starts, head.start() - 2 * NEAR), bisect_left(starts, head.end() + NEAR))
    labels = ("PERSON",) if group in ("journey", "person") else PLACES if group == "place" else ("PERSON", *PARTIES)
    return any(name.label in labels for name in names[around])


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around `at` begins and ends, full stops of initials and titles let be."""
    start = 0
    for match in _END.finditer(text, max(0, at - 600), at):
        if not _is_short(text, match.start()):
            start = match.end()
    start = start or max(0, at - 600)
    for match in _END.finditer(text, at, at + 600):
        if not _is_short(text, match.start()):
            return start, match.start()
    return start, min(len(text), at + 600)


def _is_short(text: str, at: int) -> bool:
    return text[at] == "." and _SHORT.search(text, max(0, at - 5), at) is not None


def _pairs(head: _Head, near: Sequence[Named]) -> Iterator[_Read]:
    if head.type == "call" and not _is_call(head):
        return
    places = [
        name for name in near if name.label in PLACES and name.start > head.end and _AT.search(_up_to(head, name))
    ]
    place = places[0] if places else None
    people = _different([name for name in near if name.label == "PERSON"])
    for one, other in combinations(people[:MOST_NEAR], 2):
        if _go_together(head, one, other):
            pair = sorted((one, other), key=lambda name: name.key)
            yield "|".join(name.key for name in pair), tuple(pair), place, ""
    if place is None or len(people) > 1:
        return
    parties = _different([name for name in near if name.label in PARTIES and name.key != place.key])
    if len(parties) == 2 and head.noun in ("talks", "summit", "meeting"):
        pair = sorted(parties, key=lambda name: name.key)
        yield "|".join((*(name.key for name in pair), place.key)), tuple(pair), place, ""


def _go_together(head: _Head, one: Named, other: Named) -> bool:
    """Whether two people are one on each side of the word, or joined on one side of it."""
    first, second = sorted((one, other), key=lambda name: name.start)
    is_verb = head.text[head.start : head.end].casefold() in _VERBS
    if first.end <= head.start and second.start >= head.end:
        before, after = head.text[first.end : head.start], head.text[head.end : second.start]
        return bool(_BESIDE.fullmatch(before)) and bool((_OBJECT if is_verb else _WITH).fullmatch(after))
    if not _AND.fullmatch(head.text[first.end : second.start]):
        return False
    if second.end <= head.start:
        return bool((_SUBJECT if is_verb else _MODIFIES).fullmatch(head.text[second.end : head.start]))
    return bool(_BETWEEN.match(head.text[head.end : first.start]))


def _is_call(head: _Head) -> bool:
    word = head.text[head.start : head.end].casefold()
    if word in ("phoned", "telephoned"):
        return True
    is_named = _CALLED.search(head.after()) is not None or _JOINED.search(head.before()) is not None
    if word.startswith("call"):
        return is_named or _PHONE.search(head.before(12)) is not None
    return _PHONE.search(head.text[head.sentence.start : head.sentence.end]) is not None


def _marked(head: _Head, near: Sequence[Named]) -> Iterator[_Read]:
    places = [
        name for name in near if name.label in PLACES and name.start > head.end and _AT.search(_up_to(head, name))
    ]
    place = places[0] if places else None
    number = _NUMBER.search(head.before())
    if number is not None:
        mark = number["money"] or f"{_DIGITS.get(number['count'].casefold(), number['count'])}-{number['unit']}"
        yield f"{mark.replace(' ', '')}", (), place, mark
        return
    named = _NAMED.search(head.before())
    if named is not None:
        for name in near:
            if name.end == head.start - 1 and name.label not in ("PERSON", "NORP"):
                yield name.key, (name,), None, " ".join(head.text[name.start : name.end].split())
    parties = _different([name for name in near if name.label == "ORG"])
    if len(parties) == 2 and all(_gap(name, head) < CLOSE for name in parties):
        pair = sorted(parties, key=lambda name: name.key)
        yield "|".join(name.key for name in pair), tuple(pair), None, ""


def _journeys(head: _Head, near: Sequence[Named]) -> Iterator[_Read]:
    places = [n for n in near if n.label in PLACES and n.start >= head.end and _TO.search(_up_to(head, n))]
    if not places:
        return
    people = [name for name in near if name.label == "PERSON" and name.end <= head.start]
    if people:
        yield f"{people[-1].key}|{places[0].key}", (people[-1],), places[0], ""


def _placed(head: _Head, near: Sequence[Named]) -> Iterator[_Read]:
    for name in near:
        if name.label not in PLACES or _gap(name, head) > CLOSE:
            continue
        if name.end == head.start - 1 or (name.start >= head.end and _AT.search(_up_to(head, name))):
            yield name.key, (), name, ""
            return


def _befallen(head: _Head, near: Sequence[Named]) -> Iterator[_Read]:
    is_noun = head.noun == head.text[head.start : head.end].casefold()
    for name in near:
        if name.label != "PERSON":
            continue
        between = head.text[name.end : head.start] if name.end <= head.start else _up_to(head, name)
        if name.start >= head.end:
            fits = is_noun and _OF.match(between)
        elif is_noun:
            fits = regex.fullmatch(r"[’']s?\s+(?:\p{Ll}+\s+)?", between)
        else:
            fits = regex.fullmatch(
                r"(?:,[^,.;]{1,30},)?\s+(?:(?:has|had|was|been|is|being)\s+){0,3}(?:\p{Ll}+ly\s+)?", between
            )
        if fits:
            yield f"{name.key}", (name,), None, ""
            return


_READERS = {"pair": _pairs, "named": _marked, "journey": _journeys, "place": _placed, "person": _befallen}
_DIGITS = {"one": "1", "two": "2", "three": "3", "six": "6"}


def _up_to(head: _Head, name: Named) -> str:
    return head.text[head.end : name.start]


def _gap(name: Named, head: _Head) -> int:
    return max(0, name.start - head.end, head.start - name.end)


def _different(names: Sequence[Named]) -> list[Named]:
    """One name for each that is named, the fullest."""
    found: dict[str, Named] = {}
    for name in names:
        if name.key and (name.key not in found or len(name.name) > len(found[name.key].name)):
            found[name.key] = name
    return list(found.values())


def _status(head: _Head) -> str:
    around = f"{head.before(50)} {head.after(25)}"
    if head.type == "agreement" and _PROPOSED.search(around):
        return "proposed"
    return "planned" if _PLANNED.search(around) else "happened"


@cache
def _words() -> dict[str, tuple[str, str, str]]:
    """Word → group, event type, noun for the title."""
    file = resources.files("resources") / "cues" / "told.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str, str]] = {}
    for group, types in table.items():
        for kind, words in types.items():
            for word in words.split():
                written, _, noun = word.partition("=")
                found[written] = (group, kind, (noun or written).replace("_", " "))
    return found
