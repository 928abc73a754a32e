"""Handouts: what is in one annotator's file and what is not, how it is written, how a newer one comes to a laptop."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid, UserError
from annotator.model import Event
from annotator.operations import (
    AcceptUnits,
    AddCase,
    AddEvent,
    AddNote,
    Adjudicate,
    Assign,
    EditCase,
    EditMeta,
    OpenRest,
    Publish,
    Reassign,
    ReturnArticle,
    SetLabel,
    SetScheme,
    Submit,
)
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from annotator.review.inventories.model import Owned
from annotator.review.settling.decided import GoldDecision, Settled
from annotator.store import edges
from tests.annotator.making import TEXT, entity, propose, propose_usual, unit_on
from tests.annotator.store.histories import device

SECOND = f"{TEXT}And later.\n"


@pytest.fixture
def project(make_project):
    """A lead's project with three articles: the first two are ann's, the last two ben's."""
    project = make_project(TEXT, SECOND, "Third, with Moscow in it.", annotator="lead")
    propose_usual(project)
    propose(project, entity(project.article_ids()[1], SECOND, "Moscow", "GPE"), article=project.article_ids()[1])
    first, second, third = project.article_ids()
    assign(project, ("ann", first), ("ann", second), ("ben", second), ("ben", third))
    return project


@pytest.fixture
def laptop(project, tmp_path):
    """`laptop("ann")`: a new handout, open on a device of its annotator's."""
    opened: list[Project] = []

    def make(annotator: str) -> Project:
        out = tmp_path / f"{annotator}{len(opened)}.annodb"
        project.hand_out(annotator, out)
        with device(tmp_path / f"device-{annotator}"):
            opened.append(Project.open(out))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def assign(project, *pairs, **options):
    project.run(Assign(tuple(AssignmentRow(article, name, **options) for name, article in pairs)))


def as_annotator(project, name, *operations):
    with Project.open(project.path, annotator=name) as other:
        for operation in operations:
            other.run(operation)


def settle(project, article):
    """Let the lead settle the unit on "Moscow" in an article as it was suggested."""
    value = unit_on(project, article, "Moscow").value
    decision = GoldDecision(f"{article[:30]}aa", article, "entity", value, (Settled("ann", value.id),))
    project.run(Adjudicate(decision, value))


def rows(project, where="1"):
    return project.db.execute(f"SELECT count(*) FROM decision WHERE {where}").fetchone()[0]


def test_a_handout_holds_its_annotators_articles_and_suggestions_and_no_others(project, ids, laptop):
    ann = laptop("ann")
    assert (ann.id, ann.handout, ann.annotator) == (project.id, "ann", "ann")
    assert ann.article_ids() == ids[:2]
    assert [row.id for row in ann.listed_articles()] == ids[:2]
    assert [row.suggestions for row in ann.articles()] == [row.suggestions for row in project.articles()[:2]]
    assert ann.article(ids[0]) == project.article(ids[0])


def test_a_handout_holds_all_that_concerns_everybody(project, ids, laptop):
    event = Event("e" * 32, "Talks in Kursk")
    project.run(AddEvent(event))
    project.run(Publish("event", (Owned(project.annotator, event.id),)))
    project.run(SetScheme(project.scheme_text.replace('version = "', 'version = "9', 1)))
    project.run(EditMeta(ids[0], {"title": "A better title"}))
    ann = laptop("ann")
    assert rows(ann, "layer = 'project'") == rows(project, "layer = 'project'")
    assert ann.scheme == project.scheme
    assert ann.article_row(ids[0]).title == "A better title"
    assert [row.event.title for row in ann.events()] == ["Talks in Kursk"]


def test_nobody_elses_work_is_in_a_handout_not_even_as_what_was_deleted(project, ids, laptop):
    as_annotator(project, "ann", AddNote(ids[0], "my own plum"))
    as_annotator(project, "ben", AddNote(ids[1], "a secret quince"), AddEvent(Event("f" * 32, "A hidden medlar")))
    ann = laptop("ann")
    assert [note.text for note in ann.work(ids[0]).notes] == ["my own plum"]
    ann.checkpoint()
    held = ann.path.read_bytes()
    assert b"my own plum" in held
    assert b"quince" not in held
    assert b"medlar" not in held
    assert rows(ann, "layer NOT IN ('project', 'ann')") == 0


