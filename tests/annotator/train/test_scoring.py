"""Comparison by label, against counts made by hand."""

from __future__ import annotations

from typing import Any

from annotator.formats.gold.schema import GoldArticle, GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.train.scoring import Found, examples_in, matched, rows, seen_in, tallied

TEXT = "“We will go there tomorrow morning,” Rubio said in Kursk. Moscow did not comment."


def piece(words: str) -> GoldFragment:
    start = TEXT.index(words)
    return GoldFragment(start, start + len(words), words)


def name(words: str, label: str) -> GoldSpan:
    where = piece(words)
    return GoldSpan(start=where.start, end=where.end, label=label)


def statement(content: str, cue: str | None = "said", speaker: str | None = "Rubio") -> GoldStatement:
    return GoldStatement(
        content=(piece(content),), cue=piece(cue) if cue else None,
        speaker=GoldSpeaker(mention=piece(speaker)) if speaker else None,
    )  # fmt: skip


def article(*spans: GoldSpan, **changes: Any) -> GoldArticle:
    made: dict[str, Any] = {"annotated": ("entities", "statements"), "spans": spans}
    return GoldArticle(text=TEXT, **(made | changes))


def test_an_entity_is_right_where_boundaries_and_label_are() -> None:
    gold = article(name("Rubio", "PERSON"), name("Kursk", "GPE"), name("Moscow", "GPE"))
    seen = article(name("Rubio", "PERSON"), name("in Kursk", "GPE"), name("Moscow", "ORG"))
    labels = ["PERSON", "GPE", "ORG"]
    tally = tallied([gold], [seen_in(seen, labels)], labels)["entity"]
    counts = {label: (tally.right[label], tally.proposed[label], tally.gold[label]) for label in ("", *labels)}
    assert counts == {"": (1, 3, 3), "PERSON": (1, 1, 1), "GPE": (0, 1, 2), "ORG": (0, 1, 0)}


def test_labels_of_a_finer_scheme_count_under_those_of_gold_and_others_not_at_all() -> None:
    seen = article(name("Rubio", "PERSON"), name("Kursk", "GPE"), name("tomorrow", "DATE"))
    found = seen_in(seen, ["PER", "LOC"])
    assert {label for _, _, label in found.entities} == {"PER", "LOC"}


def test_what_nobody_looked_for_in_an_article_does_not_count() -> None:
    seen = Found(frozenset([(0, 4, "ORG")]))
    assert tallied([article(annotated=())], [seen], ["ORG"]) == {}


def test_a_content_is_right_with_four_fifths_of_its_words() -> None:
    gold = article(statements=(statement("We will go there tomorrow"),))
    for words, right in (("We will go there tomorrow morning", 1), ("will go there tomorrow", 1), ("We will go", 0)):
        seen = seen_in(article(statements=(statement(words),)), [])
        assert tallied([gold], [seen], [])["content"].right[""] == right, words


def test_a_cue_and_a_speaker_are_right_where_they_share_a_word() -> None:
    gold = article(statements=(statement("We will go there"),))
    seen = seen_in(article(statements=(statement("We will go there", cue="Rubio said", speaker="Kursk"),)), [])
    tallies = tallied([gold], [seen], [])
    assert tallies["cue"].score().f1 == 1.0
    assert tallies["speaker"].score().f1 == 0.0


def test_parts_are_paired_one_to_one_the_most_alike_first() -> None:
    gold = [frozenset({1, 2, 3, 4}), frozenset({4, 5})]
    assert matched(gold, [frozenset({1, 2, 3, 4, 5})]) == [0.8]
    assert matched(gold, [frozenset({4, 5}), frozenset({1, 2, 3})]) == [1.0, 0.75]
    assert matched(gold, [frozenset({9})]) == []


def test_rows_hold_the_views_beside_each_other() -> None:
    gold = [article(name("Rubio", "PERSON"), name("Kursk", "GPE"))]
    labels = ["PERSON", "GPE"]
    half = tallied(gold, [seen_in(article(name("Rubio", "PERSON")), labels)], labels)
    whole = tallied(gold, [seen_in(gold[0], labels)], labels)
    overall, by_label = rows(whole, half, {}, {}, examples_in(gold))
    entity = overall[0]
    assert (entity.kind, entity.label, entity.after.f1, entity.examples) == ("entity", "", 1.0, 2)
    assert entity.before is not None
    assert round(entity.before.f1, 3) == 0.667
    assert [(row.label, row.gain) for row in by_label] == [("GPE", 1.0), ("PERSON", 0.0)]
