"""Reported clauses: what stands under a reporting verb, noun or phrase in the parse, with or without marks inside.

Each word is looked up in the cue table; `frames` has the verbs' ways to the words said, `nominal` the other words'.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.cues import PREPOSITIONS, CueTable
from annotator.preannotate.statements.extent import SPEECH, Range
from annotator.preannotate.statements.found import Attribution
from annotator.preannotate.statements.frames import Frames
from annotator.preannotate.statements.nominal import Nominal
from annotator.preannotate.statements.speakers import SUBJECTS, Speakers
from annotator.preannotate.statements.turns import Turns

if TYPE_CHECKING:
    from spacy.tokens import Token

CLASSES = {"addressee": "infinitive", "gerund": "infinitive", **dict.fromkeys(PREPOSITIONS, "preposition")}
PASSIVE = frozenset(["nsubjpass", "auxpass"])
ASKED = frozenset(["ask", "tell", "press", "question"])
THINGS = frozenset(["which", "that"])
UNHEARD = frozenset(["you", "nobody", "none", "anybody", "anyone"])
SHOWS = frozenset(["show", "demonstrate", "prove", "establish", "illustrate", "underscore", "underline", "highlight"])
"""Verbs of what goes to show something: "It shows that …" is said by nobody."""
VAGUE = frozenset(["something", "nothing", "anything", "things"])
UNVOICED = 0.7
"""What is left of the trust in a noun of thought that nobody voices: "reflects their belief that …"."""
MAX_SENTENCE_TOKENS = 400
"""What the parse takes for a longer sentence is no prose, and each look at it would take as long as it is."""
MUTE = 0.4
"""What is left of the trust in a cue whose subject is nobody who speaks ("time will tell whether …")."""
UNOWNED = 0.8
UNOWNED_PASSIVE = 0.92
"""The same for a noun of saying that belongs to nobody ("the claim that …")."""
MUTE_SPEECH = 0.7
"""The same for verbs that nearly always speak: their subject is a person whom no list knows."""


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
        self.turns = Turns(speakers, table)
        self.nominal = Nominal(speakers, table, self.frames.extent)

    def find(self) -> list[Clause]:
        """The clauses; a cue may give several, one for each frame that fits."""
        clauses: list[Clause] = []
        for sentence in self.doc.sents:
            if len(sentence) <= MAX_SENTENCE_TOKENS:
                clauses.extend(clause for token in sentence for clause in self._of(token))
        clauses.extend(Clause((said,), at, kind, by) for at, said, kind, by in self.turns.find())
        return clauses

    def _of(self, token: Token) -> Iterator[Clause]:
        pos, lemma = token.pos_, token.lemma_.lower()
        if pos == "VERB" and lemma in self.table.verbs:
            yield from self._verb(token)
        elif token.lower_ == "according":
            yield from self._according(token)
        elif pos == "NOUN" and lemma in self.table.nouns:
            yield from self._noun(token)
        elif pos == "ADJ" and lemma in self.table.adjectives:
            yield from self._adjective(token)

    def _verb(self, cue: Token) -> Iterator[Clause]:
        for frame, trust in self.table.verbs[cue.lemma_.lower()].items():
            ranges = self.frames.ranges(cue, frame) if frame != "direct" else []
            if ranges:
                yield from self._make(cue, ranges, frame, trust)

    def _make(self, cue: Token, ranges: list[Range], frame: str, trust: float) -> Iterator[Clause]:
        agent = self.speakers.agent_of(cue) if cue.tag_ == "VBN" else None
        passive = any(child.dep_ in PASSIVE for child in cue.children) or _is_short_passive(cue)
        subject = agent if passive or agent is not None else self.frames.subject_of(cue)
        if subject is not None:
            yield from self._attributed(cue, ranges, frame, trust, subject)
        elif frame == "passive":
            yield self._unowned(cue, ranges, frame, trust * UNOWNED_PASSIVE)

    def _unowned(self, cue: Token, ranges: list[Range], kind: str, trust: float) -> Clause:
        """What somebody is said to say, but nobody is named: "it was reported that …", "the claim that …"."""
        span = Span(cue.idx, cue.idx + len(cue))
        by = Attribution(cue=span, trust=trust, why=f"cue “{cue.text}”, nobody named")
        return Clause(tuple(self._chars(start, end) for start, end in ranges), cue.i, kind, by)

    def _attributed(
        self, cue: Token, ranges: list[Range], frame: str, trust: float, subject: Token
    ) -> Iterator[Clause]:
        first = self.doc[ranges[0][0]]
        if any(start <= subject.i < end for start, end in ranges):
            return
        if first.lower_ in VAGUE and first.i + 1 < len(self.doc) and self.doc[first.i + 1].lower_ in THINGS:
            return
        span = Span(cue.idx, cue.idx + len(cue))
        by = self.speakers.attribution(subject, span, trust * self._voice(cue, subject, frame), f"cue “{cue.text}”")
        content = tuple(self._chars(start, end) for start, end in ranges)
        if by.mention is not None and not any(by.mention.overlaps(each) for each in content):
            yield Clause(content, cue.i, _class_of(frame, trust), by)

    def _voice(self, cue: Token, subject: Token, frame: str) -> float:
        """What part of the trust in a cue is left with this subject: all where it is known to speak."""
        noun = self.speakers.meant(subject)
        if noun.lower_ in UNHEARD or (subject.lower_ in THINGS and not self.speakers.can_speak(noun)):
            return 0.0
        is_thought = frame == "clause" and self.table.trust(cue.lemma_.lower(), "clause") < SPEECH
        if is_thought and noun.lemma_.lower() in self.table.masses:
            return 0.0
        if self._is_mute(cue, noun, frame):
            return 0.0
        if frame == "picture" and not self.speakers.is_document(noun):
            return 0.0
        if subject.lower_ == "who" or self.speakers.can_speak(noun) or noun.tag_ == "PRP$":
            return 1.0
        if noun.lemma_.lower() in self.table.silent:
            return 0.0
        return MUTE_SPEECH if frame == "clause" else MUTE

    def _is_mute(self, cue: Token, noun: Token, frame: str) -> bool:
        """Whether "it" stands for no speaker, or something was not said: "it shows that …", "did not name a date"."""
        if noun.lower_ == "it":
            return cue.dep_ == "xcomp" or cue.head.pos_ == "ADJ" or cue.lemma_.lower() in SHOWS
        return frame == "object" and any(child.dep_ == "neg" for child in cue.lefts)

    def _noun(self, cue: Token) -> Iterator[Clause]:
        """The claim that …; his promise to …"""
        frames = self.table.nouns[cue.lemma_.lower()]
        for frame, ranges, owner in self.nominal.noun(cue):
            if owner is not None:
                part = UNVOICED if self.nominal.is_unvoiced(cue) else 1.0
                yield from self._attributed(cue, ranges, "noun", frames[frame] * part, owner)
            elif frame == "that" and cue.lemma_.lower() in self.table.said:
                yield self._unowned(cue, ranges, "noun", frames[frame] * UNOWNED)

    def _adjective(self, cue: Token) -> Iterator[Clause]:
        """Is confident that …; was proud of …"""
        frames = self.table.adjectives[cue.lemma_.lower()]
        for frame, ranges, owner in self.nominal.adjective(cue):
            if owner is not None:
                yield from self._attributed(cue, ranges, "adjective", frames[frame], owner)

    def _according(self, cue: Token) -> Iterator[Clause]:
        noun, ranges = self.nominal.speaker_of(cue), self.nominal.according(cue)
        if noun is None or not ranges:
            return
        span = Span(cue.idx, noun.head.idx + len(noun.head))
        by = self.speakers.attribution(noun, span, self.table.phrase_trust, "cue “according to”")
        yield Clause(tuple(self._chars(a, b) for a, b in ranges), cue.i, "according", by)

    def _chars(self, start: int, end: int) -> Span:
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))


def _is_short_passive(cue: Token) -> bool:
    """Whether a participle tells of whom it is said or asked: "Asked whether …, she …"; "a man accused of …"."""
    if cue.tag_ != "VBN" or any(child.dep_ == "aux" or child.dep_ in SUBJECTS for child in cue.lefts):
        return False
    return cue.dep_ == "acl" or (cue.dep_ == "advcl" and cue.lemma_.lower() in ASKED)


def _class_of(frame: str, trust: float) -> str:
    """The class that a statement's score is calibrated by: the frame, where it is not too rare for that."""
    if frame == "clause":
        return "clause" if trust >= SPEECH else "thought"
    return CLASSES.get(frame, frame)
