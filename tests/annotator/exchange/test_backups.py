"""Backups, restoring, and saving what a damaged file holds."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from annotator import paths
from annotator.errors import UserError
from annotator.exchange import backups
from annotator.exchange.backups import restore, salvage
from annotator.model import Span
from annotator.operations import AddEntity, AddNote, LabelEverywhere
from annotator.project import Project
from annotator.store import check, connection
from tests.annotator.store.histories import amounts
from tests.annotator.store.raw import forge, overwrite_pages, raw


def notes(path: Path) -> list[str]:
    with Project.open(path, annotator="ann") as project:
        assert project.check() == []
        return [note.text for row in project.articles() for note in project.work(row.id).notes]


def test_a_backup_holds_everything_at_once_in_one_file(project, article, tmp_path):
    project.run(AddNote(article, "A note"))
    out = project.backup(tmp_path / "backup.annodb")
    assert not list(tmp_path.glob("backup.annodb-*"))
    with Project.open(out, annotator="ann") as copy:
        assert amounts(copy) == amounts(project)


def test_rotating_backups_keep_the_latest_whatever_the_project_is_called(project, article, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "KEPT", 3)
    made = [project.backup()]
    project.close()
    renamed = tmp_path / "a new name.annodb"
    shutil.move(project.path, renamed)
    with Project.open(renamed) as again:
        made += [again.backup() for _ in range(3)]
    assert sorted((paths.backup_dir() / project.id).iterdir()) == sorted(made[1:])
    for path in made[1:]:
        with Project.open(path, read_only=True) as copy:
            assert copy.check() == []


@pytest.mark.parametrize("where", ["taken.annodb", "no folder/backup.annodb", "."])
def test_a_backup_goes_over_nothing_and_nowhere(project, tmp_path, where):
    (tmp_path / "taken.annodb").write_text("mine")
    with pytest.raises(UserError):
        project.backup(tmp_path / where)
    assert (tmp_path / "taken.annodb").read_text() == "mine"


def test_a_backup_that_cannot_be_written_leaves_nothing_half(project, tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "_connect", lambda *_: sqlite3.connect(":memory:").execute("no SQL"))
    with pytest.raises(UserError, match="could not be made"):
        project.backup(tmp_path / "backup.annodb")
    assert not list(tmp_path.glob("backup*"))


def test_restoring_keeps_what_was_there(project, article, tmp_path):
    project.run(AddNote(article, "before"))
    out = project.backup(tmp_path / "backup.annodb")
    project.run(AddNote(article, "after"))
    project.close()
    kept = restore(out, project.path)
    assert notes(project.path) == ["before"]
    assert ".replaced" in kept.name
    assert notes(kept) == ["before", "after"]


def test_restoring_twice_in_a_moment_keeps_both(project, article, tmp_path):
    out = project.backup(tmp_path / "backup.annodb")
    project.run(AddNote(article, "first"))
    project.close()
    first = restore(out, project.path)
    with Project.open(project.path, annotator="ann") as again:
        again.run(AddNote(article, "second"))
    second = restore(out, project.path)
    assert (notes(first), notes(second), notes(project.path)) == (["first"], ["second"], [])


def test_restoring_to_a_new_place_needs_nothing_there(project, tmp_path):
    out = project.backup(tmp_path / "backup.annodb")
    assert restore(out, tmp_path / "fresh.annodb") is None
    assert notes(tmp_path / "fresh.annodb") == []


def test_a_project_that_is_open_is_not_replaced(project, article, tmp_path):
    out = project.backup(tmp_path / "backup.annodb")
    project.run(AddNote(article, "A note"))
    with pytest.raises(UserError, match="open in another window"):
        restore(out, project.path)
    assert sorted(path.name for path in tmp_path.glob("*.annodb*")) == [
        "backup.annodb", "talks.annodb", "talks.annodb-shm", "talks.annodb-wal",
    ]  # fmt: skip
    project.run(AddNote(article, "Another"))
    assert project.check() == []


def test_a_damaged_project_is_replaced_and_kept(project, tmp_path):
    out = project.backup(tmp_path / "backup.annodb")
    project.close()
    project.path.write_bytes(project.path.read_bytes()[:5000])
    kept = restore(out, project.path)
    assert notes(project.path) == []
    assert kept.stat().st_size >= 5000


def break_trigger(path: Path) -> None:
    with raw(path) as db:
        db.execute("CREATE TRIGGER spy AFTER INSERT ON article BEGIN SELECT 1; END")


def tamper(path: Path) -> None:
    forge(path, "UPDATE decision SET author = 'eve'")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("spoil", [break_trigger, tamper, truncate])
def test_what_is_no_sound_backup_is_not_restored(project, article, tmp_path, spoil):
    project.run(AddNote(article, "A note"))
    out = project.backup(tmp_path / "backup.annodb")
    project.close()
    spoil(out)
    before = project.path.read_bytes()
    with pytest.raises(UserError):
        restore(out, project.path)
    assert project.path.read_bytes() == before
    assert not list(tmp_path.glob("*.restoring*"))


@pytest.fixture
def large(make_project, tmp_path) -> Path:
    """A project whose journal, articles and runs fill many pages."""
    project = make_project(
        *(f"Article {number}. " + "Words and more words. " * 60 for number in range(60)), name="large"
    )
    for row in project.articles():
        project.run(LabelEverywhere(tuple((row.id, Span(at, at + 4)) for at in range(0, 50, 5)), "ORG"))
    project.run(AddNote(project.articles()[0].id, "the last decision"))
    project.db.execute("INSERT INTO file_info VALUES ('handout', 'ann')")
    project.close()
    return project.path


def saved(out: Path) -> tuple[int, int]:
    with Project.open(out, annotator="ann") as project:
        assert project.check() == []
        assert check.file_info(project.db)["handout"] == "ann"
        return len(project.articles()), project.status()["decisions"]


def test_salvaging_a_sound_file_loses_nothing(large, tmp_path):
    before = amounts_of(large)
    said = salvage(large, tmp_path / "out.annodb")
    assert said == f"Saved 60 articles and 601 decisions to {tmp_path / 'out.annodb'}."
    assert amounts_of(tmp_path / "out.annodb") == before


def amounts_of(path: Path):
    with Project.open(path, annotator="ann") as project:
        return amounts(project)


@pytest.mark.parametrize("skip", [0, 7, 10_000])
def test_salvaging_loses_a_damaged_page_of_the_journal_only(large, tmp_path, skip):
    skip = min(skip, leaves(large, "decision") - 2)
    lost = overwrite_pages(large, "decision", skip=skip, most=2)
    assert lost
    salvage(large, tmp_path / "out.annodb")
    assert saved(tmp_path / "out.annodb") == (60, 601 - lost)


def leaves(path: Path, table: str) -> int:
    copy = path.with_name("count")
    shutil.copy(path, copy)
    count = 0
    while overwrite_pages(copy, table, skip=count):
        shutil.copy(path, copy)
        count += 1
    return count


def test_salvaging_goes_past_the_damaged_end_of_the_journal(large, tmp_path):
    lost = overwrite_pages(large, "decision", skip=leaves(large, "decision") - 1)
    salvage(large, tmp_path / "out.annodb")
    assert saved(tmp_path / "out.annodb") == (60, 601 - lost)


@pytest.mark.parametrize("table", ["entity", "article_status", "article_meta", "article_fts_data", "batch"])
def test_damage_to_what_can_be_worked_out_again_loses_nothing(large, tmp_path, table):
    overwrite_pages(large, table)
    salvage(large, tmp_path / "out.annodb")
    assert saved(tmp_path / "out.annodb") == (60, 601)


def test_salvaging_without_the_projects_own_page_keeps_its_id_and_takes_the_usual_scheme(large, tmp_path):
    with Project.open(large) as project:
        key = project.id
    overwrite_pages(large, "project_info")
    salvage(large, tmp_path / "out.annodb")
    assert saved(tmp_path / "out.annodb") == (60, 601)
    with Project.open(tmp_path / "out.annodb") as project:
        assert (project.id, project.name) == (key, "large")


def test_salvaging_without_a_page_of_sources_keeps_the_texts(large, tmp_path):
    overwrite_pages(large, "article_source")
    salvage(large, tmp_path / "out.annodb")
    assert saved(tmp_path / "out.annodb") == (60, 601)


def test_salvaging_a_truncated_file_saves_what_is_there(large, tmp_path):
    large.write_bytes(large.read_bytes()[: large.stat().st_size * 3 // 4])
    salvage(large, tmp_path / "out.annodb")
    articles, decisions = saved_anyhow(tmp_path / "out.annodb")
    assert articles > 0
    assert decisions > 0


def saved_anyhow(out: Path) -> tuple[int, int]:
    with Project.open(out, annotator="ann") as project:
        assert project.check() == []
        return len(project.articles()), project.status()["decisions"]


def test_a_tampered_row_is_not_saved(large, tmp_path):
    forge(large, "UPDATE decision SET author = 'eve' WHERE rowid = 3")
    assert "1 rows could not be read or are not genuine" in salvage(large, tmp_path / "out.annodb")
    assert saved(tmp_path / "out.annodb") == (60, 600)


def test_salvaging_takes_the_log_along_and_leaves_the_source_alone(project, article, tmp_path):
    project.run(AddEntity(article, Span(0, 3), "ORG"))
    before = project.path.read_bytes()
    salvage(project.path, tmp_path / "out.annodb")
    assert saved_anyhow(tmp_path / "out.annodb") == (1, 1)
    assert project.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_where_nothing_can_be_saved_nothing_is_left(tmp_path, content):
    (tmp_path / "bad.annodb").write_bytes(content)
    with pytest.raises(UserError):
        salvage(tmp_path / "bad.annodb", tmp_path / "out.annodb")
    assert [path.name for path in tmp_path.glob("*.annodb*")] == ["bad.annodb"]


def test_salvaging_goes_over_nothing(project, tmp_path):
    (tmp_path / "out.annodb").write_text("mine")
    with pytest.raises(UserError, match="there already"):
        salvage(project.path, tmp_path / "out.annodb")


def test_a_project_that_somebody_works_on_is_backed_up_once_a_day(project, article):
    assert backups.keep_daily(project) is None
    project.run(AddNote(article, "Look again."))
    made = backups.keep_daily(project)
    assert made is not None
    assert notes(made) == ["Look again."]
    assert backups.keep_daily(project) is None


def test_a_backup_of_yesterday_is_followed_by_one_of_today(project, article):
    project.run(AddNote(article, "Look again."))
    made = backups.keep_daily(project)
    assert made is not None
    made.rename(made.with_name("project-20200101-000000-000000.annodb"))
    assert backups.keep_daily(project) is not None
