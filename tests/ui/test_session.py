"""The session: running, undoing, going about, and what comes from other processes."""

from __future__ import annotations

import pytest

from annotator.model import Event
from annotator.operations import AcceptUnits, AddEvent, LinkEvent, SetLabel, Together
from annotator.project import Project
from annotator.store import chunks
from tests.windows import FIRST, SECOND, entity, suggest
from ui.session import Session, progress_of


@pytest.fixture
def session(make_project):
    project = make_project(FIRST, SECOND)
    suggest(project)
    session = Session(project)
    session.open_article(session.article_ids()[0])
    return session


@pytest.fixture
def said(session):
    found = []
    session.said.connect(lambda text, tone: found.append((text, tone)))
    return found


def test_a_change_is_told_once_with_the_work_up_to_date(session):
    seen = []
    session.changed.connect(lambda changes: seen.append(session.current_unit().state))
    session.run(AcceptUnits(session.article_id, (session.current,)))
    assert seen == ["kept"]
    assert session.current in session.touched


def test_what_is_refused_is_said_and_gives_no_changes(session, said):
    assert not session.run(SetLabel(session.article_id, session.current, "NO_SUCH_LABEL"))
    assert said[0][1] == "error"
    assert "NO_SUCH_LABEL" in said[0][0]


def test_the_last_link_is_remembered_also_inside_several_operations(session):
    statement = next(unit.id for unit in session.work.units() if unit.kind == "statement")
    link = LinkEvent(session.article_id, (statement,), "e" * 32, "reports")
    session.run(Together("Event and link", (AddEvent(Event(id="e" * 32, title="Summit")), link)))
    assert session.last_link == link


def test_new_suggestions_never_alter_the_article_that_is_open(session):
    article = session.article_id
    before = [unit.id for unit in session.work.every()]
    with Project.open(session.project.path, annotator="ann") as worker:
        worker.store_suggestions([(article, [entity(article, FIRST, "reporters", "ORG")], ())], model="test 2")
    session.refresh()
    assert [unit.id for unit in session.work.every()] == before
    session.open_article(article)
    assert [unit.id for unit in session.work.every()] != before


def test_the_first_suggestions_show_at_once_in_an_open_article_that_has_none(make_project):
    session = Session(make_project(FIRST))
    session.open_article(session.article_ids()[0])
    article = session.article_id
    with Project.open(session.project.path, annotator="ann") as worker:
        worker.store_suggestions([(article, [entity(article, FIRST, "Kursk", "GPE")], ())], model="test 1")
    session.refresh()
    assert session.current_unit().value.label == "GPE"


def test_passes_count_what_they_are_about(session):
    _, everything = progress_of(session.work, session.passes)
    session.set_passes({"statements"})
    assert progress_of(session.work, session.passes) == (0, 1)
    assert everything > 1
    assert session.current_unit().kind == "statement"


def test_the_end_of_the_list_is_said(session, said):
    assert session.next_article(1)
    assert not session.next_article(1)
    assert said == [("This is the last article.", "ok")]


def test_marks_come_off_once_an_act_was_done_on_all_of_them(session):
    ids = [unit.id for unit in session.work.units() if unit.kind == "entity"][:2]
    session.set_marked(ids)
    session.run(AcceptUnits(session.article_id, tuple(ids), bulk=True))
    assert session.marked == frozenset()


def test_an_article_that_is_not_there_is_said(session, said):
    assert not session.open_article("0" * 32)
    assert said[0][1] == "error"


def test_while_a_large_batch_is_undone_the_window_is_told_how_far_it_is_and_reads_nothing(session, said, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 1)
    units = tuple(unit.id for unit in session.work.units())
    session.run(AcceptUnits(session.article_id, units))
    other = Project.open(session.project.path, annotator="ben")
    other.run(AddEvent(Event(id="e" * 32, title="Talks")))
    refreshed = []
    session.said.connect(lambda *_: refreshed.append(bool(session.refresh())))
    session.undo()
    assert said[0][0] == f"Undo: 1 of {len(units)}…"
    assert said[-1][0].startswith("Undone: ")
    assert refreshed == [False] * (len(said) - 1) + [True]
    other.close()


def test_undo_and_redo_say_what_they_turned(session, said):
    session.run(AcceptUnits(session.article_id, (session.current,)))
    session.undo()
    session.redo()
    session.redo()
    assert [tone for _, tone in said] == ["ok", "ok", "warning"]
    assert said[0][0].startswith("Undone: ")
    assert said[1][0].startswith("Redone: ")
