"""The cue table is complete and consistent."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources
from typing import Any

import pytest

from annotator.preannotate.entities import name_words
from annotator.preannotate.statements.cues import PREPOSITIONS, cue_table

FRAMES = {
    "direct",
    "clause",
    "infinitive",
    "addressee",
    "gerund",
    "object",
    "naming",
    "picture",
    "passive",
    *PREPOSITIONS,
}


def groups(kind: str) -> list[dict[str, Any]]:
    text = (resources.files("resources") / "cues" / "english.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)[kind]


def test_there_are_some_hundreds_of_verbs_each_with_known_frames() -> None:
    verbs = cue_table().verbs
    assert len(verbs) > 400
    assert {frame for frames in verbs.values() for frame in frames} <= FRAMES


def test_nouns_and_adjectives_have_frames_that_they_can_take() -> None:
    table = cue_table()
    frames = {frame for each in (table.nouns, table.adjectives) for frames in each.values() for frame in frames}
    assert len(table.nouns) > 100
    assert len(table.adjectives) > 50
    assert frames <= {"that", "infinitive", *PREPOSITIONS}


@pytest.mark.parametrize("kind", ["verbs", "nouns", "adjectives"])
def test_no_word_stands_twice_in_a_frame(kind: str) -> None:
    entries = Counter((lemma, frame) for each in groups(kind) for lemma in each["lemmas"] for frame in each["frames"])
    twice = [entry for entry, count in entries.items() if count > 1]
    assert not twice


def test_what_a_model_misreads_stands_for_a_verb_of_the_table() -> None:
    table = cue_table()
    assert table.trust("hop", "clause") == table.trust("hope", "clause") > 0


def test_trusts_are_shares_and_the_first_group_counts() -> None:
    table = cue_table()
    assert all(0 < trust <= 1 for frames in table.verbs.values() for trust in frames.values())
    assert table.trust("say", "clause") > table.trust("think", "clause") > table.trust("sail", "clause") == 0


def test_all_words_are_in_lower_case() -> None:
    table, names = cue_table(), name_words()
    words = [
        *table.verbs,
        *table.nouns,
        *table.adjectives,
        *table.people,
        *table.documents,
        *names.titles,
        *names.places,
        *names.generic,
    ]
    assert all(word == word.lower() for word in words)
