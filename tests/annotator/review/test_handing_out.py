"""Plans for handing out: so many annotators for each article, evenly, what is there kept, nothing changed twice."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.review.handing_out import AssignmentRow, Load, Terms, plan, work_of

TEAM = ("ann", "ben", "eve", "kim", "lea")


def loads(*works: int, story: str = "") -> list[Load]:
    return [Load(f"a{number:03}", work, story) for number, work in enumerate(works)]


def holders(rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.article, []).append(row.annotator)
    return found


def all_rows(made):
    return [*made.rows, *made.kept]


WORKS = st.lists(st.integers(1, 60), min_size=1, max_size=40)


@st.composite
def tasks(draw):
    """Articles, some of them of one story, annotators, and terms that can be met."""
    works = draw(WORKS)
    articles = [Load(f"a{n:03}", work, draw(st.sampled_from(("", "", "x", "y")))) for n, work in enumerate(works)]
    team = TEAM[: draw(st.integers(1, 5))]
    terms = Terms(
        overlap=draw(st.integers(1, len(team))),
        blind=draw(st.sampled_from((None, 0.0, 0.1, 0.5, 1.0))),
        calibration=draw(st.integers(0, min(3, len(works)))),
        twins=draw(st.sampled_from(("spread", "together"))),
        seed=draw(st.integers(0, 3)),
    )
    return articles, team, terms


@given(tasks())
def test_every_article_goes_to_as_many_different_annotators_as_asked(task):
    articles, team, terms = task
    made = plan(articles, team, terms)
    first = {row.article for row in made.rows if row.calibration}
    assert len(first) == terms.calibration
    for article, names in holders(made.rows).items():
        assert len(set(names)) == len(names) == (len(team) if article in first else terms.overlap)
    assert holders(made.rows).keys() == {load.article for load in articles}


@given(tasks())
def test_planning_again_changes_nothing(task):
    articles, team, terms = task
    made = plan(articles, team, terms)
    again = plan(articles, team, terms, made.rows)
    assert again.rows == ()
    assert sorted(again.kept) == sorted(made.rows)
    assert (again.shares, again.pairs) == (made.shares, made.pairs)


@given(tasks(), WORKS)
def test_what_is_assigned_stays_when_articles_are_added(task, works):
    articles, team, terms = task
    made = plan(articles, team, terms)
    more = [*articles, *(Load(f"b{number:03}", work) for number, work in enumerate(works))]
    later = plan(more, team, terms, made.rows)
    old = {(row.article, row.annotator, row.calibration, row.order) for row in made.rows}
    assert old <= {(row.article, row.annotator, row.calibration, row.order) for row in all_rows(later)}
    assert holders(all_rows(later)).keys() == {load.article for load in more}


@given(WORKS, st.integers(1, 5), st.data())
def test_nobody_has_more_to_do_than_another_by_more_than_one_article(works, count, data):
    team = TEAM[:count]
    made = plan(loads(*works), team, Terms(overlap=data.draw(st.integers(1, count))))
    shares = [made.shares[name].work for name in team]
    assert max(shares) - min(shares) <= max(works)


@given(tasks())
def test_a_plan_does_not_depend_on_anything_but_its_terms(task):
    articles, team, terms = task
    assert plan(articles, team, terms) == plan(articles, team, terms)


def test_every_two_annotators_share_about_as_many():
    made = plan(loads(*[10] * 60), TEAM, Terms(overlap=2))
    assert len(made.pairs) == 10
    assert max(made.pairs.values()) - min(made.pairs.values()) <= 2


@given(tasks())
def test_as_many_articles_are_without_suggestions_as_asked(task):
    articles, team, terms = task
    made = plan(articles, team, terms)
    for name in team:
        own = [row for row in made.rows if row.annotator == name and not row.calibration]
        assert sum(row.blind for row in own) == int((terms.blind or 0) * len(own) + 0.5)
    assert not any(row.blind and row.calibration for row in made.rows)


def test_the_same_articles_are_blind_for_all_who_have_them_as_far_as_can_be():
    made = plan(loads(*[5] * 40), TEAM[:3], Terms(overlap=3, blind=0.25))
    blind = Counter(row.article for row in made.rows if row.blind)
    assert len(blind) == 10
    assert set(blind.values()) == {3}


def test_a_story_is_spread_over_the_annotators():
    made = plan(loads(9, 9, 9, 9, story="flood"), TEAM[:4], Terms())
    assert sorted(row.annotator for row in made.rows) == list(TEAM[:4])


def test_a_story_is_kept_together_where_that_is_asked():
    articles = [Load(f"a{n}", 9, story) for n, story in enumerate(["x", "y", "x", "y", "x", ""])]
    made = plan(articles, TEAM[:3], Terms(overlap=2, twins="together"))
    who = {article: frozenset(names) for article, names in holders(made.rows).items()}
    assert who["a0"] == who["a2"] == who["a4"]
    assert who["a1"] == who["a3"] != who["a0"]


def test_a_story_that_grows_stays_with_those_who_have_it():
    terms = Terms(overlap=2, twins="together")
    made = plan(loads(9, 9, story="x"), TEAM, terms)
    later = plan(loads(9, 9, 9, 9, story="x"), TEAM, terms, made.rows)
    assert len({frozenset(names) for names in holders(all_rows(later)).values()}) == 1


def test_the_calibration_has_articles_of_little_and_of_much_work_and_of_different_stories():
    articles = [Load(f"a{n:02}", n, "x" if n % 2 else "") for n in range(1, 31)]
    made = plan(articles, TEAM[:3], Terms(calibration=3))
    first = {row.article for row in made.rows if row.calibration}
    works = sorted(load.work for load in articles if load.article in first)
    assert [(work - 1) // 10 for work in works] == [0, 1, 2]
    assert sum(load.story == "x" for load in articles if load.article in first) <= 1


def test_the_calibration_comes_first_and_the_rest_in_the_order_of_the_project():
    made = plan(loads(*range(1, 20)), TEAM[:2], Terms(calibration=2))
    own = sorted((row for row in made.rows if row.annotator == "ann"), key=lambda row: row.place)
    assert [row.calibration for row in own[:3]] == [True, True, False]
    assert all(one.article < other.article for one, other in pairwise(own[2:]))


def test_who_joins_later_begins_with_the_same_articles():
    made = plan(loads(*[5] * 9), TEAM[:2], Terms(calibration=2))
    later = plan(loads(*[5] * 9), TEAM[:3], Terms(calibration=2), made.rows)
    first = {row.article for row in made.rows if row.calibration}
    assert {row.article for row in later.rows if row.annotator == "eve"} == first


def test_what_somebody_has_begun_goes_to_them_and_never_turns_blind():
    begun = {("a000", "ann"), ("a000", "ben"), ("a001", "ben"), ("a002", "imported")}
    made = plan(loads(5, 5, 5), ["ann", "ben"], Terms(overlap=1, blind=1.0), begun=begun)
    assert {(row.article, row.annotator) for row in made.rows if not row.blind} == begun - {("a002", "imported")}
    assert len(holders(made.rows)["a002"]) == 1


def test_more_overlap_later_completes_what_is_there():
    made = plan(loads(*[7] * 12), TEAM[:3], Terms(overlap=1))
    later = plan(loads(*[7] * 12), TEAM[:3], Terms(overlap=2), made.rows)
    assert sorted(later.kept) == sorted(made.rows)
    assert len(later.rows) == 12


def test_an_article_that_others_have_already_counts_for_them():
    old = [AssignmentRow("a000", "kim", order=1)]
    made = plan(loads(5, 5), ["ann", "ben"], Terms(overlap=2), old)
    assert len(holders([*made.rows, *old])["a000"]) == 2
    assert made.shares["kim"].articles == 1


def test_articles_that_were_not_chosen_are_left_alone_and_count_as_work():
    old = [AssignmentRow("a000", "ann", order=1)]
    made = plan(loads(50, 5, 5), ["ann", "ben"], Terms(), old, chosen=["a001", "a002"])
    assert {(row.article, row.annotator) for row in made.rows} == {("a001", "ben"), ("a002", "ben")}


@pytest.mark.parametrize(
    ("team", "terms", "said"),
    [
        ([], Terms(), "Nobody"),
        (["ann", "ann"], Terms(), "twice"),
        (["ann"], Terms(overlap=2), "1 annotator is named"),
        (["ann"], Terms(overlap=0), "0 annotators"),
        (["ann"], Terms(calibration=4), "there are 3"),
        (["ann"], Terms(blind=1.5), "between 0 and 100"),
    ],
)
def test_terms_that_cannot_be_met_are_refused_in_a_sentence(team, terms, said):
    with pytest.raises(Invalid, match=said):
        plan(loads(1, 2, 3), team, terms)


def test_work_is_what_is_to_be_decided_and_what_is_to_be_read():
    assert work_of(0, 0) == 1
    assert work_of(40, 6000) == 141


def test_ten_thousand_articles_are_planned_evenly():
    made = plan(loads(*(1 + number * 7919 % 97 for number in range(10_000))), TEAM, Terms(overlap=2, blind=0.1))
    works = [share.work for share in made.shares.values()]
    assert max(works) - min(works) <= 97
    assert max(made.pairs.values()) - min(made.pairs.values()) < 100
    assert msgspec.json.encode(made.rows)
