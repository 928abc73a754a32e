"""What the words in and beside a name say about its label. Weights count against one mention labelled by the model."""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from annotator.preannotate.entities.view import PLACES, POSSESSIVE, View
from annotator.preannotate.gazetteer import gazetteer, name_words

LIST, INSIDE, TITLE, BESIDE = "list", "word inside", "title before", "words beside"
SPEAKS = frozenset(
    ["said", "says", "told", "tells", "added", "adds", "wrote", "writes", "asked", "asks", "explained", "explains"],
)
ARTICLES = frozenset(["a", "an", "the", "one"])
HIMSELF = frozenset(["who", "himself", "herself"])
INITIALS = re.compile(r"(?:[A-Z]\.)+$|[B-HJ-Z]$")
ACRONYM = re.compile(r"[A-Z][A-Z&\d]{1,5}$|(?:[A-Z]\.){2,5}$")
NAME_PART = regex.compile(r"[^\W\d_][\w’'.-]*$")
AGE = re.compile(r"\d\d$")
MOST_NAMES = 5
SMALL = frozenset(["of", "the", "and", "for", "in", "on", "&", "-", "’s", "'s"])
MOST_WORDS = 9
MOST_PLACE_WORDS = 2
AROUND = frozenset(["at", "outside", "near", "inside", "left", "leaving", "entered", "stormed", "opposite", "around"])
PLAYS = frozenset(
    ["beat", "beats", "thrashed", "striker", "midfielder", "goalkeeper", "defender", "winger", "forward", "fans"]
)
APPOSED = frozenset(["of", "at", "for", "in", "with", "who", "from", "and", "on", "to", "based", "whose"])
SHORT_FORM = 3
NOBLE = frozenset(["von", "van", "bin", "ibn"])
REACH = 4


class Sign(NamedTuple):
    """One thing that speaks for a label, with its kind of evidence."""

    label: str
    weight: float
    reason: str
    evidence: str


def listed(view: View, start: int, end: int) -> Sign | None:
    """What the lists say of a whole name."""
    known = gazetteer().find(view.said(start, end))
    return Sign(known.label, known.weight, known.what, LIST) if known is not None else None


def inside(view: View, start: int, end: int) -> Sign | None:
    """What a name's own words say: a company suffix, a word for a kind of body or place, a given name."""
    if end - start == 1:
        return _single(view.words[start])
    return _kind(view, start, end) or _person(view, start, end)


def _single(word: str) -> Sign | None:
    lists = gazetteer()
    if word in lists.surnames:
        return Sign("PERSON", 3, "a surname", LIST)
    if word in lists.plain_given:
        return Sign("PERSON", 1.2, "a given name", LIST)
    if is_acronym(word):
        return Sign("ORG", 1.1, "capitals like an acronym’s", INSIDE)
    return None


def is_acronym(word: str) -> bool:
    """Whether a word is written as a body's short form and is not a well-known other one (CEO, GDP)."""
    if ACRONYM.match(word) is None or len(word.replace(".", "")) < SHORT_FORM:
        return False
    return not any(each.isdigit() for each in word) and word.lower() not in name_words().abbreviations


def _kind(view: View, start: int, end: int) -> Sign | None:
    words, last = name_words(), view.lower[end - 1]
    head = next((at for at in range(start + 1, end) if view.lower[at] in ("of", "for", "on")), end) - 1
    if not view.is_capital(end - 1) and head == end - 1:
        return None
    shown = view.words[head]
    if last == "house" and (view.lower[end - 2] == "white" or view.words[start] in gazetteer().names):
        return Sign("ORG", 5, "a house that governs", INSIDE)
    doubt = 0.2 if end - start == 2 and view.words[start] in gazetteer().plain_given else 1
    groups = (
        ("ORG", 6, words.company_suffixes, last, f"company suffix “{view.words[end - 1]}”"),
        ("ORG", 5, words.institutions, view.lower[head], f"“{shown}” is a kind of body"),
        (
            "LOC",
            4,
            words.land | words.land_first,
            view.lower[head] if head < end - 1 else "",
            f"“{shown}” is a kind of place",
        ),
        ("LOC", 3, words.land_first, view.lower[start], f"“{view.words[start]}” is a kind of place"),
        ("LOC", 4, words.land, last, f"“{view.words[end - 1]}” is a kind of place"),
        ("FAC", 1.6, words.built, last, f"“{view.words[end - 1]}” is something built"),
        ("LAW", 4, words.laws, view.lower[head], f"“{shown}” is a kind of law"),
        ("EVENT", 4, words.happenings, last, f"“{view.words[end - 1]}” is a happening"),
    )
    for label, weight, kinds, word, reason in groups:
        if word in kinds:
            return Sign(label, weight if kinds is words.company_suffixes else weight * doubt, reason, INSIDE)
    return None


