"""Merging files of one project: what comes over, what is refused, conflicts and their settling."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Event, Span, Speaker
from annotator.operations import (
    AcceptUnits,
    AddEntity,
    AddEvent,
    AddNote,
    EditMeta,
    LabelEverywhere,
    LinkEvent,
    SetContent,
    SetCue,
    SetLabel,
    SetScheme,
    SetSpeaker,
    Settle,
)
from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual, span_of, unit_on
from tests.annotator.store.histories import amounts
from tests.annotator.store.raw import raw


def failed(report) -> str:
    assert report.counts.new == 0
    (sentence,) = report.failed
    return sentence


def test_a_speaker_set_here_and_a_boundary_set_there_both_count(project, article, laptop):
    said = unit_on(project, article, "We will go").id
    other = laptop()
    project.run(SetSpeaker(article, (said,), Speaker(mention=span_of(TEXT, "Officials"))))
    other.run(SetContent(article, said, (span_of(TEXT, "We will go"),)))
    report = project.merge([other.path])
    unit = project.work(article).find(said)
    assert not report.conflicts
    assert unit.spans == (span_of(TEXT, "We will go"),)
    assert unit.value.speaker.mention == span_of(TEXT, "Officials")


def test_two_values_for_one_field_are_a_conflict_until_somebody_settles_it(project, article, laptop):
    rubio = unit_on(project, article, "Rubio").id
    project.run(AcceptUnits(article, (rubio,)))
    other = laptop()
    project.run(SetLabel(article, rubio, "ORG"))
    other.run(SetLabel(article, rubio, "GPE"))
    report = project.merge([other.path])
    (conflict,) = report.conflicts
    assert (conflict.subject, conflict.field, sorted(conflict.values)) == (rubio, "label", ["GPE", "ORG"])
    assert project.work(article).find(rubio).conflicts == {"label"}
    project.run(Settle(article, rubio, "entity", "label", "GPE"))
    assert project.conflicts() == []
    assert project.work(article).find(rubio).value.label == "GPE"
    other.merge([project.path])
    assert amounts(other) == amounts(project)


def test_the_same_value_decided_twice_is_no_conflict(project, article, laptop):
    rubio = unit_on(project, article, "Rubio").id
    other = laptop()
    for each in (project, other):
        each.run(SetLabel(article, rubio, "ORG"))
    assert project.merge([other.path]).conflicts == ()


def test_a_conflict_goes_when_one_side_is_undone_and_comes_back_with_redo(project, article, laptop):
    rubio = unit_on(project, article, "Rubio").id
    project.run(AcceptUnits(article, (rubio,)))
    other = laptop()
    project.run(SetLabel(article, rubio, "ORG"))
    other.run(SetLabel(article, rubio, "GPE"))
    project.merge([other.path])
    project.undo()
    assert project.conflicts() == []
    project.redo()
    assert len(project.conflicts()) == 1


def test_annotators_keep_their_own_layers(project, article, laptop):
    ben = laptop("ben")
    ben.run(AcceptUnits(article, (unit_on(ben, article, "Moscow").id,)))
    project.merge([ben.path])
    assert unit_on(project, article, "Moscow").is_machine
    assert project.status()["layers"]["ben"] == {"articles": 1, "submitted": 0, "decisions": 1}


def test_what_the_write_ahead_log_holds_comes_over(project, article, laptop, tmp_path):
    ben = laptop("ben")
    ben.run(AddNote(article, "only in the log"))
    copy = tmp_path / "stick.annodb"
    for end in ("", "-wal"):
        shutil.copy(f"{ben.path}{end}", f"{copy}{end}")
    before = copy.read_bytes(), Path(f"{copy}-wal").read_bytes()
    assert project.merge([copy]).counts.new == 1
    assert (copy.read_bytes(), Path(f"{copy}-wal").read_bytes()) == before


def test_a_dry_run_says_all_and_changes_nothing(project, article, laptop):
    rubio = unit_on(project, article, "Rubio").id
    project.run(SetLabel(article, rubio, "ORG"))
    other = laptop()
    project.run(SetLabel(article, rubio, "GPE"))
    other.run(SetLabel(article, rubio, "LOC"))
    before = amounts(project)
    report = project.merge([other.path], dry_run=True)
    assert report.counts.new == 1
    assert len(report.conflicts) == 1
    assert not report.changes
    assert amounts(project) == before
    assert project.merge([other.path]).counts.new == 1


def test_articles_come_with_what_was_decided_on_them(project, laptop, tmp_path):
    other = laptop()
    (tmp_path / "more.txt").write_text("Another text about Minsk.")
    other.import_files([tmp_path / "more.txt"])
    (new,) = {row.id for row in other.articles()} - {row.id for row in project.articles()}
    other.run(AddEntity(new, Span(19, 24), "GPE"))
    report = project.merge([other.path])
    assert (report.counts.new_articles, report.counts.known_articles) == (1, 1)
    assert report.changes.added == {new}
    assert [row.id for row in project.articles()] == [row.id for row in other.articles()]
    assert unit_on(project, new, "Minsk").value.label == "GPE"
    assert project.search("Minsk")


def test_one_file_imported_on_two_laptops_stands_in_one_place_in_both_orders(project, laptop, tmp_path):
    one, two = laptop(), laptop()
    (tmp_path / "more.txt").write_text("Another text.")
    two.run(AddNote(two.articles()[0].id, "that takes time"))
    for each in (one, two):
        each.import_files([tmp_path / "more.txt"])
    one.merge([two.path])
    two.merge([one.path])
    assert amounts(one) == amounts(two)


def test_the_later_suggestion_run_of_an_article_counts(project, article, laptop):
    other = laptop()
    other.store_suggestions([(article, (), ())], model="later")
    report = project.merge([other.path])
    assert report.changes.suggested == {article}
    assert project.status()["suggestions"] == 0
    propose_usual(project)
    assert not project.merge([other.path]).changes.suggested


def test_the_clock_moves_past_all_that_came(project, article, laptop):
    other = laptop()
    for number in range(20):
        other.run(AddNote(article, f"note {number}"))
    rubio = unit_on(project, article, "Rubio").id
    other.run(SetLabel(article, rubio, "ORG"))
    project.merge([other.path])
    project.run(SetLabel(article, rubio, "GPE"))
    assert project.work(article).find(rubio).value.label == "GPE"
    assert project.conflicts() == []


def test_what_is_no_file_of_this_project_stops_no_other_file(project, article, laptop, make_project, tmp_path):
    ben = laptop("ben")
    ben.run(AddNote(article, "a note"))
    stranger = make_project("Else.", name="stranger")
    (tmp_path / "text.annodb").write_text("no database")
    with raw(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE t (x)")
    files = [project.path, tmp_path / "none.annodb", tmp_path, stranger.path, tmp_path / "text.annodb",
             tmp_path / "other.db", ben.path]  # fmt: skip
    report = project.merge(files)
    assert report.counts.new == 1
    words = ["is the project that is open", "There is no", "folder", "another project", "no project", "another program"]
    assert all(word in sentence for word, sentence in zip(words, report.failed, strict=True))


def test_a_newer_programs_file_is_not_merged(project, laptop):
    other = laptop()
    other.close()
    with raw(other.path) as db:
        db.execute("PRAGMA user_version = 99")
    assert "newer version" in failed(project.merge([other.path]))


def test_a_damaged_file_is_not_merged_and_leaves_nothing(project, article, laptop):
    other = laptop("ben")
    for number in range(40):
        other.run(AddNote(article, f"note {number} " * 40))
    other.close()
    data = other.path.read_bytes()
    other.path.write_bytes(data[: len(data) // 2])
    before = amounts(project)
    assert "damaged" in failed(project.merge([other.path]))
    assert amounts(project) == before


def test_a_file_with_foreign_triggers_is_read_as_data_only(project, article, laptop):
    other = laptop("ben")
    other.run(AddNote(article, "a note"))
    other.close()
    with raw(other.path) as db:
        db.execute("CREATE TRIGGER spy AFTER INSERT ON article BEGIN DELETE FROM article_source; END")
    assert project.merge([other.path]).counts.new == 1
    assert project.check() == []


def handout(project: Project, annotator: str) -> Project:
    project.db.execute("INSERT OR REPLACE INTO file_info VALUES ('handout', ?)", (annotator,))
    return project


def test_a_handout_brings_its_annotators_rows_only(project, article, laptop):
    ben = handout(laptop("ben"), "ben")
    ben.run(AddNote(article, "mine"))
    ben.run(EditMeta(article, {"title": "Not mine to say"}))
    with Project.open(ben.path, annotator="eve") as eve:
        eve.run(AddNote(article, "of somebody else"))
    report = project.merge([ben.path])
    assert (report.counts.new, report.counts.held_back) == (1, 2)
    assert "--all-layers" in " ".join(report.warnings)
    assert project.article(article).title != "Not mine to say"
    assert project.merge([ben.path], all_layers=True).counts.new == 2
    assert project.article(article).title == "Not mine to say"


def test_a_handout_cannot_undo_what_others_did(project, article, laptop):
    project.run(AcceptUnits(article, (unit_on(project, article, "Moscow").id,)))
    ben = handout(laptop("ann"), "ben")
    with Project.open(ben.path, annotator=project.annotator) as stolen:
        stolen.undo()
    with raw(ben.path) as db:
        assert db.execute("SELECT count(*) FROM decision WHERE kind = 'mark'").fetchone() == (1,)
    assert project.merge([ben.path]).counts.held_back == 1
    assert unit_on(project, article, "Moscow").state == "kept"


def test_into_a_handout_come_its_annotators_rows_and_what_concerns_everybody(project, article, laptop):
    ben = handout(laptop("ben"), "ben")
    project.run(EditMeta(article, {"title": "A better title"}))
    project.run(AddEvent(Event("e1", "Talks of ann")))
    report = ben.merge([laptop("ben").path])
    assert (report.counts.new, report.counts.held_back) == (1, 1)
    assert ben.article(article).title == "A better title"
    assert ben.merge([project.path], all_layers=True).counts.new == 1


def test_a_lead_who_takes_back_what_concerned_everybody_is_heard_in_a_handout(project, article, laptop):
    project.run(EditMeta(article, {"title": "A title by mistake"}))
    ben = handout(laptop("ben"), "ben")
    project.undo()
    assert ben.merge([project.path]).counts.held_back == 0
    assert ben.article(article).title != "A title by mistake"


def test_a_scheme_that_came_with_a_file_counts_and_is_said(project, laptop):
    other = laptop()
    other.run(SetScheme(other.scheme_text.replace('name = "', 'name = "New ', 1)))
    report = project.merge([other.path])
    assert "scheme was changed" in " ".join(report.warnings)
    assert project.scheme.name.startswith("New ")


def test_a_merge_into_a_project_open_to_read_is_refused(project, laptop):
    other = laptop()
    with Project.open(project.path, read_only=True) as reader, pytest.raises(UserError, match="read only"):
        reader.merge([other.path])


def test_the_report_is_what_the_command_prints(project, article, laptop):
    other = laptop("ben")
    other.run(LabelEverywhere(((article, Span(0, 3)), (article, Span(4, 6))), "ORG"))
    report = project.merge([other.path])
    assert report.as_json() == {
        "articles": {"new": 0, "known": 1},
        "decisions": {"new": 2, "known": 0, "held_back": 0, "refused": 0},
        "conflicts": [],
        "warnings": [],
    }
    assert "2 new decisions" in report.summary()


def test_links_made_on_two_laptops_to_one_event_are_one_link(project, article, laptop):
    said = unit_on(project, article, "We will go").id
    project.run(AddEvent(Event("e1", "Talks")))
    other = laptop()
    for each in (project, other):
        each.run(LinkEvent(article, (said,), "e1", "predicts"))
    other.run(SetCue(article, said, None))
    report = project.merge([other.path])
    assert report.conflicts == ()
    assert len(project.work(article).find(said).value.links) == 1
