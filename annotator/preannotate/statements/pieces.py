"""Quotations as pieces of an article: each with its content and with the writer's words before and after it.

Only marks, letters and paragraphs are looked at here; whether a piece is somebody's words is decided in `quotes`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.attribution import Gap
from annotator.preannotate.statements.found import trimmed
from annotator.preannotate.statements.marks import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")
SENTENCE_ENDS = ".?!…:*"
CLOSING = "”\"’'»)] "
INNER_CLOSING = "’'›”\"» "
SENTENCE_END = re.compile(r"(\S+?)[.?!]+[\"”’)]*\s+(?=\S)")
NOT_ENDS = re.compile(
    r"^(?:[A-Z]|\W*[A-Z](?:\.[A-Z])*|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|St|Jr|Sr|Rev|Hon|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)$"
)
CAPITAL_WORD = re.compile(r"[A-Z][\w.’-]*$")
NICKNAME_WORDS = 3
NOT_NAMES = frozenset(["The", "A", "An", "This", "That", "His", "Her", "Its", "Their", "Our", "My", "In", "And", "But"])
LABEL = re.compile(r"([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})\s?:\s+(?=\S)")
STAGE = re.compile(r"\([^()]*\)\W*$")


class Piece(msgspec.Struct):
    """A quotation in its paragraph, with the writer's words around it as token indices and as text."""

    quotation: Quotation
    content: Span
    before: Gap
    after: Gap
    lead: str
    tail: str
    words: int
    first: str
    part: int = 0
    starts_sentence: bool = False
    ends_sentence: bool = False
    is_set_off: bool = False
    """Whether punctuation sets the words off from the writer's, as speech is."""
    is_whole_paragraph: bool = False
    above: Gap | None = None
    """The paragraph before, where the quotation begins its own."""
    is_announced: bool = False
    """Whether the paragraph before ends with a colon or a comma, as what leads to somebody's words does."""
    label: Span | None = None
    """The speaker's name in front of the words, as transcripts have it ("HOLM: We …")."""

    @property
    def starts_capital(self) -> bool:
        return self.first.isupper() or self.first in "[…." or self.first.isdigit()


class TokenIndex:
    """Which tokens stand between two offsets."""

    def __init__(self, doc: Doc) -> None:
        self._starts = [token.idx for token in doc]

    def gap(self, start: int, end: int) -> Gap:
        return Gap(bisect_left(self._starts, start), bisect_left(self._starts, end), start)


def make_pieces(doc: Doc, quotations: list[Quotation], parts: list[Span]) -> list[Piece]:
    """The outermost quotations that hold words, in text order, each between its neighbours; nicknames are left out."""
    text = doc.text
    tokens = TokenIndex(doc)
    outer = [
        each
        for each in quotations
        if each.depth == 0 and trimmed(text, each.inner, inside=True) and not _is_aside(text, each)
    ]
    starts = [part.start for part in parts]
    places = [max(bisect_right(starts, each.outer.start) - 1, 0) for each in outer]
    pieces: list[Piece] = []
    for index, (each, place) in enumerate(zip(outer, places, strict=True)):
        part = parts[place]
        left = outer[index - 1].outer.end if index and places[index - 1] == place else part.start
        right = outer[index + 1].outer.start if index + 1 < len(outer) and places[index + 1] == place else part.end
        left, right = min(left, each.outer.start), max(right, each.outer.end)
        piece = _piece(text, tokens, each, Span(left, right), part)
        piece.part = place
        if place and left == part.start and not piece.lead:
            above = parts[place - 1]
            piece.above = tokens.gap(above.start, above.end)
            piece.is_announced = text[above.start : above.end].rstrip().endswith((":", ","))
        pieces.append(piece)
    return pieces


def ends_within(text: str) -> bool:
    """Whether a sentence ends inside a text, and another begins."""
    return any(not NOT_ENDS.match(match.group(1)) for match in SENTENCE_END.finditer(text))


def sentence_start(text: str, start: int, end: int) -> int:
    """The offset between two others at which the last sentence begins."""
    ends = [match.end() for match in SENTENCE_END.finditer(text, start, end) if not NOT_ENDS.match(match.group(1))]
    return ends[-1] if ends else start


def _is_aside(text: str, each: Quotation) -> bool:
    """Whether marks hold a nickname inside a name (Ana “Nan” Ruiz) or a stage direction ("(Laughter.)")."""
    inner = text[each.inner.start : each.inner.end]
    if STAGE.match(inner):
        return True
    if len(inner.split()) > NICKNAME_WORDS or inner[-1:] in ",.?!" or text[each.outer.end : each.outer.end + 1] != " ":
        return False
    before = text[max(0, each.outer.start - 30) : each.outer.start].rsplit(maxsplit=1)
    word = before[-1] if before else ""
    following = text[each.outer.end + 1 : each.outer.end + 2]
    return (
        inner[:1].isupper()
        and following.isupper()
        and CAPITAL_WORD.match(word) is not None
        and word not in NOT_NAMES
        and not word.endswith(("’s", ":"))
    )


def _piece(text: str, tokens: TokenIndex, each: Quotation, room: Span, part: Span) -> Piece:
    left, right = room.start, room.end
    lead, tail = text[left : each.outer.start].rstrip(), text[each.outer.end : right].strip()
    label = LABEL.match(text, each.inner.start, each.inner.end)
    inner = each.inner if label is None else Span(label.end(), each.inner.end)
    content = trimmed(text, inner, inside=True) or trimmed(text, each.inner, inside=True)
    assert content is not None
    inside = text[each.inner.start : each.inner.end].rstrip(INNER_CLOSING)
    words = len(WORD.findall(text[content.start : content.end]))
    return Piece(
        quotation=each,
        content=content,
        before=tokens.gap(left, each.outer.start),
        after=tokens.gap(each.outer.end, right),
        lead=lead,
        tail=tail,
        words=words,
        first=text[content.start],
        starts_sentence=_is_sentence_end(lead, text[content.start], words),
        ends_sentence=inside[-1:] in ".?!…" or tail[:1] in ".?!",
        is_set_off=inside[-1:] in ",.?!…—–-;" or tail[:1] in (",", ".", "?", "!", "—", "–", "―", "-", ""),
        is_whole_paragraph=not lead and not tail and left == part.start and right == part.end,
        label=Span(label.start(1), label.end(1)) if label and content.start >= label.end() else None,
    )


def _is_sentence_end(lead: str, first: str, words: int) -> bool:
    """Whether the writer's sentence is over where words in marks begin; an abbreviation ends it only before speech."""
    bare = lead.rstrip(CLOSING)
    if not bare or bare[-1] in "?!…:*([":
        return True
    if bare[-1] != ".":
        return False
    last = bare.rsplit(maxsplit=1)[-1].rstrip(".")
    return not NOT_ENDS.match(last) or (first.isupper() and words > NICKNAME_WORDS)
