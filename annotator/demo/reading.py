"""How made-up annotators read: what each makes of what the machine proposes, with habits and slips of their own. Pure.

Everything is drawn from names and ids, so that the same annotator always reads the same article in the same way.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import msgspec

from annotator.model import Entity, Span, Speaker, Statement
from annotator.units import Unit

CONFUSED = {
    "GPE": ("ORG", "LOC"), "LOC": ("GPE", "FAC"), "FAC": ("LOC", "ORG"), "ORG": ("GPE", "FAC"), "NORP": ("GPE",),
    "PERSON": ("ORG",), "DATE": ("TIME",), "TIME": ("DATE",), "EVENT": ("WORK_OF_ART",), "MONEY": ("QUANTITY",),
    "PRODUCT": ("ORG",), "WORK_OF_ART": ("ORG",), "PERCENT": ("QUANTITY",), "QUANTITY": ("MONEY",),
}  # fmt: skip
"""The labels that a label is taken for."""
WEAK = 0.62
"""Statements that the machine is no surer of than this are wrong more often than not."""
ARTICLE = re.compile(r"\b(?:the|a|an) $", re.IGNORECASE)
TITLE = re.compile(r"\b(?:(?:Foreign |Prime )?Minister|President|Colonel|Major|General|Captain|Mrs?) $")
POSSESSIVE = re.compile(r"^[’']s\b")
AUXILIARY = re.compile(r"\b(?:has|had|have|was|were|is) $")
OBJECT = re.compile(r"^ (?:reporters|journalists|the \w+|me|him|her)\b")


class Reader(msgspec.Struct, frozen=True):
    """An annotator's habits and slips, as shares in 0..1 of the chances that there are for each.

    Habits: `articles`, `titles`, `endings` are taken into a name, `cues` are marked with what stands beside them.
    Slips: units `missed`, other `labels`, `types`, `speakers` and `relations`, contents `cut`, `nothing` where there is
    a link, `actors` made that are there. `resolves`: pronouns whose actor is found.
    """

    name: str
    articles: float = 0.03
    titles: float = 0.03
    endings: float = 0.02
    cues: float = 0.04
    missed: float = 0.03
    labels: float = 0.02
    types: float = 0.03
    speakers: float = 0.03
    cut: float = 0.03
    resolves: float = 0.8
    relations: float = 0.08
    nothing: float = 0.08
    actors: float = 0.0

    def draws(self, share: float, *about: str) -> bool:
        """Whether this chance, of so great a share, falls to this reader."""
        return chance(self.name, *about) < share

    def entity(self, unit: Unit, text: str) -> Entity | None:
        """What this annotator makes of a proposed entity; None for none."""
        value = unit.value
        assert isinstance(value, Entity)
        weak = (unit.score or 1.0) < 0.5
        if self.draws(self.missed, "missed", value.id) or (weak and chance("wrong", value.id) < 0.5):
            return None
        span = self._span(value, text)
        labels = CONFUSED.get(value.label, ())
        if labels and self.draws(self.labels, "label", value.id):
            value = msgspec.structs.replace(value, label=labels[int(chance(value.id) * len(labels))])
        return msgspec.structs.replace(value, span=span)

    def statement(self, unit: Unit, text: str, before: Sequence[Statement]) -> Statement | None:
        """What this annotator makes of a proposed statement, after those `before` it; None for none."""
        value = unit.value
        assert isinstance(value, Statement)
        wrong = (unit.score or 1.0) <= WEAK and chance("wrong", value.id) < 0.6
        if wrong != self.draws(self.missed, "missed", value.id):
            return None
        value = self._content(value)
        if value.cue is not None and self.draws(self.cues * 5, "cue", value.id):
            value = msgspec.structs.replace(value, cue=_with_neighbours(text, value.cue))
        if self.draws(self.types, "type", value.id):
            # What is verbatim in a mixed statement is found again where it is read as one.
            kind = {"direct": "mixed", "mixed": "indirect", "indirect": "mixed"}[value.type]
            value = msgspec.structs.replace(value, type=kind)
        return self._attributed(value, before)

    def _span(self, value: Entity, text: str) -> Span:
        """The span as this annotator cuts it: with an article, a title or an ending that does not belong to it."""
        span = value.span
        if value.label in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"):
            return span
        lead = text[max(0, span.start - 30) : span.start]
        for pattern, share in ((ARTICLE, self.articles), (TITLE, self.titles)):
            found = pattern.search(lead)
            if found and self.draws(share, "before", text[span.start : span.end]):
                return Span(span.start - len(found[0]), span.end)
        ending = POSSESSIVE.search(text[span.end : span.end + 3])
        if ending and self.draws(self.endings, "after", value.id):
            return Span(span.start, span.end + len(ending[0]))
        return span

    def _content(self, value: Statement) -> Statement:
        """The statement without its last fragment, or with its last words cut away, where this annotator slips."""
        if len(value.content) > 1 and self.draws(self.cut * 2, "fragment", value.id):
            return msgspec.structs.replace(value, content=value.content[:-1], verbatim=())
        last = max(value.content)
        if last.end - last.start > 60 and self.draws(self.cut, "cut", value.id):
            return msgspec.structs.replace(value, content=(*value.content[:-1], Span(last.start, last.end - 21)))
        return value

    def _attributed(self, value: Statement, before: Sequence[Statement]) -> Statement:
        """The statement with the speaker that this annotator sees: one of the speakers before it, where it slips."""
        known = [one.speaker for one in before if one.speaker and one.speaker.actor]
        speaker = value.speaker
        if speaker is None or not known:
            return value
        if self.draws(self.speakers, "speaker", value.id) and known[-1].mention:
            return msgspec.structs.replace(value, speaker=known[-1])
        if speaker.actor is None and speaker.mention and self.draws(self.resolves, "actor", value.id):
            resolved = Speaker(speaker.mention, known[-1].actor, speaker.anonymous, speaker.others)
            return msgspec.structs.replace(value, speaker=resolved)
        return value


TEAM = (
    Reader("ann"),
    Reader("ben", articles=0.3, endings=0.4, missed=0.05, cut=0.06, resolves=0.5, cues=0.06, nothing=0.2),
    Reader("eve", titles=0.5, labels=0.05, types=0.06, speakers=0.05, missed=0.04, relations=0.2, actors=0.25),
)
"""A careful one; one in a hurry, who takes articles into names; one with titles in names and labels of her own."""


def chance(*about: str) -> float:
    """A number in 0..1 that these words alone decide."""
    return random.Random("\x1f".join(about)).random()  # noqa: S311 - a play, not a secret


def _with_neighbours(text: str, cue: Span) -> Span:
    """The cue with its auxiliary or object: “has said”, “told reporters”."""
    before, after = (
        AUXILIARY.search(text[max(0, cue.start - 6) : cue.start]),
        OBJECT.search(text[cue.end : cue.end + 20]),
    )
    return Span(cue.start - (len(before[0]) if before else 0), cue.end + (len(after[0]) if after else 0))
