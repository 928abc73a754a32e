"""What passages look like, so that those that stand in several places are found. Pure.

A passage is a line of an article. Exact twins say the same words, whatever their case, marks and white space. Near
twins are proposed by MinHash over pairs of words (Broder 1997; one permutation with rotation, Shrivastava and Li 2014)
in bands, and verified word by word. A line of few words ("Go To Main Page") has exact twins only.

What belongs together is in `annotator.proposals.families`, how to get from one twin to the other in
`annotator.proposals.alignment`, where the findings are kept in `annotator.store.passages`.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from annotator.model import Span

LEAST_WORDS = 8
LEAST_CHARS = 40
"""A line with fewer words than the one and fewer characters than the other is too short to say much."""
NEAR = 0.8
"""Share of the words of two passages, in order, that near twins have in common."""
BANDS = 6
ROWS = 3
BINS = BANDS * ROWS
"""18 MinHash values in 6 bands of 3: passages that share 4 in 5 of their word pairs share a band 99 times in 100."""
NO_BANDS = (0,) * BANDS
RUN_ENDS = 4
"""Of many passages alike each is compared with so many of the first, and so many of those before it."""

_LINE = re.compile(r"[^\n\u2029]+")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_MASK = 0xFFFFFFFF
_LONG = 0xFFFFFFFFFFFFFFFF
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_EMPTY_BIN = 0x85EBCA6B


class Passage(NamedTuple):
    """A line: its span (code points, no white space at the ends), number of words, a key that exact twins share.

    `bands` are the keys of which near twins share one or more; `NO_BANDS` where there are too few words for that.
    """

    span: Span
    words: int
    key: int
    bands: tuple[int, ...]


def is_short(words: int, chars: int) -> bool:
    """Whether a line says too little for decisions on it to be taken over: a menu's, a header's, a by-line."""
    return words < LEAST_WORDS and chars < LEAST_CHARS


def words_of(text: str) -> list[str]:
    """What twins are compared by: the words of a text, whatever their case and what stands between them."""
    return _WORD.findall(text.casefold())


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Share of the words (`Sketcher.hashes`) that two passages have in common, in order; 0 where it is below `NEAR`."""
    from rapidfuzz.distance import Indel  # takes as long to import as a fifth of the program

    return Indel.normalized_similarity(one, other, score_cutoff=NEAR)


class Sketcher:
    """Makes passages of texts. Remembers words: one for each run over many articles."""

    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}

    def passages(self, text: str) -> list[Passage]:
        """The lines of a text that hold a word, in order."""
        found: list[Passage] = []
        for line in _LINE.finditer(text):
            words = words_of(line.group())
            if not words:
                continue
            span = _trimmed(text, line)
            bands = self._bands(words) if len(words) >= LEAST_WORDS else NO_BANDS
            found.append(Passage(span, len(words), _key(words), bands))
        return found

    def hashes(self, words: Sequence[str]) -> array[int]:
        """A number for each word, to compare passages by in little room."""
        return array("I", map(self._hash, words))

    def _bands(self, words: Sequence[str]) -> tuple[int, ...]:
        hashes = self.hashes(words)
        a, b, c = _ODD
        pairs = sorted({((one * a + other) * b & _LONG) >> 32 for one, other in pairwise(hashes)})
        values = _spread(pairs)
        return tuple(
            ((values[at] * a + values[at + 1] * b + values[at + 2] * c) & _LONG) >> 32 for at in range(0, BINS, ROWS)
        )

    def _hash(self, word: str) -> int:
        found = self._hashes.get(word)
        if found is None:
            found = self._hashes[word] = crc32(word.encode("utf-8", "surrogatepass"))
        return found


def candidates(bands: Sequence[Sequence[int]], passages: Sequence[int], first_new: int) -> Iterator[tuple[int, int]]:
    """Pairs (later, earlier) of passages that share a band, once for each band; the later one is new.

    `bands` holds for each band the keys of all passages; `passages` are the numbers of those to compare, ascending;
    those from `first_new` on are new.
    """
    new = passages[bisect_left(passages, first_new) :]
    for keys in bands:
        wanted = {keys[passage] for passage in new}
        for run in _runs(keys, [passage for passage in passages if keys[passage] in wanted]):
            for at in range(bisect_left(run, first_new), len(run)):
                for other in (*run[: min(at, RUN_ENDS)], *run[max(RUN_ENDS, at - RUN_ENDS) : at]):
                    yield run[at], other


def _runs(keys: Sequence[int], passages: Sequence[int]) -> Iterator[list[int]]:
    """Those that share a key, two or more, in order."""
    run: list[int] = []
    for passage in sorted(passages, key=keys.__getitem__):
        if run and keys[passage] != keys[run[0]]:
            if len(run) > 1:
                yield run
            run = []
        run.append(passage)
    if len(run) > 1:
        yield run


def _spread(values: Sequence[int]) -> list[int]:
    """The least of the ascending 32-bit values in each bin; an empty bin takes what the next full one has."""
    found: list[int | None] = []
    at = 0
    for number in range(BINS):
        end = ((number + 1) << 32) // BINS
        is_full = at < len(values) and values[at] < end
        found.append(values[at] if is_full else None)
        at = bisect_left(values, end, at)
    # From the back, so that each empty bin finds its neighbour filled; twice round for those at the end.
    for turn in range(2 * BINS - 1, -1, -1):
        after = found[(turn + 1) % BINS]
        if found[turn % BINS] is None and after is not None:
            found[turn % BINS] = (after + _EMPTY_BIN) & _MASK
    return [value or 0 for value in found]


def _trimmed(text: str, line: re.Match[str]) -> Span:
    start, end = line.span()
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _key(words: Sequence[str]) -> int:
    data = " ".join(words).encode("utf-8", "surrogatepass")
    # SQLite's integers are signed.
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=True)
