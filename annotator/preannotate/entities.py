"""Entities made consistent in one article, on a parsed doc: one name, one label; headers read with the body's names.

The rules of a span: a possessive ’s, a title ("Dr.", "President") and a leading "the" are no part of a name.
Scores are priors by label, lowered where the model contradicts itself.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.marks import paragraphs

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAMED = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"])
SPREAD = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"])
EDGE = frozenset("\"“”‘’'`,.;:*()[]-–—«»")
SCORES = {
    "PERSON": 0.9,
    "GPE": 0.92,
    "NORP": 0.92,
    "ORG": 0.78,
    "DATE": 0.9,
    "MONEY": 0.92,
    "PERCENT": 0.95,
    "LOC": 0.75,
}
OTHER_SCORE = 0.65
HEADER_WORDS = 22
LOWER_SHARE = 0.45
TITLE_WORD = re.compile(r"[^\W\d_][\w’'-]*")


POSSESSIVE = frozenset(["'s", "’s", "'", "’"])
LISTED = re.compile(r"(?:[A-Z][\w-]+|,|and|or|&)$")
SIGN_VOTES = 3
Bounds = tuple[int, int, str]


class NameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lower-case words beside names, from `resources/cues/names.toml`."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    places: frozenset[str]
    generic: frozenset[str]

    @property
    def titles(self) -> frozenset[str]:
        return self.honorifics | self.offices


@cache
def name_words() -> NameWords:
    """The words that the rules look for beside names."""
    text = (resources.files("resources") / "cues" / "names.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), NameWords)


class Name(msgspec.Struct, frozen=True):
    """An entity as token bounds, with the score and the reason that an annotator sees."""

    start: int
    end: int
    label: str
    score: float
    reason: str
    by_model: bool = True
    evidence: str = "model"


def header_lines(text: str) -> list[Span]:
    """The lines that are headers: short, without a full stop, most of their words capitalised; never the whole text."""
    parts = paragraphs(text)
    found = [part for part in parts if _is_header(text[part.start : part.end])]
    return found if len(found) < len(parts) else []


def _is_header(line: str) -> bool:
    bare = line.strip(" *#_\t")
    words = TITLE_WORD.findall(bare)
    if not 2 <= len(words) <= HEADER_WORDS or bare.endswith((".", "!", ",", ";", "”", '"')):
        return False
    long_words = [word for word in words if len(word) > 3]
    lower = sum(word[0].islower() for word in long_words)
    return (bool(long_words) and lower <= LOWER_SHARE * len(long_words) and len(long_words) > 1) or bare.isupper()


def consistent_entities(doc: Doc) -> list[Name]:
    """The entities of a doc, made consistent; needs `doc.ents`. In text order, not overlapping."""
    headers = _header_tokens(doc)
    raw = [each for ent in doc.ents for each in _parts(doc, ent.start, ent.end, ent.label_)]
    votes = _votes(doc, [each for each in raw if each[0] not in headers])
    names: list[Name] = []
    for start, end, label in raw:
        if start in headers and not _stands_in_header(doc, start, end, label, votes):
            continue
        names.append(_decide(doc, start, end, label, votes))
    taken = {index for name in names for index in range(name.start, name.end)}
    names.extend(_missed(doc, votes, taken, headers))
    return sorted(names, key=lambda name: name.start)


def _header_tokens(doc: Doc) -> set[int]:
    inside: set[int] = set()
    lines = header_lines(doc.text)
    at = 0
    if not lines:
        return inside
    for token in doc:
        while at < len(lines) and lines[at].end <= token.idx:
            at += 1
        if at < len(lines) and lines[at].start <= token.idx:
            inside.add(token.i)
    return inside


def _parts(doc: Doc, start: int, end: int, label: str) -> list[Bounds]:
    """An entity cleaned; several where the model took a list of names for one ("Tesla, Uber and Snapchat")."""
    words = [doc[index].text for index in range(start, end)]
    if label not in ("ORG", "PERSON", "GPE") or "," not in words or not all(LISTED.match(word) for word in words):
        cleaned = _cleaned(doc, start, end, label)
        return [cleaned] if cleaned is not None else []
    return [(start + at, start + at + 1, label) for at, word in enumerate(words) if word[:1].isupper()]


def _cleaned(doc: Doc, start: int, end: int, label: str) -> Bounds | None:
    """Token bounds trimmed by the rules of a span; None where no name is left."""
    end = next((index for index in range(start, end) if _ends_name(doc, index, start, label)), end)
    while end > start and (doc[end - 1].text in POSSESSIVE or doc[end - 1].text in EDGE or doc[end - 1].is_space):
        end -= 1
    while start < end and _is_lead(doc, start, end, label):
        start += 1
    if start >= end or (label in SPREAD and _is_no_name(doc, start, end)):
        return None
    return start, end, label


def _is_lead(doc: Doc, start: int, end: int, label: str) -> bool:
    """Whether the first token is no part of the name: a mark, "the", a person's title."""
    token = doc[start]
    if token.text in EDGE or token.is_space:
        return True
    if start == end - 1:
        return False
    return (label in NAMED and token.lower_ == "the") or (label == "PERSON" and token.lower_ in name_words().titles)


def _ends_name(doc: Doc, index: int, start: int, label: str) -> bool:
    text = doc[index].text
    if "\n" in text:
        return True
    inside = index > start and label in NAMED and label != "WORK_OF_ART"
    return inside and (text in ("'s", "’s") or (text == "(" and doc[index - 1].text[:1].isupper()))


