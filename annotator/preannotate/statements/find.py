"""All statements of a parsed article: direct, mixed and indirect brought together, nested ones under their parents."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.attribution import Attributor
from annotator.preannotate.statements.cues import CueTable, cue_table
from annotator.preannotate.statements.found import Found, covers, hull, trimmed
from annotator.preannotate.statements.indirect import Reported
from annotator.preannotate.statements.marks import find_quotations, paragraphs
from annotator.preannotate.statements.pieces import Piece, ends_within, make_pieces
from annotator.preannotate.statements.quotes import DirectSpeech, reports_itself, to_found
from annotator.preannotate.statements.reports import NOWHERE, Reports
from annotator.preannotate.statements.spans import SpanIndex
from annotator.preannotate.statements.speakers import Speakers
from annotator.preannotate.statements.woven import Woven

if TYPE_CHECKING:
    from spacy.tokens import Doc

CONTINUES_CHARS = 160
NEAR_STATEMENTS = 4
NEAR_ECHOES = 8
AND_CUE = re.compile(r",?\s+(?:and|but)\s+(?:\w+ly\s+|also\s+|then\s+|later\s+)?$")
SENTENCE_BETWEEN = re.compile(r"[.?!]\s+\w")
"""A sentence of the writer's own that begins right behind what was said."""
OPENING = " \"“„«'‘`"


def find_statements(doc: Doc, table: CueTable | None = None) -> list[Found]:
    """The statements of a doc in text order; needs the tagger, the parser and the lemmatizer of its pipeline."""
    table = table or cue_table()
    text = doc.text
    parts = paragraphs(text)
    quotations = find_quotations(text, parts)
    speakers = Speakers(doc, table)
    pieces = make_pieces(doc, quotations, parts)
    attributor = Attributor(speakers, table)
    judge = Woven(text, attributor, table)
    speech = DirectSpeech(text, [piece for piece in pieces if not judge.is_work(piece)], attributor, table)
    direct, woven = speech.find()
    woven = [piece for piece in woven if not judge.is_person(piece.content)]
    clauses = Reported(speakers, table).find()
    found = [to_found(each) for each in direct]
    said = [piece for piece in woven if not judge.is_name(piece)]
    inner = [each.inner for each in quotations if each.depth == 1 and not judge.is_person(each.inner)]
    reported = Reports(doc, found, pieces, woven, inner).take(clauses, said, speech.retold)
    reported = _without_echoes(text, _left_over(judge, speech, said, [*found, *reported]))
    ordered = sorted(reported, key=lambda each: (each.start, -each.end))
    return with_parents(with_continuations(text, ordered))


def _left_over(judge: Woven, speech: DirectSpeech, pieces: list[Piece], found: list[Found]) -> list[Found]:
    """The mixed statements of `found` with the fragments that "and" or "but" adds to them, and new ones by order.

    Both for fragments that no statement holds yet; new ones only for cues that made none.
    """
    covered = SpanIndex(hull(each.content) for each in found)
    cues = {each.by.cue for each in found}
    mixed = sorted((each for each in found if _is_woven(each)), key=lambda each: each.said_end)
    ends = [each.said_end for each in mixed]
    made: list[Found] = []
    for piece in pieces:
        if covered.touching(piece.content):
            continue
        at = bisect_right(ends, piece.quotation.outer.start) - 1
        if made and judge.adds(made[-1], piece):
            made[-1] = judge.carried_on(made[-1], piece)
        elif at >= 0 and judge.adds(mixed[at], piece):
            mixed[at] = judge.carried_on(mixed[at], piece)
            ends[at] = mixed[at].said_end
        else:
            new = judge.before_cue(piece) or judge.by_order(piece)
            new = new if new is not None and new.by.cue not in cues else speech.alone(piece)
            if new is not None:
                cues.add(new.by.cue)
                made.append(new)
    return [*(each for each in found if not _is_woven(each)), *mixed, *made]


def _is_woven(each: Found) -> bool:
    return each.type == "mixed" or each.frame.startswith("mixed")


def _without_echoes(text: str, found: list[Found]) -> list[Found]:
    """Statements but those whose cue stands in what the same mention says: one statement holds both.

    Where "and" leads to that cue, the first statement ends there instead: "said it was late and accused him of …".
    """
    by_mention: dict[Span, list[Found]] = {}
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.by.mention is not None:
            by_mention.setdefault(each.by.mention, []).append(each)
    changed: dict[int, Found | None] = {}
    for group in by_mention.values():
        for at, each in enumerate(group):
            for other in group[max(at - NEAR_ECHOES, 0) : at + NEAR_ECHOES]:
                if not _echoes(each, other):
                    continue
                shorter = _until_next_cue(text, other, each)
                changed[id(other if shorter else each)] = shorter
    return [kept for each in found if (kept := changed.get(id(each), each)) is not None]


def _until_next_cue(text: str, first: Found, second: Found) -> Found | None:
    """The first of two statements without the second one's cue, where "and" or "but" stands before that."""
    cue, last = second.by.cue or NOWHERE, first.content[-1]
    joint = AND_CUE.search(text, last.start, cue.start)
    if joint is None or not last.covers(cue) or second.start < cue.start:
        return None
    end = trimmed(text, Span(last.start, joint.start()), inside=True)
    if end is None:
        return None
    verbatim = tuple(span for span in first.verbatim if span.end <= joint.start())
    kind = "mixed" if verbatim else "indirect" if first.type == "mixed" else first.type
    return msgspec.structs.replace(first, content=(*first.content[:-1], end), verbatim=verbatim, type=kind)


def _echoes(each: Found, other: Found) -> bool:
    if each is other or each.by.cue is None or covers(each.content, other.by.cue or NOWHERE):
        return False
    return covers(other.content, each.by.cue)


def with_continuations(text: str, found: list[Found]) -> list[Found]:
    """Statements in text order, where words in marks without a cue of their own belong to what was said just before."""
    out: list[Found] = []
    for each in found:
        near = range(len(out) - 1, max(len(out) - 1 - NEAR_STATEMENTS, -1), -1)
        fits = [at for at in near if _goes_on(text, out[at], each)]
        if not fits:
            out.append(each)
            continue
        at = next((at for at in reversed(fits) if _holds(out[at], out[fits[0]])), fits[0])
        first = out[at]
        verbatim = (*first.verbatim, *each.content) if first.type != "direct" else ()
        kind = "mixed" if first.type != "direct" else "direct"
        out[at] = msgspec.structs.replace(first, content=(*first.content, *each.content), type=kind, verbatim=verbatim)
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
    if first.type == "indirect" and SENTENCE_BETWEEN.match(between):
        return False
    return len(between) < CONTINUES_CHARS and "\n" not in between and not ends_within(between.rstrip(OPENING))


def _is_named(text: str, mention: Span, statement: Found) -> bool:
    name = text[mention.start : mention.end].rsplit(maxsplit=1)[-1]
    return (
        name[:1].isupper() and len(name) > 3 and any(name in text[span.start : span.end] for span in statement.content)
    )


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
