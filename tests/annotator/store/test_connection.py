"""Opening files: what is refused, what opens to read only, transactions, several connections at a time."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Span
from annotator.operations import AddEntity, AddNote
from annotator.project import Project
from annotator.store import connection, schema
from tests.annotator.store.raw import raw


@pytest.fixture
def path(make_project) -> Path:
    project = make_project("A first text.", name="talks")
    project.run(AddEntity(project.articles()[0].id, Span(2, 7), "ORG"))
    project.close()
    return project.path


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        Project.open(path)
    assert caught.value.hint or "another program" in str(caught.value)
    return str(caught.value)


def test_a_missing_file_is_refused_with_the_command_that_makes_one(tmp_path):
    assert "There is no" in refused(tmp_path / "none.annodb")


def test_a_folder_is_no_project(tmp_path):
    assert "folder" in refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"S", b"SQLite format 3", b'{"text": "an article"}\n', b"\x00" * 4096])
def test_what_is_no_sqlite_file_is_no_project(tmp_path, content):
    path = tmp_path / "talks.annodb"
    path.write_bytes(content)
    assert "no project" in refused(path)
    assert path.read_bytes() == content


def test_another_programs_sqlite_file_is_no_project(tmp_path):
    path = tmp_path / "notes.db"
    with raw(path) as db:
        db.execute("CREATE TABLE note (text)")
    assert "another program" in refused(path)


def test_a_project_that_was_not_made_to_the_end_says_so(tmp_path):
    connection.close(connection.create(tmp_path / "talks.annodb"))
    assert "holds no project" in refused(tmp_path / "talks.annodb")


@pytest.mark.parametrize("share", [0.001, 0.02, 0.3, 0.9])
def test_a_truncated_file_is_called_damaged_and_left_alone(path, share):
    data = path.read_bytes()[: int(path.stat().st_size * share)]
    path.write_bytes(data)
    assert what_is_wrong(path)
    assert len(path.read_bytes()) in (len(data), -(-len(data) // 4096) * 4096)


def what_is_wrong(path: Path) -> list[str]:
    try:
        with Project.open(path) as project:
            return project.check()
    except UserError as error:
        return [str(error)]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER spy AFTER INSERT ON decision BEGIN DELETE FROM article_source; END",
        "CREATE VIEW all_decisions AS SELECT * FROM decision",
        "CREATE TABLE extra (value)",
        "CREATE INDEX extra ON decision (author)",
        "DROP TRIGGER decision_is_never_updated",
        "CREATE TRIGGER article_fts_data AFTER INSERT ON article_fts_data BEGIN SELECT 1; END",
    ],
)
def test_a_file_with_foreign_schema_opens_to_read_from_a_copy(path, sql):
    with raw(path) as db:
        db.execute(sql)
    before = path.read_bytes()
    with Project.open(path, annotator="ann") as project:
        assert project.is_read_only
        assert "did not make" in project.warnings[0]
        assert connection.path_of(project.db) != path
        article = project.articles()[0].id
        assert len(project.work(article)) == 1
        with pytest.raises(UserError, match="read only"):
            project.run(AddNote(article, "A note"))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [
        f"PRAGMA user_version = {schema.version() + 1}",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('annotator', 'm9999_new', 'later')",
    ],
)
def test_a_newer_programs_file_opens_to_read_with_a_word(path, sql):
    with raw(path) as db:
        db.execute(sql)
    before = path.read_bytes()
    with Project.open(path) as project:
        assert project.is_read_only
        assert "newer version" in project.warnings[0]
        assert len(project.articles()) == 1
    assert path.read_bytes() == before


def test_an_older_file_is_migrated_after_a_backup(path, monkeypatch):
    before = schema.version()

    def m9999_add_colour(db):
        db.execute("CREATE TABLE colour (name TEXT)")

    add_migration(monkeypatch, m9999_add_colour)
    with Project.open(path) as project:
        assert not project.is_read_only
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == before + 1
        assert project.check() == []
    kept = path.with_name(f"talks.annodb.before-{before + 1}")
    with raw(kept) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == before


def test_an_older_file_that_is_only_read_stays_as_it_is_and_is_read_with_todays_tables(path, monkeypatch):
    def m9999_add_colour(db):
        db.execute("CREATE TABLE colour (name TEXT)")

    add_migration(monkeypatch, m9999_add_colour)
    before = path.read_bytes()
    with Project.open(path, read_only=True) as project:
        assert not project.warnings
        assert project.db.execute("SELECT count(*) FROM colour").fetchone() == (0,)
        assert project.status()["articles"] == 1
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_original_and_opens_it_to_read(path, monkeypatch):
    def m9999_fail(db):
        db.execute("CREATE TABLE half_done (name TEXT)")
        db.execute("CREATE TABLE decision (no TEXT)")

    add_migration(monkeypatch, m9999_fail)
    with Project.open(path) as project:
        assert project.is_read_only
        assert "could not be brought up to date" in project.warnings[0]
        assert len(project.articles()) == 1
    with raw(path) as db:
        assert not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'half_done'").fetchall()


def add_migration(monkeypatch, migration):
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, migration))
    monkeypatch.setattr(schema, "expected_schema", schema.expected_schema.__wrapped__)


def test_a_file_of_an_older_version_with_foreign_parts_is_not_migrated(path, monkeypatch):
    with raw(path) as db:
        db.execute("CREATE VIEW spy AS SELECT 1")

    def m9999_nothing(db):
        pass

    add_migration(monkeypatch, m9999_nothing)
    with Project.open(path) as project:
        assert project.is_read_only
    assert not list(path.parent.glob("*.before-*"))


def test_closing_a_project_never_takes_its_folder_away(tmp_path):
    folder = tmp_path / "annotator-work"
    folder.mkdir()
    Project.create(folder / "copy.annodb").close()
    with Project.open(folder / "copy.annodb"):
        pass
    assert (folder / "copy.annodb").exists()


def test_a_private_copy_goes_when_it_is_closed(path):
    copy = connection.private_copy(path)
    folder = connection.path_of(copy).parent
    assert folder != path.parent
    connection.close(copy)
    assert not folder.exists()


def test_a_failed_write_leaves_nothing(path):
    opened = connection.open_file(path)
    for failing in ("SELECT a_bug_of_our_own", "INSERT INTO article_source VALUES ('no article', '', '', 1, 1)"):
        with pytest.raises(sqlite3.DatabaseError):
            write_twice(opened.db, failing)
    assert not opened.db.execute("SELECT * FROM file_info WHERE key = 'a'").fetchall()
    connection.close(opened.db)


def write_twice(db, failing: str) -> None:
    with connection.write(db):
        db.execute("INSERT INTO file_info VALUES ('a', 'b')")
        db.execute(failing)


def test_a_full_disk_is_said_in_a_sentence_and_changes_nothing(path):
    with Project.open(path, annotator="ann") as project:
        pages = project.db.execute("PRAGMA page_count").fetchone()[0]
        project.db.execute(f"PRAGMA max_page_count = {pages}")
        article, before = project.articles()[0].id, project.status()
        with pytest.raises(UserError, match="full"):
            project.run(AddNote(article, "A note " * 100_000))
        assert project.status() == before
        assert project.check() == []


def test_two_connections_that_write_at_once_both_get_through(path):
    failures: list[BaseException] = []
    start = threading.Barrier(4)

    def work(name: str) -> None:
        try:
            start.wait()
            with Project.open(path, annotator=name) as project:
                article = project.articles()[0].id
                for number in range(25):
                    project.run(AddNote(article, f"{name} {number}"))
        except Exception as error:  # noqa: BLE001 (whatever it is, the test fails on it)
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f"a{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Project.open(path) as project:
        assert project.status()["decisions"] == 101
        assert project.check() == []


def test_who_waits_in_vain_is_told_so_without_the_words_of_sqlite(path, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_MS", 1)
    with Project.open(path) as first, Project.open(path) as second:
        first.db.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="another program is writing") as caught:
            second.run(AddNote(second.articles()[0].id, "A note"))
        assert "locked" not in str(caught.value)
        assert len(second.articles()) == 1
        first.db.execute("ROLLBACK")


@pytest.mark.parametrize("statement", ["UPDATE decision SET author = 'eve'", "DELETE FROM decision",
                                       "REPLACE INTO decision SELECT * FROM decision",
                                       "INSERT OR REPLACE INTO decision SELECT * FROM decision"])  # fmt: skip
def test_the_journal_takes_no_update_no_delete_and_no_replacement(path, statement):
    with Project.open(path) as project:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            project.db.execute(statement)
        assert project.status()["decisions"] == 1


KILLED = """
import os, signal, sys
from annotator.operations import AddNote, LabelEverywhere
from annotator.model import Span
from annotator.project import Project
from annotator.store import projections
project = Project.open(sys.argv[1], annotator="ann")
article = project.articles()[0].id
project.run(AddNote(article, "acknowledged"))
projections.Reprojection.finish = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
project.run(LabelEverywhere(tuple((article, Span(at, at + 1)) for at in range(5)), "ORG"))
"""


def test_a_kill_in_the_middle_of_a_batch_loses_that_batch_and_nothing_before(path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -9
    with Project.open(path, annotator="ann") as project:
        work = project.work(project.articles()[0].id)
        assert [note.text for note in work.notes] == ["acknowledged"]
        assert len(work) == 1
        assert project.check() == []


def test_a_copy_taken_while_somebody_writes_is_whole(path):
    stop = threading.Event()

    def write() -> None:
        with Project.open(path, annotator="ben") as project:
            article = project.articles()[0].id
            while not stop.is_set():
                project.run(AddNote(article, "a note " * 200))
                project.checkpoint()
                stop.wait(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(5):
            copy = connection.private_copy(path)
            assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            connection.close(copy)
    finally:
        stop.set()
        writer.join()


def test_a_restored_backup_in_rollback_mode_opens_and_writes(path, tmp_path):
    copy = tmp_path / "copy.annodb"
    shutil.copy(path, copy)
    with raw(copy) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    with Project.open(copy, annotator="ann") as project:
        project.run(AddNote(project.articles()[0].id, "A note"))
        assert project.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
