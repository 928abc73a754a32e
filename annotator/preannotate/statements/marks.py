"""Quotation marks of every style, paired paragraph by paragraph. Pure text: neither words nor grammar are looked at.

What a pair means (speech, a title, a scare quote) is decided in `quotes`.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from annotator.model import Span

MARK = re.compile("``|(?<!')''(?!')|[\"“”„‟«»″＂‘’‚‹›'`]")
OPENERS = frozenset("“„‟«‘‚‹`") | {"``"}
FAMILY = {
    **dict.fromkeys(["``", "''", *'"“”„‟″＂'], "double"),
    **dict.fromkeys("«»", "guillemet"),
    **dict.fromkeys("‘’‚'`", "single"),
    **dict.fromkeys("‹›", "angle"),
}
ELIDED = re.compile(r"(?:\d\ds?|em|til|tis|twas|cause|n|bout|round|cuz|tude|nuff|neath)\b", re.IGNORECASE)
MEASURE = re.compile(r'\s+[a-z(]|[,.;]?"')
AND = re.compile(r"\s['’‘]n$")
STRAIGHT = frozenset('"″＂')
DASHES = "-–—―/"
BEFORE_OPENING = "([{" + DASHES
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
MAX_DEPTH = 8
WRAPPED_CHARS = range(45, 101)
CUE_AT_END = re.compile(
    r"[,?!](?=\s+(?:(?:he|she|they|[A-Z]\w+(?:\s[A-Z]\w+){0,2})\s+(?:said|says|told|added|asked|wrote)\b"
    r"|(?:said|says|added|asked)\b))"
)
CUE_AHEAD = re.compile(
    r"[,.?!](?=\s+(?:(?:he|she|they|[A-Z]\w+(?:\s[A-Z]\w+)?)\s+\w+(?:s|ed|id|old|rote)\b|(?:said|says|added)\b))"
)


class Quotation(msgspec.Struct, frozen=True):
    """Text between two marks. `outer` includes the marks there are, `inner` does not; both are in code points.

    `depth` counts the quotations around it. `is_balanced` is false where a mark was missing and its place was guessed.
    `continues`: the next paragraph goes on with the same words.
    """

    outer: Span
    inner: Span
    family: str
    depth: int = 0
    is_balanced: bool = True
    continues: bool = False


class _Mark(msgspec.Struct):
    start: int
    end: int
    text: str
    can_open: bool
    can_close: bool

    @property
    def family(self) -> str:
        return FAMILY[self.text]


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, without the line ends: its lines, or its blocks where lines are wrapped at a width."""
    found: list[Span] = []
    for block in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        lines = list(re.finditer(r"[^\n]+", block.group()))
        if _is_wrapped([line.group() for line in lines]):
            found.append(Span(block.start(), block.end()))
        else:
            found.extend(Span(block.start() + line.start(), block.start() + line.end()) for line in lines)
    return [span for span in found if text[span.start : span.end].strip()]


def find_quotations(text: str, parts: list[Span] | None = None) -> list[Quotation]:
    """All quotations in text order, the outer before the inner. Time is linear in the text.

    Marks that are missing are recovered paragraph by paragraph; apostrophes are told from marks. `parts` are the
    paragraphs if they are known already.
    """
    found: list[Quotation] = []
    parts = paragraphs(text) if parts is None else parts
    waiting: _Mark | None = None
    for index, part in enumerate(parts):
        scan = _Scan(text, part)
        orphan = scan.orphans[0] if scan.orphans and not scan.opens_before(scan.orphans[0]) else None
        if waiting is not None and orphan is not None and found:
            found[-1] = msgspec.structs.replace(found[-1], continues=True, is_balanced=True)
            found.append(Quotation(Span(part.start, orphan.end), Span(part.start, orphan.start), orphan.family))
        following = text[parts[index + 1].start : parts[index + 1].end] if index + 1 < len(parts) else ""
        waiting = _finish(text, scan, following, found)
    return _with_depths(sorted(found, key=lambda each: (each.outer.start, -each.outer.end)))


