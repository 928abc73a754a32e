"""What a merge says of work that a lead may doubt, and where a layer's work differs. Nothing is held back for it."""

from __future__ import annotations

import json
import shutil

import pytest

from annotator.errors import UserError
from annotator.operations import AddNote, Assign, Reassign, SetScheme, Submit
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from annotator.store import journal
from tests.annotator.store.histories import amounts
from tests.annotator.store.raw import raw


@pytest.fixture
def project(make_project):
    return make_project("First.", "Second.", "Third.", annotator="lead")


@pytest.fixture
def ann(project, ids, laptop):
    """ann's laptop, with a copy of the project in which all articles are ann's."""
    project.run(Assign(tuple(AssignmentRow(article, "ann", order=at) for at, article in enumerate(ids))))
    return laptop()


def other_version(project, version):
    now = f'version = "{project.scheme.version}"'
    assert now in project.scheme_text
    return SetScheme(project.scheme_text.replace(now, f'version = "{version}"', 1))


def test_work_on_articles_that_were_given_to_another_is_kept_and_named(project, ids, ann):
    ann.run(AddNote(ids[0], "half done"))
    ann.run(AddNote(ids[1], "half done"))
    project.run(Reassign((ids[0],), "ann", "ben"))
    (said,) = project.merge([ann.path]).warnings
    assert "ann worked on 1 article that is not assigned to ann any more: “First.”. The work is kept." in said
    assert project.work(ids[0], layer="ann").notes


def test_submissions_under_another_version_of_the_scheme_are_counted(project, ids, ann):
    ann.run(Submit(ids[0]))
    ann.run(Submit(ids[1]))
    old = project.scheme.version
    project.run(other_version(project, "9.9"))
    said = " ".join(project.merge([ann.path]).warnings)
    assert f"ann submitted 2 articles under version {old}" in said
    assert "version 9.9" in said
    assert not project.merge([ann.path]).warnings


def test_submissions_under_other_guidelines_are_counted_too(project, ids, ann):
    ann.run(Submit(ids[0]))
    assert "# " in project.scheme.guidelines
    project.run(SetScheme(project.scheme_text.replace("\n# ", "\n# Other ", 1)))
    assert "ann submitted 1 article under guidelines that were changed since." in project.merge([ann.path]).warnings


def test_a_scheme_that_comes_with_the_submissions_is_no_doubt_about_them(project, ids, ann):
    ann.run(other_version(ann, "9.9"))
    ann.run(Submit(ids[0]))
    (said,) = project.merge([ann.path]).warnings
    assert "scheme was changed" in said


def test_what_differs_from_the_work_that_was_here_is_listed_article_by_article(project, ids, ann):
    ann.run(AddNote(ids[0], "begun"))
    project.merge([ann.path])
    ann.run(Submit(ids[0]))
    ann.run(Submit(ids[1]))
    before = amounts(project)
    report = project.merge([ann.path], dry_run=True)
    assert [(one.article, one.before, one.after, one.decisions) for one in report.articles] == [
        (ids[0], "in work", "submitted", 1),
        (ids[1], "", "submitted", 1),
    ]
    assert report.details() == [
        "ann: “First.”: 1 new decision, in work → submitted",
        "ann: work on 1 article that had none of theirs here, 1 submitted",
    ]
    assert [one["before"] for one in report.as_json()["differs"]] == ["in work", ""]
    assert json.dumps(report.as_json())
    assert amounts(project) == before


def test_an_undone_decision_makes_a_difference_too(project, ids, ann):
    ann.run(AddNote(ids[0], "begun"))
    project.merge([ann.path])
    ann.undo()
    (one,) = project.merge([ann.path]).differing
    assert (one.before, one.after) == ("in work", "todo")


def test_many_articles_that_differ_are_not_all_told(make_project, tmp_path):
    project = make_project(*(f"Article {number}." for number in range(25)), annotator="ann")
    for article in project.article_ids():
        project.run(AddNote(article, "begun"))
    project.checkpoint()
    shutil.copy(project.path, tmp_path / "other.annodb")
    with Project.open(tmp_path / "other.annodb", annotator="ann") as other:
        for article in other.article_ids():
            other.run(Submit(article))
    lines = project.merge([tmp_path / "other.annodb"], dry_run=True).details()
    assert len(lines) == 21
    assert lines[-1].startswith("… and 5 more articles")


def test_a_dry_run_needs_no_leave_to_write(project, ids, ann):
    ann.run(Submit(ids[0]))
    with Project.open(project.path, annotator="lead", read_only=True) as reader:
        report = reader.merge([ann.path, project.path], dry_run=True)
        assert report.counts.new == 1
        assert "is the project that is open" in report.failed[0]
        assert reader.work(ids[0], layer="ann").state == "todo"
        with pytest.raises(UserError, match="read only"):
            reader.merge([ann.path])


def test_a_file_of_a_newer_program_cannot_even_be_tried_out(project, ids, ann, tmp_path):
    newer = tmp_path / "newer.annodb"
    shutil.copy(ann.path, newer)
    with raw(newer) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('annotator', 'm9', '')")
    with Project.open(newer) as reader, pytest.raises(UserError, match="another version"):
        reader.merge([project.path], dry_run=True)


def test_a_merge_of_which_nothing_came_says_so(project, tmp_path):
    assert project.merge([tmp_path / "none.annodb"]).summary() == "Nothing was merged."
    assert project.merge([tmp_path / "none.annodb"], dry_run=True).summary() == "Nothing could be merged."


def test_an_assignment_under_a_name_that_is_not_its_own_is_refused(project, ids, ann):
    """Its subject follows from the article and the annotator: else one could stand for another."""
    ann.run(Assign((AssignmentRow(ids[0], "kim"),)))
    ann.close()
    with raw(ann.path) as db:
        row = db.execute(f"SELECT {journal.COLUMNS} FROM decision ORDER BY rowid DESC LIMIT 1").fetchone()
        false = [*row[1:8], row[8].replace("kim", "eve"), *row[9:]]
        db.execute(f"INSERT INTO decision ({journal.COLUMNS}) VALUES ({', '.join('?' * 16)})",
                   [journal.row_id(false), *false])  # fmt: skip
    report = project.merge([ann.path])
    assert (report.counts.new, report.counts.refused) == (1, 1)