def _is_no_name(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing is written as a name is, or a single word names a kind of thing ("Government")."""
    if not any(
        doc[index].text[:1].isupper() or doc[index].text[:1].isdigit() or doc[index].is_upper
        for index in range(start, end)
    ):
        return not any(character.isupper() for index in range(start, end) for character in doc[index].text)
    before = doc[start - 1].lower_ if start else ""
    return end - start == 1 and (
        doc[start].lower_ in name_words().generic or (before == "of" and doc[start].lower_ == "state")
    )


class _Votes(msgspec.Struct):
    """How often the model gave each label to each name; `signs` are the words beside it that tell what it is."""

    labels: dict[str, Counter[str]]
    signs: dict[str, Counter[str]]
    surnames: dict[str, str]

    def label(self, name: str) -> str | None:
        """The label of a name in this article: PERSON for the surname of a full name, else the most frequent."""
        if name in self.surnames:
            return "PERSON"
        counts = self.labels.get(name, Counter[str]()) + self.signs.get(name, Counter[str]())
        return counts.most_common(1)[0][0] if counts else None


def _votes(doc: Doc, raw: list[Bounds]) -> _Votes:
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    signs: dict[str, Counter[str]] = defaultdict(Counter)
    for start, end, label in raw:
        if label in NAMED:
            name = doc[start:end].text
            labels[name][label] += 1
            sign = _sign(doc, start, end)
            if sign is not None:
                signs[name][sign] += SIGN_VOTES
    votes = _Votes(dict(labels), dict(signs), {})
    for start, end, label in raw:
        last = doc[end - 1].text
        if label == "PERSON" and end - start > 1 and last[:1].isupper() and last.isalpha():
            full = doc[start:end].text
            places = labels.get(last, Counter[str]())
            if votes.label(full) == "PERSON" and places["GPE"] + places["NORP"] <= 2 * max(
                places["PERSON"], labels[full]["PERSON"]
            ):
                votes.surnames[last] = full
    return votes


def _sign(doc: Doc, start: int, end: int) -> str | None:
    """The label that the word beside a name shows: a title before a person's, a kind of place beside a place's."""
    before = doc[start - 1] if start else None
    if before is not None and before.lower_ in name_words().honorifics and before.text[:1].isupper():
        return "PERSON"
    if end < len(doc) and doc[end].text in name_words().places:
        return "GPE"
    if before is not None and before.lower_ == "of" and start > 1 and doc[start - 2].text in name_words().places:
        return "GPE"
    return None


def _decide(doc: Doc, start: int, end: int, label: str, votes: _Votes) -> Name:
    text = doc[start:end].text
    score = SCORES.get(label, OTHER_SCORE)
    voted = votes.label(text) if label in NAMED else None
    if voted is None:
        return Name(start, end, label, score, f"model says {label}")
    if voted != label:
        why = f"surname of {votes.surnames[text]}" if text in votes.surnames else f"{voted} by the rest of the article"
        return Name(
            start, end, voted, SCORES.get(voted, OTHER_SCORE) * 0.9, f"{why}, model says {label}", by_model=False
        )
    counts = votes.labels.get(text, Counter[str]())
    total = counts.total()
    agreed = counts[label] / total if total else 1.0
    score = min(0.98, score + 0.02 * min(total - 1, 4)) * (0.6 + 0.4 * agreed) if total else score
    return Name(
        start, end, label, score, f"model says {label}" + (f", {counts[label]} of {total} times" if total > 1 else "")
    )


def _stands_in_header(doc: Doc, start: int, end: int, label: str, votes: _Votes) -> bool:
    """Whether an entity in a header is to be believed: the body knows the name, or its kind is seldom wrong."""
    return label in ("GPE", "NORP") or label not in NAMED or votes.label(doc[start:end].text) is not None


def _missed(doc: Doc, votes: _Votes, taken: set[int], headers: set[int]) -> list[Name]:
    """Names of the article where the model did not see them."""
    known: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for name in {*votes.labels, *votes.surnames}:
        label = votes.label(name)
        words = name.split()
        if label in SPREAD and len(name) > 2 and name[:1].isupper() and all(word.isalnum() for word in words):
            known[words[0]].append((words, label))
    found: list[Name] = []
    for token in doc:
        for words, label in sorted(known.get(token.text, ()), key=lambda each: -len(each[0])):
            end = token.i + len(words)
            if end > len(doc) or any(index in taken for index in range(token.i, end)):
                continue
            if token.i not in headers and _is_common(doc, token.i, end):
                continue
            if [doc[index].text for index in range(token.i, end)] == words:
                taken.update(range(token.i, end))
                score = SCORES.get(label, OTHER_SCORE) * 0.85
                found.append(Name(token.i, end, label, score, f"the name is {label} elsewhere", by_model=False))
                break
    return found


def _is_common(doc: Doc, start: int, end: int) -> bool:
    """Whether a single word is rather a common word here, or part of a longer name that the model did not see."""
    if end - start > 1:
        return False
    token = doc[start]
    if token.pos_ not in ("PROPN", "NOUN", "ADJ"):
        return True
    before, after = doc[start - 1] if start else None, doc[end] if end < len(doc) else None
    joined = (before is not None and before.text == "-") or (after is not None and after.text == "-")
    longer = after is not None and after.pos_ == "PROPN" and after.ent_type_ == "" and after.text[:1].isupper()
    return (token.is_sent_start is True and token.pos_ != "PROPN") or joined or longer
