"""Direct speech: which quotations are somebody's words, and which of them are pieces of one statement.

Titles, names, terms and scare quotes are left out; fragments woven into a sentence are handed on (`indirect`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.attribution import Attributor, Gap
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.found import Attribution, Found, trimmed
from annotator.preannotate.statements.marks import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")
ENDS_INSIDE = ",.?!…—–-;"
SENTENCE_ENDS = '.?!…:”"’)*'
JOIN_CHARS = 400
SENTENCE_END = re.compile(r"(\S+?)[.?!]+[\"”’)]*\s+(?=\S)")
NOT_ENDS = re.compile(
    r"^(?:[A-Z]|\W*[A-Z](?:\.[A-Z])*|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|St|Jr|Sr|Rev|Hon|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)$"
)
REPORTS = re.compile(
    r"(?:[A-Z][\w’'-]+\s){1,3}(?:also\s|then\s)?(?:said|says|told|added|wrote)\b|(?:[A-Z][\w]+[’']s\s\w+\s)(?:said|says)\b"
)
ADDS_ON = re.compile(r"(?:^|\s)(?:and|but|or|because|so|adding)$")


class Piece(msgspec.Struct):
    """A quotation in its paragraph, with the writer's words around it as token indices and as text."""

    quotation: Quotation
    content: Span
    before: Gap
    after: Gap
    lead: str
    tail: str
    words: int
    part: int = 0
    starts_sentence: bool = False
    ends_sentence: bool = False
    is_whole_paragraph: bool = False
    above: Gap | None = None
    """The paragraph before, where it ends with a colon."""

    @property
    def starts_capital(self) -> bool:
        return self.first.isupper() or self.first in "[…." or self.first.isdigit()

    first: str = ""


class Direct(msgspec.Struct):
    """A statement in the making: its pieces and its attribution."""

    pieces: list[Piece]
    by: Attribution | None


def make_pieces(doc: Doc, quotations: list[Quotation], parts: list[Span]) -> list[Piece]:
    """The outermost quotations that hold words, in text order, each between its neighbours."""
    text = doc.text
    tokens = TokenIndex(doc)
    outer = [each for each in quotations if each.depth == 0 and trimmed(text, each.inner, inside=True)]
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
        if place and left == part.start and text[parts[place - 1].start : parts[place - 1].end].rstrip().endswith(":"):
            piece.above = tokens.gap(parts[place - 1].start, parts[place - 1].end)
        pieces.append(piece)
    return pieces


class TokenIndex:
    """Which tokens stand between two offsets."""

    def __init__(self, doc: Doc) -> None:
        self._starts = [token.idx for token in doc]

    def gap(self, start: int, end: int) -> Gap:
        return Gap(bisect_left(self._starts, start), bisect_left(self._starts, end))


def _piece(text: str, tokens: TokenIndex, each: Quotation, room: Span, part: Span) -> Piece:
    left, right = room.start, room.end
    lead, tail = text[left : each.outer.start].rstrip(), text[each.outer.end : right].strip()
    content = trimmed(text, each.inner, inside=True)
    assert content is not None
    inside = text[each.inner.start : each.inner.end].rstrip()
    return Piece(
        quotation=each,
        content=content,
        before=tokens.gap(left, each.outer.start),
        after=tokens.gap(each.outer.end, right),
        lead=lead,
        tail=tail,
        words=len(WORD.findall(text[content.start : content.end])),
        starts_sentence=not lead or lead[-1] in SENTENCE_ENDS,
        ends_sentence=inside[-1:] in ".?!…" or tail[:1] in ".?!",
        is_whole_paragraph=not lead and not tail and left == part.start and right == part.end,
        first=text[content.start],
    )


