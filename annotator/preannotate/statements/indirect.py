"""Reported clauses: what stands under a reporting verb, noun or phrase in the parse, with or without marks inside.

Each verb is looked up in the cue table, each of its frames is one small function from the verb to the tokens said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.extent import SPEECH, Extent, Range
from annotator.preannotate.statements.found import Attribution
from annotator.preannotate.statements.speakers import SUBJECTS, Speakers

if TYPE_CHECKING:
    from spacy.tokens import Token

PASSIVE = frozenset(["nsubjpass", "auxpass"])
MUTE = 0.4
"""What is left of the trust in a cue whose subject is nobody who speaks ("time will tell whether …")."""
DEED = 0.65
"""The same for "his decision to …", more often a deed than words."""
PREPOSITIONS = ("for", "on", "of", "about", "against", "to")


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
        self.extent = Extent(speakers.doc, table)

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
        lemma = cue.lemma_.lower()
        frames: dict[str, Callable[[Token], list[Range]]] = {
            "clause": self._clause,
            "infinitive": self._infinitive,
            "addressee": self._addressee,
            "gerund": self._gerund,
            "naming": self._naming,
            "object": self._object,
        }
        for frame, ranges_of in frames.items():
            trust = self.table.trust(lemma, frame)
            ranges = ranges_of(cue) if trust else []
            if ranges:
                yield from self._make(cue, ranges, frame, trust)
        for preposition in PREPOSITIONS:
            trust = self.table.trust(lemma, preposition)
            ranges = self._preposition(cue, preposition) if trust else []
            if ranges:
                yield from self._make(cue, ranges, preposition, trust)

    def _make(self, cue: Token, ranges: list[Range], frame: str, trust: float) -> Iterator[Clause]:
        passive = any(child.dep_ in PASSIVE for child in cue.children) or (cue.dep_ == "acl" and cue.tag_ == "VBN")
        subject = self.speakers.agent_of(cue) if passive else self.speakers.subject_of(cue)
        if subject is None or any(start <= subject.i < end for start, end in ranges):
            return
        if not self.speakers.can_speak(subject):
            trust *= MUTE
        span = Span(cue.idx, cue.idx + len(cue))
        by = self.speakers.attribution(subject, span, trust, f"cue {cue.text}")
        content = tuple(self._chars(start, end) for start, end in ranges)
        if by.mention is not None and not any(by.mention.overlaps(each) for each in content):
            yield Clause(content, cue.i, frame, by)

    def _clause(self, cue: Token) -> list[Range]:
        for child in cue.children:
            if child.dep_ != "ccomp":
                continue
            start, end = child.left_edge.i, child.right_edge.i + 1
            if start > cue.i:
                start = self._with_lost_subject(cue, child, start)
                return [self.extent.cut(start, end, cue)]
            return self._around(start, max(end, cue.i), cue)
        if cue.dep_ == "parataxis" and cue.head.i != cue.i:
            head = cue.head
            return self._around(head.left_edge.i, head.right_edge.i + 1, cue)
        subject = self.speakers.subject_of(cue) if self.table.trust(cue.lemma_.lower(), "clause") > SPEECH else None
        if subject is not None and cue.tag_ in ("VBD", "VBZ", "VBP") and self.speakers.can_speak(subject):
            return self.extent.by_order(cue, subject)
        return []

    def _with_lost_subject(self, cue: Token, clause: Token, start: int) -> int:
        """The start of a clause whose subject the parse took for the cue's object: "suggest factions may …"."""
        if any(child.dep_ in SUBJECTS or child.dep_ == "mark" for child in clause.children):
            return start
        lost = next((child for child in cue.rights if child.dep_ == "dobj" and child.i < clause.i), None)
        return (
            start if lost is None or self.table.trust(cue.lemma_.lower(), "addressee") else min(start, lost.left_edge.i)
        )

    def _around(self, start: int, end: int, cue: Token) -> list[Range]:
        """A clause before its cue or around it, without the cue and its subject."""
        subject = self.speakers.subject_of(cue)
        own = [
            cue.i,
            *(child.i for child in cue.children if child.dep_ in ("aux", "neg", "advmod", "prep", "npadvmod", "dobj")),
        ]
        edges = [subject.left_edge.i, subject.right_edge.i + 1] if subject is not None else []
        first = min([index for index in own if index <= cue.i] + edges[:1])
        last = max([cue.i + 1, *edges[1:]])
        for child in cue.rights:
            if (
                child.dep_ in ("prep", "npadvmod", "dobj", "dative", "advmod", "agent")
                and child.left_edge.i <= last + 1
            ):
                last = max(last, child.right_edge.i + 1)
        ranges = [(start, min(first, end)), (last, end)]
        return [self.extent.tidy(a, b) for a, b in ranges if b - a > 1]

    def _infinitive(self, cue: Token) -> list[Range]:
        for child in cue.rights:
            if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX") and _is_infinitive(child):
                return [self.extent.tidy(child.left_edge.i, child.right_edge.i + 1)]
        return []

    def _addressee(self, cue: Token) -> list[Range]:
        for child in cue.rights:
            if (
                child.dep_ == "ccomp"
                and _is_infinitive(child)
                and any(each.dep_ in SUBJECTS for each in child.children)
            ):
                return [self.extent.cut(child.left_edge.i, child.right_edge.i + 1, cue)]
        objects = [child for child in cue.rights if child.dep_ in ("dobj", "prep")]
        for child in cue.rights:
            if child.dep_ == "xcomp" and _is_infinitive(child) and objects and objects[0].i < child.i:
                first = objects[0].left_edge.i
                first += self.doc[first].lower_ in ("on", "upon", "for")
                return [self.extent.cut(first, child.right_edge.i + 1, cue)]
        return []

    def _gerund(self, cue: Token) -> list[Range]:
        for child in cue.rights:
            if child.dep_ in ("xcomp", "pcomp") and child.tag_ == "VBG":
                return [self.extent.cut(child.left_edge.i, child.right_edge.i + 1, cue)]
        return []

    def _naming(self, cue: Token) -> list[Range]:
        """Call X Y; describe X as Y: from the object to the end of what it is called."""
        thing = next((child for child in cue.rights if child.dep_ in ("dobj", "ccomp", "nsubj")), None)
        if thing is not None and thing.dep_ == "ccomp" and thing.pos_ not in ("NOUN", "ADJ", "PROPN"):
            return []
        name = next((child for child in cue.rights if child.dep_ in ("oprd", "attr", "acomp")), None)
        link = self._preposition_of(cue, ("as", "for", "of")) or (
            self._preposition_of(thing, ("as",)) if thing else None
        )
        last = max((each.right_edge.i + 1 for each in (thing, name, link) if each is not None), default=0)
        if name is None and link is None and (thing is None or thing.dep_ != "ccomp"):
            return []
        first = thing.left_edge.i if thing is not None else (name or link or cue).left_edge.i
        if link is not None and link.lower_ == "of":
            first = link.i + 1
        return [self.extent.cut(first, last, cue)] if first > cue.i else []

    def _object(self, cue: Token) -> list[Range]:
        thing = next((child for child in cue.rights if child.dep_ == "dobj"), None)
        if thing is None or thing.pos_ == "PRON":
            return []
        return [self.extent.cut(thing.left_edge.i, thing.right_edge.i + 1, cue)]

    def _preposition(self, cue: Token, preposition: str) -> list[Range]:
        link = self._preposition_of(cue, (preposition,))
        if link is None:
            thing = next((child for child in cue.rights if child.dep_ == "dobj"), None)
            link = self._preposition_of(thing, (preposition,)) if thing is not None else None
        if link is None:
            return []
        inner = next((child for child in link.rights if child.dep_ in ("pobj", "pcomp")), None)
        return [self.extent.tidy(inner.left_edge.i, inner.right_edge.i + 1)] if inner is not None else []

    def _preposition_of(self, head: Token, words: tuple[str, ...]) -> Token | None:
        return next((child for child in head.rights if child.dep_ == "prep" and child.lower_ in words), None)

    def _noun(self, cue: Token) -> Iterator[Clause]:
        """The claim that …; his promise to …"""
        for child in cue.rights:
            finite = child.dep_ in ("acl", "ccomp", "relcl") and any(
                each.dep_ == "mark" and each.lower_ == "that" for each in child.children
            )
            if not finite and not (child.dep_ == "acl" and _is_infinitive(child)):
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


def _is_infinitive(token: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
