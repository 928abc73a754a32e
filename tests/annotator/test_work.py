"""The units of one article in reading order: what stands, what is answered, what is left, what comes next."""

from __future__ import annotations

import pytest

from annotator.model import Article, Entity, Span, Statement
from annotator.units import Unit
from annotator.work import ArticleWork, sort_key

TEXT = "one two three four two"


def entity(key, start, end, state="suggested", *, hidden=False):
    return Unit(Entity(key, Span(start, end), "GPE"), state, hidden=hidden)


def statement(key, start, end, state="suggested"):
    return Unit(Statement(key, (Span(start, end),), "direct"), state)


def work(*units):
    return ArticleWork(Article("0" * 32, TEXT), "ann", units)


def ids(units):
    return [unit.id for unit in units]


def test_units_come_by_start_the_longer_first_statements_before_entities():
    found = work(entity("c", 4, 7), entity("b", 0, 7), statement("a", 0, 7), entity("d", 0, 3))
    assert ids(found.every()) == ["a", "b", "d", "c"]


def test_refused_and_hidden_units_do_not_stand():
    found = work(entity("a", 0, 3, "rejected"), entity("b", 4, 7, "removed"), entity("c", 8, 13, hidden=True))
    assert ids(found.units()) == []
    assert ids(found.units(hidden=True)) == ["c"]
    assert len(found) == 3


def test_a_kept_unit_answers_the_suggestions_on_its_very_spans_of_its_kind():
    found = work(entity("a", 0, 3), entity("b", 0, 3, "kept"), entity("c", 0, 7), statement("d", 0, 3))
    assert ids(found.units()) == ["c", "d", "b"]
    found.drop("b")
    assert "a" in ids(found.units())


@pytest.mark.parametrize("state", ["kept", "rejected"])
def test_counts_follow_every_change(state):
    found = work(entity("a", 0, 3), entity("b", 0, 3), entity("c", 4, 7))
    assert found.progress() == (0, 3)
    found.put(entity("a", 0, 3, state))
    assert found.progress() == ((1, 2) if state == "kept" else (1, 3))
    found.put(entity("a", 4, 7, state))
    assert found.progress() == ((1, 2) if state == "kept" else (1, 3))
    found.drop("a")
    assert found.progress() == (0, 2)


def test_a_unit_is_put_where_it_moved_and_found_by_its_new_name():
    found = work(entity("a", 0, 3), entity("b", 4, 7))
    assert ids(found.named("two")) == ["b"]
    found.put(entity("a", 19, 22))
    assert ids(found.every()) == ["b", "a"]
    assert ids(found.named("two")) == ["b", "a"]
    assert ids(found.named("one")) == []


def test_the_next_unit_goes_round_the_end_both_ways():
    found = work(entity("a", 0, 3), entity("b", 4, 7), entity("c", 8, 13))

    def any_unit(_):
        return True

    assert found.next_unit("c", any_unit).id == "a"
    assert found.next_unit("a", any_unit, backwards=True).id == "c"
    assert found.next_unit("c", any_unit, wrap=False) is None
    assert found.next_unit(None, any_unit).id == "a"
    assert found.next_unit("b", lambda unit: unit.id == "a").id == "a"
    assert found.next_unit("b", lambda unit: False) is None


def test_the_units_at_a_place_come_the_smallest_first():
    found = work(statement("a", 0, 13), entity("b", 4, 7), entity("c", 8, 13))
    assert ids(found.at(5)) == ["b", "a"]
    assert ids(found.at(7)) == ["a"]
    assert found.at(15) == []


def test_an_empty_article_is_an_article():
    assert work()
    assert work().progress() == (0, 0)
    assert work().find(None) is None


def test_the_order_has_no_ties():
    units = [entity(key, 0, 3) for key in "cab"]
    assert ids(sorted(units, key=sort_key)) == ["a", "b", "c"]


def test_the_least_certain_come_first_and_what_has_no_score_last():
    article = Article("a", "One two three four five six.")
    scores = {"one": 0.9, "two": 0.4, "three": 0.4, "four": None}
    units = [
        Unit(Entity(name, Span(4 * at, 4 * at + 3), "ORG"), "suggested", score=score)
        for at, (name, score) in enumerate(scores.items())
    ]
    work = ArticleWork(article, "ann", units)
    walk = [None]
    for _ in range(5):
        walk.append(work.next_certain(walk[-1], work.is_undecided).id)
    assert walk[1:] == ["two", "three", "one", "four", "two"]
    assert work.next_certain("two", work.is_undecided, backwards=True).id == "four"
    assert work.next_certain("one", work.is_undecided, backwards=True).id == "three"
    assert work.next_certain("one", lambda unit: False) is None
