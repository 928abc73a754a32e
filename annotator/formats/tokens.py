"""Tokens for formats that count in them, without any model: words, numbers and single marks. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec
import regex

_TOKEN = regex.compile(
    r"""
      (?:\p{L}\.){2,}                                  # U.S.
    | \d+(?:[.,:/]\d+)*                                # 1,234.5  10:30  3/4
    | [\p{L}\p{M}\p{N}_]+(?:-[\p{L}\p{M}\p{N}_]+)*     # words, solution-based
    | [’'](?:s|re|ve|ll|d|m|t)\b                       # ’s
    | \.{2,} | -{2,}
    | \S\p{M}*                                         # a single mark
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """`[start, end)` in code points; `has_space`: whether white space follows."""

    start: int
    end: int
    has_space: bool


def tokenize(text: str, cuts: Iterable[int] = ()) -> list[Token]:
    """The tokens of a text in order; between them stands nothing but white space.

    `cuts` are offsets at which no token may go on (the boundaries of labels): one that does is cut in two there.
    """
    wanted = sorted(set(cuts))
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        inside = wanted[bisect_right(wanted, start) : bisect_left(wanted, end)]
        edges = [start, *inside, end]
        for first, last in pairwise(edges):
            found.append(Token(first, last, last == end and text[end : end + 1].isspace()))
    return found


def tokens_within(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The first and last token (inclusive) that a span overlaps; None where it overlaps none."""
    first = bisect_right(tokens, start, key=lambda token: token.end)
    last = bisect_left(tokens, end, key=lambda token: token.start) - 1
    return (first, last) if first <= last else None
