"""Events proposed over all articles: worked out, shown, accepted, dismissed; and what that does to everything else."""

from __future__ import annotations

import shutil

import msgspec
import pytest

from annotator.errors import Invalid
from annotator.model import Event, Speaker
from annotator.operations import AcceptEvent, AddEvent, AddStatement, DismissEvent, LinkEvent, RetireEvent
from annotator.project import Project
from tests.annotator.making import RUBIO, entity, propose, span_of

SUNK = (
    "Ferry sinks off Port Sarne\n\nThe ferry Halcyon sank off Port Sarne on Tuesday with ninety passengers, the coast "
    "guard of Velia said. Divers were searching the wreck of the Halcyon for passengers."
)
WRECK = (
    "Divers search wreck of the Halcyon\n\nDivers searched the wreck of the ferry Halcyon, which sank off Port Sarne "
    "with ninety passengers, the coast guard of Velia said."
)
MEALS = "School meals debated\n\nParliament in Osk debated the price of school meals for a third day. Nobody voted."
FERRY = (SUNK, WRECK, MEALS)


@pytest.fixture
def project(make_project):
    project = make_project(*FERRY)
    first = project.article_ids()[0]
    names = [entity(first, FERRY[0], "Port Sarne", "GPE"), entity(first, FERRY[0], "Velia", "GPE", actor=RUBIO.id)]
    propose(project, *names, article=first, actors=(RUBIO,))
    project.proposals.refresh()
    return project


@pytest.fixture
def ferry(project):
    return project.proposals.events()[0]


def test_articles_that_tell_of_one_happening_give_one_proposal(project, ferry):
    assert set(ferry.articles) == set(project.article_ids()[:2])
    assert "2 articles tell of it" in ferry.reasons
    assert ferry.event.title in ("Ferry sinks off Port Sarne", "Divers search wreck of the Halcyon")


def test_a_day_that_the_text_names_in_full_is_the_day_of_an_event_without_metadata(make_project):
    dated = SUNK.replace("on Tuesday", "on March 12, 2031,")
    project = make_project(dated, WRECK.replace("Divers searched", "March 13, 2031 – Divers searched"), name="dated")
    project.proposals.refresh()
    when = project.proposals.events()[0].event.when
    assert when is not None
    assert when.edtf == "2031-03-12"


def test_working_it_out_again_changes_nothing(project):
    before = project.proposals.events()
    project.proposals.refresh()
    assert project.proposals.events() == before


def test_two_machines_propose_the_same(make_project, project):
    other = make_project(*reversed(FERRY), name="other")
    other.proposals.refresh()
    assert other.proposals.events()[0].event.id == project.proposals.events()[0].event.id


def test_a_proposal_is_no_event_until_it_is_accepted(project, ferry):
    assert project.events() == []
    project.run(AcceptEvent(ferry.event, ferry.articles))
    assert project.find_event(ferry.event.id) == ferry.event
    assert ferry.event.id not in {each.event.id for each in project.proposals.events()}
    project.undo()
    assert project.events() == []
    assert project.proposals.events()[0] == ferry


def test_accepting_takes_over_participants_that_only_the_machine_named(project, ferry):
    event = msgspec.structs.replace(ferry.event, participants=(RUBIO.id,))
    project.run(AcceptEvent(event, ferry.articles))
    assert project.find_actor(RUBIO.id) == RUBIO
    project.undo()
    assert project.find_actor(RUBIO.id) is None


def test_adding_an_event_with_the_id_of_a_proposal_accepts_it(project, ferry):
    project.run(AddEvent(ferry.event))
    assert ferry.event.id not in {each.event.id for each in project.proposals.events()}


def test_a_dismissed_proposal_shows_up_nowhere_and_comes_back_with_undo(project, ferry):
    project.run(DismissEvent(ferry.event))
    assert ferry.event.id not in {each.event.id for each in project.proposals.events()}
    assert project.events() == []
    assert project.find_event(ferry.event.id) is None
    assert all(not one.is_proposed for one in project.proposals.candidates(ferry.articles[0]).candidates)
    project.undo()
    assert project.proposals.events()[0] == ferry