def _person(view: View, start: int, end: int) -> Sign | None:
    if view.lower[end - 1] in name_words().person_ends:
        end -= 1
    names = view.words[start:end]
    if INITIALS.match(names[0]) and (names[0] in gazetteer().names or names[1:2] == ["-"]):
        return None
    if end - start < 2 or end - start > MOST_NAMES or not all(NAME_PART.match(name) or name == "-" for name in names):
        return None
    if not view.is_capital(end - 1) or names[-1].isupper() or view.lower[end - 1] in name_words().not_people:
        return None
    lists = gazetteer()
    surname = names[-1] in lists.surnames
    if names[0] in lists.given:
        is_plain = names[0] in lists.plain_given and names[0] not in lists.surnames
        weight = 3 if is_plain or surname else 0.9 if names[0] in lists.surnames else 1.6
        return Sign("PERSON", weight, f"given name “{names[0]}”", INSIDE)
    if INITIALS.match(names[0]):
        return Sign("PERSON", 2, "an initial before a name", INSIDE)
    if names[0].lower() in NOBLE:
        return Sign("PERSON", 1.6, f"“{names[0]}” in it", INSIDE)
    return Sign("PERSON", 1.5, f"surname “{names[-1]}”", INSIDE) if surname and end - start == 2 else None


def beside(view: View, start: int, end: int, label: str) -> list[Sign]:
    """What the words around a mention say of it, where the model gave it this label."""
    found = [_before(view, start, end), _after(view, start, end, label), _place(view, start, end, label)]
    return [sign for sign in found if sign is not None]


def titled(view: View, start: int) -> Sign | None:
    """A title right before a name: "President Keller", "Mr Keller"."""
    before = view.low(start - 1)
    if before in name_words().honorifics and view.is_capital(start - 1) and view.same_line(start - 1, start):
        return Sign("PERSON", 4, f"title “{view.words[start - 1]}”", TITLE)
    return None


def here(view: View, start: int, end: int, label: str) -> Sign | None:
    """What one mention is against the rest: a person with a title, a building one stands in, a club that plays."""
    known = gazetteer().find(view.said(start, end))
    if known is None:
        return None
    sign = titled(view, start)
    if sign is not None and label not in ("ORG", "FAC", "LAW", "EVENT"):
        return sign
    before = view.low(start - 2) if view.low(start - 1) == "the" else view.low(start - 1)
    if before in AROUND and view.said(start, end) in gazetteer().buildings and view.word(end) not in POSSESSIVE:
        return Sign("FAC", 1, f"“{before}” before it", BESIDE)
    if known.what == "a city" and label in ("GPE", "ORG") and view.low(end) in PLAYS:
        return Sign("ORG", 1, f"“{view.words[end]}” after it", BESIDE)
    return None


def _before(view: View, start: int, end: int) -> Sign | None:
    sign = titled(view, start)
    if sign is not None or start == 0:
        return sign
    words, before = name_words(), view.words[start - 1]
    if before in words.roles and view.low(start - 2) != "of":
        return Sign("PERSON", 1.5, f"“{before}” before it", BESIDE)
    if before in words.body_roles:
        return Sign("ORG", 1.5, f"“{before}” before it", BESIDE)
    byline = view.low(start - 2) in ("reporting", "writing", "editing") and view.is_capital(start - 2)
    if before.lower() == "by" and byline and end - start > 1:
        return Sign("PERSON", 3, "in a byline", BESIDE)
    return None