def _is_wrapped(lines: list[str]) -> bool:
    if (
        len(lines) < 2
        or any(len(line) not in WRAPPED_CHARS for line in lines[:-1])
        or len(lines[-1]) > WRAPPED_CHARS[-1]
    ):
        return False
    joins = itertools.pairwise(lines)
    return any(first.rstrip()[-1:].isalnum() and second.lstrip()[:1].islower() for first, second in joins)


class _Scan:
    """One paragraph's marks, paired with a stack."""

    def __init__(self, text: str, part: Span) -> None:
        self.text, self.part = text, part
        self.pairs: list[tuple[_Mark, _Mark]] = []
        self.stack: list[_Mark] = []
        self.open_count: dict[str, int] = {}
        self.orphans: list[_Mark] = []
        marks = list(self._marks())
        singles = [mark for mark in marks if mark.family == "single"]
        self.next_single = {first.start: second for first, second in itertools.pairwise(singles)}
        self.last_of = {mark.family: mark.start for mark in marks}
        self.last_curly = max((mark.start for mark in marks if mark.text == "”"), default=-1)
        self.straight_left = sum(mark.text in STRAIGHT for mark in marks)
        for mark in marks:
            self.straight_left -= mark.text in STRAIGHT
            if not self._is_prime(mark):
                self._take(mark)
        paired: dict[str, set[str]] = {}
        for first, _ in self.pairs:
            paired.setdefault(first.family, set()).add(first.text)
        self.unclosed = [
            mark
            for mark in self.stack
            if mark.family != "single" and not _is_stray(mark, paired.get(mark.family, set()))
        ]

    def opens_before(self, mark: _Mark) -> bool:
        opens = [first.start for first, _ in self.pairs] + [each.start for each in self.unclosed]
        return min(opens, default=mark.start) < mark.start

    def _marks(self) -> Iterator[_Mark]:
        for match in MARK.finditer(self.text, self.part.start, self.part.end):
            before = self.text[match.start() - 1] if match.start() > self.part.start else " "
            after = self.text[match.end()] if match.end() < self.part.end else " "
            mark = _Mark(
                match.start(),
                match.end(),
                match.group(),
                can_open=(before.isspace() or before in BEFORE_OPENING or before in FAMILY) and not after.isspace(),
                can_close=not before.isspace() and (not after.isalnum()),
            )
            if not _is_apostrophe(self.text, mark, before, after):
                yield mark

    def _take(self, mark: _Mark) -> None:
        if self._closes(mark):
            self._close(mark)
        elif mark.can_open or (mark.family != "single" and (mark.text in OPENERS or self._may_open(mark))):
            self.stack.append(mark)
            self.open_count[mark.family] = self.open_count.get(mark.family, 0) + 1
        elif mark.family != "single":
            self.orphans.append(mark)

    def _closes(self, mark: _Mark) -> bool:
        if not self.open_count.get(mark.family):
            return False
        if mark.family == "single":
            top = self.stack[-1]
            return top.family == "single" and mark.can_close and not self._is_possessive(mark)
        if mark.text in OPENERS:
            return not mark.can_open or (self.stack[-1].text == "„" and mark.can_close)
        return mark.can_close or not mark.can_open

    def _may_open(self, mark: _Mark) -> bool:
        """Whether a mark opens that stands between spaces, or between a comma and a word without a space."""
        before = self.text[mark.start - 1 : mark.start] if mark.start > self.part.start else " "
        after = self.text[mark.end : mark.end + 1]
        if self.last_of[mark.family] == mark.start:
            return False
        return (before.isspace() and after.isspace()) or (before in ",:;" and after.isalnum())

    def _is_prime(self, mark: _Mark) -> bool:
        """Whether a straight mark after a figure means inches (or seconds) and closes nothing."""
        if mark.text not in STRAIGHT or not self.text[max(mark.start - 1, self.part.start) : mark.start].isdigit():
            return False
        opened = next((each for each in self.stack[: -MAX_DEPTH - 1 : -1] if each.family == mark.family), None)
        if opened is None:
            return True
        if opened.text not in STRAIGHT:
            return self.last_curly > mark.start
        return self.straight_left % 2 == 1 and MEASURE.match(self.text, mark.end) is not None

    def _is_possessive(self, mark: _Mark) -> bool:
        """Whether a mark after an s is rather an apostrophe: the next one is a better place to close."""
        after = self.text[mark.end : mark.end + 2]
        following = self.next_single.get(mark.start)
        if following is None or following.can_open or self.text[mark.start - 1] not in "sz":
            return False
        return after[:1] == " " and after[1:].islower() and self.text[following.start - 1] not in "sz"

    def _close(self, mark: _Mark) -> None:
        while self.stack:
            opening = self.stack.pop()
            self.open_count[opening.family] -= 1
            if opening.family == mark.family:
                self.pairs.append((opening, mark))
                return
            if opening.family != "single":
                self.pairs.append((opening, _Mark(mark.start, mark.start, opening.text, False, True)))


