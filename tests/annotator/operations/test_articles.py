"""Articles as a whole: submitting, setting aside, passes, notes, regions, metadata."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid, NotFound
from annotator.model import PASSES, Span
from annotator.operations import (
    AcceptUnits,
    AddEntity,
    AddNote,
    AddStatement,
    DeclarePass,
    EditMeta,
    EditNote,
    ExcludeRegion,
    IncludeRegion,
    NothingToLink,
    RemoveNote,
    Reopen,
    SetAside,
    SetFlag,
    Submit,
    Together,
)
from annotator.review.guidelines import guidelines_version
from annotator.store import queries
from tests.annotator.making import TEXT, entity, propose, span_of, told, unit_on


def state(project, article):
    assert project.article_row(article).state == project.work(article).state
    return project.work(article).state


def test_an_article_goes_from_todo_over_in_work_to_submitted(project, article):
    assert state(project, article) == "todo"
    project.run(AcceptUnits(article, (unit_on(project, article, "Moscow").id,)))
    assert state(project, article) == "in work"
    project.run(Submit(article))
    assert state(project, article) == "submitted"
    assert project.work(article).passes == set(PASSES)
    project.undo()
    assert state(project, article) == "in work"
    project.redo()
    assert state(project, article) == "submitted"


def test_a_later_decision_reopens_a_submitted_article(project, article):
    project.run(Submit(article))
    project.run(AddEntity(article, span_of(TEXT, "talks"), "EVENT"))
    assert state(project, article) == "in work"
    project.undo()
    assert state(project, article) == "submitted"


def test_a_note_reopens_nothing(project, article):
    project.run(Submit(article))
    project.run(AddNote(article, "Check the name."))
    assert state(project, article) == "submitted"


def test_submitting_can_reject_the_rest_and_is_one_undo(project, article):
    kept = unit_on(project, article, "Moscow").id
    project.run(AcceptUnits(article, (kept,)))
    before = told(project, article)
    project.run(Submit(article, reject_rest=True))
    states = {unit.id: unit.state for unit in project.work(article).every()}
    assert states.pop(kept) == "kept"
    assert set(states.values()) == {"rejected"}
    assert project.progress(article) == (6, 6)
    project.undo()
    assert told(project, article) == before


def test_rejecting_the_rest_spares_hidden_and_answered_suggestions(project):
    article = project.articles()[0].id
    propose(
        project,
        entity(article, TEXT, "Kursk", "PERSON"),
        entity(article, TEXT, "Moscow", "GPE"),
        entity(article, TEXT, "talks", "CARDINAL"),
    )
    project.run(AddEntity(article, span_of(TEXT, "Kursk"), "GPE"))
    project.run(Submit(article, reject_rest=True))
    work = project.work(article)
    assert [unit.state for unit in work.named("Moscow")] == ["rejected"]
    assert [unit.state for unit in work.named("talks")] == ["suggested"]
    states = [unit.state for unit in work.named("Kursk")]
    assert sorted(states) == [
        "kept",
        "rejected",
        "rejected",
        "suggested",
    ]  # memory proposed the name in two more places


def test_rejecting_the_rest_is_about_the_passes_that_are_submitted(project, article):
    project.run(Submit(article, passes=("entities",), reject_rest=True))
    left = {unit.kind for unit in project.work(article).units()}
    assert left == {"statement"}
    assert project.work(article).passes == {"entities"}


def test_rejecting_the_rest_sees_what_the_same_gesture_decided(project, article):
    moscow = unit_on(project, article, "Moscow").id
    operations = (AcceptUnits(article, (moscow,)), Submit(article, reject_rest=True))
    project.run(Together("Accept and submit", operations))
    assert project.work(article).find(moscow).state == "kept"


def test_undecided_parts_are_no_suggestions_and_stay(project, article):
    operation = AddStatement(article, (span_of(TEXT, "the talks may fail"),))
    project.run(operation)
    project.run(Submit(article, reject_rest=True))
    assert project.work(article).find(operation.id).open_parts == ("cue", "speaker", "actor")


def test_a_flagged_suggestion_is_still_a_suggestion(project, article):
    moscow = unit_on(project, article, "Moscow").id
    project.run(SetFlag(article, moscow, "unsure", True))
    project.run(Submit(article, reject_rest=True))
    assert project.work(article).find(moscow).state == "rejected"


def test_an_article_is_set_aside_with_a_word_and_taken_up_again(project, article):
    project.run(SetAside(article, "duplicate", "as the second"))
    assert (state(project, article), project.work(article).comment) == ("set aside", "as the second")
    project.run(Reopen(article))
    assert (state(project, article), project.work(article).comment) == ("in work", "")
    with pytest.raises(Invalid, match="irrelevant, broken, duplicate, other"):
        project.run(SetAside(article, "boring"))


def test_passes_are_declared_one_by_one(project, article):
    project.run(DeclarePass(article, "entities", True))
    assert project.work(article).passes == {"entities"}
    project.run(DeclarePass(article, "entities", False))
    assert project.work(article).passes == set()
    for operation in (DeclarePass(article, "verbs", True), Submit(article, passes=("verbs",))):
        with pytest.raises(Invalid, match="no pass verbs"):
            project.run(operation)


def test_notes_are_added_edited_and_removed(project, article):
    note = AddNote(article, "Who is that?", span=span_of(TEXT, "Officials"))
    changes = project.run(note)
    assert changes.notes == {note.id}
    project.run(EditNote(article, note.id, "Who are they?"))
    (found,) = project.work(article).notes
    assert (found.text, found.span, found.author) == ("Who are they?", span_of(TEXT, "Officials"), "ann")
    project.run(RemoveNote(article, note.id))
    assert project.work(article).notes == ()
    project.undo()
    assert len(project.work(article).notes) == 1


def test_what_is_not_there_is_neither_edited_nor_removed(project, article):
    for operation in (
        EditNote(article, "0" * 32, "Hm"), RemoveNote(article, "0" * 32), IncludeRegion(article, "0" * 32),
    ):  # fmt: skip
        with pytest.raises(Invalid, match="not in the article"):
            project.run(operation)
    with pytest.raises(Invalid, match="text"):
        project.run(AddNote(article, "  "))


def test_a_region_is_excluded_and_included_again(project, article):
    region = ExcludeRegion(article, Span(0, 5))
    project.run(region)
    assert [found.span for found in project.work(article).regions] == [Span(0, 5)]
    project.run(IncludeRegion(article, region.id))
    assert project.work(article).regions == ()
    project.undo()
    assert len(project.work(article).regions) == 1


def test_metadata_is_corrected_at_once_in_the_open_work_and_undone(project, article):
    work = project.work(article)
    project.refresh_work(work, project.run(EditMeta(article, {"title": "Kursk talks", "published": "2025-03-16"})))
    assert work.article.title == "Kursk talks"
    assert project.article_row(article).published == "2025-03-16"
    assert work.article.text == TEXT
    project.refresh_work(work, project.undo())
    assert work.article.title != "Kursk talks"


def test_an_empty_value_takes_a_key_away_and_other_keys_are_refused(project, article):
    project.run(EditMeta(article, {"title": "Kursk talks"}))
    project.run(EditMeta(article, {"title": ""}))
    assert "title" not in project.article(article).meta
    assert not project.run(EditMeta(article, {"title": ""}))
    with pytest.raises(Invalid, match="no colour"):
        project.run(EditMeta(article, {"colour": "red"}))


def test_nothing_is_decided_about_an_article_that_is_not_there(project):
    for operation in (Submit("0" * 32), SetAside("0" * 32, "other"), NothingToLink("0" * 32, ("1" * 32,))):
        with pytest.raises(NotFound):
            project.run(operation)


def test_a_submission_says_under_which_scheme_and_guidelines(project, article):
    project.run(Submit(article, reject_rest=True))
    scheme = project.scheme
    status = queries.statuses(project.db, project.annotator, [article])[article]
    assert status.fields["submission"]["scheme"] == scheme.version
    assert status.fields["submission"]["guidelines"] == guidelines_version(scheme.guidelines) != ""
