"""What an annotator's list shows, what is locked in it, and what is given without suggestions."""

from __future__ import annotations

import pytest

from annotator.operations import AcceptUnits, AddEntity, Assign, OpenRest, ReturnArticle, Submit
from annotator.review.handing_out import AssignmentRow
from tests.annotator.making import TEXT, entity, propose, propose_usual, span_of, unit_on


@pytest.fixture
def project(make_project):
    project = make_project(TEXT, f"{TEXT}Later.\n", "Third.", "Fourth.", annotator="lead")
    propose_usual(project)
    return project


def assign(project, *rows):
    project.run(Assign(tuple(AssignmentRow(**row) for row in rows)))


def calibrate(project, ids, *names):
    rows = [{"article": ids[0], "annotator": name, "calibration": True, "order": 1} for name in names]
    assign(project, *rows, *({"article": ids[1], "annotator": name, "order": 2} for name in names))


def locked(project):
    return [row.locked for row in project.listed_articles()]


def test_who_has_nothing_assigned_sees_all_articles(project, ids, ann):
    assign(project, {"article": ids[0], "annotator": "ben"})
    assert [row.id for row in ann.listed_articles()] == ids
    assert not any(row.is_assigned for row in ann.articles())


def test_who_has_articles_sees_those_in_the_order_to_work_on_them(project, ids, ann):
    assign(
        project,
        {"article": ids[0], "annotator": "ann", "order": 5},
        {"article": ids[2], "annotator": "ann", "order": 3},
        {"article": ids[3], "annotator": "ann", "order": 9, "calibration": True},
    )
    assert [row.id for row in ann.listed_articles()] == [ids[3], ids[2], ids[0]]
    assert [row.id for row in ann.articles()] == ids
    assert [row.is_assigned for row in ann.articles()] == [True, False, True, True]


def test_one_row_says_what_the_list_says(project, ids, ann):
    calibrate(project, ids, "ann")
    assert [ann.article_row(article) for article in ids] == ann.articles()


def test_the_rest_opens_after_the_calibration_and_the_leads_word(project, ids, ann):
    calibrate(project, ids, "ann", "ben")
    assert "1 article to go" in locked(ann)[1]
    ann.run(Submit(ids[0]))
    assert "compared" in locked(ann)[1]
    project.run(OpenRest((ids[0],)))
    assert locked(ann) == ["", ""]


def test_who_has_not_calibrated_waits_although_the_rest_is_open(project, ids, ann):
    calibrate(project, ids, "ann")
    project.run(OpenRest((ids[0],)))
    assert "1 article to go" in locked(ann)[1]


def test_a_returned_calibration_article_is_to_go_again(project, ids, ann):
    calibrate(project, ids, "ann")
    project.run(OpenRest((ids[0],)))
    ann.run(Submit(ids[0]))
    assert locked(ann) == ["", ""]
    project.run(ReturnArticle(ids[0], "ann", "Again"))
    assert "1 article to go" in locked(ann)[1]


def test_what_was_begun_is_never_locked(project, ids, ann):
    text = project.article(ids[1]).text
    ann.run(AddEntity(ids[1], span_of(text, "Moscow"), "GPE"))
    calibrate(project, ids, "ann")
    assert locked(ann) == ["", ""]


def test_a_second_calibration_closes_what_is_not_begun(project, ids, ann):
    calibrate(project, ids, "ann")
    ann.run(Submit(ids[0]))
    project.run(OpenRest((ids[0],)))
    assign(project, {"article": ids[2], "annotator": "ann", "calibration": True, "order": 2})
    assert [bool(word) for word in locked(ann)] == [False, False, True]


def test_words_are_looked_for_where_the_annotator_may_decide(project, ids, ann):
    assert {hit.article for hit in ann.occurrences("Moscow")} == {ids[0], ids[1]}
    assign(project, {"article": ids[0], "annotator": "ann"})
    assert {hit.article for hit in ann.occurrences("Moscow")} == {ids[0]}
    calibrate(project, ids, "ann")
    assert {hit.article for hit in ann.occurrences("Moscow")} == {ids[0]}


def test_nothing_is_taken_over_into_articles_of_others_or_locked_ones(project, ids, ann):
    project.twins.look()
    assign(project, {"article": ids[0], "annotator": "ann"})
    ann.run(AcceptUnits(ids[0], (unit_on(ann, ids[0], "Moscow").id,)))
    assert ann.twins.take_over(ids[0]).places == ()
    calibrate(project, ids, "ann")
    assert ann.twins.take_over(ids[0]).places == ()
    ann.run(Submit(ids[0]))
    project.run(OpenRest((ids[0],)))
    assert {place.article for place in ann.twins.take_over(ids[0]).places} == {ids[1]}


def test_a_blind_article_shows_no_suggestion_and_counts_none(project, ids, ann):
    assign(project, {"article": ids[0], "annotator": "ann", "blind": True})
    assert list(ann.work(ids[0]).every()) == []
    assert ann.progress(ids[0]) == (0, 0)
    (row,) = ann.listed_articles()
    assert (row.suggestions, row.is_blind) == (0, True)
    assert project.article_row(ids[0]).suggestions > 0
    assert len(list(project.work(ids[0]).units())) > 0


def test_what_is_marked_in_a_blind_article_is_added_by_hand(project, ids, ann):
    assign(project, {"article": ids[0], "annotator": "ann", "blind": True})
    ann.run(AddEntity(ids[0], span_of(TEXT, "Moscow"), "GPE"))
    unit = unit_on(ann, ids[0], "Moscow")
    assert (unit.how, unit.state) == ("added", "kept")
    assert not project.lead.works.of_article(ids[0], ["ann"])[0].units[0].is_machine
    assert project.lead.works.of_article(ids[0], ["ann"])[0].is_blind


def test_memory_adds_nothing_to_a_blind_article(project, ids, ann):
    propose(project, entity(ids[1], f"{TEXT}Later.\n", "Kursk", "GPE"), article=ids[1])
    ann.run(AddEntity(ids[0], span_of(TEXT, "Officials"), "ORG"))
    ann.run(AcceptUnits(ids[0], (unit_on(ann, ids[0], "Kursk").id,)))
    assert len(list(ann.work(ids[1]).every())) > 1
    assign(project, {"article": ids[1], "annotator": "ann", "blind": True})
    ann.refresh()
    assert list(ann.work(ids[1]).every()) == []
    ann.run(AddEntity(ids[1], span_of(TEXT, "Moscow"), "GPE"))
    assert len(list(ann.work(ids[1]).every())) == 1


def test_a_blind_article_is_blind_for_its_annotator_alone(project, ids, ann):
    assign(project, {"article": ids[0], "annotator": "ben", "blind": True})
    assert ann.progress(ids[0])[1] > 0


def test_suggestions_come_back_with_the_end_of_the_assignment(project, ids, ann):
    assign(project, {"article": ids[0], "annotator": "ann", "blind": True})
    ann.work(ids[0])
    project.undo()
    ann.refresh()
    assert ann.work(ids[0]).progress()[1] > 0
