"""All statements of a parsed article: direct, mixed and indirect brought together, nested ones under their parents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.attribution import Attributor
from annotator.preannotate.statements.cues import CueTable, cue_table
from annotator.preannotate.statements.found import Found, covers, hull, trimmed
from annotator.preannotate.statements.indirect import Clause, Reported
from annotator.preannotate.statements.marks import find_quotations, paragraphs
from annotator.preannotate.statements.pieces import Piece, ends_within, make_pieces
from annotator.preannotate.statements.quotes import DirectSpeech, reports_itself, to_found
from annotator.preannotate.statements.spans import SpanIndex
from annotator.preannotate.statements.speakers import Speakers
from annotator.preannotate.statements.woven import Woven

if TYPE_CHECKING:
    from spacy.tokens import Doc

SELF = frozenset(["i", "we", "you", "me", "us"])
CONTINUES_CHARS = 160
OPENING = " \"“„«'‘`"
NOWHERE = Span(-1, 0)
MIN_TRUST = 0.5
MIN_WORDS = {"object": 3, "naming": 3}
MIN_WORDS_CLAUSE = 2
MIN_TRUST_NESTED = 0.85


def find_statements(doc: Doc, table: CueTable | None = None) -> list[Found]:
    """The statements of a doc in text order; needs the tagger, the parser and the lemmatizer of its pipeline."""
    table = table or cue_table()
    text = doc.text
    parts = paragraphs(text)
    quotations = find_quotations(text, parts)
    speakers = Speakers(doc, table)
    pieces = make_pieces(doc, quotations, parts)
    attributor = Attributor(speakers, table)
    direct, woven = DirectSpeech(text, pieces, attributor, table).find()
    clauses = Reported(speakers, table).find()
    found = [to_found(each) for each in direct]
    judge = Woven(text, attributor, table)
    said = [piece for piece in woven if not judge.is_name(piece)]
    inner = [each.inner for each in quotations if each.depth == 1]
    reported = _Reports(text, found, pieces, woven, said, inner).take(clauses)
    reported.extend(_left_over(judge, said, [*found, *reported]))
    reported = _without_echoes(reported)
    ordered = sorted([*found, *reported], key=lambda each: (each.start, -each.end))
    return with_parents(with_continuations(text, ordered))


def _left_over(judge: Woven, pieces: list[Piece], found: list[Found]) -> list[Found]:
    """Mixed statements by order of words, for fragments that no statement holds yet and cues that made none."""
    covered = SpanIndex(hull(each.content) for each in found)
    cues = {each.by.cue for each in found}
    made: list[Found] = []
    for piece in pieces:
        new = judge.by_order(piece) if not covered.touching(piece.content) else None
        if new is not None and new.by.cue not in cues:
            cues.add(new.by.cue)
            made.append(new)
    return made


def _without_echoes(found: list[Found]) -> list[Found]:
    """Statements but those whose cue stands in what the same mention says: one statement holds both."""
    by_mention: dict[Span, list[Found]] = {}
    for each in found:
        if each.by.mention is not None:
            by_mention.setdefault(each.by.mention, []).append(each)
    return [
        each
        for each in found
        if not any(_echoes(each, other) for other in by_mention.get(each.by.mention or NOWHERE, ()))
    ]


def _echoes(each: Found, other: Found) -> bool:
    if each is other or each.by.cue is None or covers(each.content, other.by.cue or NOWHERE):
        return False
    return covers(other.content, each.by.cue)


def with_continuations(text: str, found: list[Found]) -> list[Found]:
    """Statements in text order, where words in marks without a cue of their own belong to what was said just before."""
    out: list[Found] = []
    for each in found:
        before = next(
            (at for at in range(len(out) - 1, max(len(out) - 5, -1), -1) if _goes_on(text, out[at], each)), None
        )
        if before is None:
            out.append(each)
            continue
        first = out[before]
        verbatim = (*first.verbatim, *each.content) if first.type != "direct" else ()
        kind = "mixed" if first.type != "direct" else "direct"
        out[before] = msgspec.structs.replace(
            first, content=(*first.content, *each.content), type=kind, verbatim=verbatim
        )
    return out


def _goes_on(text: str, first: Found, second: Found) -> bool:
    """Whether `second`, in marks and without a cue, follows the sentence that ends `first` and its cue."""
    if second.type != "direct" or second.by.cue is not None or first.by.cue is None or first.end > second.start:
        return False
    if reports_itself(text, second.start):
        return False
    if first.by.mention is not None and _is_named(text, first.by.mention, second):
        return False
    said = max(first.end, first.by.cue.end, first.by.mention.end if first.by.mention else 0)
    between = text[said : second.start]
    return len(between) < CONTINUES_CHARS and "\n" not in between and not ends_within(between.rstrip(OPENING))


def _is_named(text: str, mention: Span, statement: Found) -> bool:
    name = text[mention.start : mention.end].rsplit(maxsplit=1)[-1]
    return (
        name[:1].isupper() and len(name) > 3 and any(name in text[span.start : span.end] for span in statement.content)
    )


class _Reports:
    """Reported clauses made into mixed and indirect statements, next to the direct ones that are there already."""

    def __init__(
        self,
        text: str,
        direct: list[Found],
        pieces: list[Piece],
        woven: list[Piece],
        said: list[Piece],
        inner: list[Span],
    ) -> None:
        self.text = text
        self.said = SpanIndex(piece.content for piece in said)
        self.inner = SpanIndex(inner)
        self.woven = SpanIndex(piece.content for piece in woven)
        self.direct = SpanIndex(span for each in direct for span in each.content)
        self.direct_cues = {each.by.cue for each in direct if each.by.cue is not None}
        self.outer = SpanIndex(piece.quotation.outer for piece in pieces if piece.quotation.family != "single")

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
        spans = [self._grown(span) for span in self._inside(clause)]
        trims = [trimmed(self.text, span, inside=True) for span in spans]
        content = tuple(span for span in trims if span is not None)
        if not content or not self._is_free(content, clause):
            return None
        verbatim = tuple(piece for span in content for piece in self.woven.touching(span) if span.covers(piece))
        words = sum(len(self.text[span.start : span.end].split()) for span in content)
        if not verbatim and clause.by.cue is not None and self.direct.around(clause.by.cue) is not None:
            inner = [each for span in content for each in self.inner.touching(span) if span.covers(each)]
            verbatim = tuple(bare for each in inner if (bare := trimmed(self.text, each)) is not None)
        is_lifted = any(self.said.touching(each) for each in verbatim)
        trust = (1 + clause.trust) / 2 if is_lifted else clause.trust
        if trust < MIN_TRUST or (not verbatim and words < MIN_WORDS.get(clause.frame, MIN_WORDS_CLAUSE)):
            return None
        if verbatim and not is_lifted and clause.frame in MIN_WORDS:
            return None
        kind = "mixed" if verbatim else "indirect"
        return Found(content, kind, clause.by, trust, clause.by.why, verbatim, frame=clause.frame)

    def _inside(self, clause: Clause) -> list[Span]:
        """The spans of a clause within the quotation in which its cue stands, if it stands in one."""
        around = self.outer.around(clause.by.cue or NOWHERE)
        if around is None:
            return list(clause.content)
        clipped = (Span(max(span.start, around.start), min(span.end, around.end)) for span in clause.content)
        return [span for span in clipped if span.start < span.end]

    def _grown(self, span: Span) -> Span:
        """A span whose edges are not inside a quotation."""
        for outer in self.outer.touching(span):
            if not outer.covers(span):
                span = Span(min(span.start, outer.start), max(span.end, outer.end))
        for inner in self.inner.touching(span):
            if inner.start > span.start and inner.end + 1 > span.end:
                span = Span(span.start, inner.end + 1)
        return span

    def _is_free(self, content: tuple[Span, ...], clause: Clause) -> bool:
        """Whether a clause says something that no direct statement has yet, or stands wholly inside one."""
        touching = [each for span in content for each in self.direct.touching(span)]
        if not touching:
            return True
        inside = all(any(span.covers(each) for span in touching) for each in content)
        if not inside or clause.frame == "according" or clause.by.mention is None or clause.by.cue is None:
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
