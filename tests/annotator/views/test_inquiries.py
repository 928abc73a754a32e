"""Questions about a project as a whole: search, occurrences, actors to choose from, where things stand."""

from __future__ import annotations

import pytest

from annotator.model import Actor, Event, Span, Speaker
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddStatement,
    LinkEvent,
    SetSpeaker,
    Submit,
)
from annotator.project import Project
from tests.annotator.making import RUBIO, TEXT, propose_usual, span_of, unit_on
from tests.annotator.reviewing import annotate, copy_of, make_team_project

OTHER = "A fresh start in Minsk. The art of talks."


@pytest.fixture
def project(make_project):
    project = make_project(TEXT, OTHER)
    propose_usual(project)
    return project


@pytest.fixture
def articles(project):
    return [row.id for row in project.articles()]


def test_search_wants_all_words_and_takes_the_last_one_unfinished(project, articles):
    assert {hit.article for hit in project.search("talks")} == set(articles)
    assert [hit.article for hit in project.search("talks mi")] == [articles[1]]
    assert project.search("talks nowhere") == []
    assert project.search("  ") == []
    assert project.search('"(*') == []


def test_a_hit_is_shown_at_the_beginning_of_a_word(project):
    (hit,) = project.search("art")
    assert hit.span == span_of(OTHER, "art", 1)
    assert "The art of talks" in hit.snippet


def test_occurrences_are_exact_and_whole_words(project, articles):
    hits = project.occurrences("Kursk")
    assert [(hit.article, hit.span) for hit in hits] == [(articles[0], span_of(TEXT, "Kursk", nth)) for nth in range(3)]
    assert project.occurrences("Kurs") == []
    assert project.occurrences(" ") == []
    assert len(project.occurrences("Kursk", limit=2)) == 2


def test_the_actors_of_an_article_come_first_then_those_used_last(project, articles):
    first, second = Actor("a" * 32, "Zelensky"), Actor("b" * 32, "Abdullah")
    for actor in (second, first):
        project.run(AddActor(actor))
    assert [actor.name for actor in project.recent_actors(articles[0])] == ["Marco Rubio", "Zelensky", "Abdullah"]
    statement = AddStatement(articles[1], (Span(0, 7),))
    project.run(statement)
    project.run(SetSpeaker(articles[1], (statement.id,), Speaker(actor=second.id)))
    assert [actor.name for actor in project.recent_actors(articles[1])] == ["Abdullah", "Zelensky"]


def test_an_actor_that_the_machine_names_can_be_asked_for(project, articles):
    assert project.suggested_actor(articles[0], RUBIO.id) == RUBIO
    assert project.suggested_actor(articles[1], RUBIO.id) is None


def test_statements_of_an_event_and_of_an_actor_name_their_article(project, articles):
    said = next(unit for unit in project.work(articles[0]).units() if unit.kind == "statement")
    project.run(AcceptUnits(articles[0], (said.id,)))
    project.run(AddEvent(Event("e" * 32, "Talks")))
    project.run(LinkEvent(articles[0], (said.id,), "e" * 32, "predicts"))
    (linked,) = project.event_links("e" * 32)
    assert (linked.article, linked.snippet) == (articles[0], "We will go … And then we will see")
    assert [row.statement.id for row in project.actor_statements(RUBIO.id)] == [said.id]


def test_the_status_counts_layers_with_their_live_work(project, articles):
    project.run(AcceptUnits(articles[0], (unit_on(project, articles[0], "Moscow").id,)))
    project.run(Submit(articles[1]))
    found = project.status()
    assert (found["articles"], found["suggestions"], found["decisions"]) == (2, 6, 2)
    assert found["layers"] == {"ann": {"articles": 2, "submitted": 1, "decisions": 2}}
    project.undo()
    project.undo()
    after = project.status()
    assert after["layers"]["ann"] == {"articles": 0, "submitted": 0, "decisions": 4}
    assert after["digest"] != found["digest"]


@pytest.mark.parametrize("is_alike", [True, False])
def test_leads_are_in_conflict_where_they_settled_otherwise_and_not_where_they_came_to_the_same(
    make_project, tmp_path, is_alike
):
    lead = make_team_project(make_project, 1, name="team")
    for name in ("ann", "ben"):
        annotate(lead.path, name)
    lead.refresh()
    (article,) = lead.article_ids()
    with Project.open(copy_of(lead, tmp_path / "max.annodb"), annotator="max") as other:
        card = next(c for c in other.lead.review.article(article).waiting if c.state == "open" and not c.card.absent)
        first, second = card.versions
        other.run(other.lead.review.take(article, card, first if is_alike else second))
        lead.run(lead.lead.review.keep_both(article, card, first, second))
        lead.run(lead.lead.review.edit(article, card, first.value))
    lead.merge([other.path])
    assert bool(lead.conflicts()) == (not is_alike)
    assert [one.id for _, one in lead.lead.review.conflicts()] == ([] if is_alike else [card.id])


def test_leads_whose_copies_held_other_layers_are_in_conflict_all_the_same(make_project, tmp_path):
    lead = make_team_project(make_project, 1, name="team")
    for name in ("ann", "ben"):
        annotate(lead.path, name)
    lead.refresh()
    (article,) = lead.article_ids()
    waiting = lead.lead.review.article(article).waiting
    card = next(c for c in waiting if c.card.kind == "entity" and not c.card.absent)
    unit = card.card.members["ann"]
    path = copy_of(lead, tmp_path / "max.annodb")
    with Project.open(path, annotator="eve") as eve:
        eve.run(AddEntity(article, Span(unit.start, unit.end), "LAW"))
        eve.run(Submit(article, reject_rest=True))
    with Project.open(path, annotator="max") as other:
        same = next(c for c in other.lead.review.article(article).cards if c.card.members.get("ann") == unit)
        assert same.id != card.id
        other.run(other.lead.review.none_right(article, same))
    lead.run(lead.lead.review.take(article, card, card.versions[0]))
    assert [one.field for one in lead.merge([path]).conflicts] == ["state"]
    assert [one.subject for one in lead.conflicts()] == [one.id for _, one in lead.lead.review.conflicts()]


def test_a_name_that_two_leads_gave_to_different_gold_is_one_conflict_and_its_export_says_so(make_project, tmp_path):
    lead = make_team_project(make_project, 1, name="team")
    with Project.open(copy_of(lead, tmp_path / "max.annodb"), annotator="max") as other:
        annotate(other.path, "ann")
        other.refresh()
        other.release("v1", incomplete=True)
        annotate(lead.path, "ben", errors=0)
        lead.refresh()
        lead.release("v1", incomplete=True)
    lead.merge([other.path])
    assert [(one.kind, one.field) for one in lead.conflicts()] == [("snapshot", "sha256")]
    said = "Another laptop gave the name v1 to other gold."
    assert said in lead.export(tmp_path / "out", release="v1").warnings
    assert said in (tmp_path / "out" / "README.md").read_text()
