"""Direct speech: which quotations are somebody's words, and which of them are pieces of one statement.

Titles, names, terms and scare quotes are left out; fragments woven into a sentence are handed on (`woven`).
"""

from __future__ import annotations

import re

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.attribution import Attributor
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.found import Attribution, Found
from annotator.preannotate.statements.pieces import Piece, ends_within

FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours|myself|ourselves)\b", re.IGNORECASE)
REPORTS = re.compile(
    r"(?:[A-Z][\w’'-]+\s){1,3}(?:also\s|then\s|later\s)?(?:said|says|told|added|wrote)\b"
    r"|[A-Z]\w+[’']s\s\w+\s(?:said|says)\b"
)
ADDS_ON = re.compile(r"(?:^|\s)(?:and|but|or|because|so|adding)$")
CITED = re.compile(r"[–—―-].{0,60}\b(?:19|20)\d\d\b")
JOIN_CHARS = 400
OWN_WORDS = 6
SHORT_WORDS = 3
BREAKS = tuple(",:–—―-")
ATTRIBUTION_CHARS = 280
UNNAMED = Attribution(trust=0.4, why="words in marks, nobody named", frame="unnamed")


class Direct(msgspec.Struct):
    """A statement in the making: its pieces and its attribution."""

    pieces: list[Piece]
    by: Attribution | None


