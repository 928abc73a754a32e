"""What lies dormant and comes back: on absent texts, statements, events, undone creations; edges in circles."""

from __future__ import annotations

from functools import cache

import pytest

from annotator.ids import derived_id
from annotator.model import Actor, Event, Statement
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddStatement,
    LinkEvent,
    MergeActors,
    MergeEvents,
    SetLabel,
    SetParent,
)
from annotator.project import Project
from annotator.store import edges
from tests.annotator.making import TEXT, span_of, unit_on
from tests.annotator.store.histories import amounts
from tests.annotator.store.raw import decision, write_decisions

A, B, C = (derived_id("test", name) for name in "abc")


@pytest.fixture
def other(laptop):
    """A copy of the project on another device of the same annotator, taken when it is first asked for."""
    return cache(laptop)


def kinds_asleep(project: Project) -> list[str]:
    return sorted(kind for _, _, kind in edges.dormant(project.db))


def exchange(project: Project, other: Project) -> None:
    project.merge([other.path])
    other.merge([project.path])
    assert amounts(project) == amounts(other)
    assert project.check() == []


def test_a_correction_of_what_was_undone_elsewhere_sleeps_until_redo(project, article, other):
    added = AddEntity(article, span_of(TEXT, "talks"), "EVENT")
    project.run(added)
    other().run(SetLabel(article, added.id, "ORG"))
    project.undo()
    exchange(project, other())
    assert project.work(article).find(added.id) is None
    assert kinds_asleep(project) == ["entity"]
    project.redo()
    exchange(project, other())
    assert project.work(article).find(added.id).value.label == "ORG"
    assert kinds_asleep(other()) == []


def test_links_to_an_event_that_was_undone_sleep_until_it_is_back(project, article, other):
    said = unit_on(project, article, "We will go").id
    project.run(AddEvent(Event(A, "Talks")))
    other().run(LinkEvent(article, (said,), A, "predicts"))
    project.undo()
    exchange(project, other())
    assert kinds_asleep(project) == ["link"]
    assert project.work(article).find(said).value.links == ()
    project.redo()
    assert kinds_asleep(project) == []
    assert [link.event for link in project.work(article).find(said).value.links] == [A]
    assert [row.links for row in project.events()] == [1]


def test_links_of_a_statement_that_was_undone_sleep_until_it_is_back(project, article, other):
    project.run(AddEvent(Event(A, "Talks")))
    added = AddStatement(article, (span_of(TEXT, "the talks may fail"),))
    project.run(added)
    other().run(LinkEvent(article, (added.id,), A, "predicts"))
    project.undo()
    exchange(project, other())
    assert "link" in kinds_asleep(project)
    assert [row.links for row in project.events()] == [0]
    project.redo()
    exchange(project, other())
    assert kinds_asleep(project) == []
    assert [row.links for row in project.events()] == [1]


def test_a_link_that_came_before_its_event_wakes_up_with_it(project, article):
    said = unit_on(project, article, "We will go").id
    project.run(AcceptUnits(article, (said,)))
    link = decision(
        project.id, subject="link", kind="link", article=article, action="link",
        fields={"statement": said, "event": A, "relation": "predicts", "conditional": False, "state": "kept"},
    )  # fmt: skip
    write_decisions(project.path, link)
    project.rebuild()
    assert kinds_asleep(project) == ["link"]
    project.run(AddEvent(Event(A, "Talks")))
    assert kinds_asleep(project) == []
    assert len(project.work(article).find(said).value.links) == 1
    project.undo()
    assert kinds_asleep(project) == ["link"]
    assert project.check() == []


def test_decisions_on_an_absent_text_sleep_until_it_is_imported(project, tmp_path, make_project):
    text = "A text that comes later."
    (tmp_path / "later.txt").write_text(text)
    elsewhere = make_project(text, name="elsewhere")
    missing = elsewhere.articles()[0].id
    row = decision(
        project.id, subject="entity", kind="entity", article=missing,
        fields={"span": [2, 6], "label": "ORG", "actor": None, "flags": [], "state": "kept"},
    )  # fmt: skip
    write_decisions(project.path, row)
    project.rebuild()
    assert kinds_asleep(project) == ["entity"]
    project.import_files([tmp_path / "later.txt"])
    assert kinds_asleep(project) == []
    assert unit_on(project, missing, "text").value.label == "ORG"
    assert project.check() == []


@pytest.mark.parametrize("span", [[3, 3], [5, 2], [-1, 4], [0, 100_000]])
def test_a_span_outside_the_text_sleeps_and_harms_nobody(project, article, span):
    fields = {"span": span, "label": "ORG", "actor": None, "flags": [], "state": "kept"}
    write_decisions(project.path, decision(project.id, kind="entity", article=article, fields=fields))
    project.rebuild()
    assert kinds_asleep(project) == ["entity"]
    assert len(list(project.work(article).every())) == 6


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_events_merged_in_a_circle_lose_the_greatest_edge_only(project, article, other, order):
    for event in (A, B, C):
        project.run(AddEvent(Event(event, event[:4])))
    first, second = ((project, other())[number] for number in order)
    first.run(MergeEvents((A,), B))
    second.run(MergeEvents((B,), C))
    second.run(MergeEvents((C,), A))
    report = project.merge([other().path])
    other().merge([project.path])
    assert "in a circle" in " ".join(report.warnings)
    greatest = max(A, B, C)
    found = edges.redirects(project.db, ["ann", "project"])
    assert set(found) == {A, B, C} - {greatest}
    assert set(found.values()) == {greatest}
    assert amounts(project) == amounts(other())


def test_a_merge_into_what_was_undone_means_nothing_until_redo(project, other):
    project.run(AddActor(Actor(A, "Rubio")))
    project.run(AddActor(Actor(B, "Marco Rubio")))
    other().run(MergeActors((A,), B))
    project.undo()
    exchange(project, other())
    assert project.find_actor(A).name == "Rubio"
    project.redo()
    assert project.find_actor(A).id == B


def test_statements_nested_in_each_other_lose_the_greatest_edge_only(project, article, other):
    first = AddStatement(article, (span_of(TEXT, "the talks may fail"),), id=A)
    second = AddStatement(article, (span_of(TEXT, "Moscow did not comment"),), id=B)
    project.run(first)
    project.run(second)
    other().run(SetParent(article, A, B))
    project.run(SetParent(article, B, A))
    report = project.merge([other().path])
    assert "nested in a circle" in " ".join(report.warnings)
    parents = {one: statement(project, article, one).parent for one in (A, B)}
    assert parents == {min(A, B): max(A, B), max(A, B): None}


def statement(project: Project, article: str, key: str) -> Statement:
    value = project.work(article).find(key).value
    assert isinstance(value, Statement)
    return value


def test_a_decision_of_an_unknown_kind_is_kept_and_means_nothing(project):
    write_decisions(project.path, decision(project.id, kind="hologram", fields={"depth": 3}))
    project.rebuild()
    assert project.check() == []
    assert project.status()["decisions"] == 1
    assert edges.dormant(project.db) == set()
