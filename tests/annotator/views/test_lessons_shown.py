"""What was decided about boundaries, actors and refused words in one article shows in the next."""

from __future__ import annotations

import pytest

from annotator.committing import Author, commit
from annotator.ids import random_id
from annotator.layers import GOLD
from annotator.model import Actor, Speaker
from annotator.operations import (
    AcceptUnits,
    AddActor,
    MoveSpan,
    RejectUnits,
    Release,
    SetEntityActor,
    SetSpeakerActor,
    Together,
)
from annotator.operations.base import Draft
from annotator.project import Project
from annotator.store import connection, snapshots
from annotator.views.memory import is_name, moved_span
from tests.annotator.making import entity, propose, span_of, statement, unit_on

FIRST = "Gen. Petrov met Zelensky in Osk. “We wait,” Zelensky said."
SECOND = "Gen. Petrov waits. “We do not,” Zelensky said. They call it “victory”."
THIRD = "The Kremlin said so. Is it a “victory”? Gen. Petrov thinks so."
PRESIDENT = Actor(random_id(), "Volodymyr Zelenskyy", aliases=("Zelensky",))


@pytest.fixture
def project(make_project):
    project = make_project(FIRST, SECOND, THIRD)
    first, second, third = (row.id for row in project.articles())
    speaker = {text: Speaker(mention=span_of(text, "Zelensky", nth)) for text, nth in ((FIRST, 1), (SECOND, 0))}
    propose(
        project,
        entity(first, FIRST, "Gen. Petrov", "PERSON"),
        *(entity(first, FIRST, "Zelensky", "PERSON", nth=nth) for nth in range(2)),
        statement(first, FIRST, "We wait", cue="said", speaker=speaker[FIRST]),
        article=first,
    )
    propose(
        project,
        entity(second, SECOND, "Gen. Petrov", "PERSON"),
        entity(second, SECOND, "Zelensky", "PERSON"),
        statement(second, SECOND, "We do not", cue="said", speaker=speaker[SECOND]),
        statement(second, SECOND, "victory"),
        article=second,
    )
    propose(
        project,
        entity(third, THIRD, "Kremlin", "ORG"),
        entity(third, THIRD, "Gen. Petrov", "PERSON"),
        statement(third, THIRD, "victory"),
        article=third,
    )
    return project


@pytest.fixture
def articles(project):
    return [row.id for row in project.articles()]


def words(work, unit):
    return work.article.text[unit.start : unit.end]


def move(project, article, text, old, new):
    project.run(MoveSpan(article, unit_on(project, article, old).id, span_of(text, new)))


def test_a_moved_boundary_moves_the_next_suggestion_of_the_same_words(project, articles):
    move(project, articles[0], FIRST, "Gen. Petrov", "Petrov")
    work = project.work(articles[1])
    unit = next(unit for unit in work.units() if unit.kind == "entity")
    assert words(work, unit) == "Petrov"
    assert unit.reason == "“Gen. Petrov” was made “Petrov” in 1 article"
    project.run(AcceptUnits(articles[1], (unit.id,)))
    assert words(work, project.work(articles[1]).find(unit.id)) == "Petrov"


def test_a_boundary_shows_in_the_open_article_at_once_and_undo_restores_it(project, articles):
    work = project.work(articles[1])
    own = work.named("Gen. Petrov")[0].id
    unit = unit_on(project, articles[0], "Gen. Petrov")
    project.refresh_work(work, project.run(MoveSpan(articles[0], unit.id, span_of(FIRST, "Petrov"))))
    assert words(work, work.find(own)) == "Petrov"
    project.refresh_work(work, project.undo())
    assert words(work, work.find(own)) == "Gen. Petrov"


def test_an_article_that_begins_a_sentence_is_taken_in_with_its_capital_and_left_out_by_undo(make_project):
    texts = ["Here the Kremlin waits.", "The Kremlin waits."]
    project = make_project(*texts)
    keys = [row.id for row in project.articles()]
    for key, text in zip(keys, texts, strict=True):
        propose(project, entity(key, text, "Kremlin", "ORG"), article=key)
    work = project.work(keys[1])
    own = unit_on(project, keys[0], "Kremlin").id
    project.refresh_work(work, project.run(MoveSpan(keys[0], own, span_of(texts[0], "the Kremlin"))))
    assert [words(work, unit) for unit in work.every()] == ["The Kremlin"]
    project.refresh_work(work, project.undo())
    assert [words(work, unit) for unit in work.every()] == ["Kremlin"]


