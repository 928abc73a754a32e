"""The cue table is complete and consistent."""

from __future__ import annotations

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


def test_there_are_some_hundreds_of_verbs_each_with_known_frames() -> None:
    verbs = cue_table().verbs
    assert len(verbs) > 300
    assert {frame for frames in verbs.values() for frame in frames} <= FRAMES


def test_trusts_are_shares_and_the_first_group_counts() -> None:
    table = cue_table()
    assert all(0 < trust <= 1 for frames in table.verbs.values() for trust in frames.values())
    assert table.trust("say", "clause") > table.trust("think", "clause") > table.trust("sail", "clause") == 0


def test_all_words_are_in_lower_case() -> None:
    table, names = cue_table(), name_words()
    words = [*table.verbs, *table.nouns, *table.people, *table.documents, *names.titles, *names.places, *names.generic]
    assert all(word == word.lower() for word in words)