def _is_stray(mark: _Mark, paired: set[str]) -> bool:
    """Whether a straight mark that nothing closes stands among quotations that are all curly."""
    return mark.text in STRAIGHT and bool(paired) and not STRAIGHT & paired


def _is_apostrophe(text: str, mark: _Mark, before: str, after: str) -> bool:
    if mark.text not in ("'", "’", "‘"):
        return False
    if (before.isalnum() and after.isalnum()) or AND.search(text, max(mark.start - 3, 0), mark.start):
        return True
    if mark.text == "‘":
        return bool(ELIDED.match(text, mark.end)) and not before.isalnum()
    if not mark.can_close and mark.can_open:
        return mark.text == "’" or bool(ELIDED.match(text, mark.end))
    return False


def _finish(text: str, scan: _Scan, following: str, found: list[Quotation]) -> _Mark | None:
    """Put a paragraph's quotations into `found`; the mark that is still open at its end, if any."""
    ordered = sorted(scan.pairs, key=lambda pair: pair[0].start)
    for first, last in ordered:
        found.append(
            Quotation(
                Span(first.start, last.end),
                Span(first.end, last.start),
                first.family,
                is_balanced=last.end > last.start,
            )
        )
    last_open: _Mark | None = None
    starts = sorted(
        [pair[0].start for pair in ordered if pair[0].family != "single"] + [mark.start for mark in scan.unclosed]
    )
    for mark in scan.unclosed:
        at = bisect_right(starts, mark.start)
        is_last = at == len(starts)
        goes_on = is_last and _opens_with(following, mark)
        end = (
            _recovered_end(text, mark, starts[at]) if not is_last else _open_end(text, scan.part, mark, goes_on=goes_on)
        )
        if end > mark.end:
            found.append(Quotation(Span(mark.start, end), Span(mark.end, end), mark.family, 0, goes_on, goes_on))
        last_open = mark if is_last else None
    return last_open


def _open_end(text: str, part: Span, mark: _Mark, *, goes_on: bool) -> int:
    """Where the last quotation of a paragraph ends that nothing closes: at its cue if there is one, else at the end."""
    cue = None if goes_on else CUE_AT_END.search(text, mark.end, part.end)
    return cue.end() if cue else part.start + len(text[part.start : part.end].rstrip())


def _opens_with(paragraph: str, mark: _Mark) -> bool:
    match = MARK.match(paragraph.lstrip())
    if match is None or FAMILY[match.group()] != mark.family:
        return False
    return (match.group() in STRAIGHT) == (mark.text in STRAIGHT)


def _recovered_end(text: str, mark: _Mark, limit: int) -> int:
    """Where words whose closing mark is missing end, given that another quotation opens at `limit`."""
    cue = CUE_AHEAD.search(text, mark.end, limit)
    if cue:
        return cue.end()
    ends = [match.end() for match in SENTENCE_END.finditer(text, mark.end, limit)]
    return ends[-1] if ends else mark.end


def _with_depths(found: list[Quotation]) -> list[Quotation]:
    out: list[Quotation] = []
    around: list[int] = []
    for each in found:
        if not text_between(each):
            continue
        while around and around[-1] <= each.outer.start:
            around.pop()
        if around and each.outer.end > around[-1]:
            continue
        out.append(msgspec.structs.replace(each, depth=len(around)))
        around.append(each.outer.end)
    return out


def text_between(quotation: Quotation) -> bool:
    """Whether there is anything between the marks."""
    return quotation.inner.end > quotation.inner.start
