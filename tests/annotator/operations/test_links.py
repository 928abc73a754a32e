"""Links from statements to events: linking, changing the relation, nothing to link, and all of it undone."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.ids import link_id
from annotator.model import Event
from annotator.operations import (
    AddEvent,
    AddStatement,
    LinkEvent,
    MergeEvents,
    NothingToLink,
    RejectUnits,
    SetConditional,
    SetRelation,
    Together,
    Unlink,
)
from tests.annotator.making import TEXT, propose_usual, span_of, told

TALKS, STRIKE = Event("e" * 32, "Talks in Kursk", type="meeting"), Event("f" * 32, "Strike", type="attack")


@pytest.fixture
def project(make_project):
    return make_project(TEXT)


@pytest.fixture
def article(project):
    article = propose_usual(project)
    project.run(AddEvent(TALKS))
    project.run(AddEvent(STRIKE))
    return article


@pytest.fixture
def said(project, article):
    return next(unit.id for unit in project.work(article).units() if unit.kind == "statement")


def links(project, article, statement):
    return [(link.event, link.relation, link.conditional) for link in statement_of(project, article, statement).links]


def statement_of(project, article, statement):
    return project.work(article).find(statement).value


def test_linking_decides_the_links_and_leaves_the_other_parts_open(project, article, said):
    changes = project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    unit = project.work(article).find(said)
    assert links(project, article, said) == [(TALKS.id, "predicts", False)]
    assert unit.state == "kept"
    assert not unit.lacks_links
    assert set(unit.open_parts) == {"content", "cue", "speaker", "actor", "type", "parent"}
    assert said in changes.units
    assert TALKS.id in changes.events


def test_a_link_is_undone_and_redone(project, article, said):
    before = told(project, article)
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    after = told(project, article)
    project.undo()
    assert told(project, article) == before
    project.redo()
    assert told(project, article) == after


def test_several_statements_are_linked_at_once(project, article, said):
    other = AddStatement(article, (span_of(TEXT, "the talks may fail"),))
    project.run(other)
    project.run(LinkEvent(article, (said, other.id), TALKS.id, "mentions", conditional=True))
    assert [links(project, article, each) for each in (said, other.id)] == [[(TALKS.id, "mentions", True)]] * 2
    project.undo()
    assert [links(project, article, each) for each in (said, other.id)] == [[], []]


def test_a_statement_links_to_several_events(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    project.run(LinkEvent(article, (said,), STRIKE.id, "denies"))
    assert {event for event, *_ in links(project, article, said)} == {TALKS.id, STRIKE.id}


def test_another_relation_is_remove_and_add_in_one_batch(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts", conditional=True))
    rows = project.status()["decisions"]
    project.run(SetRelation(article, said, link_id(said, TALKS.id, "predicts"), "denies"))
    assert links(project, article, said) == [(TALKS.id, "denies", True)]
    assert project.status()["decisions"] == rows + 2
    project.undo()
    assert links(project, article, said) == [(TALKS.id, "predicts", True)]


def test_linking_again_with_another_relation_replaces_the_link(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    project.run(LinkEvent(article, (said,), TALKS.id, "rejects"))
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    assert links(project, article, said) == [(TALKS.id, "predicts", False)]


def test_the_same_link_again_changes_nothing(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    assert not project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))


def test_a_condition_is_set_and_taken_off(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    key = link_id(said, TALKS.id, "predicts")
    project.run(SetConditional(article, said, key, True))
    assert links(project, article, said) == [(TALKS.id, "predicts", True)]
    project.run(SetConditional(article, said, key, False))
    assert links(project, article, said) == [(TALKS.id, "predicts", False)]


def test_unlinking_leaves_the_links_undecided(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    project.run(Unlink(article, said, (link_id(said, TALKS.id, "predicts"),)))
    assert project.work(article).find(said).lacks_links


def test_nothing_to_link_is_a_decision_and_takes_links_away(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    project.run(NothingToLink(article, (said,)))
    unit = project.work(article).find(said)
    assert (unit.value.links, unit.value.nothing_to_link, unit.lacks_links) == ((), True, False)
    project.undo()
    assert links(project, article, said) == [(TALKS.id, "predicts", False)]
    assert not statement_of(project, article, said).nothing_to_link


def test_a_link_takes_nothing_to_link_back_for_good(project, article, said):
    project.run(NothingToLink(article, (said,)))
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    assert not statement_of(project, article, said).nothing_to_link
    project.run(Unlink(article, said, (link_id(said, TALKS.id, "predicts"),)))
    assert project.work(article).find(said).lacks_links


def test_nothing_to_link_for_several_statements(project, article, said):
    other = AddStatement(article, (span_of(TEXT, "the talks may fail"),))
    project.run(other)
    project.run(NothingToLink(article, (said, other.id)))
    assert all(statement_of(project, article, each).nothing_to_link for each in (said, other.id))
    assert not project.run(NothingToLink(article, (said, other.id)))


def test_links_follow_a_merge_of_events_and_come_back_with_undo(project, article, said):
    project.run(LinkEvent(article, (said,), STRIKE.id, "predicts"))
    work = project.work(article)
    project.refresh_work(work, project.run(MergeEvents((STRIKE.id,), TALKS.id)))
    assert [link.event for link in work.find(said).value.links] == [TALKS.id]
    assert [(row.links, row.state) for row in project.events() if row.event.id == TALKS.id] == [(1, "kept")]
    assert [row.statement.id for row in project.event_links(TALKS.id)] == [said]
    project.refresh_work(work, project.undo())
    assert [link.event for link in work.find(said).value.links] == [STRIKE.id]


def test_two_links_that_a_merge_makes_one_count_once(project, article, said):
    project.run(LinkEvent(article, (said,), STRIKE.id, "predicts"))
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    project.run(MergeEvents((STRIKE.id,), TALKS.id))
    assert links(project, article, said) == [(TALKS.id, "predicts", False)]
    project.run(LinkEvent(article, (said,), TALKS.id, "denies"))
    assert links(project, article, said) == [(TALKS.id, "denies", False)]


def test_a_link_to_a_merged_event_goes_to_what_it_became(project, article, said):
    project.run(MergeEvents((STRIKE.id,), TALKS.id))
    project.run(LinkEvent(article, (said,), STRIKE.id, "predicts"))
    assert links(project, article, said) == [(TALKS.id, "predicts", False)]


def test_an_event_made_and_linked_in_one_gesture_goes_with_one_undo(project, article, said):
    event = Event("d" * 32, "Press conference")
    project.run(Together("Link to new event", (AddEvent(event), LinkEvent(article, (said,), event.id, "reports"))))
    assert links(project, article, said) == [(event.id, "reports", False)]
    project.undo()
    assert project.find_event(event.id) is None
    assert links(project, article, said) == []


def test_links_of_a_removed_statement_count_nowhere(project, article, said):
    project.run(LinkEvent(article, (said,), TALKS.id, "predicts"))
    project.run(RejectUnits(article, (said,)))
    assert project.event_links(TALKS.id) == []
    assert {row.links for row in project.events()} == {0}


def test_what_is_unknown_is_refused(project, article, said):
    with pytest.raises(Invalid, match="event is not in"):
        project.run(LinkEvent(article, (said,), "0" * 32, "predicts"))
    with pytest.raises(Invalid, match="relation"):
        project.run(LinkEvent(article, (said,), TALKS.id, "likes"))
    with pytest.raises(Invalid, match="no such link"):
        project.run(Unlink(article, said, ("0" * 32,)))
