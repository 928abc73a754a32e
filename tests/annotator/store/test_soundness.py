"""Rows from elsewhere: what is taken, what is refused by itself without harm to the rest, and what the reason is."""

from __future__ import annotations

import shutil

import msgspec
import pytest

from annotator.model import Span
from annotator.operations import AddEntity, AddNote
from annotator.project import Project
from annotator.store.soundness import LARGEST_JUMP, Unsound, check_row
from tests.annotator.store.histories import ACTS, Copies, Step, amounts, do
from tests.annotator.store.raw import decision, forge, raw, write_decisions


@pytest.fixture
def project(make_project):
    return make_project("A first text.")


@pytest.fixture
def sent(project, tmp_path):
    """The path of a copy of the project as somebody sends it."""
    project.checkpoint()
    return shutil.copy(project.path, tmp_path / "sent.annodb")


def refusal(project: Project, sent) -> str:
    before = amounts(project)
    report = project.merge([sent])
    assert (report.counts.new, report.counts.refused) == (0, 1)
    assert not report.failed
    assert amounts(project) == before
    assert project.check() == []
    (sentence,) = report.warnings
    return sentence


def test_a_tampered_row_is_refused_and_listed_and_the_rest_is_taken(project, article, sent):
    with Project.open(sent, annotator="ben") as ben:
        for at in (0, 2, 8):
            ben.run(AddEntity(article, Span(at, at + 1), "ORG"))
    forge(sent, "UPDATE decision SET fields = replace(fields, 'ORG', 'GPE') WHERE rowid = 2")
    report = project.merge([sent])
    assert (report.counts.new, report.counts.refused) == (2, 1)
    assert "does not fit its id" in report.warnings[0]
    assert project.check() == []


def test_check_names_a_tampered_row(project, article):
    project.run(AddEntity(article, Span(2, 7), "ORG"))
    (row,) = project.db.execute("SELECT id FROM decision").fetchone()
    forge(project.path, "UPDATE decision SET author = 'eve'")
    assert row in " ".join(project.check())


def test_check_names_a_tampered_text(project, article):
    forge(project.path, "UPDATE article SET text = 'Another text.'")
    assert article in " ".join(project.check())


def test_a_tampered_text_is_refused_and_the_decisions_on_it_wait_for_the_true_one(project, tmp_path, make_project):
    project.checkpoint()
    honest, forged = (shutil.copy(project.path, tmp_path / f"{name}.annodb") for name in ("honest", "forged"))
    (tmp_path / "new.txt").write_text("A new text.")
    with Project.open(honest, annotator="ben") as ben:
        ben.import_files([tmp_path / "new.txt"])
        (new,) = {row.id for row in ben.articles()} - {row.id for row in project.articles()}
        ben.run(AddEntity(new, Span(2, 5), "ORG"))
    shutil.copy(honest, forged)
    forge(forged, "UPDATE article SET text = 'A bad text.' WHERE id = ?", new)
    report = project.merge([forged])
    assert report.counts.new_articles == 0
    assert "does not fit its id" in " ".join(report.warnings)
    assert project.check() == []
    project.merge([honest])
    assert [unit.spans for unit in project.work(new, layer="ben").every()] == [(Span(2, 5),)]
    assert project.check() == []


@pytest.mark.parametrize("clock", [LARGEST_JUMP * 3, 2**62])
def test_a_clock_that_jumps_is_refused(project, article, sent, clock):
    write_decisions(sent, decision(project.id, clock=clock))
    assert "clock" in refusal(project, sent)
    project.run(AddNote(article, "A note"))
    assert project.db.execute("SELECT max(clock) FROM decision").fetchone()[0] < 10


def test_the_clock_of_a_run_or_of_the_file_cannot_jump_either(project, article, sent):
    with raw(sent) as db:
        db.execute("INSERT INTO suggestion_run VALUES (?, 'r', ?, 'm', 0, 0, '{\"suggestions\":[]}')", (article, 2**60))
        db.execute("UPDATE file_info SET value = ? WHERE key = 'clock'", (str(2**60),))
    report = project.merge([sent])
    assert "suggestions" in report.warnings[0]
    assert project.status()["suggestions"] == 0
    project.run(AddNote(article, "A note"))
    assert project.db.execute("SELECT max(clock) FROM decision").fetchone()[0] < 10


def test_a_row_of_another_project_is_refused(project, sent):
    write_decisions(sent, decision("another"))
    assert "another project" in refusal(project, sent)


def test_a_row_of_a_later_form_is_refused(project, sent):
    write_decisions(sent, decision(project.id, fields='{"set":{"title":"Talks"},"v":2}'))
    assert "newer version" in refusal(project, sent)


UNREADABLE = [
    {"fields": "no json"},
    {"fields": "[]"},
    {"before": "{}"},
    {"fields": {"title": 5}},
    {"fields": {"title": "Talks", "when": "tomorrow"}},
    {"kind": "actor", "fields": {"name": None}},
    {"kind": "entity", "fields": {"span": [0, 1], "label": "ORG"}},
    {"kind": "entity", "article": "a", "fields": {"span": "0-1", "label": "ORG"}},
    {"kind": "entity", "article": "a", "fields": {"span": [0, 1, 2], "label": "ORG"}},
    {"kind": "statement", "article": "a", "fields": {"content": [[0, "1"]], "type": "direct"}},
    {"kind": "statement", "article": "a", "fields": {"speaker": {"mention": [0]}}},
    {"kind": "article", "article": "a", "subject": "b", "fields": {"state": "submitted"}},
    {"kind": "article", "article": "a", "subject": "a", "fields": {"aside": "word"}},
    {"kind": "meta", "article": "a", "subject": "a", "fields": {"title": 5}},
    {"kind": "setting", "fields": {"scheme": "no scheme"}},
    {"kind": "mark", "subject": "b", "action": "erase", "fields": {"undone": True}},
]


@pytest.mark.parametrize("columns", UNREADABLE, ids=lambda columns: str(columns)[:60])
def test_a_row_of_the_wrong_shape_is_refused(project, sent, columns):
    write_decisions(sent, decision(project.id, **columns))
    assert "cannot be read" in refusal(project, sent)


@pytest.mark.parametrize(("place", "value"), [(0, 5), (3, None), (8, b"{}"), (12, "50"), (12, 1.5), (14, -1)])
def test_a_column_of_the_wrong_type_is_refused(place, value):
    row = list(msgspec.structs.astuple(decision("p")))
    row[place] = value
    with pytest.raises(Unsound):
        check_row(tuple(row), "p", 100)


def test_a_broken_run_or_source_is_left_out_and_said(project, article, sent):
    with raw(sent) as db:
        db.execute("INSERT INTO suggestion_run VALUES (?, 'r', 5, 'm', 0, 0, 'no json')", (article,))
        db.execute("INSERT INTO article_source VALUES (?, 'no json', 'file', 1, 1)", (article,))
    report = project.merge([sent])
    assert len(report.warnings) == 2
    assert project.check() == []


@pytest.mark.parametrize("act", ACTS)
def test_everything_that_the_program_writes_is_sound(tmp_path, act):
    copies = Copies(tmp_path, 1)
    with copies.open(0) as project:
        for prepare in ("accept all", "add event", "link", "note", act):
            do(project, Step(0, prepare, (1, 1, 1, 1)))
        columns = "SELECT * FROM decision"
        for row in project.db.execute(columns).fetchall():
            check_row(row, project.id, 10_000)
