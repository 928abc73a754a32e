"""Which event a statement is about: the likeliest first, each with reasons in words."""

from __future__ import annotations

import pytest

from annotator.errors import NotFound
from annotator.model import Actor, Event, Speaker, When
from annotator.operations import (
    AddActor,
    AddEntity,
    AddEvent,
    AddStatement,
    EditMeta,
    LinkEvent,
    MergeEvents,
    RetireEvent,
)
from tests.annotator.making import span_of

TEXT = "Talks on grain in Kursk went well, Holm said. Nobody mentioned the flood."
HOLM = Actor("a" * 32, "Holm")
GRAIN = Event("1" * 32, "Grain talks", type="meeting", place="Kursk", participants=(HOLM.id,), when=When("2025-03-16"))
FLOOD = Event("2" * 32, "Osk flood", type="disaster", when=When("2024-01-01/2024-02-01"))


@pytest.fixture
def project(make_project):
    return make_project(TEXT)


@pytest.fixture
def said(project, article):
    for operation in (AddActor(HOLM), AddEvent(FLOOD), AddEvent(GRAIN)):
        project.run(operation)
    project.run(AddEntity(article, span_of(TEXT, "Kursk"), "GPE"))
    statement = AddStatement(
        article, (span_of(TEXT, "Talks on grain in Kursk went well"),), speaker=Speaker(actor=HOLM.id)
    )
    project.run(statement)
    return statement.id


def candidates(project, article, statement):
    return project.proposals.candidates(article, statement).candidates


def test_the_likeliest_event_comes_first_with_its_reasons(project, article, said):
    project.run(EditMeta(article, {"published": "2025-03-17"}))
    first, second = candidates(project, article, said)
    assert (first.event, second.event) == (GRAIN, FLOOD)
    assert first.score > second.score
    assert [reason.split(":")[0] for reason in first.reasons] == [
        "same people",
        "words",
        "same place",
        "1 day before publication",
        "same kind",
    ]


def test_a_day_of_publication_in_words_counts_like_any_other(project, article, said):
    project.run(EditMeta(article, {"published": "17 Mar 2025"}))
    assert "1 day before publication" in candidates(project, article, said)[0].reasons


def test_an_event_that_the_article_is_linked_to_is_likelier(project, article, said):
    before = {one.event.id: one.score for one in candidates(project, article, said)}
    project.run(LinkEvent(article, (said,), FLOOD.id, "mentions"))
    after = {one.event.id: one for one in candidates(project, article, said)}
    assert after[FLOOD.id].score > before[FLOOD.id]
    assert "linked from 1 statement of this article" in after[FLOOD.id].reasons


def test_retired_and_merged_events_are_not_offered(project, article, said):
    project.run(RetireEvent(FLOOD.id))
    assert [one.event for one in candidates(project, article, said)] == [GRAIN]
    project.undo()
    project.run(MergeEvents((FLOOD.id,), GRAIN.id))
    assert [one.event for one in candidates(project, article, said)] == [GRAIN]


def test_the_probabilities_of_all_events_and_of_none_add_up_to_one(project, article, said):
    offer = project.proposals.candidates(article, said)
    assert sum(one.score for one in offer.candidates) + offer.new == pytest.approx(1, abs=0.001)
    assert all(0 <= one.score <= 1 for one in offer.candidates)


def test_only_a_statement_has_candidates(project, article, said):
    with pytest.raises(NotFound, match="statement"):
        candidates(project, article, "0" * 32)
