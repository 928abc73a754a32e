"""How far what is said reaches: the parse's clause cut where the writer goes on; by order where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.preannotate.statements.cues import CueTable

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
SPEECH = 0.9
"""The trust from which a verb is taken to speak whatever the parse says."""
CONTRASTS = frozenset(["while", "though", "although", "whereas", "but", "with"])
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
LOOK_AHEAD = 9
TAIL_TOKENS = 7
SUBJECTS = frozenset(["nsubj", "nsubjpass"])
SIDE = frozenset(["relcl", "advcl", "acl", "pcomp"])
NOMINAL = frozenset(["DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM", "PUNCT", "SYM"])
OBJECTS = frozenset(["him", "them", "me", "us"])
LEADING = frozenset(["however", "meanwhile", "still", "instead", "nevertheless", "nonetheless", "but", "and", "so"])
OTHERS = frozenset(["others", "some", "many", "another"])
DASHES = frozenset(["-", "--", "–", "—", "―"])
ADDED = frozenset(["WDT", "WP", "WP$", "WRB"])
EDGE = frozenset(",;:.—–-")


class Extent:
    """Cuts and finds clauses in one parsed article, as token bounds."""

    def __init__(self, doc: Doc, table: CueTable) -> None:
        self.doc = doc
        self.table = table

    def tidy(self, start: int, end: int) -> Range:
        """Token bounds without white space and separating punctuation at the edges; marks stay."""
        while start < end - 1 and (self.doc[start].is_space or self.doc[start].text in EDGE):
            start += 1
        while end - 1 > start and (
            self.doc[end - 1].is_space or self.doc[end - 1].text in EDGE or self.doc[end - 1].text in "?!"
        ):
            end -= 1
        return start, end

    def cut(self, start: int, end: int, cue: Token) -> Range:
        """A clause without what follows it of another speaker, or of another cue of the same one."""
        for index in range(start + 1, end):
            token = self.doc[index]
            if token.lower_ in CONTRASTS and self.doc[index - 1].text == "," and self._has_cue(index, end):
                return self.tidy(start, index)
            if token.lower_ == "and" and (self._is_cue_again(index, cue) or self._is_own_deed(index, cue, start)):
                return self.tidy(start, index)
            if token.text in DASHES and self._is_remark(index, end):
                return self.tidy(start, index)
            if token.text == ";" or (token.text == "," and self._is_telling(index + 1, end)):
                return self.tidy(start, index)
        return self.tidy(start, end)

    def bare(self, start: int, end: int, cue: Token) -> Range:
        """A noun phrase without what the writer adds behind a comma or a dash: "the deal, which failed in May"."""
        start, end = self.cut(start, end, cue)
        for index in range(start + 1, end - 1):
            following = self.doc[index + 1]
            if self.doc[index].text == "," and (following.tag_ in ADDED or self._is_added(index + 1, end)):
                return self.tidy(start, index)
            if self.doc[index].text in DASHES and self.doc[index].whitespace_ and self.doc[index - 1].whitespace_:
                return self.tidy(start, index)
        return start, end

    def without(self, head: Token, clause: Token) -> list[Range]:
        """The clause of a verb without one that hangs on it: "As she said on Monday, | the bridge is safe"."""
        start, end = head.left_edge.i, head.right_edge.i + 1
        first, last = clause.left_edge.i, clause.right_edge.i + 1
        return [self.tidy(a, b) for a, b in ((start, first), (last, end)) if b - a > 2]

    def _is_that(self, index: int) -> bool:
        return self.doc[index].lower_ == "that" and (self.doc[index].tag_ == "IN" or self.doc[index].dep_ == "mark")

    def from_that(self, cue: Token, start: int) -> int:
        """The start of a clause with its "that", where the parse has put words between them: "that in May, he …"."""
        for index in range(start - 1, max(cue.i, start - LOOK_AHEAD), -1):
            if self._is_that(index):
                return index
        return start

    def to_verb(self, end: int, cue: Token) -> int:
        """The end of a clause that the parse breaks off before its verb: "said the man he named | was not there"."""
        last = cue.sent.end
        if end < last and self.doc[end].tag_ in FINITE and not self.doc[end - 1].is_punct:
            return last
        return end

    def _is_added(self, index: int, end: int) -> bool:
        """Whether a noun phrase behind a comma stands for the one before it, instead of going on with a list."""
        if self.doc[index].lower_ not in ("the", "a", "an"):
            return False
        return self.doc[index].head.dep_ != "conj" and not any(token.dep_ == "cc" for token in self.doc[index:end])

    def first_of(self, start: int, end: int, cue: Token, last: int) -> int:
        """The start of a clause before its cue: with what "but" joins to it, without the words that lead into it."""
        sentence = cue.sent
        joined = self.doc[start - 1] if start > sentence.start else None
        if (
            joined is not None
            and joined.dep_ == "cc"
            and last >= sentence.end - 1
            and not self._speaks(sentence.start, start)
        ):
            start = sentence.start
        if start == sentence.start and self.doc[start].dep_ == "cc" and start + 1 < end:
            return start + 1
        if self.doc[start].lower_ in LEADING and start + 2 < end and self.doc[start + 1].text == ",":
            return start + 2
        return start

    def _speaks(self, start: int, end: int) -> bool:
        return any(
            token.pos_ == "VERB" and self.table.trust(token.lemma_.lower(), "clause") >= SPEECH
            for token in self.doc[start:end]
        )

    def beyond_aside(self, cue: Token, subject: Token | None, first: int, last: int) -> int:
        """Where a sentence ends that goes on after its cue: "The bridge, she said on Monday, is safe"."""
        end = cue.sent.end
        if subject is None or subject.i > cue.i or last >= end or first == cue.sent.start:
            return 0
        if self.doc[last].text != "," or self.doc[first - 1].text != ",":
            return 0
        following = self.doc[last + 1] if last + 1 < end else None
        if following is None or following.tag_ == "VBG" or following.lower_ in ("and", "but", *CONTRASTS):
            return 0
        return end

    def by_order(self, cue: Token, subject: Token) -> list[Range]:
        """What a verb of saying says where the parse has no clause: the rest of its sentence, or what stands before."""
        sentence = cue.sent
        if subject.i < cue.i:
            start = self._start_behind(cue, sentence.end)
            if self._is_clause(start, sentence.end, cue):
                return [self.cut(start, sentence.end, cue)]
        if cue.lemma_.lower() not in self.table.plain:
            return []
        rest = [token for token in self.doc[cue.i + 1 : sentence.end] if not token.is_punct and not token.is_space]
        if len(rest) <= TAIL_TOKENS and not any(token.tag_ in FINITE for token in rest):
            return self._before(cue, subject, sentence.start)
        return []

    def _start_behind(self, cue: Token, end: int) -> int:
        """Where a clause behind a cue begins: behind somebody told, or at its "that"."""
        start = cue.i + 1
        told = None
        if self.table.trust(cue.lemma_.lower(), "addressee"):
            told = next((child for child in cue.rights if child.dep_ in ("dobj", "dative")), None)
        if told is not None:
            start = told.right_edge.i + 1
        near = range(cue.i + 1, min(end, start + LOOK_AHEAD))
        return next((index for index in near if self._is_that(index) and self._is_free(index, told)), start)

    def _is_free(self, that: int, told: Token | None) -> bool:
        """Whether "that" does not belong to a noun before it: "reiterated his belief that …"."""
        clause = self.doc[that].head
        return clause.dep_ not in ("acl", "relcl") or (told is not None and told.right_edge.i >= that)

    def _is_clause(self, start: int, end: int, cue: Token) -> bool:
        """Whether tokens begin as a clause does and have a verb that is none of a relative or adverbial clause."""
        if end - start < 3:
            return False
        if self._is_that(start):
            return True
        if self.doc[start].pos_ not in NOMINAL or self.doc[start].lower_ in OBJECTS:
            return False
        thing = next((child for child in cue.rights if child.dep_ == "dobj"), cue)
        lemma = cue.lemma_.lower()
        if lemma not in self.table.plain or (thing.i > cue.i and self.table.trust(lemma, "object")):
            end = next((index for index in range(start, end) if self.doc[index].text == ","), end)
        return any(
            token.tag_ in FINITE
            and token.dep_ not in SIDE
            and not (thing.i >= start and thing.is_ancestor(token))
            and not (token.dep_ == "conj" and token.head.i == cue.i and token.tag_ == cue.tag_)
            for token in self.doc[start + 1 : end]
        )

    def _before(self, cue: Token, subject: Token, start: int) -> list[Range]:
        edge = min(subject.left_edge.i, cue.i)
        edge = edge if edge > start else min(subject.i, cue.i)
        if edge - start < 3 or self.doc[edge - 1].text not in (",", "—", "–"):
            return []
        return [self.tidy(start, edge - 1)]

    def _is_remark(self, index: int, end: int) -> bool:
        """Whether a dash leads to what the writer calls the words before it: "– terms that allies have rejected"."""
        if not self.doc[index - 1].whitespace_ or index + 3 >= end:
            return False
        noun = next((i for i in range(index + 1, index + 4) if self.doc[i].pos_ == "NOUN"), None)
        return (
            noun is not None
            and self.doc[noun + 1].lower_ in ("that", "which")
            and self.doc[noun + 1].dep_ != "mark"
            and not any(token.text in DASHES for token in self.doc[noun:end])
        )

    def _has_cue(self, start: int, end: int) -> bool:
        """Whether a clause that begins here has a verb of saying with a subject of its own."""
        for token in self.doc[start : min(end, start + LOOK_AHEAD)]:
            if token.pos_ == "VERB" and self.table.trust(token.lemma_.lower(), "clause") >= SPEECH:
                return any(child.dep_ in SUBJECTS for child in token.children)
            if token.dep_ in SUBJECTS and token.lower_ in OTHERS and token.head.lemma_.lower() in self.table.verbs:
                return True
        return False

    def _is_telling(self, index: int, end: int) -> bool:
        """Whether the speaker goes on with another cue: "…, telling reporters"."""
        token = self.doc[index] if index < end else None
        return token is not None and token.tag_ == "VBG" and self.table.trust(token.lemma_.lower(), "clause") >= SPEECH

    def _is_own_deed(self, index: int, cue: Token, start: int) -> bool:
        """Whether "and" goes on with what the speaker did: "said it would fail and left the room"."""
        following = self.doc[index + 1] if index + 1 < len(self.doc) else None
        if following is None or following.tag_ != cue.tag_ or cue.tag_ not in ("VBD", "VBZ"):
            return False
        return not any(token.tag_ == following.tag_ for token in self.doc[start:index])

    def _is_cue_again(self, index: int, cue: Token) -> bool:
        """Whether "and" joins a second verb of saying to the first: "said it failed and warned that …"."""
        following = self.doc[index + 1] if index + 1 < len(self.doc) else None
        if following is not None and following.pos_ == "ADV" and index + 2 < len(self.doc):
            following = self.doc[index + 2]
        if following is None or following.tag_ != cue.tag_ or cue.tag_ not in FINITE:
            return False
        return self.table.trust(following.lemma_.lower(), "clause") >= SPEECH