def _after(view: View, start: int, end: int, label: str) -> Sign | None:
    words, after, second = name_words(), view.word(end), view.word(end + 1)
    if after in POSSESSIVE and second in words.kin:
        return Sign("PERSON", 2.5, f"“’s {second}” after it", BESIDE)
    speaks = after in SPEAKS or (view.word(start - 1) in SPEAKS and after in (".", ",", "", "\n"))
    if speaks and label in ("ORG", "FAC") and end - start > 1:
        return Sign("ORG", 1, "it speaks", BESIDE)
    if after in words.body_after:
        return Sign("ORG", 1.5, f"“{after}” after it", BESIDE)
    if after in HIMSELF or (after == "," and second in HIMSELF):
        return Sign("PERSON", 1.5, f"“{after if after in HIMSELF else second}” after it", BESIDE)
    if after == "," and AGE.match(second) and view.word(end + 2) in (",", "and"):
        return Sign("PERSON", 3, "an age after it", BESIDE)
    if after == "," and second in ARTICLES:
        return _described(view, end + 2)
    if speaks and label != "ORG" and not (label in PLACES and end - start > 1):
        return Sign("PERSON", 1.5, "it speaks", BESIDE)
    return None


def _described(view: View, at: int) -> Sign | None:
    """What an apposition says: ", a retired engineer"."""
    words = name_words()
    for index in range(at, min(at + REACH, len(view.words))):
        word = view.words[index]
        if word in (",", "of", "in", "that", "which", "who"):
            break
        if word in words.roles and word not in words.body_roles and not _closes(view.low(index + 1)):
            break
        if word in words.roles and word not in words.body_roles:
            return Sign("PERSON", 2.5, f"“{word}” after it", BESIDE)
        if word in words.body_roles and view.word(index + 1) not in words.roles:
            return Sign("ORG", 2, f"“{word}” after it", BESIDE)
    return None


def _closes(word: str) -> bool:
    """Whether a word may follow the head of an apposition: no verb does (", the mayor also said")."""
    return word in APPOSED or not word.isalpha()


def _place(view: View, start: int, end: int, label: str) -> Sign | None:
    words, before, after = name_words(), view.low(start - 1), view.word(end)
    if after in words.places and not view.word(end + 1)[:1].isupper():
        return Sign("GPE", 3, f"“{after}” after it", BESIDE)
    if before == "of" and view.low(start - 2) in words.place_heads:
        weight = 3 if view.low(start - 2) in words.places else 2
        return Sign("GPE", weight, f"“{view.words[start - 2]} of” before it", BESIDE)
    if after == "-" and view.word(end + 1) in ("based", "born", "area"):
        return Sign("GPE", 2.5, f"“-{view.words[end + 1]}” after it", BESIDE)
    if before in ("in", "of") and view.low(start - 2) in words.held:
        return Sign("ORG", 2, f"“{view.words[start - 2]} {before}” before it", BESIDE)
    if (
        end - start > MOST_PLACE_WORDS
        or (end - start > 1 and label not in PLACES)
        or after in POSSESSIVE
        or after == "-"
    ):
        return None
    is_believed = before == "in" and view.low(start - 2) in words.believed
    if not is_believed and before in words.place_before and view.word(start - 1).islower():
        return Sign("GPE", 1.1, f"“{view.words[start - 1]}” before it", BESIDE)
    return None


def initials_fit(short: str, words: list[str]) -> bool:
    """Whether an acronym's letters are the first letters of the words, small words left out or not."""
    letters = re.sub(r"[^A-Z]", "", short)
    every = "".join(word[0] for word in words[:MOST_WORDS] if word[0].isalpha()).upper()
    large = "".join(word[0] for word in words[:MOST_WORDS] if word.lower() not in SMALL and word[0].isalpha()).upper()
    return len(letters) > 1 and (letters in (every, large) or (len(letters) > 2 and _runs_through(letters, words)))


def _runs_through(letters: str, words: list[str]) -> bool:
    """Whether the letters stand in this order in the words, all large words taken part (NATREC, Nature Recovery …)."""
    rest = " ".join(words).upper()
    if rest[:1] != letters[0] or len(words) < 2:
        return False
    at = 0
    for letter in letters:
        at = rest.find(letter, at) + 1
        if at == 0:
            return False
    return all(word[0].upper() in letters for word in words if word[:1].isupper())
