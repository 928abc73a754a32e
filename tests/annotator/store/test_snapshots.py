"""What releases froze: kept once under its checksum, brought over by a merge only where it is what it says it is."""

from __future__ import annotations

import shutil
import zlib

import pytest

from annotator.errors import Invalid
from annotator.operations import Release
from annotator.project import Project
from annotator.store import connection, snapshots
from tests.annotator.store.raw import forge

RECORDS = {"b" * 32: b'{"id":"b"}', "a" * 32: b'{"id":"a"}', "events": b"[]"}


@pytest.fixture
def project(make_project):
    return make_project("A first text.")


def release(project, name="v1", records=RECORDS):
    contents = snapshots.pack(records)
    with connection.write(project.db):
        snapshots.put(project.db, contents)
        project.run(Release(name, contents.sha256, 2, {"entities": 3}, ("A note.",)))
    return contents.sha256


def copy_of(project, folder, name="copy"):
    project.checkpoint()
    return shutil.copy(project.path, folder / f"{name}.annodb")


def taken(project, path):
    other = connection.private_copy(path)
    try:
        with connection.write(project.db):
            return snapshots.take_contents(project.db, other)
    finally:
        connection.close(other)


def test_a_release_is_found_with_what_it_says_and_what_it_froze(project):
    sha256 = release(project)
    (found,) = snapshots.releases(project.db)
    assert (found.name, found.articles, found.counts, found.notes) == ("v1", 2, {"entities": 3}, ("A note.",))
    assert (found.is_here, found.is_disputed) == (True, False)
    assert dict(snapshots.records(project.db, sha256)) == RECORDS
    assert snapshots.record(project.db, sha256, "events") == b"[]"
    assert snapshots.record(project.db, sha256, "actors") is None


def test_the_checksum_does_not_depend_on_order_and_tells_any_change(project):
    turned = dict(reversed(RECORDS.items()))
    assert snapshots.pack(turned).sha256 == snapshots.pack(RECORDS).sha256
    assert snapshots.pack({**RECORDS, "events": b"[1]"}).sha256 != snapshots.pack(RECORDS).sha256


def test_equal_contents_are_kept_once(project):
    assert release(project, "v1") == release(project, "v2")
    assert project.db.execute("SELECT count(*) FROM snapshot_article").fetchone()[0] == 3
    assert [one.name for one in snapshots.releases(project.db)] == ["v1", "v2"]


def test_a_name_that_is_taken_is_refused_and_free_again_once_it_is_undone(project):
    release(project)
    with pytest.raises(Invalid, match="a release 'v1' already"):
        release(project, " v1 ", {"a" * 32: b"{}"})
    assert len(snapshots.releases(project.db)) == 1
    project.undo()
    assert snapshots.releases(project.db) == []
    assert release(project, "v1", {"a" * 32: b"{}"})
    assert project.check() == []


@pytest.mark.parametrize("name", ["", "  ", "v\x00", "x" * 81])
def test_a_release_needs_a_name_that_can_be_read(project, name):
    with pytest.raises(Invalid, match="cannot be called"):
        release(project, name)


def test_undo_of_a_release_can_be_redone(project):
    release(project)
    project.undo()
    assert project.redo_title() == "release"
    project.redo()
    assert snapshots.releases(project.db)[0].is_here


def test_merging_brings_what_a_release_froze(project, tmp_path):
    path = copy_of(project, tmp_path)
    with Project.open(path, annotator="lead") as lead:
        release(lead)
    project.merge([path])
    taken(project, path)
    assert snapshots.releases(project.db)[0].is_here
    assert taken(project, path) == 0
    assert project.check() == []


def test_contents_that_do_not_fit_their_checksum_are_not_taken(project, tmp_path):
    path = copy_of(project, tmp_path)
    with Project.open(path, annotator="lead") as lead:
        release(lead)
    with Project.open(path, annotator="lead") as lead:
        lead.db.execute("UPDATE snapshot_article SET body = ? WHERE article = 'events'", (zlib.compress(b"[2]"),))
        assert "does not fit its checksum" in lead.check()[0]
    project.merge([path])
    assert taken(project, path) == 0
    assert not snapshots.releases(project.db)[0].is_here


def test_contents_that_were_cut_short_are_taken_anew_from_a_whole_file(project, tmp_path):
    sha256 = release(project)
    path = copy_of(project, tmp_path)
    project.db.execute("DELETE FROM snapshot_article WHERE article = 'events'")
    assert not snapshots.is_whole(project.db, sha256)
    project.merge([path])
    assert snapshots.is_whole(project.db, sha256)
    assert project.check() == []
    assert taken(project, path) == 0


def test_contents_that_no_release_names_are_not_taken(project, tmp_path):
    path = copy_of(project, tmp_path)
    with Project.open(path, annotator="lead") as lead, connection.write(lead.db):
        snapshots.put(lead.db, snapshots.pack(RECORDS))
    assert taken(project, path) == 0


def test_one_name_for_different_gold_is_disputed_and_neither_is_lost(project, tmp_path):
    path = copy_of(project, tmp_path)
    with Project.open(path, annotator="lead") as lead:
        theirs = release(lead, "v1", {"a" * 32: b"{}"})
    ours = release(project)
    project.merge([path])
    taken(project, path)
    (found,) = snapshots.releases(project.db)
    assert (found.is_disputed, found.is_here) == (True, True)
    assert snapshots.is_here(project.db, ours)
    assert snapshots.is_here(project.db, theirs)


def test_a_backup_and_what_is_salvaged_hold_what_was_frozen(project, tmp_path):
    from annotator.exchange import backups

    sha256 = release(project)
    with Project.open(project.backup(tmp_path / "backup.annodb")) as copy:
        assert dict(snapshots.records(copy.db, sha256)) == RECORDS
    project.checkpoint()
    backups.salvage(project.path, tmp_path / "saved.annodb")
    with Project.open(tmp_path / "saved.annodb") as saved:
        assert snapshots.releases(saved.db)[0].is_here
        assert saved.check() == []


def test_half_of_a_release_is_not_salvaged(project, tmp_path):
    from annotator.exchange import backups

    release(project)
    forge(copy_of(project, tmp_path), "DELETE FROM snapshot_article WHERE article = 'events'")
    assert "2 rows could not be read" in backups.salvage(tmp_path / "copy.annodb", tmp_path / "saved.annodb")
    with Project.open(tmp_path / "saved.annodb") as saved:
        assert not snapshots.releases(saved.db)[0].is_here