class DirectSpeech:
    """Finds the direct statements among the pieces of an article."""

    def __init__(self, text: str, pieces: list[Piece], attributor: Attributor, table: CueTable) -> None:
        self.text = text
        self.pieces = pieces
        self.attributor = attributor
        self.table = table
        self.retold: list[Piece] = []
        """Pieces that tell in the third person what somebody said: nobody's words as a whole."""

    def find(self) -> tuple[list[Direct], list[Piece]]:
        """The direct statements, and the pieces that are woven into a sentence or nobody's words."""
        statements: list[Direct] = []
        woven: list[Piece] = []
        previous: Piece | None = None
        for piece in self.pieces:
            last = statements[-1] if statements else None
            open_one = last if last is not None and previous is last.pieces[-1] else None
            if open_one is not None and self._reopens(previous, piece):
                open_one.pieces.append(piece)
                open_one.by = open_one.by or self._around(piece)
            elif self._goes_on(piece, open_one):
                statements[-1].pieces.append(piece)
            elif self._is_speech(piece):
                self._add(piece, last, open_one, statements)
            else:
                woven.append(piece)
            previous = piece
        return [each for each in statements if self._is_trusted(each)], woven

    def _reopens(self, previous: Piece | None, piece: Piece) -> bool:
        """Whether marks that the paragraph before left open open again, with no other speaker's label behind them."""
        return previous is not None and previous.quotation.continues and piece.label is None

    def _goes_on(self, piece: Piece, open_one: Direct | None) -> bool:
        """Whether a sentence in marks that its cue interrupted goes on: "…," he said, but "…"."""
        if open_one is None or open_one.by is None or open_one.by.cue is None or open_one.pieces[-1].part != piece.part:
            return False
        cue = open_one.by.cue
        between = Span(open_one.pieces[-1].quotation.outer.end, piece.quotation.outer.start)
        return (
            between.covers(cue) and bool(ADDS_ON.search(piece.lead)) and not ends_within(piece.lead) and piece.words > 2
        )

    def _add(self, piece: Piece, last: Direct | None, open_one: Direct | None, statements: list[Direct]) -> None:
        by = self._around(piece)
        if open_one is not None and (self._joins(open_one, piece, by) or self._follows(open_one, piece, by)):
            open_one.pieces.append(piece)
            open_one.by = open_one.by or by
            return
        by = by or self._from_context(piece, last)
        if by is None and self._is_retold(piece):
            self.retold.append(piece)
        else:
            statements.append(Direct([piece], by))

    def _around(self, piece: Piece) -> Attribution | None:
        """The attribution in the piece's own sentence: on the side on which its punctuation points first."""
        if piece.label is not None:
            return self.attributor.labelled(piece.label)
        after = before = None
        if (piece.lead.endswith(":") or piece.is_announced) and self._inner(piece).endswith(","):
            after = self.attributor.after(piece.after, ended=False)
        elif piece.is_announced and piece.above is not None:
            before = self.attributor.before(piece.above)
        if after is None and before is None and (not piece.starts_sentence or piece.lead.endswith(":")):
            before = self.attributor.before(piece.before)
        return after or before or self.attributor.after(piece.after, ended=self._stops(piece))

    def _inner(self, piece: Piece) -> str:
        return self.text[piece.quotation.inner.start : piece.quotation.inner.end].rstrip("’'› ")

    def _stops(self, piece: Piece) -> bool:
        return self._inner(piece).endswith((".", "…")) or piece.tail.startswith(".")

    def _joins(self, open_one: Direct, piece: Piece, by: Attribution | None) -> bool:
        last = open_one.pieces[-1]
        if last.part != piece.part:
            return False
        between = piece.lead.strip()
        if by is not None and open_one.by is None:
            return not between
        if by is not None and open_one.by is not None and by.cue != open_one.by.cue:
            return False
        return len(between) < JOIN_CHARS and not ends_within(between)

    def _follows(self, open_one: Direct, piece: Piece, by: Attribution | None) -> bool:
        """Whether a paragraph of nothing but words in marks goes on after one that ends with "…," somebody said."""
        last = open_one.pieces[-1]
        if by is not None or not piece.is_whole_paragraph or last.part != piece.part - 1 or piece.label is not None:
            return False
        said = open_one.by
        if said is None or said.mention is None or said.cue is None or piece.is_announced:
            return False
        if last.tail and not last.quotation.outer.start < said.cue.start:
            return False
        return len(last.tail) < ATTRIBUTION_CHARS and not ends_within(last.tail)

    def _from_context(self, piece: Piece, last: Direct | None) -> Attribution | None:
        """Who speaks where the quotation's own sentence does not say: the sentence or paragraph before may."""
        found = self.attributor.lead_subject(piece.before)
        if found is None and piece.above is not None:
            found = self._above(piece, last)
        if found is None or self._is_named_inside(found, piece) or reports_itself(self.text, piece.content.start):
            return None
        return found

    def _above(self, piece: Piece, last: Direct | None) -> Attribution | None:
        """The speaker of the paragraph before, of a paragraph of nothing but words in marks."""
        if not piece.is_whole_paragraph or piece.above is None:
            return None
        if last is not None and last.pieces[-1].part == piece.part - 1:
            return None if last.by is None else self.attributor.again(last.by)
        return self.attributor.lead_subject(piece.above, "paragraph")

    def _is_named_inside(self, by: Attribution, piece: Piece) -> bool:
        if by.mention is None:
            return False
        name = self.text[by.mention.start : by.mention.end].split()[-1]
        return name in self.text[piece.content.start : piece.content.end]

    def _is_retold(self, piece: Piece) -> bool:
        """Whether words that nobody says tell what somebody said, and not in the first person."""
        words = self.text[piece.content.start : piece.content.end]
        return reports_itself(self.text, piece.content.start) and FIRST_PERSON.search(words) is None

    def _is_speech(self, piece: Piece) -> bool:
        """Whether a piece stands as somebody's words by itself, not woven into the writer's sentence."""
        if piece.quotation.family == "single" and not piece.is_set_off:
            return False
        if piece.is_whole_paragraph or piece.quotation.continues or piece.label is not None:
            return piece.words >= 2
        if not piece.ends_sentence and CITED.match(piece.tail):
            return False
        if piece.starts_sentence:
            return (piece.words >= 2 or piece.tail[:1] != "" or piece.ends_sentence) and piece.is_set_off
        if piece.lead.endswith((" as,", " as:", " that,")):
            return False
        if piece.lead[-1] in ",:":
            by = self.attributor.before(piece.before)
            return by is not None or ((piece.lead[-1] == ":" or piece.starts_capital) and piece.words >= 4)
        return self._is_direct_cue(piece)

    def alone(self, piece: Piece) -> Found | None:
        """A piece for which nothing else was found, where it is a sentence in the first person behind a break."""
        words = self.text[piece.content.start : piece.content.end]
        if piece.lead[-1:] not in BREAKS or piece.words < OWN_WORDS or not self._has_verb(piece):
            return None
        if FIRST_PERSON.search(words) is None or piece.quotation.family == "single":
            return None
        return to_found(Direct([piece], self._from_context(piece, None)))

    def _is_direct_cue(self, piece: Piece) -> bool:
        """Whether a verb of saying stands right before the marks, and the words are no part of a longer phrase."""
        token = self.attributor.doc[piece.before.end - 1] if piece.before.end > piece.before.first else None
        if token is None or not token.tag_.startswith("VB") or (token.dep_ == "pcomp" and token.tag_ == "VBG"):
            return False
        lemma = token.lemma_.lower()
        if not (self.table.trust(lemma, "clause") and self.table.trust(lemma, "direct")):
            return False
        is_whole = piece.is_set_off and piece.ends_sentence and lemma in self.table.plain
        if piece.words < SHORT_WORDS and not is_whole:
            return False
        if not piece.is_set_off and not self._has_verb(piece):
            return False
        return not self.attributor.runs_on(piece.after)

    def _has_verb(self, piece: Piece) -> bool:
        return self.attributor.has_verb(piece.before, piece.after)

    def _is_trusted(self, statement: Direct) -> bool:
        if statement.by is not None and (statement.by.mention is not None or statement.by.cue is not None):
            return True
        words = sum(piece.words for piece in statement.pieces)
        return words >= 5 and any(piece.ends_sentence and self._has_verb(piece) for piece in statement.pieces)


def reports_itself(text: str, start: int) -> bool:
    """Whether words in marks tell what somebody said: a report in marks, no words of the speaker before."""
    return REPORTS.match(text, start) is not None


def to_found(statement: Direct) -> Found:
    """A direct statement with its fragments in text order."""
    by = statement.by or UNNAMED
    content = tuple(piece.content for piece in statement.pieces)
    score = by.trust if by.mention is not None else min(by.trust, 0.5)
    return Found(content=content, type="direct", by=by, score=score, reason=by.why, frame=by.frame)
