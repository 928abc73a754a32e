"""The cue table: which words attribute something to somebody, and how each takes what is said.

The table is data, in `resources/cues`; what is done with a cue is in `attribution` and `indirect`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

PREPOSITIONS = ("for", "on", "of", "about", "against", "to", "at", "by", "with")
"""The frames that are a preposition and what follows it."""
Frames = dict[str, float]


class CueTable(msgspec.Struct, frozen=True):
    """`verbs[lemma][frame]`, nouns and adjectives are trusts in 0..1; the rest are lower-case words and phrases."""

    verbs: dict[str, Frames]
    thoughts: frozenset[str]
    plain: frozenset[str]
    nouns: dict[str, Frames]
    adjectives: dict[str, Frames]
    said: frozenset[str]
    thought_nouns: frozenset[str]
    voicing: frozenset[str]
    before_speaker: tuple[str, ...]
    phrase_trust: float
    people: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    pronouns: frozenset[str]
    indefinite: frozenset[str]
    postposed: frozenset[str]
    not_agents: frozenset[str]
    silent: frozenset[str]
    masses: frozenset[str]
    not_sources: frozenset[str]
    before_names: tuple[str, ...]
    works: frozenset[str]
    rubrics: frozenset[str]

    def trust(self, lemma: str, frame: str) -> float:
        """How far a hit of this verb in this frame is to be trusted; 0 where the verb does not take the frame."""
        return self.verbs.get(lemma, {}).get(frame, 0.0)


class _Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    frames: list[str]
    lemmas: list[str]
    trust: float
    kind: str = "speech"


class _Nominals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    frames: list[str]
    lemmas: list[str]
    trust: float
    unowned: bool = False
    kind: str = "speech"


class _Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before_speaker: list[str]
    trust: float


class _Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lemmas: list[str]
    voicing: list[str]


class _Speakers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    people: list[str]
    bodies: list[str]
    documents: list[str]
    pronouns: list[str]
    indefinite: list[str]
    postposed: list[str]
    not_agents: list[str]
    silent: list[str]
    masses: list[str]
    not_sources: list[str]


class _NotSpeech(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before: list[str]
    works: list[str]
    rubrics: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: list[_Verbs]
    plain: _Plain
    nouns: list[_Nominals]
    adjectives: list[_Nominals]
    phrases: _Phrases
    speakers: _Speakers
    not_speech: _NotSpeech
    misread: dict[str, str]


@cache
def cue_table(language: str = "english") -> CueTable:
    """The table of a language. Where a verb stands in several groups, its first trust in a frame counts."""
    text = (resources.files("resources") / "cues" / f"{language}.toml").read_text(encoding="utf-8")
    file = msgspec.convert(tomllib.loads(text), _File)
    thoughts: set[str] = set()
    speech: set[str] = set()
    for group in file.verbs:
        (thoughts if group.kind == "thought" else speech).update(set(group.lemmas) - speech - thoughts)
    return CueTable(
        verbs=_with_misread(_by_lemma(file.verbs), file.misread),
        thoughts=frozenset(thoughts),
        plain=frozenset(file.plain.lemmas),
        nouns=_by_lemma(file.nouns),
        adjectives=_by_lemma(file.adjectives),
        said=frozenset(lemma for group in file.nouns if group.unowned for lemma in group.lemmas),
        thought_nouns=frozenset(lemma for group in file.nouns if group.kind == "thought" for lemma in group.lemmas),
        voicing=frozenset(file.plain.voicing),
        before_speaker=tuple(file.phrases.before_speaker),
        phrase_trust=file.phrases.trust,
        people=frozenset(file.speakers.people),
        bodies=frozenset(file.speakers.bodies),
        documents=frozenset(file.speakers.documents),
        pronouns=frozenset(file.speakers.pronouns),
        indefinite=frozenset(file.speakers.indefinite),
        postposed=frozenset(file.speakers.postposed),
        not_agents=frozenset(file.speakers.not_agents),
        silent=frozenset(file.speakers.silent),
        masses=frozenset(file.speakers.masses),
        not_sources=frozenset(file.speakers.not_sources),
        before_names=tuple(file.not_speech.before),
        works=frozenset(file.not_speech.works),
        rubrics=frozenset(file.not_speech.rubrics),
    )


def _by_lemma(groups: Iterable[_Verbs | _Nominals]) -> dict[str, Frames]:
    table: dict[str, Frames] = {}
    for group in groups:
        for lemma in group.lemmas:
            for frame in group.frames:
                table.setdefault(lemma, {}).setdefault(frame, group.trust)
    return table


def _with_misread(table: dict[str, Frames], misread: dict[str, str]) -> dict[str, Frames]:
    """The table with the lemmas that models make of other words: "hop" of "hoped"."""
    return {**{wrong: table[right] for wrong, right in misread.items() if wrong not in table}, **table}
