"""What was decided about a name shows on the next suggestion of that name, here and in the next article, at once."""

from __future__ import annotations

import pytest

from annotator.operations import AcceptUnits, RejectUnits, SetFlag, SetLabel
from annotator.project import Project
from annotator.store.lessons import NameRow
from annotator.views.memory import Verdict, likelihood, verdict
from tests.annotator.making import TEXT, entity, propose, propose_usual, unit_on

NEXT = "Nothing new from Kursk or Moscow today."
THIRD = "Moscow again."


@pytest.fixture
def project(make_project):
    project = make_project(TEXT, NEXT, THIRD)
    propose_usual(project)
    second, third = (row.id for row in project.articles()[1:])
    propose(project, entity(third, THIRD, "Moscow", "GPE"), article=third)
    propose(project, entity(second, NEXT, "Kursk", "PERSON"), entity(second, NEXT, "Moscow", "GPE"), article=second)
    return project


@pytest.fixture
def articles(project):
    return [row.id for row in project.articles()]


def labels(work, name="Kursk"):
    return [unit.value.label for unit in work.named(name)]


def test_a_corrected_name_changes_the_other_suggestions_of_it_at_once(project, articles):
    work = project.work(articles[0])
    first = work.named("Kursk")[0]
    touched = project.refresh_work(work, project.run(SetLabel(articles[0], first.id, "GPE")))
    assert labels(work) == ["GPE"] * 3
    assert touched == {unit.id for unit in work.named("Kursk")}
    assert [unit.state for unit in work.named("Kursk")] == ["kept", "suggested", "suggested"]
    assert work.named("Kursk")[1].reason == "same name decided GPE in 1 article"
    project.refresh_work(work, project.undo())
    assert labels(work) == ["PERSON"] * 3
    project.refresh_work(work, project.redo())
    assert labels(work) == ["GPE"] * 3


def test_a_corrected_name_changes_the_next_article_and_undo_restores_it(project, articles):
    project.run(SetLabel(articles[0], unit_on(project, articles[0], "Kursk").id, "GPE"))
    work = project.work(articles[1])
    assert labels(work) == ["GPE"]
    project.refresh_work(work, project.undo())
    assert labels(work) == ["PERSON"]
    project.refresh_work(work, project.redo())
    assert labels(work) == ["GPE"]


def test_accepting_takes_the_label_that_memory_gave(project, articles):
    project.run(SetLabel(articles[0], unit_on(project, articles[0], "Kursk").id, "GPE"))
    unit = unit_on(project, articles[1], "Kursk")
    project.run(AcceptUnits(articles[1], (unit.id,)))
    assert project.work(articles[1]).find(unit.id).value.label == "GPE"


def test_a_name_refused_twice_hides_its_suggestions_until_it_is_kept(project, articles):
    project.run(RejectUnits(articles[0], (unit_on(project, articles[0], "Moscow").id,)))
    work = project.work(articles[1])
    assert not work.named("Moscow")[0].hidden
    project.run(RejectUnits(articles[1], (work.named("Moscow")[0].id,)))
    unit = project.work(articles[2]).named("Moscow")[0]
    assert (unit.hidden, unit.reason) == (True, "same name refused twice")
    project.run(AcceptUnits(articles[2], (unit.id,)))
    assert not project.work(articles[2]).named("Moscow")[0].hidden


def test_a_flag_survives_memory_and_is_no_decision_about_the_name(project, articles):
    second = unit_on(project, articles[0], "Kursk", 1)
    project.run(SetFlag(articles[0], second.id, "unsure", True))
    assert labels(project.work(articles[1])) == ["PERSON"]
    project.run(SetLabel(articles[0], unit_on(project, articles[0], "Kursk").id, "GPE"))
    value = project.work(articles[0]).find(second.id).value
    assert (value.label, value.flags) == ("GPE", ("unsure",))


def test_memory_is_a_layers_own(project, articles):
    project.run(SetLabel(articles[0], unit_on(project, articles[0], "Kursk").id, "GPE"))
    assert labels(project.work(articles[1], layer="ben")) == ["PERSON"]
    with Project.open(project.path, annotator="ben") as ben:
        assert labels(ben.work(articles[1])) == ["PERSON"]


def test_hidden_suggestions_show_when_memory_knows_a_better_label(make_project):
    project = make_project(TEXT)
    article = project.articles()[0].id
    propose(project, *(entity(article, TEXT, "Kursk", "CARDINAL", nth=nth) for nth in range(2)))
    work = project.work(article)
    assert [unit.hidden for unit in work.named("Kursk")] == [True, True]
    assert work.progress() == (0, 0)
    project.refresh_work(work, project.run(SetLabel(article, work.named("Kursk")[0].id, "GPE")))
    assert [unit.hidden for unit in work.named("Kursk")] == [False, False]
    assert work.progress() == (1, 2)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([("GPE", "kept", 1)], Verdict("GPE", 1)),
        ([("GPE", "kept", 4), ("LOC", "kept", 1)], Verdict("GPE", 4, against=1)),
        ([("GPE", "kept", 3), ("LOC", "kept", 1)], None),
        ([("GPE", "rejected", 1)], None),
        ([("GPE", "rejected", 1, 2)], Verdict(refused=2)),
        ([("GPE", "rejected", 1), ("LOC", "rejected", 1)], Verdict(refused=2)),
        ([("GPE", "rejected", 5), ("LOC", "kept", 1)], Verdict("LOC", 1, against=5)),
        ([("GPE", "suggested", 3), ("GPE", "removed", 3)], None),
        ([("PERSON", "kept", 3, 3, {"a": 2})], Verdict("PERSON", 3, actor="a", resolved=2)),
        ([("PERSON", "kept", 3, 3, {"a": 2, "b": 1})], Verdict("PERSON", 3)),
    ],
)
def test_a_verdict_needs_agreement(rows, expected):
    assert verdict([NameRow(*row) for row in rows]) == expected


def test_a_label_decided_in_two_articles_makes_the_same_suggestion_surer(project, articles):
    for article in articles[:2]:
        project.run(AcceptUnits(article, (project.work(article).named("Moscow")[0].id,)))
    unit = project.work(articles[2]).named("Moscow")[0]
    assert (unit.score, unit.reason) == (0.9, "same name decided GPE in 2 articles")


@pytest.mark.parametrize(("agreeing", "others", "expected"), [(1, 0, 0.75), (2, 0, 0.833), (9, 0, 0.95), (9, 1, 0.864)])
def test_how_sure_memory_is_follows_from_how_often(agreeing, others, expected):
    assert likelihood(agreeing, others) == expected


def test_a_boundary_is_the_same_whatever_the_case_of_an_article():
    found = verdict([], moved={"the Kremlin": 2, "The Kremlin": 1})
    assert (found.words, found.moved) == ("the Kremlin", 3)
    assert verdict([], moved={"the Kremlin": 1, "Kremlin wall": 1}) is None
