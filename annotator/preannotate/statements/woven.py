"""Fragments in marks woven into the writer's sentence: names and terms told from words that somebody said.

What the parse puts under a cue is found in `indirect`; here is what is left over, by the order of words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.attribution import Attributor
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.found import Attribution, Found, bare, trimmed
from annotator.preannotate.statements.pieces import Piece, sentence_start
from annotator.preannotate.statements.reports import is_qualifier

if TYPE_CHECKING:
    from spacy.tokens import Token

WORD = re.compile(r"[^\W\d_][\w’'-]*")
SMALL = frozenset(
    ["a", "an", "the", "of", "and", "or", "for", "in", "on", "at", "to", "by", "with", "from", "but", "nor", "as", "is"]
)
NAME_WORDS = 9
REACH_TOKENS = 12
PENALTY = 0.9
ADDS = re.compile(
    r"[”\"’',.]*\s*(?:,?\s*(?:and|or|but|nor|yet)\b)?"
    r"(?:\s*(?:then|also|still|even|not|as|that|who|is|was|are|were|in|of|to|a|an|the|his|her|its|their)\b){0,4}\s*"
)
CALLED = re.compile(r"\b(?:called|branded)(?:\s\w+)?\s*$")
HANGING = frozenset(["of", "to", "for", "against", "with", "between", "from", "toward", "towards", "about"])
ITSELF = re.compile(r"\b(?:itself|himself|herself|themselves)(?:\s(?:as|the|a|an))*\s*$")
NEAR_TOKENS = 3
FRAMES = ("naming", "object", "clause")


class Woven:
    """Judges the woven pieces of one article."""

    def __init__(self, text: str, attributor: Attributor, table: CueTable) -> None:
        self.text = text
        self.attributor = attributor
        self.speakers = attributor.speakers
        self.table = table
        before = "|".join(re.escape(phrase) for phrase in sorted(table.before_names, key=len, reverse=True))
        self._naming = re.compile(rf"\b(?:{before})(?:\s(?:as|the|a|an|his|her|its|their))*,?\s*$", re.IGNORECASE)
        people = (entity for entity in attributor.doc.ents if entity.label_ == "PERSON")
        self._surnames = {entity[-1].text for entity in people}
        self._works = re.compile(r"([\w-]+),?\s*$")

    def is_name(self, piece: Piece) -> bool:
        """Whether what stands in the marks is a title, a name or a term that nobody says."""
        words, capital = self._capitals(piece)
        if self._naming.search(piece.lead) and (capital or not CALLED.search(piece.lead)):
            return True
        if (self._follows_work(piece) and (capital or words <= 2)) or (capital and ITSELF.search(piece.lead)):
            return True
        return capital and (words > 1 or piece.lead.endswith((" the", " The"))) and not self._is_after_verb(piece)

    def is_person(self, words: Span) -> bool:
        """Whether marks hold nothing but a person's surname, as where a name was put for a pronoun."""
        return self.text[words.start : words.end] in self._surnames

    def is_work(self, piece: Piece) -> bool:
        """Whether marks surely hold the title of a work: "in her memoir, “A Life at Sea,” she writes that …"."""
        return not piece.starts_sentence and self._capitals(piece)[1] and self._follows_work(piece)

    def _capitals(self, piece: Piece) -> tuple[int, bool]:
        """How many words there are in the marks, and whether all but small ones are written as in a title."""
        words = WORD.findall(self.text[piece.content.start : piece.content.end])
        long_ones = [word for word in words if word.lower() not in SMALL]
        capital = bool(long_ones) and all(word[0].isupper() for word in long_ones) and len(words) <= NAME_WORDS
        return len(words), capital

    def _follows_work(self, piece: Piece) -> bool:
        work = self._works.search(piece.lead)
        return work is not None and work.group(1).lower() in self.table.works

    def before_cue(self, piece: Piece) -> Found | None:
        """A mixed statement that ends with marks, a comma and its cue: The ruling was “a disgrace”, Ana Ruiz said."""
        inner = self.text[piece.quotation.inner.start : piece.quotation.inner.end].rstrip()
        if piece.starts_sentence or not (inner.endswith(",") or piece.tail.startswith(",")):
            return None
        by = self.attributor.after(piece.after, ended=False)
        if by is None or by.mention is None or by.cue is None:
            return None
        start = sentence_start(self.text, piece.before.start, piece.quotation.outer.start)
        if WORD.search(self.text, start, piece.quotation.outer.start) is None:
            start = piece.quotation.outer.start
        return self._found(Span(start, piece.quotation.outer.end), piece, by)

    def by_order(self, piece: Piece) -> Found | None:
        """A mixed statement from the nearest cue before the marks: all between the cue and the fragment's end.

        None where no cue is near, and for one word that qualifies the next: a proposed “immediate” ceasefire.
        """
        doc = self.attributor.doc
        if is_qualifier(doc, piece):
            return None
        stop = piece.before.end
        for index in range(stop - 1, max(piece.before.first, stop - REACH_TOKENS) - 1, -1):
            token = doc[index]
            if token.text in (".", "!", "?", ";", ":") or "\n" in token.text:
                return None
            trust = self._trust(token, stop - index)
            if not trust:
                continue
            subject = self.speakers.subject_of(token)
            if subject is None or subject.i > index or not self.speakers.can_speak(subject):
                continue
            cue = Span(token.idx, token.idx + len(token))
            by = self.speakers.attribution(subject, cue, trust, f"cue “{token.text}” before the marks", "order")
            that = next((doc[i] for i in range(index + 1, stop) if doc[i].lower_ == "that"), None)
            start = that.idx if that is not None and that.pos_ == "SCONJ" else cue.end
            found = self._found(Span(start, self._end_of(piece)), piece, by)
            is_term = found is not None and found.type == "direct" and piece.words == 1
            return None if is_term else found
        return None

    def _trust(self, token: Token, distance: int) -> float:
        """The trust in a verb as a cue for marks behind it; one that takes only marks must stand right before them."""
        if token.pos_ != "VERB" or any(child.dep_ == "auxpass" for child in token.children):
            return 0.0
        if token.dep_ == "acl" and token.tag_ == "VBN":
            return 0.0
        frames = FRAMES if distance > NEAR_TOKENS else (*FRAMES, "direct")
        return max(self.table.trust(token.lemma_.lower(), frame) for frame in frames) * PENALTY

    def adds(self, statement: Found, piece: Piece) -> bool:
        """Whether a piece goes on with what a statement before it ends with: “useless” and a “waste of time”."""
        between = self.text[statement.said_end : piece.quotation.outer.start]
        return statement.end <= piece.quotation.outer.start and ADDS.fullmatch(between) is not None

    def carried_on(self, statement: Found, piece: Piece) -> Found:
        """A statement with one more piece: in its last fragment, or as a new one behind its cue."""
        if statement.type == "direct":
            return msgspec.structs.replace(statement, content=(*statement.content, piece.content))
        last = statement.content[-1]
        stop = self._end_of(piece)
        if statement.said_end > last.end:
            content = (*statement.content, Span(piece.quotation.outer.start, stop))
        else:
            content = (*statement.content[:-1], Span(last.start, stop))
        verbatim = (*statement.verbatim, piece.content)
        return msgspec.structs.replace(statement, content=content, verbatim=verbatim)

    def _end_of(self, piece: Piece) -> int:
        """Where a woven piece ends: at its closing mark, or with what hangs on its words ("“no trust” in the plan")."""
        doc, first = self.attributor.doc, piece.after.first
        if not piece.is_set_off and first < piece.after.end and doc[first].lower_ in HANGING:
            head = doc[first].head
            if piece.before.end <= head.i < first:
                last = doc[first].right_edge
                return last.idx + len(last) if last.i < piece.after.end else piece.quotation.outer.end
        trim = trimmed(self.text, piece.quotation.outer, inside=True)
        return piece.quotation.outer.end if trim is None else trim.end

    def _found(self, span: Span, piece: Piece, by: Attribution) -> Found | None:
        content = trimmed(self.text, span, inside=True)
        if content is None or (by.mention is not None and by.mention.overlaps(content)):
            return None
        lead = piece.lead.rstrip()
        if lead.endswith(",") and not lead.endswith(" as,"):
            content = piece.content
        found = Found((content,), "mixed", by, by.trust, by.why, (piece.content,), frame="mixed order")
        return bare(self.text, found)

    def _is_after_verb(self, piece: Piece) -> bool:
        tokens = self.attributor.doc[max(piece.before.first, piece.before.end - 2) : piece.before.end]
        return any(token.pos_ == "VERB" and token.lemma_.lower() in self.table.verbs for token in tokens)
