"""A name that a person added is suggested wherever else it stands, and counts like any other suggestion."""

from __future__ import annotations

import pytest

from annotator.model import Span
from annotator.operations import (
    AcceptUnits,
    AddEntity,
    ExcludeRegion,
    LabelEverywhere,
    RejectUnits,
    SetFlag,
    SetLabel,
    Submit,
)
from annotator.project import Project
from annotator.views.additions import Places, is_teachable
from tests.annotator.making import entity, propose, span_of

FIRST = "Osk lies in the north. The Osk council met."
SECOND = "Nobody in Osk or in Oskova spoke. The Osk council did."
THIRD = "Will Osk hold? It will."


@pytest.fixture
def project(make_project):
    return make_project(FIRST, SECOND, THIRD)


@pytest.fixture
def articles(project):
    return [row.id for row in project.articles()]


def add(project, article, text, words, label="GPE", nth=0):
    operation = AddEntity(article, span_of(text, words, nth), label)
    return operation.id, project.run(operation)


def shown(work):
    text = work.article.text
    return [(text[unit.start : unit.end], unit.start, unit.value.label) for unit in work.units()]


def test_an_added_name_is_suggested_in_other_articles_as_a_whole_word(project, articles):
    add(project, articles[0], FIRST, "Osk")
    work = project.work(articles[1])
    assert shown(work) == [("Osk", 10, "GPE"), ("Osk", 38, "GPE")]
    unit = next(work.units())
    assert (unit.state, unit.source, unit.reason) == ("suggested", "memory 1", "added as GPE in 1 article")
    assert work.progress() == (0, 2)


def test_it_shows_in_the_article_that_is_open_at_once_and_goes_with_undo(project, articles):
    work = project.work(articles[0])
    own, changes = add(project, articles[0], FIRST, "Osk")
    touched = project.refresh_work(work, changes)
    assert [unit.state for unit in work.units()] == ["kept", "suggested"]
    assert touched == {unit.id for unit in work.units()}
    assert own in touched
    project.refresh_work(work, project.undo())
    assert list(work.units()) == []


def test_a_second_window_on_another_article_hears_of_it(project, articles):
    with Project.open(project.path, annotator="ann") as other:
        work = other.work(articles[1])
        add(project, articles[0], FIRST, "Osk")
        other.refresh_work(work, other.refresh())
        assert len(shown(work)) == 2
        project.undo()
        other.refresh_work(work, other.refresh())
        assert shown(work) == []


def test_accepting_rejecting_flagging_and_undo_work_as_on_any_suggestion(project, articles):
    add(project, articles[0], FIRST, "Osk")
    first, second = project.work(articles[1]).units()
    project.run(SetFlag(articles[1], first.id, "unsure", True))
    project.run(AcceptUnits(articles[1], (first.id,)))
    project.run(RejectUnits(articles[1], (second.id,)))
    work = project.work(articles[1])
    assert [unit.state for unit in work.every()] == ["kept", "rejected"]
    assert work.find(first.id).how == "single"
    project.undo()
    assert project.work(articles[1]).find(second.id).state == "suggested"


def test_a_refused_place_stays_refused_and_a_contested_name_is_suggested_no_more(project, articles):
    add(project, articles[0], FIRST, "Osk")
    work = project.work(articles[1])
    unit = next(work.units())
    project.refresh_work(work, project.run(RejectUnits(articles[1], (unit.id,))))
    assert shown(work) == []
    assert shown(project.work(articles[2])) == []


def test_they_hold_up_a_submission_and_are_refused_with_the_rest(project, articles):
    add(project, articles[0], FIRST, "Osk")
    project.run(Submit(articles[1], ("entities",), reject_rest=True))
    assert [unit.state for unit in project.work(articles[1]).every()] == ["rejected", "rejected"]


def test_it_can_be_decided_in_an_article_that_nobody_opened(project, articles):
    add(project, articles[0], FIRST, "Osk")
    ids = tuple(unit.id for unit in Project.work(project, articles[1]).units())
    with Project.open(project.path, annotator="ann") as other:
        other.run(AcceptUnits(articles[1], ids))
        assert [unit.state for unit in other.work(articles[1]).units()] == ["kept", "kept"]


def test_two_laptops_suggest_the_same_object(project, articles, make_project):
    add(project, articles[0], FIRST, "Osk")
    twin = make_project(FIRST, SECOND, THIRD, name="twin")
    add(twin, articles[0], FIRST, "Osk")
    ids = [[unit.id for unit in one.work(articles[1]).units()] for one in (project, twin)]
    assert ids[0] == ids[1]


def test_what_a_unit_or_a_region_covers_is_left_alone(project, articles):
    second = articles[1]
    council = entity(second, SECOND, "The Osk council", "ORG")
    propose(project, council, article=second)
    add(project, articles[0], FIRST, "Osk")
    assert shown(project.work(second)) == [("Osk", 10, "GPE"), ("The Osk council", 34, "ORG")]
    work = project.work(second)
    project.refresh_work(work, project.run(RejectUnits(second, (council.id,))))
    assert [label for _, _, label in shown(work)] == ["GPE", "GPE"]
    project.run(ExcludeRegion(second, Span(0, 20)))
    assert len(shown(project.work(second))) == 1


def test_the_longer_of_two_added_names_is_suggested(project, articles):
    add(project, articles[0], FIRST, "Osk")
    add(project, articles[0], FIRST, "Osk council", "ORG")
    assert shown(project.work(articles[1])) == [("Osk", 10, "GPE"), ("Osk council", 38, "ORG")]


def test_a_name_with_two_labels_is_suggested_only_where_most_agree(project, articles):
    add(project, articles[0], FIRST, "Osk")
    add(project, articles[1], SECOND, "Osk", "ORG")
    assert shown(project.work(articles[2])) == []


def test_a_correction_of_its_label_turns_the_others(project, articles):
    own, _ = add(project, articles[0], FIRST, "Osk")
    work = project.work(articles[1])
    project.refresh_work(work, project.run(SetLabel(articles[0], own, "LOC")))
    assert [label for _, _, label in shown(work)] == ["LOC", "LOC"]


def test_it_is_found_by_whoever_labels_a_name_everywhere(project, articles):
    add(project, articles[0], FIRST, "Osk")
    unit = next(project.work(articles[1]).units())
    project.run(LabelEverywhere(((articles[1], unit.spans[0]),), "GPE"))
    assert project.work(articles[1]).find(unit.id).state == "kept"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Osk", True), ("military bloggers", True), ("the Osk", True), ("hold", False), ("!", False), ("X", False)],
)
def test_a_single_word_in_small_letters_teaches_nothing(name, expected):
    assert is_teachable(name) is expected


def test_a_word_that_is_common_in_the_article_is_no_name_where_a_sentence_begins():
    places = Places("Will it rain? It will. “Will you,” Will said.")
    places.look_for(["Will"])
    assert [start for start, _, _ in places.all()] == [35]
