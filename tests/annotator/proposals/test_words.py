"""Terms, their weights, and which texts share them."""

from __future__ import annotations

import pytest

from annotator.model import Article
from annotator.proposals.words import Index, Tally, Weights, article_bag, bag, spellings, stem, surfaces, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [("strike", "striking"), ("planned", "plans"), ("cities", "city"), ("crash", "crashed"), ("agreed", "agree")],
)
def test_one_word_in_several_forms_is_one_term(one, other):
    assert stem(one) == stem(other)


def test_words_that_say_nothing_are_no_terms_and_numbers_are():
    assert terms("He said that the ferry sank with 1,250 people.") == ["ferry", "sank", "1,250", "peopl"]


def test_case_accents_and_possessives_make_no_difference():
    assert terms("Café’s") == terms("CAFE")


def test_a_term_is_shown_as_the_text_spells_it():
    assert surfaces("Strikes in Osk; strikes")["strik"] == "Strikes"


@pytest.mark.parametrize("word", ["talks", "harbour", "cities", "strike", "crashes", "killed", "bombing", "osk"])
def test_a_full_text_index_can_be_asked_for_the_spellings_of_a_term(word):
    assert word in spellings(stem(word))


def test_the_words_of_a_title_count_more():
    assert bag("ferry harbour", "Ferry")["ferry"] > bag("ferry harbour")["harbour"]


def test_a_first_line_that_is_a_date_is_no_title():
    dated = Article("a", "14 March 2031\nA ferry sank off Port Sarne.")
    assert article_bag(dated) == bag(dated.text)


def test_a_rare_word_weighs_more_and_a_vector_has_unit_length():
    weights = Weights(100, {"osk": 90, "ferry": 2}.get)
    vector = weights.vector({"osk": 1.0, "ferry": 1.0})
    assert vector["ferry"] > vector["osk"]
    assert sum(value * value for value in vector.values()) == pytest.approx(1)


def test_only_the_heaviest_terms_are_kept():
    assert list(Weights(10, lambda _: 1).vector({"a": 1.0, "b": 3.0, "c": 2.0}, most=2)) == ["b", "c"]


def test_a_tally_counts_texts_and_gives_their_bags_back():
    tally = Tally()
    for text in ("ferry ferry osk", "osk bridge"):
        tally.add(bag(text))
    assert tally.counts(2) == {"osk": 2}
    first, second = tally.cut()
    assert set(first) == {"ferry", "osk"}
    assert set(second) == {"osk", "bridg"}


def test_an_index_finds_the_texts_that_share_words_and_forgets_those_taken_out():
    index = Index()
    index.put("one", {"ferry": 1.0})
    index.put("two", {"bridg": 1.0})
    assert index.like({"ferry": 0.6, "osk": 0.8}) == {"one": pytest.approx(0.6)}
    index.drop("one")
    assert index.like({"ferry": 1.0}) == {}
    assert "one" not in index


def test_the_words_that_make_two_texts_alike_come_by_their_weight():
    index = Index()
    index.put("one", {"ferry": 0.9, "osk": 0.4})
    assert index.shared({"osk": 0.3, "ferry": 0.9, "bridg": 0.3}, "one") == ["ferry", "osk"]
