"""Names that the model cut to pieces, put together: by the lists, by an acronym that follows, by "of"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from annotator.preannotate.entities.signs import ACRONYM, initials_fit
from annotator.preannotate.entities.view import NAMED, SPREAD, Bounds, View
from annotator.preannotate.gazetteer import Known, gazetteer, name_words

FURTHEST = 10
LONGEST_OF = 4
LONG_CAPITALS = 3
SEEN = frozenset(["PERSON", "PRODUCT", "ORG"])
Match = tuple[int, int, Known]


def listed_names(view: View) -> list[Match]:
    """The listed names in an article, the longest at each place; doubtful ones too. In text order, not overlapping."""
    lists = gazetteer()
    found: list[Match] = []
    done = 0
    for index, word in enumerate(view.words):
        if index < done:
            continue
        names = lists.by_first.get(word)
        shouts = names is None and len(word) > LONG_CAPITALS and word.isupper()
        if shouts:
            names = lists.by_first.get(word.title())
        for name in names or ():
            end = matched(view, index, name.upper() if shouts else name)
            if end is not None:
                found.append((index, end, lists.names[name]))
                done = end
                break
    return found


def matched(view: View, start: int, name: str) -> int | None:
    """The token at which a name that begins at a token ends; None where the text goes on otherwise."""
    if view.words[start] == name:
        return start + 1
    offset = view.starts[start]
    if len(name) <= len(view.words[start]) or view.text[offset : offset + 1] != name[:1]:
        return None
    limit = offset + len(name)
    end = start + 1
    while end < len(view.words) and view.starts[end] < limit:
        end += 1
    if view.offset_end(end - 1) != limit:
        return None
    return end if view.said(start, end) == name else None


def mended(view: View, raw: list[Bounds], listed: list[Match]) -> list[Bounds]:
    """The entities with the pieces of one name joined. May overlap; the wider ones come first where they do."""
    whole = [*_by_lists(raw, listed), *_by_acronyms(view, raw), *_by_given(view, raw)]
    inside = {index for start, end, _ in whole for index in range(start, end)}
    kept = [each for each in raw if not (each[2] in NAMED and each[0] in inside)]
    return [_with_of(view, each) for each in sorted([*whole, *kept], key=lambda each: (each[0], -each[1]))]


def _by_lists(raw: list[Bounds], listed: list[Match]) -> Iterator[Bounds]:
    """A listed name of more words of which the model saw a part only ("Lockheed [Martin]")."""
    at = 0
    for start, end, known in listed:
        if end - start == 1 or known.is_doubtful:
            continue
        while at < len(raw) and raw[at][1] <= start:
            at += 1
        if at < len(raw) and start <= raw[at][0] and raw[at][1] <= end and raw[at][1] - raw[at][0] < end - start:
            yield start, end, known.label


def _by_given(view: View, raw: list[Bounds]) -> Iterator[Bounds]:
    """A given name and the surname after it, which the model took for two ("[Anna] [Keller]")."""
    lists = gazetteer()
    for (start, end, label), (other, stop, kind) in itertools.pairwise(raw):
        if end != other or (end - start, stop - other) != (1, 1) or label not in SEEN:
            continue
        if kind not in SEEN and (kind not in SPREAD or lists.find(view.words[other]) is not None):
            continue
        given = lists.plain_given if label == "ORG" else lists.given
        if view.words[start] in given and view.is_capital(other):
            yield start, stop, "PERSON"


def _by_acronyms(view: View, raw: list[Bounds]) -> Iterator[Bounds]:
    """The words before an acronym in brackets whose letters they begin with, where the model saw them otherwise."""
    seen = {(start, end) for start, end, label in raw if label in NAMED}
    for index in range(2, len(view.words) - 1):
        if view.words[index - 1] != "(" or not ACRONYM.match(view.words[index]) or view.words[index + 1] != ")":
            continue
        short, end = view.words[index], index - 1
        for start in range(end - 2, max(end - FURTHEST, -1), -1):
            if not view.is_capital(start) or view.words[start][0] != short[0] or not view.same_line(start, end):
                continue
            if initials_fit(short, view.words[start:end]):
                if (start, end) not in seen and view.is_capital(end - 1):
                    yield start, end, "ORG"
                break


def _with_of(view: View, bounds: Bounds) -> Bounds:
    """A name that ends in a kind of body or land, with the "of …" that belongs to it ("the Bay [of Osk]")."""
    start, end, label = bounds
    words, last = name_words(), view.low(end - 1)
    if label not in SPREAD or view.word(end) != "of" or not view.is_capital(end - 1):
        return bounds
    if last not in words.institutions and last not in words.land | words.land_first:
        return bounds
    at = end + 2 if view.word(end + 1) == "the" else end + 1
    stop = at
    while stop - at < LONGEST_OF and view.is_capital(stop) and view.same_line(end, stop):
        stop += 1
    return (start, stop, label) if stop > at else bounds
