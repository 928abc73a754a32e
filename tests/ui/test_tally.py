"""Counting suggestions above a score: by label, with the errors to expect and the least certain words."""

from __future__ import annotations

import pytest

from annotator.views.sureness import Sure
from ui.tally import Tally

BOTH = ("entity", "statement")


@pytest.fixture
def tally():
    tally = Tally()
    tally.put("a", [Sure("1", "entity", "GPE", 0.99, "Osk"), Sure("2", "entity", "GPE", 0.95, "Keth")])
    tally.put("b", [Sure("3", "entity", "ORG", 0.9, "Commission"), Sure("4", "statement", "direct", 0.97, "We wait")])
    return tally


def test_labels_are_counted_with_the_errors_to_expect(tally):
    counts = tally.counts(0.95, BOTH)
    assert [(one.label, one.count, round(one.errors, 3)) for one in counts] == [("GPE", 2, 0.06), ("direct", 1, 0.03)]


def test_one_article_or_one_kind_alone_can_be_meant(tally):
    assert [one.label for one in tally.counts(0.5, BOTH, "b")] == ["ORG", "direct"]
    assert [one.label for one in tally.counts(0.5, ("statement",))] == ["direct"]
    assert (tally.total(BOTH), tally.total(("entity",), "a"), tally.total(BOTH, "no such article")) == (4, 2, 0)


def test_the_surest_is_told(tally):
    assert (tally.surest(BOTH), tally.surest(("statement",), "b"), tally.surest(BOTH, "c")) == (0.99, 0.97, 0.0)


def test_the_ids_are_those_that_were_counted(tally):
    assert tally.ids(0.96, BOTH) == {"a": ("1",), "b": ("4",)}


def test_the_least_certain_words_are_shown_each_once():
    tally = Tally()
    words = ["Osk", "Keth", "Osk", "Marl", "Sarne"]
    tally.put("a", [Sure(str(at), "entity", "GPE", 0.99 - at / 100, one) for at, one in enumerate(words)])
    (count,) = tally.counts(0.5, BOTH)
    assert [(one.words, one.score) for one in count.least] == [("Sarne", 0.95), ("Marl", 0.96), ("Osk", 0.97)]