def test_a_sound_handout_has_the_greatest_clock_and_nothing_dormant(project, ids, laptop):
    as_annotator(project, "ben", *(AddNote(ids[2], f"note {number}") for number in range(9)))
    ann = laptop("ann")
    assert ann.check() == []
    assert edges.dormant(ann.db) == set()
    ann.run(AddNote(ids[0], "later than all"))
    later = ann.db.execute("SELECT max(clock) FROM decision").fetchone()[0]
    assert later > project.db.execute("SELECT max(clock) FROM decision").fetchone()[0]


def test_what_somebody_took_back_is_taken_back_in_the_handout(project, ids, laptop):
    with Project.open(project.path, annotator="ann") as here:
        here.run(AddNote(ids[0], "by mistake"))
        here.undo()
    project.run(EditMeta(ids[0], {"title": "By mistake"}))
    project.undo()
    ann = laptop("ann")
    assert ann.work(ids[0]).notes == ()
    assert ann.article_row(ids[0]).title == project.article_row(ids[0]).title


def test_an_article_without_suggestions_goes_without_them(project, ids, laptop):
    assign(project, ("ann", ids[0]), blind=True)
    report = project.hand_out("ann", project.path.with_name("blind.annodb"))
    assert (report.blind, report.articles) == (1, 2)
    assert "1 of them without suggestions" in report.summary()
    ann = laptop("ann")
    assert ann.status()["suggestions"] == 1
    assert list(ann.work(ids[0]).every()) == []
    assert ann.articles_to_preannotate() == []


def test_the_leads_decisions_go_along_once_the_article_is_submitted_and_not_given_back(project, ids, laptop):
    settle(project, ids[0])
    settle(project, ids[1])
    assert rows(laptop("ann"), "layer = 'gold'") == 0
    as_annotator(project, "ann", Submit(ids[0]))
    assert rows(laptop("ann"), "layer = 'gold'") == 1
    project.run(ReturnArticle(ids[0], "ann", "Again"))
    assert rows(laptop("ann"), "layer = 'gold'") == 0


def test_passages_that_stand_twice_are_known_in_a_handout(project, laptop):
    ann = laptop("ann")
    assert ann.twins.pending() == 0
    assert ann.twins.count() > 0


def test_the_report_says_what_is_in_it(project, ids, tmp_path):
    as_annotator(project, "ann", Submit(ids[0]))
    settle(project, ids[0])
    report = project.hand_out("ann", tmp_path)
    assert report.path == tmp_path / "talks-ann.annodb"
    assert report.as_json() == {
        "path": str(report.path),
        "annotator": "ann",
        "articles": 2,
        "blind": 0,
        "suggestions": project.status()["suggestions"],
        "decisions": 1,
        "feedback": 1,
        "warnings": [],
    }


def test_nothing_is_written_over_and_nothing_half_is_left(project, ids, tmp_path):
    out = tmp_path / "there.annodb"
    out.write_text("something else")
    with pytest.raises(UserError, match="there already"):
        project.hand_out("ann", out)
    assert out.read_text() == "something else"
    with pytest.raises(UserError, match="does not exist"):
        project.hand_out("ann", tmp_path / "nowhere" / "ann.annodb")
    with pytest.raises(UserError, match=r"Nothing is assigned to eve.*assigned to ann, ben"):
        project.hand_out("eve", tmp_path / "eve.annodb")
    assert not list(tmp_path.glob("*.writing*"))
    assert not (tmp_path / "eve.annodb").exists()


def test_a_handout_that_was_stopped_half_way_stands_in_nobodys_way(project, tmp_path):
    out = tmp_path / "ann.annodb"
    out.with_name("ann.annodb.writing").write_text("half of it")
    assert project.hand_out("ann", out).articles == 2
    assert not list(tmp_path.glob("*.writing*"))


def test_in_a_handout_nothing_is_assigned_reviewed_or_handed_out(project, ids, laptop, tmp_path):
    ann = laptop("ann")
    assert ann.lead.is_handout
    assert not project.lead.is_handout
    for operation in (Assign((AssignmentRow(ids[0], "eve"),)), OpenRest((ids[0],))):
        with pytest.raises(Invalid, match="ann's handout"):
            ann.run(operation)
    with pytest.raises(Invalid, match="handout"):
        settle(ann, ids[0])
    with pytest.raises(UserError, match="ann's handout"):
        ann.hand_out("ann", tmp_path / "again.annodb")


def test_a_handout_opens_as_its_annotator_and_warns_anybody_else(laptop):
    path = laptop("ann").path
    with Project.open(path) as ann, Project.open(path, annotator="eve") as eve:
        assert (ann.annotator, ann.warnings) == ("ann", ())
        assert "held back" in " ".join(eve.warnings)