def test_what_was_dismissed_can_be_accepted_after_all(project, ferry):
    project.run(DismissEvent(ferry.event))
    project.run(AcceptEvent(ferry.event))
    assert project.find_event(ferry.event.id) == ferry.event


def test_an_event_of_the_project_is_not_dismissed_but_retired(project, ferry):
    project.run(AcceptEvent(ferry.event))
    with pytest.raises(Invalid, match="already"):
        project.run(DismissEvent(ferry.event))
    project.run(RetireEvent(ferry.event.id))
    assert ferry.event.id not in {each.event.id for each in project.proposals.events()}


def test_a_dismissal_is_not_exported_and_the_file_stays_sound(project, ferry, tmp_path):
    project.run(DismissEvent(ferry.event))
    project.run(AddStatement(ferry.articles[0], (span_of(project.article(ferry.articles[0]).text, "Halcyon"),)))
    project.export(tmp_path / "out", layer="ann", incomplete=True)
    assert (tmp_path / "out" / "events.jsonl").read_text() == ""
    assert project.check() == []
    assert project.rebuild() == []


def test_a_dismissal_holds_for_its_layer_alone_and_survives_a_merge(project, ferry, tmp_path):
    project.checkpoint()
    shutil.copy(project.path, tmp_path / "ben.annodb")
    with Project.open(tmp_path / "ben.annodb", annotator="ben") as ben:
        ben.run(DismissEvent(ferry.event))
    project.merge([tmp_path / "ben.annodb"])
    assert project.proposals.events()[0] == ferry
    with Project.open(project.path, annotator="ben") as ben:
        assert ferry.event.id not in {each.event.id for each in ben.proposals.events()}


def test_a_proposal_is_a_candidate_for_the_articles_that_it_covers(project, ferry):
    first, last = project.article_ids()[0], project.article_ids()[2]
    found = project.proposals.candidates(first).candidates
    assert [(one.event.id, one.is_proposed) for one in found] == [(ferry.event.id, True)]
    assert "proposed for this article" in found[0].reasons
    assert project.proposals.candidates(last).candidates == ()


def test_what_is_linked_counts_for_like_articles_and_undo_takes_it_away(project):
    first, second, _ = project.article_ids()
    event = Event("1" * 32, "Loss of the ship")
    project.run(AddEvent(event))
    before = project.proposals.candidates(second)
    said = AddStatement(first, (span_of(FERRY[0], "Divers were searching"),), speaker=Speaker(anonymous=True))
    project.run(said)
    project.run(LinkEvent(first, (said.id,), event.id, "reports"))
    after = {one.event.id: one for one in project.proposals.candidates(second).candidates}[event.id]
    assert after.score > {one.event.id: one for one in before.candidates}[event.id].score
    assert any(reason.startswith("like “Ferry sinks") for reason in after.reasons)
    project.undo()
    assert project.proposals.candidates(second) == before


def test_what_another_annotator_linked_is_never_looked_at(project):
    first, second, _ = project.article_ids()
    event = Event("1" * 32, "Loss of the ship")
    project.run(AddEvent(event))
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(AddEvent(event))
        said = AddStatement(first, (span_of(FERRY[0], "Divers were searching"),))
        ben.run(said)
        ben.run(LinkEvent(first, (said.id,), event.id, "reports"))
    own = [one for one in project.proposals.candidates(second).candidates if not one.is_proposed]
    assert not any("like “" in reason for one in own for reason in one.reasons)


def test_what_is_needed_can_be_read_bit_by_bit_before_anybody_asks(project):
    first = project.article_ids()[0]
    project.run(AddEvent(Event("1" * 32, "Loss of the ship")))
    said = AddStatement(first, (span_of(FERRY[0], "Divers were searching"),))
    project.run(said)
    project.run(LinkEvent(first, (said.id,), "1" * 32, "reports"))
    assert not project.proposals.warm(0)
    assert project.proposals.warm(1)


def test_nothing_alike_is_said_to_be_new(project, ferry):
    project.run(AcceptEvent(ferry.event))
    offer = project.proposals.candidates(project.article_ids()[2])
    assert offer.is_new_likeliest
    assert offer.new > 0.9
