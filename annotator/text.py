r"""A stored text: the one normalisation at import, offsets across it, snippets, grapheme clusters, words, re-anchoring.

Offsets are code points, half open. Qt's positions are converted in `ui.text` and nowhere else.

**The normaliser, version 1 (frozen: stored texts, and the ids that follow from them, depend on it).** In this order:

| what | becomes | why |
| --- | --- | --- |
| every U+FEFF at the very beginning | nothing | a byte order mark is no text; Qt drops it too |
| U+000D U+000A | U+000A | one line end |
| U+000D alone | U+000A | one line end |
| U+000B, U+000C (line tabulation, form feed) | U+000A | a break in the text; XML cannot carry them |
| U+001C … U+001F (separators) | U+0020 | white space to Unicode; XML cannot carry them |
| U+0000 … U+0008, U+000E … U+001B | U+FFFD | XML cannot carry them, Qt and C end a string at NUL |
| U+D800 … U+DFFF (lone surrogates) | U+FFFD | no Unicode text; a pair of them is two characters here |
| U+FFFC (object replacement) | U+FFFD | stands for an embedded object in Qt |
| U+FDD0 … U+FDEF | U+FFFD | non-characters; Qt marks frames with the first two |
| U+FFFE, U+FFFF, U+1FFFE, U+1FFFF … U+10FFFE, U+10FFFF | U+FFFD | non-characters |

All but the first two rows replace one code point by one. Everything else stays, and among it what looks as if it
should not: U+0009; NBSP; soft hyphens; U+0085 and the other C1 controls; U+FEFF further on; joiners; direction marks;
U+2028, which Qt keeps as one character of a paragraph; and U+2029, at which Qt begins a new paragraph exactly as at
U+000A, so that its positions still count every character once. No form (NFC …) is imposed. Applying it twice changes
nothing more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Literal

import msgspec
import regex

from annotator.decoding import Decoded, decode
from annotator.errors import Invalid
from annotator.model import Span

__all__ = [
    "Decoded",
    "OffsetMap",
    "check_span",
    "cluster_end",
    "cluster_start",
    "decode",
    "normalise",
    "normalise_with_map",
    "reanchor",
    "snap_span",
    "snippet",
    "word_boundary_left",
    "word_boundary_right",
]

SNIPPET_CHARS = 160
REANCHOR_CHARS = 64
"""How far a text that occurs several times may have moved and still be taken to be the nearest one."""
CLUSTER_LOOKBACK_CHARS = 4096
WORD_WINDOW_CHARS = 400

Edge = Literal["start", "end"]

_BOM = "\ufeff"
_PLANE_ENDS = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_TO_REPLACE = "\x00-\x08\x0e-\x1b\ud800-\udfff\ufffc\ufdd0-\ufdef" + _PLANE_ENDS
_REPLACED = re.compile(f"[{_TO_REPLACE}]")
_ANY_REPLACED = re.compile(f"[\x0b\x0c\x1c-\x1f{_TO_REPLACE}]")
_WHITE = {0x0B: "\n", 0x0C: "\n", 0x1C: " ", 0x1D: " ", 0x1E: " ", 0x1F: " "}
_CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n")
_SUSPECT_BYTES = _CONTROL_BYTES + b"\xef\xf0\xf1\xf2\xf3\xf4"
"""One of these is in the UTF-8 of every character that is replaced or dropped."""
_SUSPECT_UTF8 = (b"\xef\xbf", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")
"""One of these is in the UTF-8 of every character above U+001F that is replaced."""
_INVISIBLE = "\u200b\ufeff"

_CLUSTER = regex.compile(r"\X")
_PLAIN = regex.compile(r"\p{GCB=Other}")
_WORD = regex.compile(
    r"(?<=\w)['’]\w{1,2}\b|\p{Han}|[[\w\p{M}\u200c\u200d]--\p{Han}]+|(?:(?![\w\s])\X)+", regex.VERSION1
)


class OffsetMap(msgspec.Struct, frozen=True):
    """From offsets of a raw text to those of its normalised form. `dropped`: the raw offsets of what was left out."""

    dropped: tuple[int, ...] = ()

    def offset(self, raw: int) -> int:
        """The normalised offset of a raw one; between a CR and its LF it is the one before the line end."""
        return raw - bisect_left(self.dropped, raw)

    def span(self, raw: Span) -> Span:
        """The normalised span of a raw one."""
        return Span(self.offset(raw.start), self.offset(raw.end))


def normalise(text: str) -> str:
    """The text as it is stored: see the module's documentation. Idempotent."""
    if _is_clean(text):
        return text
    text = text.lstrip(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    if _ANY_REPLACED.search(text):
        text = _REPLACED.sub("\ufffd", text).translate(_WHITE)
    # Replacing cannot bring a BOM to the front or a CR back, which is why once is enough.
    return text


def normalise_with_map(text: str) -> tuple[str, OffsetMap]:
    """The normalised text, and the map that takes offsets of `text` to it."""
    normalised = normalise(text)
    if len(normalised) == len(text):
        return normalised, OffsetMap()
    front = len(text) - len(text.lstrip(_BOM))
    dropped = [*range(front), *(match.start() for match in re.finditer("\r\n", text))]
    return normalised, OffsetMap(tuple(dropped))


def check_span(text: str, span: Span) -> None:
    """Refuse a span that is empty, reversed or outside the text.

    Raises:
        Invalid: with the offsets and the length of the text.
    """
    if not 0 <= span.start < span.end <= len(text):
        raise Invalid(f"The span {span.start} to {span.end} does not lie in the text of {len(text)} characters.")


def span_text(text: str, span: Span) -> str:
    """The words of a span on one line."""
    return " ".join(text[span.start : span.end].split())


def snippet(text: str, span: Span, chars: int = SNIPPET_CHARS) -> str:
    """At most about `chars` characters around a span on one line, cut at blanks, "…" where something is left out."""
    length = min(span.end - span.start, chars)
    around = (chars - length) // 2
    start = max(0, span.start - around)
    end = min(len(text), span.start + length + around)
    if start and around:
        blank = text.find(" ", start, span.start)
        start = blank + 1 if blank >= 0 else start
    if end < len(text) and end > span.start:
        blank = text.rfind(" ", min(span.end, end), end)
        end = blank if blank >= 0 else end
    start, end = cluster_start(text, start), cluster_end(text, end)
    shown = " ".join(text[start:end].split())
    return f"{'…' if text[:start].strip() else ''}{shown}{'…' if text[end:].strip() else ''}"


def cluster_start(text: str, offset: int) -> int:
    """The beginning of the grapheme cluster (UAX #29, extended) that lies across `offset`; itself on a boundary.

    Looks at the neighbourhood only.
    """
    return _cluster_around(text, offset)[0]


def cluster_end(text: str, offset: int) -> int:
    """The end of the grapheme cluster that lies across `offset`; itself on a boundary."""
    return _cluster_around(text, offset)[1]


def snap_span(text: str, span: Span) -> Span | None:
    """The span without white space at its ends, widened to whole clusters; None when nothing visible is left."""
    start, end = max(0, span.start), min(span.end, len(text))
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    if start >= end:
        return None
    return Span(cluster_start(text, start), cluster_end(text, end))


def word_boundary_left(text: str, offset: int, *, edge: Edge = "start") -> int:
    """The nearest `edge` of a word before `offset`; 0 without one. A run of marks and a final ’s are words here too."""
    window = WORD_WINDOW_CHARS
    while True:
        low = cluster_start(text, max(0, offset - window))
        found = 0
        for match in _WORD.finditer(text, low):
            at = _at(match, edge)
            if at >= offset:
                break
            # A word that begins where the window does may be cut by it.
            found = at if at > low else found
        if found or low == 0:
            return found
        window *= 4


def word_boundary_right(text: str, offset: int, *, edge: Edge = "end") -> int:
    """The nearest `edge` of a word after `offset`; the end of the text without one."""
    low = cluster_start(text, max(0, offset - WORD_WINDOW_CHARS))
    return next((at for match in _WORD.finditer(text, low) if (at := _at(match, edge)) > offset), len(text))


def reanchor(text: str, span: Span, expected: str) -> Span | None:
    """Where `expected` stands in `text`, if that is clear: at the span, at its only place, or at the clearly nearest.

    Clearly nearest: at most `REANCHOR_CHARS` off, and every other place at least twice as far. None otherwise.
    """
    expected = normalise(expected)
    if not expected:
        return None
    if 0 <= span.start < span.end and text[span.start : span.end] == expected:
        return span
    places = _places(text, expected, span.start)
    if not places:
        return None
    far = sorted((abs(place - span.start), place) for place in places)
    if len(far) > 1 and (far[0][0] > REANCHOR_CHARS or far[1][0] < 2 * far[0][0]):
        return None
    return Span(far[0][1], far[0][1] + len(expected))


def _places(text: str, expected: str, near: int) -> list[int]:
    """The last place before `near`, the first at or after it, and one more on each side: enough to judge clarity."""
    near = min(max(near, 0), len(text))
    places: list[int] = []
    at = near
    for _ in range(2):
        at = text.rfind(expected, 0, at + len(expected) - 1) if at >= 0 else -1
        if at < 0:
            break
        places.append(at)
    at = near - 1
    for _ in range(2):
        at = text.find(expected, at + 1)
        if at < 0:
            break
        places.append(at)
    return places


def _is_clean(text: str) -> bool:
    """Whether nothing is to be normalised. Searches bytes first, many times faster than asking each character."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    if len(data.translate(None, _SUSPECT_BYTES)) == len(data):
        return True
    if text.startswith(_BOM) or len(data.translate(None, _CONTROL_BYTES)) != len(data):
        return False
    return not any(suspect in data for suspect in _SUSPECT_UTF8) or not _ANY_REPLACED.search(text)


def _is_blank(char: str) -> bool:
    return char.isspace() or char in _INVISIBLE


def _at(match: regex.Match[str], edge: Edge) -> int:
    return match.start() if edge == "start" else match.end()


def _cluster_around(text: str, offset: int) -> tuple[int, int]:
    if not 0 < offset < len(text) or (text[offset - 1].isascii() and text[offset].isascii()):
        return offset, offset
    for match in _CLUSTER.finditer(text, _safe_start(text, offset)):
        if match.end() >= offset:
            return (offset, offset) if match.end() == offset else match.span()
    return offset, offset


def _safe_start(text: str, offset: int) -> int:
    """The last certain boundary before `offset`: between two characters that never join (rule GB999 of UAX #29)."""
    lowest = max(0, offset - CLUSTER_LOOKBACK_CHARS)
    at = offset - 1
    while at > lowest and not (text[at - 1] == "\n" or (_is_plain(text[at - 1]) and _is_plain(text[at]))):
        at -= 1
    return at


@cache
def _is_plain(char: str) -> bool:
    return _PLAIN.match(char) is not None
