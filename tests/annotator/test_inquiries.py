"""Questions across articles."""

from __future__ import annotations

from annotator.ids import random_id
from annotator.model import Actor, Span
from annotator.operations import AddActor, AddStatement, MergeActors, RejectUnits, SetSpeakerActor

TEXTS = ("The bridge is closed, she said.", "The bridge will open, he said.")


def say(project, article: str, actor: Actor) -> str:
    statement = random_id()
    project.run(AddStatement(article, (Span(0, 20),), id=statement))
    project.run(SetSpeakerActor(article, (statement,), actor.id))
    return statement


def test_the_statements_of_an_actor_are_found_in_all_articles(make_project):
    project = make_project(*TEXTS)
    anna = Actor(random_id(), "Anna Voss")
    project.run(AddActor(anna))
    said = [say(project, row.id, anna) for row in project.articles()]
    found = project.actor_statements(anna.id)
    assert [one.statement.id for one in found] == said
    assert [one.snippet for one in found] == [text[:20] for text in TEXTS]


def test_what_a_merged_actor_said_is_said_by_the_one_that_stays(make_project):
    project = make_project(*TEXTS)
    anna, ann = Actor(random_id(), "Anna Voss"), Actor(random_id(), "Ann Voss")
    for actor in (anna, ann):
        project.run(AddActor(actor))
    said = say(project, project.articles()[0].id, ann)
    project.run(MergeActors((ann.id,), anna.id))
    assert [one.statement.id for one in project.actor_statements(anna.id)] == [said]


def test_a_statement_that_was_taken_away_is_not_said_any_more(make_project):
    project = make_project(*TEXTS)
    anna = Actor(random_id(), "Anna Voss")
    project.run(AddActor(anna))
    article = project.articles()[0].id
    said = say(project, article, anna)
    project.run(RejectUnits(article, (said,)))
    assert project.actor_statements(anna.id) == []
