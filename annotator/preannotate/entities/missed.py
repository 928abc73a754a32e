"""Names that the model did not see: known from elsewhere in the article, from the lists, or by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from annotator.preannotate.entities.joins import Match, matched
from annotator.preannotate.entities.signs import (
    BESIDE,
    INSIDE,
    Sign,
    beside,
    inside,
    is_acronym,
    titled,
)
from annotator.preannotate.entities.spans import is_no_name
from annotator.preannotate.entities.view import SPREAD, View
from annotator.preannotate.entities.votes import Votes
from annotator.preannotate.gazetteer import gazetteer, name_words

SHORTEST = 3
LONGEST_RUN = 8
SURE = 2
SURE_ALONE = 1.5
SMALL_JOINS = frozenset(["of", "and", "for", "&"])
JOINING = frozenset(["-", "&", "'", "’"])
NOMINAL = frozenset(["PROPN", "NOUN", "ADJ", ""])
Found = tuple[int, int, Sign]


def spread(view: View, votes: Votes, taken: set[int]) -> Iterator[Found]:
    """The mentions of names that the article has elsewhere; takes their tokens."""
    known: dict[str, list[tuple[str, Sign]]] = defaultdict(list)
    for name in {*votes.model, *votes.surnames, *votes.acronyms, *votes.short}:
        verdict = votes.verdict(name)
        if verdict is None or verdict.label not in SPREAD or len(name) < SHORTEST or not name[:1].isupper():
            continue
        if not votes.is_derived(name) and not votes.outside_headers(name):
            continue
        why = "acronym" if name in votes.acronyms else "spread"
        reason = verdict.reason if name in votes.acronyms else f"the name is {verdict.label} elsewhere in the article"
        first = name.split()[0].split("-")[0].split("'")[0]
        sign = Sign(verdict.label, 1, reason, why)
        known[first].append((name, sign))
        if not name.isupper():
            known[first.upper()].append((name.upper(), sign))
    for names in known.values():
        names.sort(key=lambda each: (-len(each[0]), each))
    for index, word in enumerate(view.words):
        if index in taken or word not in known:
            continue
        for name, sign in known[word]:
            end = matched(view, index, name)
            if end is None or not taken.isdisjoint(range(index, end)) or _is_common(view, index, end, taken):
                continue
            taken.update(range(index, end))
            yield index, end, sign
            break


def from_lists(view: View, listed: list[Match], taken: set[int]) -> Iterator[Found]:
    """The mentions of listed names that can be nothing else; takes their tokens."""
    for start, end, known in listed:
        if known.is_doubtful or titled(view, start) or not taken.isdisjoint(range(start, end)):
            continue
        if not _is_common(view, start, end, taken, is_listed=True) and not is_no_name(view, start, end):
            taken.update(range(start, end))
            yield start, end, Sign(known.label, known.weight, known.what, "list alone")


def by_capitals(view: View, taken: set[int]) -> Iterator[Found]:
    """Runs of capitalised words that their own words or the ones beside show to be names; takes their tokens."""
    index = 0
    while index < len(view.words):
        if (
            index in taken
            or index in view.headers
            or index in view.tickers
            or not view.is_capital(index)
            or view.pos[index] not in NOMINAL
        ):
            index += 1
            continue
        if not view.pos[index] and view.lower[index] in name_words().openers:
            index += 1
            continue
        end = _run_end(view, index, taken)
        found = _judged(view, index, end, taken)
        if found is not None:
            taken.update(range(found[0], found[1]))
            yield found
        index = max(end, index + 1)


def _run_end(view: View, start: int, taken: set[int]) -> int:
    end = start + 1
    while end < len(view.words) and end - start < LONGEST_RUN and end not in taken:
        word = view.words[end]
        touches = view.touches(end - 1, end) and view.touches(end, end + 1)
        joins = word in JOINING and touches and view.is_capital(end + 1)
        if not joins and not (view.is_capital(end) and view.pos[end] in NOMINAL and not view.begins[end]):
            break
        if not view.same_line(end - 1, end):
            break
        end += 1
    return end


def _judged(view: View, start: int, end: int, taken: set[int]) -> Found | None:
    words = name_words()
    while start < end - 1 and (view.lower[start] in words.titles or view.lower[start] in words.generic):
        start += 1
    if (
        is_no_name(view, start, end)
        or view.lower[end - 1] in words.titles
        or (start - 1 in taken and view.touches(start - 1, start))
    ):
        return None
    if end - start > 1:
        signs = [titled(view, start), inside(view, start, end), *beside(view, start, end, "")]
        sign = max((each for each in signs if each is not None), key=lambda each: each.weight, default=None)
        if sign is None or sign.weight < SURE or not _is_plain(view, start):
            return None
        return _begun(view, start, taken) if sign.label in ("ORG", "LAW") else start, end, sign
    return _single(view, start, end, taken)


def _begun(view: View, start: int, taken: set[int]) -> int:
    """Where a name begins that goes on to the left over small words ("[Freedom of] Information Act")."""
    while view.low(start - 1) in SMALL_JOINS and view.is_capital(start - 2) and start - 2 not in taken:
        start -= 2
        while view.is_capital(start - 1) and start - 1 not in taken and not view.begins[start]:
            start -= 1
    return start


def _is_plain(view: View, start: int) -> bool:
    """Whether the first word of a run is more than the capital of a sentence ("The Lighthouse", "But Keller")."""
    return not view.begins[start] or view.pos[start] == "PROPN" or view.words[start] in gazetteer().given


def _single(view: View, start: int, end: int, taken: set[int]) -> Found | None:
    word = view.words[start]
    if view.pos[start] not in ("PROPN", "") and not titled(view, start):
        return None
    if is_acronym(word):
        goes_on = (start - 1 in taken and view.is_capital(start - 1)) or view.word(start - 1)[:1].isdigit()
        return None if goes_on else (start, end, Sign("ORG", 1, "capitals like an acronym’s", INSIDE))
    if _is_joined(view, start, end) or view.lower[start].removesuffix("s") in name_words().titles:
        return None
    signs = beside(view, start, end, "") or _by_name(view, start)
    if view.begins[start] and view.lower[start] in view.small:
        return None
    best = max(signs, key=lambda sign: sign.weight, default=None)
    return (start, end, best) if best is not None and best.weight >= SURE_ALONE else None


def _by_name(view: View, index: int) -> list[Sign]:
    """What the lists of people say of a single word that the article does not write small."""
    lists, word = gazetteer(), view.words[index]
    if view.lower[index] in view.small:
        return []
    if word in lists.surnames:
        return [Sign("PERSON", 1.5, "a surname", BESIDE)]
    return [Sign("PERSON", 1.5, "a given name", BESIDE)] if word in lists.plain_given else []


def _is_common(view: View, start: int, end: int, taken: set[int], *, is_listed: bool = False) -> bool:
    """Whether a word is rather a common one here, or part of a longer name that nobody saw."""
    if start in view.headers or end - start > 1:
        return False
    is_small = view.lower[start] in view.small or (not is_listed and view.pos[start] not in ("PROPN", ""))
    if is_small and view.begins[start] and not view.words[start].isupper():
        return True
    return _is_joined(view, start, end) or _goes_on(view, end, taken)


def _is_joined(view: View, start: int, end: int) -> bool:
    """Whether a hyphen ties a word to what stands before it, or to capitals after it."""
    before = view.word(start - 1) == "-" and view.touches(start - 1, start)
    return before or (view.word(end) == "-" and view.touches(end - 1, end) and view.is_capital(end + 1))


def _goes_on(view: View, end: int, taken: set[int]) -> bool:
    """Whether a name that nobody saw goes on here; a title or a name of its own does not continue one."""
    if end in taken or not view.is_capital(end) or view.begins[end] or view.lower[end] in name_words().titles:
        return False
    return view.pos[end] == "PROPN"