def test_a_boundary_accepted_first_and_moved_then_teaches_too(project, articles):
    own = unit_on(project, articles[0], "Gen. Petrov").id
    project.run(AcceptUnits(articles[0], (own,)))
    project.run(MoveSpan(articles[0], own, span_of(FIRST, "Petrov met")))
    project.run(MoveSpan(articles[0], own, span_of(FIRST, "Petrov")))
    assert project.work(articles[2]).named("Petrov")


def test_words_kept_as_they_are_elsewhere_are_not_moved(project, articles):
    move(project, articles[0], FIRST, "Gen. Petrov", "Petrov")
    own = project.work(articles[1]).named("Petrov")[0].id
    project.run(MoveSpan(articles[1], own, span_of(SECOND, "Gen. Petrov")))
    assert project.work(articles[2]).named("Gen. Petrov")


def test_a_refused_place_does_not_come_back_with_another_boundary(project, articles):
    unit = unit_on(project, articles[1], "Gen. Petrov")
    project.run(RejectUnits(articles[1], (unit.id,)))
    move(project, articles[0], FIRST, "Gen. Petrov", "Petrov")
    assert [one.state for one in project.work(articles[1]).every() if one.start in (0, 5)] == ["rejected"]


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("Then Gen. Petrov spoke", "Gen. Petrov", "Petrov", "Petrov"),
        ("In the Kremlin today", "Kremlin", "the Kremlin", "the Kremlin"),
        ("The Kremlin today", "Kremlin", "the Kremlin", "The Kremlin"),
        ("In a Kremlin today", "Kremlin", "the Kremlin", None),
        ("Then Gen. Petrova spoke", "Gen. Petrov", "Petrov", None),
        ("Then Gen. Petrov spoke", "Gen. Petrov", "Sidorov", None),
    ],
)
def test_a_boundary_moves_only_to_words_that_stand_there(text, old, new, expected):
    moved = moved_span(text, span_of(text, old), new)
    assert (moved and text[moved.start : moved.end]) == expected


def resolve_first(project, articles):
    unit = project.work(articles[0]).named("Zelensky")[0]
    project.run(Together("Set actor", (AddActor(PRESIDENT), SetEntityActor(articles[0], unit.id, PRESIDENT.id))))


def test_an_actor_resolved_once_shows_on_the_name_and_on_what_it_says(project, articles):
    work = project.work(articles[0])
    resolve_first(project, articles)
    work = project.work(articles[1])
    name = work.named("Zelensky")[0]
    assert (name.value.actor, name.state) == (PRESIDENT.id, "suggested")
    assert name.reason == "same name resolved to Volodymyr Zelenskyy in 1 article"
    said = next(unit for unit in work.units() if unit.kind == "statement")
    assert said.value.speaker.actor == PRESIDENT.id
    assert "“Zelensky” resolved to Volodymyr Zelenskyy in 1 article" in said.reason


def test_a_speaker_resolved_on_a_statement_shows_too_and_is_accepted_with_it(project, articles):
    said = next(unit for unit in project.work(articles[0]).units() if unit.kind == "statement")
    project.run(Together("Set actor", (AddActor(PRESIDENT), SetSpeakerActor(articles[0], (said.id,), PRESIDENT.id))))
    other = next(unit for unit in project.work(articles[1]).units() if unit.kind == "statement")
    assert other.value.speaker.actor == PRESIDENT.id
    assert project.work(articles[1]).named("Zelensky")[0].value.actor == PRESIDENT.id
    project.run(AcceptUnits(articles[1], (other.id,)))
    assert project.work(articles[1]).find(other.id).value.speaker.actor == PRESIDENT.id


def test_an_actor_shows_in_the_open_article_at_once(project, articles):
    work = project.work(articles[0])
    unit = work.named("Zelensky")[0]
    act = Together("Set actor", (AddActor(PRESIDENT), SetEntityActor(articles[0], unit.id, PRESIDENT.id)))
    project.refresh_work(work, project.run(act))
    said = next(unit for unit in work.units() if unit.kind == "statement")
    assert [one.value.actor for one in work.named("Zelensky")] == [PRESIDENT.id] * 2
    assert said.value.speaker.actor == PRESIDENT.id
    project.refresh_work(work, project.undo())
    assert [one.value.actor for one in work.named("Zelensky")] == [None, None]


