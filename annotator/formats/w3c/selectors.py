"""Where an annotation is in a text, by the selectors of the W3C's Web Annotation model. Pure.

A quote is the truth and a position a hint: positions are to count code points, and many programs count UTF-16 units; a
text may have changed since. Selectors in a list are alternatives that say the same in different ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from annotator.formats.json_shapes import JsonObject, a_list, a_number, a_string, an_object
from annotator.formats.offsets import Convert

LIKE_ENOUGH = 90.0
"""Per cent of likeness from which words are taken for the quoted ones."""
FUZZY_CHARS = 8
"""A shorter quote is like too much."""
NEAR_CHARS = 2_000
MOST_PLACES = 1_000
CONTEXT_CHARS = 64

_CHARACTERS = re.compile(r"#?(?:.*&)?char=(\d+)(?:,(\d+))?")
"""RFC 5147."""
_SPACE = re.compile(r"\s+")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛‹›", "'"),
        **dict.fromkeys("–—‑−", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
    }
)
"""Marks that programs set and unset, and what they are set for, one for one."""


class Clue(msgspec.Struct, frozen=True):
    """What the selectors of a target say: a position, a quote, what stands before and after it."""

    start: int | None = None
    end: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def is_empty(self) -> bool:
        return self.end is None and not self.exact


class Found(msgspec.Struct, frozen=True):
    """A place in a text, in code points."""

    start: int
    end: int


def clue_of(selectors: Any) -> Clue:
    """What can be used of a selector, or of a list of alternatives."""
    clue = Clue()
    for item in a_list(selectors):
        found = _fragment(item) if isinstance(item, str) else _one(an_object(item))
        clue = Clue(
            start=found.start if clue.end is None else clue.start,
            end=found.end if clue.end is None else clue.end,
            exact=clue.exact or found.exact,
            prefix=clue.prefix or found.prefix,
            suffix=clue.suffix or found.suffix,
        )
    return clue


def _one(selector: JsonObject) -> Clue:
    inner = clue_of(selector["refinedBy"]) if "refinedBy" in selector else None
    outer = _outer(selector)
    if inner is None or inner.is_empty:
        return outer
    if inner.exact:
        return msgspec.structs.replace(inner, start=None, end=None)
    if outer.end is not None and outer.start is not None and inner.start is not None and inner.end is not None:
        return Clue(start=outer.start + inner.start, end=outer.start + inner.end)
    if outer.exact and inner.start is not None and inner.end is not None:
        return msgspec.structs.replace(outer, exact=outer.exact[inner.start : inner.end], prefix="", suffix="")
    # A position inside an element of a page, or of what else is not known here, is none in the text.
    return Clue()


def _outer(selector: JsonObject) -> Clue:
    kind = a_string(selector.get("type") or selector.get("@type")).rpartition(":")[2]
    if kind == "TextPositionSelector":
        return Clue(start=a_number(selector.get("start")), end=a_number(selector.get("end")))
    if kind == "TextQuoteSelector":
        exact, prefix, suffix = (a_string(selector.get(name)) for name in ("exact", "prefix", "suffix"))
        return Clue(exact=exact, prefix=prefix, suffix=suffix)
    if kind == "FragmentSelector":
        return _fragment(a_string(selector.get("value")))
    if kind == "RangeSelector":
        return _range(selector)
    return Clue()


def _fragment(value: str) -> Clue:
    match = _CHARACTERS.fullmatch(value)
    return Clue(start=int(match[1]), end=int(match[2] or match[1])) if match else Clue()


def _range(selector: JsonObject) -> Clue:
    """From the beginning of one selector to that of another: of positions only."""
    first, last = clue_of(selector.get("startSelector")), clue_of(selector.get("endSelector"))
    if first.start is None or last.start is None:
        return Clue()
    return Clue(start=first.start, end=last.start)


def fits(text: str, clue: Clue, convert: Convert) -> bool:
    """Whether a quote stands where its position says."""
    if clue.start is None or clue.end is None:
        return False
    start, end = convert(clue.start), convert(clue.end)
    return 0 <= start < end <= len(text) and _squeezed(text[start:end]) == _squeezed(clue.exact)


def is_told(text: str, clue: Clue, found: Found, convert: Convert) -> bool:
    """Whether a place that was found is the one of the position, if there is one, and has the words of the quote."""
    is_same = _squeezed(text[found.start : found.end]) == _squeezed(clue.exact)
    return is_same and (clue.end is None or fits(text, clue, convert))


def find(text: str, clue: Clue, convert: Convert) -> Found | None:
    """The place that a clue means; None where that is not clear. `convert` brings positions to code points."""
    start = convert(clue.start) if clue.start is not None else None
    end = convert(clue.end) if clue.end is not None else None
    if not clue.exact:
        is_there = start is not None and end is not None and 0 <= start < end <= len(text)
        return Found(start or 0, end or 0) if is_there else None
    if start is not None and end is not None and fits(text, clue, convert):
        return Found(start, end)
    places = (
        list(_places(text, clue.exact))
        or list(_loose_places(text, clue.exact))
        or list(_loose_places(text.translate(_PLAIN), clue.exact.translate(_PLAIN)))
    )
    if places:
        return _clearest(text, clue, places, start)
    return _like(text, clue.exact, start)


def _places(text: str, exact: str) -> Iterator[tuple[int, int]]:
    at = text.find(exact)
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        yield at, at + len(exact)
        at = text.find(exact, at + 1)


def _loose_places(text: str, exact: str) -> Iterator[tuple[int, int]]:
    """Where words stand with other white space between them."""
    words = [re.escape(word) for word in exact.split()]
    for match in re.finditer(r"\s+".join(words), text) if words else ():
        yield match.span()


def _clearest(text: str, clue: Clue, places: list[tuple[int, int]], near: int | None) -> Found | None:
    """The place with most of the context around it; of several such the clearly nearest to where it should be."""
    scores = [_context(text, clue, place) for place in places]
    best = [place for place, score in zip(places, scores, strict=True) if score == max(scores)]
    if len(best) == 1:
        return Found(*best[0])
    if near is None:
        return None
    far = sorted((abs(place[0] - near), place) for place in best)
    return Found(*far[0][1]) if far[1][0] >= 2 * far[0][0] and far[1][0] > far[0][0] else None


def _context(text: str, clue: Clue, place: tuple[int, int]) -> int:
    """How many characters around a place are those of the prefix and the suffix."""
    before = text[max(place[0] - CONTEXT_CHARS, 0) : place[0]]
    after = text[place[1] : place[1] + CONTEXT_CHARS]
    return _alike(reversed(before), reversed(clue.prefix)) + _alike(after, clue.suffix)


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b and not (a.isspace() and b.isspace()):
            break
        count += 1
    return count


def _like(text: str, exact: str, near: int | None) -> Found | None:
    """The words most like a quote, near where it should be, if they are like enough."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(exact) < FUZZY_CHARS:
        return None
    first = 0 if near is None else max(near - NEAR_CHARS, 0)
    window = text[first:] if near is None else text[first : near + len(exact) + NEAR_CHARS]
    if len(window) < len(exact) // 2 or len(window) > 100 * NEAR_CHARS:
        return None
    found = partial_ratio_alignment(exact, window, score_cutoff=LIKE_ENOUGH)
    if found is None or found.dest_end <= found.dest_start:
        return None
    return Found(first + found.dest_start, first + found.dest_end)


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text)
