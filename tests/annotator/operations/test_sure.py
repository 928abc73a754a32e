"""Accepting by score: over several articles, in one batch, and nothing that is hidden, decided or less sure."""

from __future__ import annotations

import pytest

from annotator.committing import new_batch
from annotator.operations import AcceptAbove, RejectUnits, SetLabel, Together
from tests.annotator.making import TEXT, entity, propose

SECOND = "Kursk and Moscow."


@pytest.fixture
def project(make_project):
    project = make_project(TEXT, SECOND)
    for row, text in zip(project.articles(), (TEXT, SECOND), strict=True):
        sure = entity(row.id, text, "Kursk", "GPE", score=0.97)
        propose(
            project,
            sure,
            entity(row.id, text, "Moscow", "GPE", score=0.6),
            *([entity(row.id, text, "talks", "CARDINAL", score=0.99)] if text is TEXT else []),
            article=row.id,
        )
    return project


def states(project):
    return [[(unit.state, unit.how) for unit in project.work(row.id).every()] for row in project.articles()]


def above(project, least):
    return [
        AcceptAbove(row.id, tuple(unit.id for unit in project.work(row.id).every()), least)
        for row in project.articles()
    ]


def test_what_is_sure_enough_is_accepted_in_bulk_over_articles_and_undone_at_once(project):
    before = states(project)
    project.run(Together("Accept all above 95 %", tuple(above(project, 0.95))))
    machine = ("suggested", "machine")
    assert states(project) == [[("kept", "bulk"), machine, machine], [("kept", "bulk"), machine]]
    project.undo()
    assert states(project) == before


def test_several_runs_into_one_batch_are_undone_at_once(project):
    before, batch = states(project), new_batch()
    for operation in above(project, 0.5):
        project.run(operation, batch=batch)
    assert [one[0] for one in states(project)] == [("kept", "bulk")] * 2
    project.undo()
    assert states(project) == before


def test_what_the_parts_of_a_batch_teach_is_looked_up_after_the_last(project):
    first, second = (row.id for row in project.articles())

    def labels():
        return [unit.value.label for unit in project.work(second).every()]

    unit = next(unit for unit in project.work(first).every() if unit.score == 0.6)
    before = labels()
    project.run(SetLabel(first, unit.id, "ORG"), learns=False)
    assert labels() == before
    project.learn()
    assert labels() != before


def test_what_was_decided_meanwhile_is_left_alone(project):
    acts, first = above(project, 0.95), project.articles()[0].id
    project.run(RejectUnits(first, (acts[0].ids[0],)))
    assert not project.run(acts[0])


def test_scores_of_what_is_undecided_and_shows_are_given_with_words(project):
    first, second = (row.id for row in project.articles())
    found = project.sureness.undecided(first)
    assert [(one.words, one.label, one.score) for one in found] == [("Kursk", "GPE", 0.97), ("Moscow", "GPE", 0.6)]
    assert project.sureness.doubts([first, second]) == pytest.approx({first: 0.215, second: 0.215})
    project.run(RejectUnits(first, (found[1].id,)))
    assert project.sureness.doubt(first) == pytest.approx(0.03)
    project.run(RejectUnits(first, (found[0].id,)))
    assert project.sureness.doubt(first) is None