def test_a_fuller_name_in_the_article_is_not_overruled(project, articles):
    other = Actor(random_id(), "Bill Zelensky")
    unit = entity(articles[2], THIRD, "Gen. Petrov", "PERSON", actor=other.id)
    propose(project, unit, article=articles[2], actors=(other,))
    own = unit_on(project, articles[0], "Gen. Petrov")
    general = Actor(random_id(), "Ivan Petrov")
    project.run(Together("Set actor", (AddActor(general), SetEntityActor(articles[0], own.id, general.id))))
    assert project.work(articles[2]).find(unit.id).value.actor == other.id


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Zelensky", True), ("he", False), ("He", False), ("the President", False), ("Kyiv", True), ("officials", False)],
)
def test_an_office_or_a_pronoun_is_no_name(words, expected):
    assert is_name(words) is expected


def test_words_refused_as_a_statement_twice_are_hidden_elsewhere(project, articles):
    for article in articles[1:]:
        refused = next(u for u in project.work(article).units() if u.kind == "statement" and u.end - u.start == 7)
        assert not refused.hidden
        project.run(RejectUnits(article, (refused.id,)))
    project.undo()
    unit = next(unit for unit in project.work(articles[2]).units(hidden=True) if unit.kind == "statement")
    assert not unit.hidden
    project.redo()
    propose(project, statement(articles[0], FIRST, "Osk"), article=articles[0])
    assert project.work(articles[2]).find(unit.id).state == "rejected"


def test_words_refused_in_two_articles_are_hidden_in_a_third(make_project):
    texts = ["The “deal” of one.", "The “deal” of two.", "The “deal” of three."]
    project = make_project(*texts)
    keys = [row.id for row in project.articles()]
    for key, text in zip(keys, texts, strict=True):
        propose(project, statement(key, text, "deal"), article=key)
    work = project.work(keys[2])
    for key in keys[:2]:
        unit = next(project.work(key).units())
        project.refresh_work(work, project.run(RejectUnits(key, (unit.id,))))
    unit = next(work.every())
    assert (unit.hidden, unit.reason) == (True, "same words refused as a statement twice")
    assert work.progress() == (0, 0)
    project.refresh_work(work, project.undo())
    assert not next(work.every()).hidden


def test_the_published_gold_teaches_and_another_annotator_does_not(project, articles):
    with Project.open(project.path, annotator="ben") as ben:
        move(ben, articles[0], FIRST, "Gen. Petrov", "Petrov")
    project.refresh()
    assert project.work(articles[1]).named("Gen. Petrov")
    fields = {"span": [5, 11], "label": "PERSON", "actor": None, "flags": [], "state": "kept"}
    draft = Draft(GOLD, articles[0], "f" * 32, "entity", "correct", fields, {"was": "Gen. Petrov"})
    with connection.write(project.db):
        commit(project.db, Author(project.id, "lead", GOLD, "laptop"), [draft])
    project.reading.expire_names()
    assert project.work(articles[1]).named("Gen. Petrov")
    contents = snapshots.pack({articles[0]: b"{}"})
    with connection.write(project.db):
        snapshots.put(project.db, contents)
        project.run(Release("v1", contents.sha256, 1))
    assert project.work(articles[1]).named("Petrov")
    project.undo()
    assert project.work(articles[1]).named("Gen. Petrov")


def test_gold_of_an_article_that_is_in_no_release_teaches_nothing(project, articles):
    fields = {"span": [5, 11], "label": "PERSON", "actor": None, "flags": [], "state": "kept"}
    draft = Draft(GOLD, articles[0], "f" * 32, "entity", "correct", fields, {"was": "Gen. Petrov"})
    contents = snapshots.pack({articles[2]: b"{}"})
    with connection.write(project.db):
        commit(project.db, Author(project.id, "lead", GOLD, "laptop"), [draft])
        snapshots.put(project.db, contents)
        project.run(Release("v1", contents.sha256, 1))
    assert project.work(articles[1]).named("Gen. Petrov")


def test_the_lessons_follow_from_the_journal(project, articles):
    move(project, articles[0], FIRST, "Gen. Petrov", "Petrov")
    resolve_first(project, articles)
    project.run(RejectUnits(articles[1], (unit_on(project, articles[1], "victory").id,)))
    assert project.db.execute("SELECT count(*) FROM lesson").fetchone()[0] == 2
    assert project.check() == []
    project.db.execute("DELETE FROM lesson")
    assert [sentence.split()[2] for sentence in project.rebuild()] == ["lesson"]
