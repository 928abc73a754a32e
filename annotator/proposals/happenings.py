"""English words that tell of a happening, the type of event, and the phrase around them. Pure.

No parser runs in the window's process: phrases are read off closed classes of words (articles, prepositions, auxiliary
verbs). The words are data, in `resources/cues/happenings.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec
import regex

from annotator.dates import MONTHS, WEEKDAYS
from annotator.scheme import Scheme

OTHER = "other"
MOST_BEFORE, MOST_AFTER = 3, 8
"""How many words of a phrase stand before and after its head at most."""

_WORD = regex.compile(r"(?:\p{Lu}\.)+(?!\p{L})|[\p{L}\p{N}$€£%]+(?:[’'.,:/-][\p{L}\p{N}]+)*")
_ARTICLES = frozenset(("the", "a", "an", "its", "their", "his", "her", "our"))
_MAKES_VERB = frozenset(
    ("to", "will", "would", "could", "should", "may", "might", "must", "can", "shall", "not", "we", "they", "i", "you")
)
_ADJECTIVES = frozenset(("early", "daily", "weekly", "monthly", "yearly", "deadly", "friendly", "ongoing"))
_TIME = (
    rf"(?:today|tonight|yesterday|tomorrow|{'|'.join(WEEKDAYS)}|(?-i:{'|'.join(MONTHS)})"
    r"|(?:last|this|next|past|coming|that) (?:week(?:end)?|month|year|spring|summer|autumn|winter|night|morning)"
    r"|(?:19|20)\d\d)"
)
_WHEN = regex.compile(
    r"\s+(?:(?:on|in|by|at|since|until|for|from|early|late|earlier|later|last|next|the|\d{1,2}(?:st|nd|rd|th)?)\s+)*"
    rf"{_TIME}\b",
    regex.I,
)
_LOOSE = regex.compile(
    r"\s+and \S+[’']s$"
    r"|\s+(?:of|on|in|with|between|against|over|for|at|near|to|into|by|and|from|about|outside|the|a|an)$",
    regex.I,
)


class Happening(msgspec.Struct, frozen=True):
    """A word in a text that tells of an event: its type, its place in code points, whether it is a verb."""

    type: str
    start: int
    end: int
    is_verb: bool


class _Words(msgspec.Struct, frozen=True):
    types: dict[str, dict[bool, regex.Pattern[str]]]
    """By event type: what names one (False) and what tells of one as a verb (True)."""
    no_modifier: frozenset[str]
    joins: frozenset[str]
    ends: frozenset[str]


def happenings(text: str, start: int = 0, end: int | None = None) -> list[Happening]:
    """The words in a stretch of a text that tell of events, in order; of two in one place the longer, nouns first."""
    stop = len(text) if end is None else end
    found = [
        Happening(name, match.start(), match.end(), is_verb)
        for name, patterns in _words().types.items()
        for is_verb, pattern in patterns.items()
        for match in pattern.finditer(text, start, stop)
        if is_verb or not _is_verbal(text, match.start())
    ]
    found.sort(key=lambda each: (each.start, -each.end, each.is_verb))
    kept: list[Happening] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def guess_type(words: str, scheme: Scheme) -> str:
    """The event type of the first word that tells of one; "other", else the scheme's last, where none does."""
    names = [choice.name for choice in scheme.event_types]
    found = [(each.start, each.type) for each in happenings(words) if each.type in names]
    for name in names:
        if name not in _words().types:
            match = regex.search(rf"\b{regex.escape(name.replace('_', ' '))}", words, regex.I)
            found += [(match.start(), name)] if match else []
    return min(found)[1] if found else OTHER if OTHER in names else names[-1]


def noun_phrase(text: str, head: Happening, start: int, end: int) -> str:
    """The noun with the words that go with it, within a stretch: "second round of talks between Osk and Velia"."""
    left = left_of(text, head.start, start)
    return tidy(text[left : _right(text, head.end, end, is_verb=False)])


def verb_phrase(text: str, head: Happening, end: int) -> str:
    """The verb with its object and place, within a stretch: "attacked Sarne with drones"."""
    return tidy(text[head.start : _right(text, head.end, end, is_verb=True)])


def left_of(text: str, at: int, start: int) -> int:
    """Where the words begin that stand before a noun and go with it: "Velia's first peace" before "talks"."""
    left = at
    for count, match in enumerate(reversed(list(_WORD.finditer(text, start, at)))):
        gap = text[match.end() : left]
        if count == MOST_BEFORE or gap.strip() or "\n" in gap or not _is_modifier(match[0]):
            break
        left = match.start()
    return left


def tidy(phrase: str) -> str:
    """A phrase on one line, without a preposition or a mark left at its end."""
    phrase = " ".join(phrase.split())
    while True:
        shorter = _LOOSE.sub("", phrase).rstrip(" ,;:–—-“”\"‘’'")
        if shorter == phrase:
            return phrase
        phrase = shorter


def names_in(phrase: str) -> Iterator[str]:
    """The words of a phrase that begin with a capital."""
    return (match[0] for match in _WORD.finditer(phrase) if match[0][:1].isupper())


def _right(text: str, at: int, end: int, *, is_verb: bool) -> int:
    """Where the phrase ends whose head ends at `at`: before a time, a mark, an auxiliary, a word joined by nothing."""
    time = _WHEN.search(text, at, end)
    end = min(end, time.start()) if time else end
    words = _words()
    last, joined = at, MOST_AFTER if is_verb else 0
    for count, match in enumerate(_WORD.finditer(text, at, end)):
        word = match[0].casefold()
        gap = text[last : match.start()]
        is_name = match[0][:1].isupper()
        if count == MOST_AFTER or word in words.ends or not gap.isspace() or "\n" in gap:
            break
        if not (joined or is_name or word in words.joins):
            break
        joined = joined if is_verb else _reach(word, joined)
        last = match.end()
    return last


def _reach(word: str, joined: int) -> int:
    """How many more words may follow a noun's word that nothing joins."""
    if word in _words().joins:
        return 1
    return 2 if word in _ARTICLES else max(0, joined - 1)


def _is_modifier(word: str) -> bool:
    folded = word.casefold()
    is_other = folded.endswith(("ing", "ly")) and word.islower() and folded not in _ADJECTIVES
    return folded not in _words().no_modifier and not is_other


def _is_verbal(text: str, at: int) -> bool:
    """Whether what stands before makes a verb of a word that may be a noun: "to attack", "will visit", "we protest"."""
    before = regex.search(r"(\p{L}+)\s+$", text[max(0, at - 20) : at])
    return before is not None and before[1].casefold() in _MAKES_VERB


@cache
def _words() -> _Words:
    file = resources.files("resources") / "cues" / "happenings.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    lists = {name: frozenset(table.pop(name).split()) for name in ("no_modifier", "joins", "ends")}
    types = {
        name: {is_verb: _pattern(row[key]) for is_verb, key in ((False, "nouns"), (True, "verbs")) if key in row}
        for name, row in table.items()
    }
    return _Words(types, **lists)


def _pattern(words: list[str]) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}-])(?:{'|'.join(words)})(?![\p{{L}}-])", regex.I)