class DirectSpeech:
    """Finds the direct statements among the pieces of an article."""

    def __init__(self, text: str, pieces: list[Piece], attributor: Attributor, table: CueTable) -> None:
        self.text = text
        self.pieces = pieces
        self.attributor = attributor
        self.table = table

    def find(self) -> tuple[list[Direct], list[Piece]]:
        """The direct statements, and the pieces that are woven into a sentence or nobody's words."""
        statements: list[Direct] = []
        woven: list[Piece] = []
        previous: Piece | None = None
        for piece in self.pieces:
            open_one = statements[-1] if statements and previous is statements[-1].pieces[-1] else None
            if previous is not None and previous.quotation.continues and open_one is not None:
                open_one.pieces.append(piece)
                open_one.by = open_one.by or self._around(piece)
            elif self._goes_on(piece, open_one):
                statements[-1].pieces.append(piece)
            elif self._is_speech(piece):
                self._add(piece, open_one, statements)
            else:
                woven.append(piece)
            previous = piece
        return [each for each in statements if self._is_trusted(each)], woven

    def _goes_on(self, piece: Piece, open_one: Direct | None) -> bool:
        """Whether a sentence in marks that its cue interrupted goes on: "…," he said, but "…"."""
        if open_one is None or open_one.by is None or open_one.by.cue is None or open_one.pieces[-1].part != piece.part:
            return False
        cue = open_one.by.cue
        between = Span(open_one.pieces[-1].quotation.outer.end, piece.quotation.outer.start)
        return (
            between.covers(cue) and bool(ADDS_ON.search(piece.lead)) and not ends_within(piece.lead) and piece.words > 2
        )

    def _add(self, piece: Piece, open_one: Direct | None, statements: list[Direct]) -> None:
        by = self._around(piece)
        if open_one is not None and self._joins(open_one, piece, by):
            open_one.pieces.append(piece)
            open_one.by = open_one.by or by
        else:
            statements.append(Direct([piece], by or self._from_context(piece)))

    def _around(self, piece: Piece) -> Attribution | None:
        """The attribution in the piece's own sentence: on the side on which its punctuation points first."""
        before = None
        if not piece.starts_sentence or piece.lead.endswith(":"):
            before = self.attributor.before(piece.before)
        return before or self.attributor.after(piece.after, ended=self._stops(piece))

    def _stops(self, piece: Piece) -> bool:
        inner = self.text[piece.quotation.inner.start : piece.quotation.inner.end].rstrip()
        return inner.endswith((".", "…", "!", "?")) or piece.tail.startswith(".")

    def _joins(self, open_one: Direct, piece: Piece, by: Attribution | None) -> bool:
        last = open_one.pieces[-1]
        if last.part != piece.part:
            return False
        if by is not None and (open_one.by is None or by.cue != open_one.by.cue):
            return False
        between = piece.lead.strip()
        return len(between) < JOIN_CHARS and not ends_within(between)

    def _from_context(self, piece: Piece) -> Attribution | None:
        """Who speaks where the quotation's own sentence does not say: the sentence or paragraph before may."""
        if piece.above is not None and not piece.lead:
            found = self.attributor.before(piece.above)
            if found is not None:
                return found
        found = self.attributor.lead_subject(piece.before)
        if (
            found is not None
            and not self._is_named_inside(found, piece)
            and not reports_itself(self.text, piece.content.start)
        ):
            return found
        return None

    def _is_named_inside(self, by: Attribution, piece: Piece) -> bool:
        if by.mention is None:
            return False
        name = self.text[by.mention.start : by.mention.end].split()[-1]
        return name in self.text[piece.content.start : piece.content.end]

    def _is_speech(self, piece: Piece) -> bool:
        """Whether a piece stands as somebody's words by itself, not woven into the writer's sentence."""
        if piece.quotation.family == "single" and not self._is_set_off(piece):
            return False
        if piece.is_whole_paragraph or piece.quotation.continues:
            return piece.words >= 2
        if piece.starts_sentence:
            return (piece.words >= 2 or piece.tail[:1] != "") and self._is_set_off(piece)
        if piece.lead.endswith((" as,", " as:")):
            return False
        if piece.lead[-1] in ",:":
            by = self.attributor.before(piece.before)
            return by is not None or ((piece.lead[-1] == ":" or piece.starts_capital) and piece.words >= 4)
        return piece.words >= 3 and self._is_direct_cue(piece)

    def _is_direct_cue(self, piece: Piece) -> bool:
        token = self.attributor.doc[piece.before.end - 1] if piece.before.end > piece.before.first else None
        if token is None or not token.tag_.startswith("VB"):
            return False
        lemma = token.lemma_.lower()
        return bool(self.table.trust(lemma, "clause")) and bool(self.table.trust(lemma, "direct"))

    def _is_set_off(self, piece: Piece) -> bool:
        """Whether punctuation sets the words off from the writer's, as speech is."""
        inner = self.text[piece.quotation.inner.start : piece.quotation.inner.end].rstrip()
        return inner[-1:] in ENDS_INSIDE or piece.tail[:1] in (",", ".", "?", "!", "—", "–", "-", "") or not piece.tail

    def _is_trusted(self, statement: Direct) -> bool:
        if statement.by is not None and (statement.by.mention is not None or statement.by.cue is not None):
            return True
        words = sum(piece.words for piece in statement.pieces)
        return words >= 5 and any(piece.ends_sentence for piece in statement.pieces)


def reports_itself(text: str, start: int) -> bool:
    """Whether words in marks tell what somebody said: a report in marks, no words of the speaker before."""
    return REPORTS.match(text, start) is not None


def ends_within(text: str) -> bool:
    """Whether a sentence ends inside a text, and another begins."""
    return any(not NOT_ENDS.match(match.group(1)) for match in SENTENCE_END.finditer(text))


def to_found(statement: Direct) -> Found:
    """A direct statement with its fragments in text order."""
    by = statement.by or Attribution(trust=0.4, why="words in marks, no speaker found")
    content = tuple(piece.content for piece in statement.pieces)
    score = by.trust if by.mention is not None else min(by.trust, 0.5)
    return Found(content=content, type="direct", by=by, score=score, reason=by.why)