def test_what_an_annotator_did_comes_home(project, ids, laptop):
    ann = laptop("ann")
    ann.run(AcceptUnits(ids[0], (unit_on(ann, ids[0], "Moscow").id,)))
    ann.run(Submit(ids[0]))
    report = project.merge([ann.path])
    assert (report.counts.new, report.counts.held_back, report.counts.new_articles) == (2, 0, 0)
    assert not report.warnings
    assert project.work(ids[0], layer="ann").state == "submitted"


def test_a_newer_handout_brings_what_is_new_and_leaves_unsent_work(project, ids, laptop):
    ann = laptop("ann")
    ann.run(Submit(ids[0]))
    project.merge([ann.path])
    ann.run(AddNote(ids[1], "not sent yet"))
    project.run(ReturnArticle(ids[0], "ann", "Kursk is a place."))
    project.run(EditMeta(ids[1], {"title": "A better title"}))
    assign(project, ("ann", ids[2]), order=9)
    report = ann.merge([laptop("ann").path])
    assert (report.counts.new_articles, report.counts.held_back) == (1, 0)
    assert [row.id for row in ann.listed_articles()] == ids
    assert (ann.article_row(ids[0]).state, ann.work(ids[0]).comment) == ("returned", "Kursk is a place.")
    assert ann.article_row(ids[1]).title == "A better title"
    assert [note.text for note in ann.work(ids[1]).notes] == ["not sent yet"]
    project.merge([ann.path])
    assert project.work(ids[1], layer="ann").notes


def test_the_rest_opens_on_a_laptop_with_a_newer_handout(project, ids, laptop):
    assign(project, ("ann", ids[0]), calibration=True)
    ann = laptop("ann")
    ann.run(Submit(ids[0]))
    assert ann.article_row(ids[1]).locked
    project.run(OpenRest((ids[0],)))
    assert ann.merge([laptop("ann").path]).warnings == ()
    assert not ann.article_row(ids[1]).locked


def test_feedback_comes_with_a_newer_handout_and_is_no_news_when_it_returns(project, ids, laptop):
    ann = laptop("ann")
    ann.run(Submit(ids[0]))
    project.merge([ann.path])
    settle(project, ids[0])
    ann.merge([laptop("ann").path])
    assert rows(ann, "layer = 'gold'") == 1
    report = project.merge([ann.path])
    assert (report.counts.new, report.counts.held_back) == (0, 0)


def test_what_was_re_assigned_leaves_the_list_and_its_work_stays(project, ids, laptop):
    ann = laptop("ann")
    ann.run(AddNote(ids[1], "half done"))
    project.run(Reassign((ids[1],), "ann", "eve"))
    ann.merge([laptop("ann").path])
    assert [row.id for row in ann.listed_articles()] == [ids[0]]
    assert ann.work(ids[1]).notes
    report = project.merge([ann.path])
    assert "not assigned to ann any more" in " ".join(report.warnings)
    assert project.work(ids[1], layer="ann").notes


def test_the_leads_own_file_brings_an_annotator_nobody_elses_work(project, ids, laptop):
    ann = laptop("ann")
    as_annotator(project, "ben", AddNote(ids[1], "a secret"))
    settle(project, ids[0])
    report = ann.merge([project.path])
    assert report.counts.held_back == 2
    assert rows(ann, "layer NOT IN ('project', 'ann')") == 0


def test_another_annotators_handout_brings_nothing_of_theirs(project, ids, laptop):
    ann, ben = laptop("ann"), laptop("ben")
    ben.run(SetLabel(ids[1], unit_on(ben, ids[1], "Moscow").id, "ORG"))
    assert ann.merge([ben.path]).counts.held_back == 1
    assert rows(ann, "layer = 'ben'") == 0


def test_a_case_of_an_article_that_is_still_to_do_comes_when_it_is_submitted(project, laptop):
    first, _, third = project.article_ids()
    for article in (first, third):
        project.run(AddCase(f"Why in {article[:4]}", words="Moscow", article=article, card=f"{article[:30]}aa"))
    (early,) = [case for case in project.lead.cases.all() if case.entries[0].article == first]
    project.run(EditCase(early.ids, comment="Look there."))
    ann = laptop("ann")
    assert [case.entries[0].article for case in ann.lead.cases.all()] == [third]
    assert not rows(ann, f"subject = '{early.id}'")
    as_annotator(project, "ann", Submit(first, reject_rest=True))
    newer = laptop("ann")
    assert {case.entries[0].article for case in newer.lead.cases.all()} == {first, third}
    ann.merge([newer.path])
    assert [case.comment for case in ann.lead.cases.all() if case.id == early.id] == ["Look there."]
    assert ann.check() == []
