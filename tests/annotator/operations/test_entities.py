"""Accepting, refusing, correcting and adding entities, each with its undo and redo."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid, NotFound
from annotator.model import Actor, Span
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    LabelEverywhere,
    MoveSpan,
    RejectUnits,
    SetEntityActor,
    SetFlag,
    SetLabel,
)
from tests.annotator.making import RUBIO, TEXT, entity, propose, propose_usual, span_of, told, unit_on


@pytest.fixture
def project(make_project):
    return make_project(TEXT)


def act(article, unit, name):
    return {
        "accept": AcceptUnits(article, (unit.id,)),
        "reject": RejectUnits(article, (unit.id,)),
        "label": SetLabel(article, unit.id, "ORG"),
        "move": MoveSpan(article, unit.id, span_of(TEXT, "in Kursk")),
        "actor": SetEntityActor(article, unit.id, RUBIO.id),
        "flag": SetFlag(article, unit.id, "unsure", True),
        "add": AddEntity(article, span_of(TEXT, "Officials"), "PERSON"),
        "everywhere": LabelEverywhere(((article, span_of(TEXT, "Kursk")), (article, span_of(TEXT, "talks"))), "GPE"),
    }[name]


@pytest.mark.parametrize("name", ["accept", "reject", "label", "move", "actor", "flag", "add", "everywhere"])
def test_undo_restores_and_redo_repeats_every_act(project, name):
    article = propose_usual(project)
    before = told(project, article)
    assert project.run(act(article, unit_on(project, article, "Kursk"), name))
    after = told(project, article)
    assert after != before
    project.undo()
    assert told(project, article) == before
    project.redo()
    assert told(project, article) == after


def test_accepting_keeps_the_suggestion_as_it_is(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Moscow")
    project.run(AcceptUnits(article, (unit.id,)))
    kept = project.work(article).find(unit.id)
    assert (kept.state, kept.how, kept.value) == ("kept", "single", unit.value)
    assert not kept.open_parts


def test_accepting_many_by_one_act_is_told_from_accepting_one(project):
    article = propose_usual(project)
    ids = tuple(unit.id for unit in project.work(article).named("Kursk"))
    project.run(AcceptUnits(article, ids, bulk=True))
    assert {project.work(article).find(each).how for each in ids} == {"bulk"}
    project.undo()
    assert {project.work(article).find(each).state for each in ids} == {"suggested"}


def test_accepting_what_is_accepted_changes_nothing(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Moscow")
    project.run(AcceptUnits(article, (unit.id,)))
    assert not project.run(AcceptUnits(article, (unit.id,)))


def test_accepting_takes_over_the_actor_that_the_machine_named(project):
    article = propose_usual(project)
    assert project.actors() == []
    project.run(AcceptUnits(article, (unit_on(project, article, "Rubio").id,)))
    assert [row.actor for row in project.actors()] == [RUBIO]
    project.undo()
    assert project.actors() == []


def test_rejecting_takes_no_actor_over(project):
    article = propose_usual(project)
    project.run(RejectUnits(article, (unit_on(project, article, "Rubio").id,)))
    assert project.actors() == []


def test_a_rejected_suggestion_stands_no_longer_but_is_known(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Moscow")
    project.run(RejectUnits(article, (unit.id,)))
    work = project.work(article)
    assert work.find(unit.id).state == "rejected"
    assert unit.id not in {each.id for each in work.units(hidden=True)}


def test_an_accepted_suggestion_is_rejected_and_an_added_entity_removed(project):
    article = propose_usual(project)
    unit, added = unit_on(project, article, "Moscow"), AddEntity(article, span_of(TEXT, "talks"), "EVENT")
    project.run(AcceptUnits(article, (unit.id,)))
    project.run(added)
    project.run(RejectUnits(article, (unit.id, added.id)))
    work = project.work(article)
    assert (work.find(unit.id).state, work.find(added.id).state) == ("rejected", "removed")


def test_another_label_decides_an_entity_as_a_whole(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Kursk")
    project.run(SetLabel(article, unit.id, "GPE"))
    found = project.work(article).find(unit.id)
    assert (found.state, found.value.label, found.open_parts) == ("kept", "GPE", ())
    assert {"span", "label", "actor"} <= found.decided


def test_another_span_leaves_label_and_actor(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Rubio")
    project.run(MoveSpan(article, unit.id, span_of(TEXT, "Rubio said")))
    found = project.work(article).find(unit.id)
    assert (found.value.label, found.value.actor, found.spans) == ("PERSON", RUBIO.id, (span_of(TEXT, "Rubio said"),))


def test_a_flag_decides_nothing_else(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Moscow")
    project.run(SetFlag(article, unit.id, "unsure", True))
    found = project.work(article).find(unit.id)
    assert (found.state, found.value.flags, found.open_parts) == ("suggested", ("unsure",), ("label",))
    project.run(AcceptUnits(article, (unit.id,)))
    assert project.work(article).find(unit.id).value.flags == ("unsure",)


def test_a_flag_set_twice_stands_once_and_comes_off(project):
    article = propose_usual(project)
    unit = unit_on(project, article, "Moscow")
    for on in (True, True):
        project.run(SetFlag(article, unit.id, "unsure", on))
    assert project.work(article).find(unit.id).value.flags == ("unsure",)
    project.run(SetFlag(article, unit.id, "unsure", False))
    assert project.work(article).find(unit.id).value.flags == ()


def test_adding_on_the_span_of_a_suggestion_answers_it(project):
    article = propose_usual(project)
    suggested = unit_on(project, article, "Kursk")
    added = AddEntity(article, span_of(TEXT, "Kursk"), "GPE")
    project.run(added)
    work = project.work(article)
    assert work.find(suggested.id).state == "suggested"
    assert [unit.id for unit in work.units(hidden=True) if unit.spans == suggested.spans] == [added.id]
    assert suggested.id not in {unit.id for unit in work.undecided()}


def test_what_was_answered_comes_back_when_the_answer_is_removed(project):
    article = propose_usual(project)
    suggested = unit_on(project, article, "Kursk")
    added = AddEntity(article, suggested.spans[0], "GPE")
    project.run(added)
    project.run(RejectUnits(article, (added.id,)))
    assert suggested.id in {unit.id for unit in project.work(article).units()}


def test_the_same_label_is_not_added_to_the_same_characters_twice(project):
    article = propose_usual(project)
    project.run(AddEntity(article, span_of(TEXT, "talks"), "EVENT"))
    with pytest.raises(Invalid, match="EVENT already"):
        project.run(AddEntity(article, span_of(TEXT, "talks"), "EVENT"))
    assert project.run(AddEntity(article, span_of(TEXT, "talks"), "ORG"))


@pytest.mark.parametrize("span", [Span(5, 5), Span(7, 3), Span(-1, 3), Span(0, 10_000)])
def test_no_entity_lies_outside_the_text(project, span):
    with pytest.raises(Invalid, match="does not lie in"):
        project.run(AddEntity(project.articles()[0].id, span, "GPE"))
    assert project.status()["decisions"] == 0


def test_no_entity_has_a_label_or_an_actor_that_nobody_knows(project):
    article = propose_usual(project)
    with pytest.raises(Invalid, match="no label PLANET"):
        project.run(AddEntity(article, Span(0, 4), "PLANET"))
    with pytest.raises(Invalid, match="actor"):
        project.run(AddEntity(article, Span(0, 4), "GPE", actor="0" * 32))
    with pytest.raises(NotFound):
        project.run(SetLabel(article, "0" * 32, "GPE"))


def test_an_added_entity_takes_over_the_actor_that_the_machine_named(project):
    article = propose_usual(project)
    project.run(AddEntity(article, span_of(TEXT, "Officials"), "PERSON", actor=RUBIO.id))
    assert project.find_actor(RUBIO.id) == RUBIO


def test_labelling_everywhere_decides_what_is_there_and_adds_the_rest(make_project):
    project = make_project(TEXT, "Kursk is far away.")
    first, second = (row.id for row in project.articles())
    propose(project, entity(first, TEXT, "Kursk", "PERSON"), article=first)
    hits = ((first, span_of(TEXT, "Kursk")), (first, span_of(TEXT, "Kursk", 1)), (second, Span(0, 5)))
    project.run(LabelEverywhere(hits, "GPE"))
    units = [unit for key in (first, second) for unit in project.work(key).units() if not unit.is_machine]
    assert [(unit.state, unit.value.label) for unit in units] == [("kept", "GPE")] * 3
    assert sum(unit.how == "added" for unit in units) == 2
    assert not project.run(LabelEverywhere(hits, "GPE"))


def test_labelling_everywhere_can_say_who_it_is(project):
    article = propose_usual(project)
    actor = Actor("a" * 32, "Kursk oblast", kind="place")
    project.run(AddActor(actor))
    project.run(LabelEverywhere(((article, span_of(TEXT, "Kursk")),), "GPE", actor=actor.id))
    assert unit_on(project, article, "Kursk").value.actor == actor.id


def test_statements_are_no_entities(project):
    article = propose_usual(project)
    statement = next(unit for unit in project.work(article).units() if unit.kind == "statement")
    with pytest.raises(Invalid, match="not an entity"):
        project.run(SetLabel(article, statement.id, "GPE"))
