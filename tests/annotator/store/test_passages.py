from __future__ import annotations

import contextlib
import sqlite3

import pytest

from annotator.changes import Changes
from annotator.ids import article_id, text_sha256
from annotator.model import Span
from annotator.project import Project
from annotator.proposals.twins import Sketcher
from annotator.store import Database, connection, passages, schema
from annotator.store.passages import Twin
from tests.annotator.proposals.test_twins import LONG, OTHER


@pytest.fixture
def old_file(tmp_path, monkeypatch):
    """A file as the first version of the program made it, with one article."""
    path = tmp_path / "old.annodb"

    def apply_first(db):
        schema.migrate(db, schema.MIGRATIONS[:1])
        db.execute("PRAGMA user_version = 1")

    with monkeypatch.context() as older:
        older.setattr(connection, "_apply_migrations", apply_first)
        Project.create(path).close()
    with contextlib.closing(Database(sqlite3.connect(path))) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert not passages.is_kept(db)
    return path


def test_a_file_of_the_first_version_gets_the_tables_and_its_twins_are_found(old_file, tmp_path):
    (tmp_path / "a.txt").write_text(f"{LONG}\n{OTHER}\n{LONG}")
    with Project.open(old_file) as project:
        assert not project.is_read_only
        project.import_files([tmp_path / "a.txt"])
        assert project.twins.look() == 1
        assert project.check() == []
    assert old_file.with_name(f"{old_file.name}.before-{schema.version()}").exists()


def test_what_is_kept_of_an_article_is_what_was_sketched(make_project):
    project = make_project(f"{LONG}\nMenu")
    found = Sketcher().passages(f"{LONG}\nMenu")
    (article,) = project.article_ids()
    with connection.write(project.db):
        passages.save(project.db, {article: found}, [Twin(article, Span(0, 4), 1, 3, 2)])
    assert list(passages.sketches(project.db)) == [(article, found)]
    assert passages.in_article(project.db, article) == [Twin(article, Span(0, 4), 1, 3, 2)]


def test_twins_are_neither_decisions_nor_changes(make_project):
    project = make_project(LONG, f"{OTHER}\n{LONG}")
    before = project.status()
    project.twins.look()
    assert project.status() == before
    assert project.refresh() == Changes()
    assert project.undo_title() is None


def test_a_handed_over_file_brings_no_twins_of_its_own(make_project, tmp_path):
    project = make_project(LONG)
    copy = project.backup(tmp_path / "copy.annodb")
    (tmp_path / "b.txt").write_text(f"{OTHER}\n{LONG}")
    with Project.open(copy) as other:
        other.import_files([tmp_path / "b.txt"])
        other.twins.look()
    project.merge([copy])
    assert project.twins.count() == 0
    assert project.twins.look() == 2
    assert project.twins.count() == 1


def test_the_ids_of_articles_do_not_depend_on_twins(make_project):
    project = make_project(LONG)
    project.twins.look()
    assert project.article_ids() == [article_id(LONG)]
    assert project.db.execute("SELECT sha256 FROM article").fetchone()[0] == text_sha256(LONG)
