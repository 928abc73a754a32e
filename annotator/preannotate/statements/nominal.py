"""From a noun of saying, an adjective of attitude or "according to" to the words reported and to whom they belong.

"Her claim that …", "is confident that …", "according to …". Verbs are in `frames`; what is made of it in `indirect`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.extent import Extent, Range
from annotator.preannotate.statements.frames import is_clause, is_infinitive
from annotator.preannotate.statements.speakers import SUBJECTS, Speakers

if TYPE_CHECKING:
    from spacy.tokens import Token

    Hit = tuple[str, list[Range], Token | None]
    """The frame of the cue table, the words reported, and who owns them, where somebody does."""

CLAUSES = frozenset(["acl", "ccomp", "relcl"])
OWNERS = frozenset(["by", "from", "of", "among"])
LINKS = frozenset(
    ["be", "’", "'", "seem", "feel", "appear", "remain", "become", "sound", "look", "get", "grow", "stay"]
)
BREAKS = frozenset([";", ":"])
EXPLETIVES = frozenset(["it", "there"])
BODIES = frozenset(["PERSON", "ORG", "GPE", "NORP"])


class Nominal:
    """What nouns and adjectives of one parsed article report."""

    def __init__(self, speakers: Speakers, table: CueTable, extent: Extent) -> None:
        self.doc = speakers.doc
        self.speakers = speakers
        self.table = table
        self.extent = extent

    def noun(self, cue: Token) -> Iterator[Hit]:
        """The claim that …; his promise to …; her criticism of …"""
        frames = self.table.nouns[cue.lemma_.lower()]
        for frame, child in self._complements(cue, cue):
            if frame in frames:
                owner = self._owner(cue, is_clause=frame == "that")
                if owner is None or not _is_within(owner, child):
                    yield frame, [self._range(child, cue)], owner

    def is_unvoiced(self, cue: Token) -> bool:
        """Whether a noun of thought is not what somebody expresses: "voiced his hope that …", but "reflects …"."""
        if cue.lemma_.lower() not in self.table.thought_nouns:
            return False
        return cue.dep_ != "dobj" or cue.head.lemma_.lower() not in self.table.voicing

    def adjective(self, cue: Token) -> Iterator[Hit]:
        """Is confident that …; was proud of …"""
        frames = self.table.adjectives[cue.lemma_.lower()]
        verb = cue.head if cue.dep_ in ("acomp", "oprd") else cue
        if verb.i != cue.i and verb.lemma_.lower() not in LINKS:
            return
        for frame, child in self._complements(cue, verb):
            if frame in frames:
                owner = self.speakers.subject_of(verb)
                if owner is not None and owner.lower_ not in EXPLETIVES and not _is_within(owner, child):
                    yield frame, [self._range(child, cue)], owner

    def according(self, cue: Token) -> list[Range]:
        """The clause that "according to somebody" stands before, in or behind."""
        noun = self.speaker_of(cue)
        if noun is None:
            return []
        head = cue.head
        while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
            head = head.head
        start, end = head.left_edge.i, head.right_edge.i + 1
        first, last = cue.left_edge.i, noun.right_edge.i + 1
        if first == cue.sent.start or self.doc[first - 1].text in BREAKS:
            start, end = self._after_name(noun), cue.sent.end
            return [self.extent.tidy(start, end)] if end - start > 1 else []
        if head.i < cue.i and start < first - 1:
            end = last
        return [self.extent.tidy(a, b) for a, b in ((start, first), (last, end)) if b - a > 1]

    def _after_name(self, noun: Token) -> int:
        """Where the clause behind "According to somebody," begins: behind the comma that ends the name."""
        last = noun.right_edge.i + 1
        if noun.dep_ == "pcomp":
            return noun.i + 1
        for child in noun.rights:
            if child.dep_ == "punct" and child.text == ",":
                apposed = next((each for each in noun.rights if each.dep_ == "appos" and each.i > child.i), None)
                return child.i + 1 if apposed is None else apposed.right_edge.i + 1
        return last

    def speaker_of(self, cue: Token) -> Token | None:
        """Whom "according to" names."""
        to = next((child for child in cue.rights if child.lower_ == "to"), None)
        noun = None if to is None else next((child for child in to.rights if child.dep_ in ("pobj", "pcomp")), None)
        return None if noun is None or noun.lower_ in self.table.not_sources else noun

    def _complements(self, cue: Token, verb: Token) -> Iterator[tuple[str, Token]]:
        """What stands behind a noun or adjective, each with the frame that it stands for."""
        for child in cue.rights if verb.i == cue.i else (*cue.rights, *verb.rights):
            if child.i <= cue.i:
                continue
            if _is_told(child, cue) and not self._is_asked_for(child, cue):
                yield "that", child
            elif child.dep_ in ("acl", "xcomp") and is_infinitive(child):
                yield "infinitive", child
            elif child.dep_ == "prep" and child.head.i == cue.i:
                inner = next((each for each in child.rights if each.dep_ in ("pobj", "pcomp")), None)
                if inner is not None:
                    yield child.lower_, inner

    def _is_asked_for(self, clause: Token, cue: Token) -> bool:
        """Whether the clause lacks what its last verb says, which is the noun: "a remark that he would not explain"."""
        last = clause.right_edge
        return cue.pos_ == "NOUN" and last.tag_ == "VB" and self.table.trust(last.lemma_.lower(), "clause") > 0

    def _range(self, child: Token, cue: Token) -> Range:
        bound = self.extent.bare if child.dep_ == "pobj" else self.extent.cut
        return bound(child.left_edge.i, child.right_edge.i + 1, cue)

    def _owner(self, cue: Token, *, is_clause: bool) -> Token | None:
        """Whose words a noun names: "her claim", "claims by officials", "the Post report", "she made the claim"."""
        for child in cue.lefts:
            if child.dep_ == "poss" or any(each.tag_ == "POS" for each in child.rights):
                return child
        for child in cue.rights:
            if child.dep_ in ("prep", "agent") and child.lower_ in OWNERS and is_clause:
                return next((noun for noun in child.rights if noun.dep_ == "pobj"), None)
        for child in cue.lefts:
            entity = self.speakers.entity_at(child)
            if child.dep_ in ("compound", "nmod") and entity is not None and entity.label_ in BODIES:
                return child
        if cue.dep_ in ("dobj", "attr") and cue.head.pos_ in ("VERB", "AUX"):
            return next((each for each in cue.head.lefts if each.dep_ in SUBJECTS), None)
        return None


def _is_told(child: Token, cue: Token) -> bool:
    """Whether a clause says what a noun or an adjective names; behind nouns only one with "that" surely does."""
    if child.dep_ == "ccomp" and cue.pos_ == "ADJ":
        return is_clause(child)
    return child.dep_ in CLAUSES and any(each.dep_ == "mark" and each.lower_ == "that" for each in child.children)


def _is_within(token: Token, clause: Token) -> bool:
    return clause.left_edge.i <= token.i <= clause.right_edge.i
