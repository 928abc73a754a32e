"""All statements of a parsed article: direct, mixed and indirect brought together, nested ones under their parents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.attribution import Attributor
from annotator.preannotate.statements.cues import CueTable, cue_table
from annotator.preannotate.statements.found import Attribution, Found, covers, trimmed
from annotator.preannotate.statements.indirect import Clause, Reported
from annotator.preannotate.statements.marks import Quotation, find_quotations, paragraphs
from annotator.preannotate.statements.quotes import DirectSpeech, Piece, make_pieces, to_found
from annotator.preannotate.statements.speakers import Speakers

if TYPE_CHECKING:
    from spacy.tokens import Doc

SELF = frozenset("i we you me us".split())
MIN_TRUST = 0.5
MIN_WORDS = 2
MIN_TRUST_NESTED = 0.85


def find_statements(doc: Doc, table: CueTable | None = None) -> list[Found]:
    """The statements of a doc in text order; needs the tagger, the parser and the lemmatizer of its pipeline."""
    table = table or cue_table()
    text = doc.text
    parts = paragraphs(text)
    quotations = find_quotations(text, parts)
    speakers = Speakers(doc, table)
    pieces = make_pieces(doc, quotations, parts)
    direct, woven = DirectSpeech(text, pieces, Attributor(speakers, table), table).find()
    clauses = Reported(speakers, table).find()
    found = [to_found(text, each) for each in direct]
    reported = _Reports(text, found, pieces, woven, table).take(clauses)
    return with_parents(sorted([*found, *reported], key=lambda each: (each.start, -each.end)))


class _Reports:
    """Reported clauses made into mixed and indirect statements, next to the direct ones that are there already."""

    def __init__(
        self, text: str, direct: list[Found], pieces: list[Piece], woven: list[Piece], table: CueTable
    ) -> None:
        self.text = text
        self.table = table
        self.woven = woven
        self.direct = [span for each in direct for span in each.content]
        self.direct_cues = {each.by.cue for each in direct if each.by.cue is not None}
        self.outer = [piece.quotation.outer for piece in pieces if piece.quotation.family != "single"]

    def take(self, clauses: Sequence[Clause]) -> list[Found]:
        best: dict[int, Found] = {}
        for clause in clauses:
            made = self._make(clause)
            known = best.get(clause.cue)
            if made is not None and (
                known is None or (made.score, made.end - made.start) > (known.score, known.end - known.start)
            ):
                best[clause.cue] = made
        return list(best.values())

    def _make(self, clause: Clause) -> Found | None:
        if clause.by.cue in self.direct_cues or clause.by.mention is None:
            return None
        spans = [self._grown(span) for span in clause.content]
        trims = [trimmed(self.text, span, inside=True) for span in spans]
        content = tuple(span for span in trims if span is not None)
        if not content or not self._is_free(content, clause):
            return None
        verbatim = tuple(piece.content for piece in self.woven if covers(content, piece.content))
        words = sum(len(self.text[span.start : span.end].split()) for span in content)
        trust = clause.trust if not verbatim else max(clause.trust, (1 + clause.trust) / 2)
        if trust < MIN_TRUST or (not verbatim and words < MIN_WORDS):
            return None
        kind = "mixed" if verbatim else "indirect"
        return Found(content, kind, clause.by, trust, clause.by.why, verbatim, frame=clause.frame)

    def _grown(self, span: Span) -> Span:
        """A span whose edges are not inside a quotation."""
        for outer in self.outer:
            if outer.overlaps(span) and not outer.covers(span):
                span = Span(min(span.start, outer.start), max(span.end, outer.end))
        return span

    def _is_free(self, content: tuple[Span, ...], clause: Clause) -> bool:
        """Whether a clause says something that no direct statement has yet, or stands wholly inside one."""
        touching = [span for span in self.direct if any(span.overlaps(each) for each in content)]
        if not touching:
            return True
        inside = all(any(span.covers(each) for span in touching) for each in content)
        if not inside or clause.by.mention is None or clause.by.cue is None:
            return False
        who = self.text[clause.by.mention.start : clause.by.mention.end].lower()
        return covers(touching, clause.by.cue) and who not in SELF and clause.trust >= MIN_TRUST_NESTED


def with_parents(found: list[Found]) -> list[Found]:
    """Each statement under the smallest one that holds its content, cue and speaker. `found` is in text order."""
    out: list[Found] = []
    open_ones: list[int] = []
    for index, each in enumerate(found):
        while open_ones and found[open_ones[-1]].end <= each.start:
            open_ones.pop()
        parent = next((at for at in reversed(open_ones) if _holds(found[at], each)), None)
        out.append(msgspec.structs.replace(each, parent=parent))
        open_ones.append(index)
    return out


def _holds(outer: Found, inner: Found) -> bool:
    spans = [*inner.content, *(span for span in (inner.by.cue, inner.by.mention) if span is not None)]
    return inner.content != outer.content and all(covers(outer.content, span) for span in spans)


__all__ = ["Attribution", "Found", "Quotation", "find_statements", "with_parents"]
