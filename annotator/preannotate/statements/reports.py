"""Reported clauses made into mixed and indirect statements, next to the direct ones that are there already.

What a cue says is found in `indirect`; here is decided whether it is shown, with which marks inside, and how far.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.model import Span
from annotator.preannotate.statements.found import Found, bare, covers, trimmed
from annotator.preannotate.statements.indirect import Clause
from annotator.preannotate.statements.pieces import Piece
from annotator.preannotate.statements.spans import SpanIndex, joined
from annotator.text import snap_span

if TYPE_CHECKING:
    from spacy.tokens import Doc

SELF = frozenset(["i", "we", "you", "me", "us"])
NOWHERE = Span(-1, 0)
MIN_TRUST = 0.5
MIN_TRUST_NESTED = 0.85
LIFTED = 0.75
"""The score below which only marks inside have lifted a statement over the threshold."""
MIN_WORDS = dict.fromkeys(["object", "naming", "noun", "adjective", "picture"], 3)
MIN_WORDS_CLAUSE = 2
MIXED = {
    **dict.fromkeys(["clause", "thought"], "mixed clause"),
    "naming": "mixed naming",
    "according": "according",
}
"""What the frames of clauses are called where marks stand inside; all others are phrases."""
DASH_ASIDE = re.compile(r"[”\"’'»]?(?P<cut>\s+)[–—―-]{1,2}\s(?!.*\s[–—―-]{1,2}\s)", re.DOTALL)
ADVERB_ASIDE = re.compile(r"(?P<cut>,\s+)(?:now|once|long|still|currently|formerly)\s+(?:a|an|at|in|on|the)\s")
APPOSITION = re.compile(r",[”\"’'»]?(?P<cut>\s+)(?:an?|the)\s")

ONLY = re.compile(r"(?:only|simply|merely|just|again|later)\s+(?=that\b)")
OCCASION = re.compile(
    r"[.,]?[”\"’'»](?P<cut>\s+)(?:on|at|during|after|before|last|this|earlier|later|yesterday|\w+day\b|in an?\s\w)"
)
"""Where and when somebody called something what stands in the marks."""


class Reports:
    """Makes the statements of reported clauses. `retold` are pieces in marks that tell what somebody said."""

    def __init__(
        self, doc: Doc, direct: list[Found], pieces: list[Piece], woven: list[Piece], inner: list[Span]
    ) -> None:
        self.doc = doc
        self.text = doc.text
        self.inner = SpanIndex(inner)
        self.woven = SpanIndex(piece.content for piece in woven)
        self.direct = SpanIndex(span for each in direct for span in each.content)
        self.direct_cues = {each.by.cue for each in direct if each.by.cue is not None}
        self.marked = SpanIndex(piece.quotation.outer for piece in woven)
        self.outer = SpanIndex(piece.quotation.outer for piece in pieces if piece.quotation.family != "single")
        self.retold = SpanIndex([])
        self.said = SpanIndex([])
        self.strong = SpanIndex([])
        self.turns = SpanIndex([])

    def take(self, clauses: Sequence[Clause], said: list[Piece], retold: list[Piece]) -> list[Found]:
        """One statement for each cue, of its clauses the one that is trusted most; `said` are woven and no names."""
        self.said = SpanIndex(piece.content for piece in said)
        self.strong = SpanIndex(piece.content for piece in said if not is_qualifier(self.doc, piece))
        self.retold = SpanIndex(piece.content for piece in retold)
        self.turns = SpanIndex(span for clause in clauses if clause.frame == "turn" for span in clause.content)
        best: dict[int, Found] = {}
        for clause in clauses:
            made = self._make(clause)
            known = best.get(clause.cue)
            if made is not None and (
                known is None or (made.score, made.end - made.start) > (known.score, known.end - known.start)
            ):
                best[clause.cue] = made
        return [each for each in best.values() if not self._is_anothers(each, best)]

    def _is_anothers(self, each: Found, best: dict[int, Found]) -> bool:
        """Whether all that shows words in a phrase stands under a cue of its own: "sent a note that calls it “…”"."""
        if each.frame != "mixed phrase" or each.score >= LIFTED or each.by.cue is None:
            return False
        inner = [
            other
            for other in best.values()
            if other is not each and other.verbatim and other.by.cue is not None and covers(each.content, other.by.cue)
        ]
        return bool(inner) and all(any(covers(other.content, words) for other in inner) for words in each.verbatim)

    def _make(self, clause: Clause) -> Found | None:
        if clause.by.cue in self.direct_cues or self._is_chat(clause):
            return None
        whole = self._whole_inner(clause)
        if whole is not None:
            return Found((whole,), "direct", clause.by, clause.trust, clause.by.why, frame="nested")
        spans = [self._grown(span, clause.by.cue or NOWHERE) for span in self._inside(clause)]
        trims = [trimmed(self.text, self._from_that(span), inside=True) for span in spans]
        content = tuple(joined(span for span in trims if span is not None))
        if not content or not self._is_free(content, clause):
            return None
        if clause.frame == "turn":
            return Found(content, "direct", clause.by, clause.trust, clause.by.why, frame=clause.frame)
        verbatim = self._verbatim(content, clause)
        content = self._without_aside(content, verbatim, clause.frame)
        words = sum(len(self.text[span.start : span.end].split()) for span in content)
        is_lifted = any(self.strong.touching(each) for each in verbatim)
        trust = (1 + clause.trust) / 2 if is_lifted else clause.trust
        if trust < MIN_TRUST or (not verbatim and words < MIN_WORDS.get(clause.frame, MIN_WORDS_CLAUSE)):
            return None
        if verbatim and clause.frame in MIN_WORDS and not any(self.said.touching(each) for each in verbatim):
            return None
        kind = "mixed" if verbatim else "indirect"
        frame = clause.frame
        if self.direct.around(clause.by.cue or NOWHERE) is not None:
            frame = "nested"
        elif verbatim:
            frame = MIXED.get(frame, "mixed phrase")
        content = tuple(self._with_marks(span, verbatim) for span in content)
        found = bare(self.text, Found(content, kind, clause.by, trust, clause.by.why, verbatim, frame=frame))
        is_term = found.type == "direct" and words == 1 and clause.frame == "naming"
        return None if is_term else found

    def _is_chat(self, clause: Clause) -> bool:
        """Whether somebody in a transcript tells what he thinks himself, or what he is told: "You know …"."""
        return self.turns.around(clause.by.cue or NOWHERE) is not None and not self._is_others(clause)

    def _whole_inner(self, clause: Clause) -> Span | None:
        """The words in inner marks that a cue in somebody's words leads to: “He told me, ‘Go,’ and I went.”"""
        cue, first = clause.by.cue or NOWHERE, clause.content[0]
        if self.direct.around(cue) is None or first.start < cue.end or not self._is_others(clause):
            return None
        found = next((each for each in self.inner.touching(first) if 0 <= each.start - first.start <= 1), None)
        return trimmed(self.text, found, inside=True) if found is not None and self.direct.around(found) else None

    def _from_that(self, span: Span) -> Span:
        """A clause without an adverb before its "that": "saying only that …"."""
        only = ONLY.match(self.text, span.start, span.end)
        return span if only is None else Span(only.end(), span.end)

    def _with_marks(self, span: Span, verbatim: tuple[Span, ...]) -> Span:
        """A span with the marks around words in marks at its edges, where trimming took them for apostrophes."""
        edges = [each for each in verbatim if span.covers(each) and each != span]
        outers = [outer for each in edges for outer in self.marked.touching(each) if outer.covers(each)]
        start = next((outer.start for outer in outers if outer.start <= span.start), span.start)
        end = next((outer.end for outer in outers if outer.end >= span.end), span.end)
        # Of unbalanced marks the outer span may reach to the blank at the edge of its paragraph.
        return snap_span(self.text, Span(start, end)) or span

    def _without_aside(self, content: tuple[Span, ...], verbatim: tuple[Span, ...], frame: str) -> tuple[Span, ...]:
        """Content without what the writer adds behind the last mark: a dash and more, an apposition to a name given."""
        last = content[-1]
        if not verbatim or not last.covers(verbatim[-1]):
            return content
        start = verbatim[-1].end
        aside = DASH_ASIDE.match(self.text, start, last.end) or ADVERB_ASIDE.search(self.text, start, last.end)
        if aside is None and frame == "naming":
            aside = APPOSITION.match(self.text, start, last.end) or OCCASION.match(self.text, start, last.end)
        cut = aside and trimmed(self.text, Span(last.start, aside.start("cut")), inside=True)
        return content if not cut else (*content[:-1], cut)

    def _verbatim(self, content: tuple[Span, ...], clause: Clause) -> tuple[Span, ...]:
        """The words in marks inside a clause; in a quotation these are the marks of the second level."""
        found = tuple(piece for span in content for piece in self.woven.touching(span) if span.covers(piece))
        if found or clause.by.cue is None:
            return found
        if self.direct.around(clause.by.cue) is None and self.retold.around(clause.by.cue) is None:
            return ()
        inner = [each for span in content for each in self.inner.touching(span) if span.covers(each)]
        return tuple(words for each in inner if (words := trimmed(self.text, each)) is not None)

    def _inside(self, clause: Clause) -> list[Span]:
        """The spans of a clause within the quotation in which its cue stands, if it stands in one."""
        around = self.outer.around(clause.by.cue or NOWHERE)
        if around is None:
            return list(clause.content)
        clipped = (Span(max(span.start, around.start), min(span.end, around.end)) for span in clause.content)
        return [span for span in clipped if span.start < span.end]

    def _grown(self, span: Span, cue: Span) -> Span:
        """A span whose edges are not inside a quotation, save one in which its cue stands too."""
        for outer in self.outer.touching(span):
            if not outer.covers(cue):
                span = Span(min(span.start, outer.start), max(span.end, outer.end))
        for inner in self.inner.touching(span):
            if inner.start > span.start and inner.end + 1 > span.end:
                span = Span(span.start, min(inner.end + 1, len(self.text)))
        return span

    def _is_free(self, content: tuple[Span, ...], clause: Clause) -> bool:
        """Whether a clause says something that no direct statement has yet, or stands wholly inside one."""
        touching = [each for span in content for each in self.direct.touching(span)]
        cue = clause.by.cue or NOWHERE
        if not touching and self.woven.around(cue) is None:
            return True
        if not touching:
            return self.retold.around(cue) is not None or self._is_others(clause)
        inside = all(any(span.covers(each) for span in touching) for each in content)
        if not inside or clause.frame == "according" or clause.by.mention is None:
            return False
        return covers(touching, cue) and self._is_others(clause)

    def _is_others(self, clause: Clause) -> bool:
        """Whether a clause in somebody's words surely tells what somebody else said."""
        mention = clause.by.mention or NOWHERE
        if self.text[mention.start : mention.end].lower() in SELF or clause.trust < MIN_TRUST_NESTED:
            return False
        return not any(child.tag_ == "MD" for child in self.doc[clause.cue].children)


def is_qualifier(doc: Doc, piece: Piece) -> bool:
    """Whether marks hold one word that qualifies the next, as scare quotes do: a proposed “immediate” pause."""
    following = piece.tail[:1]
    if piece.words != 1 or piece.after.first >= len(doc) or not (following.islower() or following.isdigit()):
        return False
    return doc[piece.after.first].pos_ in ("NOUN", "ADJ", "NUM")
