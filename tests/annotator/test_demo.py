"""The sample project and its team."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from annotator import demo
from annotator.demo.events import link_of
from annotator.demo.lead import add_lead
from annotator.demo.reading import TEAM as READERS
from annotator.demo.team import ARTICLES, ASIDE, BLIND, BY_ONE, BY_TWO, IN_WORK, TEAM, add_team
from annotator.ids import suggestion_id
from annotator.model import Span, Statement, Suggestion
from annotator.project import Project
from annotator.review.comparing.comparison import compare
from tests.windows import entity

SAID = re.compile(r"“([^”]{20,})” (said|says)")


def quotes(article, text):
    """What stands in marks before “said”, as the machine would propose it."""
    for found in SAID.finditer(text):
        span = Span(*found.span(1))
        key = suggestion_id(article, "statement", [(span.start, span.end)], "direct")
        yield Suggestion(Statement(key, (span,), "direct", cue=Span(*found.span(2))), 0.9, "test 1")


def proposed_by_hand(folder):
    """The sample project with names and quotations that are found without a model."""
    path = demo.make_project(folder)
    with Project.open(path) as project:
        for row in project.articles():
            text = project.article(row.id).text
            words = sorted(
                {word for word in text.split() if word.istitle() and word.isalpha() and text.count(word) == 1}
            )
            names = [entity(row.id, text, word, "PERSON") for word in words[:30]]
            project.store_suggestions([(row.id, [*names, *quotes(row.id, text)], ())], model="test 1")
    return path


def decided(folder):
    """The sample project with the team's work and the lead's."""
    path = proposed_by_hand(folder)
    add_team(path)
    add_lead(path)
    return path


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    path = decided(tmp_path_factory.mktemp("team") / "demo")
    with Project.open(path, annotator="lead") as project:
        yield project


def works(project):
    """For each article what its layers submitted, in the order of articles."""
    submitted = project.lead.works.submitted()
    found = dict(project.lead.works.of(submitted))
    return [found.get(row.id, []) for row in project.articles()]


def test_most_articles_are_submitted_by_all_three_and_some_by_two_by_one_or_by_nobody(team):
    who = [tuple(work.layer for work in found) for found in works(team)]
    assert who[:ARTICLES] == [TEAM] * ARTICLES
    assert {number: who[number] for number in BY_TWO} == BY_TWO
    assert {number: who[number] for number in BY_ONE} == {number: (name,) for number, name in BY_ONE.items()}
    assert who[ASIDE] == who[IN_WORK] == ()


def test_one_article_is_set_aside_and_one_is_being_worked_on(team):
    ids = team.article_ids()
    states = {number: {team.work(ids[number], layer=name).state for name in TEAM} for number in (ASIDE, IN_WORK)}
    assert "set aside" in states[ASIDE]
    assert states[IN_WORK] == {"in work"}


def test_they_agree_on_most_units_and_differ_on_many(team):
    cards = [card for found in works(team)[:ARTICLES] for card in compare(found).cards]
    agreed = sum(card.is_agreed for card in cards)
    assert 0.4 < agreed / len(cards) < 0.9
    kinds = {kind for card in cards for kind in card.kinds}
    assert {"missed", "boundary", "label", "event"} <= kinds


def test_what_was_given_without_suggestions_was_added_by_hand(team):
    for work in works(team)[BLIND[0]]:
        assert work.is_blind
        assert {unit.how for unit in work.units} == {"added"}


def test_each_makes_events_of_their_own_and_one_splits_what_is_one_for_others(team):
    linked = {
        name: {link.event for found in works(team) for work in found if work.layer == name for unit in work.units
               if unit.kind == "statement" for link in unit.value.links}
        for name in TEAM
    }  # fmt: skip
    assert all(linked.values())
    assert len({frozenset(events) for events in linked.values()}) == len(TEAM)
    assert len(team.lead.inventories.rows("event")) > len(linked["ann"] & linked["ben"])
    paper = Statement("s", (Span(0, 40),), "direct")
    told = ["We sign the protocol in the morning, yes", "The second round will be held when it is."]
    seen = {reader.name: [link_of(reader, paper, text, "port-sarne-round") for text in told] for reader in READERS}
    events = {name: [link and link.event.title for link in links] for name, links in seen.items()}
    assert len(set(events["eve"]) - {None}) == 2
    assert len(set(events["ann"]) - {None}) <= 1


def test_a_lead_has_settled_some_of_the_first_article_with_reasons(team):
    states = Counter(card.state for card in team.lead.review.article(team.article_ids()[0]).cards)
    assert states["settled"]
    assert states["open"]
    assert sum(case.used for case in team.lead.cases.all()) == states["settled"]
    assert any(team.lead.feedback.items(name) for name in TEAM)


def test_every_demo_shows_the_same(team, tmp_path):
    with Project.open(decided(tmp_path / "demo"), annotator="lead") as project:
        again = [[(work.layer, work.units) for work in found] for found in works(project)]
    assert again == [[(work.layer, work.units) for work in found] for found in works(team)]


def test_the_sample_is_exported_beside_the_project(tmp_path):
    path = demo.make_project(tmp_path / "demo")
    assert (demo.export_suggestions(path) / "train.jsonl").exists()
