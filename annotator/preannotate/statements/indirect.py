"""Reported clauses: what stands under a reporting verb, noun or phrase in the parse, with or without marks inside.

Each word is looked up in the cue table; `frames` has the verbs' ways to the words said, `nominal` the other words'.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.extent import Range
from annotator.preannotate.statements.found import Attribution
from annotator.preannotate.statements.frames import Frames, is_infinitive
from annotator.preannotate.statements.speakers import Speakers

if TYPE_CHECKING:
    from spacy.tokens import Token

PASSIVE = frozenset(["nsubjpass", "auxpass"])
MUTE = 0.4
"""What is left of the trust in a cue whose subject is nobody who speaks ("time will tell whether …")."""
MUTE_SPEECH = 0.7
"""The same for verbs that nearly always speak: their subject is a person whom no list knows."""
DEED = 0.65
"""The same for "his decision to …", more often a deed than words."""


class Clause(msgspec.Struct, frozen=True):
    """A reported clause: its spans in code points, its cue's token index, and who said it."""

    content: tuple[Span, ...]
    cue: int
    frame: str
    by: Attribution

    @property
    def trust(self) -> float:
        return self.by.trust


class Reported:
    """Finds the reported clauses of one parsed article."""

    def __init__(self, speakers: Speakers, table: CueTable) -> None:
        self.doc = speakers.doc
        self.speakers = speakers
        self.table = table
        self.frames = Frames(speakers, table)
        self.extent = self.frames.extent

    def find(self) -> list[Clause]:
        """The clauses in text order of their cues; a cue may give several, one for each frame that fits."""
        clauses: list[Clause] = []
        for token in self.doc:
            pos = token.pos_
            if pos == "VERB" and token.lemma_.lower() in self.table.verbs:
                clauses.extend(self._verb(token))
            elif token.lower_ == "according":
                clauses.extend(self._according(token))
            elif pos == "NOUN" and token.lemma_.lower() in self.table.nouns:
                clauses.extend(self._noun(token))
        return clauses

    def _verb(self, cue: Token) -> Iterator[Clause]:
        for frame, trust in self.table.verbs[cue.lemma_.lower()].items():
            ranges = self.frames.ranges(cue, frame) if frame != "direct" else []
            if ranges:
                yield from self._make(cue, ranges, frame, trust)

    def _make(self, cue: Token, ranges: list[Range], frame: str, trust: float) -> Iterator[Clause]:
        passive = any(child.dep_ in PASSIVE for child in cue.children) or (cue.dep_ == "acl" and cue.tag_ == "VBN")
        subject = self.speakers.agent_of(cue) if passive else self.speakers.subject_of(cue)
        if subject is None or any(start <= subject.i < end for start, end in ranges):
            return
        trust *= self._voice(cue, subject, frame)
        span = Span(cue.idx, cue.idx + len(cue))
        by = self.speakers.attribution(subject, span, trust, f"cue {cue.text}")
        content = tuple(self._chars(start, end) for start, end in ranges)
        if by.mention is not None and not any(by.mention.overlaps(each) for each in content):
            yield Clause(content, cue.i, frame, by)

    def _voice(self, cue: Token, subject: Token, frame: str) -> float:
        """What part of the trust in a cue is left with this subject: all where it is known to speak."""
        noun = cue.head if subject.lower_ in ("which", "that") and cue.dep_ == "relcl" else subject
        if self.speakers.can_speak(noun):
            return 1.0
        if noun.lemma_.lower() in self.table.silent:
            return 0.0
        return MUTE_SPEECH if frame == "clause" else MUTE

    def _noun(self, cue: Token) -> Iterator[Clause]:
        """The claim that …; his promise to …"""
        for child in cue.rights:
            finite = child.dep_ in ("acl", "ccomp", "relcl") and any(
                each.dep_ == "mark" and each.lower_ == "that" for each in child.children
            )
            if not finite and not (child.dep_ == "acl" and is_infinitive(child)):
                continue
            owner = next((each for each in cue.lefts if each.dep_ == "poss"), None)
            if owner is None and finite and cue.head.pos_ == "VERB":
                owner = next((each for each in cue.head.lefts if each.dep_ == "nsubj" and each.i != cue.i), None)
            if owner is None:
                continue
            span = Span(cue.idx, cue.idx + len(cue))
            trust = self.table.nouns[cue.lemma_.lower()] * (1.0 if finite else DEED)
            by = self.speakers.attribution(owner, span, trust, f"cue {cue.text}")
            yield Clause(
                (self._chars(*self.extent.tidy(child.left_edge.i, child.right_edge.i + 1)),), cue.i, "noun", by
            )
            return

    def _according(self, cue: Token) -> Iterator[Clause]:
        to = next((child for child in cue.rights if child.lower_ == "to"), None)
        noun = next((child for child in to.rights if child.dep_ == "pobj"), None) if to is not None else None
        if to is None or noun is None:
            return
        head = cue.head
        while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
            head = head.head
        start, end = head.left_edge.i, head.right_edge.i + 1
        first, last = cue.left_edge.i, noun.right_edge.i + 1
        ranges = [self.extent.tidy(a, b) for a, b in ((start, first), (last, end)) if b - a > 1]
        span = Span(cue.idx, to.idx + len(to))
        by = self.speakers.attribution(noun, span, self.table.phrase_trust, "according to")
        content = tuple(self._chars(a, b) for a, b in ranges)
        if content:
            yield Clause(content, cue.i, "according", by)

    def _chars(self, start: int, end: int) -> Span:
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))
