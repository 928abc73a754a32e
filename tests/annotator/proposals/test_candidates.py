"""Which event a text is about, from texts, actors, places and dates alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Event, When
from annotator.proposals.candidates import Clues, EventIndex, date_fit, days_apart, probabilities
from annotator.proposals.words import Weights, bag

FERRY = Event("f" * 32, "Ferry sinks off Port Sarne", place="Port Sarne", participants=("coast guard",))
QUAKE = Event("e" * 32, "Earthquake in Velia", when=When("2031-03-10"))
SANK = "The ferry Halcyon sank off Port Sarne with ninety passengers; divers searched the wreck."
DIVERS = "Divers found the wreck of the Halcyon, which sank with its passengers."
SHAKEN = "A strong earthquake shook Velia and its aftershocks brought down houses."
DAY = dt.date(2031, 3, 12)


@pytest.fixture
def index():
    index = EventIndex(Weights(50, lambda term: 40 if term == "people" else 2))
    for event in (FERRY, QUAKE):
        index.put_event(event, bag(event.title))
    return index


def ranked(index, text, **clues):
    return index.rank(Clues("asked", bag(text), **clues))


def test_a_text_linked_to_an_event_says_more_than_its_title(index):
    before = ranked(index, DIVERS)
    index.put_text("sank", "other", bag(SANK), [FERRY.id])
    after = ranked(index, DIVERS)
    assert after.events[0].event == FERRY.id
    assert after.new < before.new
    assert after.events[0].evidence.nearest == "sank"


def test_nothing_alike_means_probably_new(index):
    ranking = ranked(index, "Parliament debated school meals.")
    assert ranking.new > 0.9
    assert all(not each.evidence.parts for each in ranking.events)


def test_a_text_of_the_asked_article_itself_is_no_evidence(index):
    index.put_text("sank", "asked", bag(SANK), [QUAKE.id])
    assert ranked(index, SANK).events[0].event == FERRY.id


def test_a_text_taken_out_counts_no_more(index):
    before = ranked(index, DIVERS)
    index.put_text("sank", "other", bag(SANK), [FERRY.id])
    index.drop_text("sank")
    assert ranked(index, DIVERS) == before


def test_the_sentence_decides_where_an_article_tells_of_two_events(index):
    index.put_text("one", "other", bag(SANK), [FERRY.id])
    index.put_text("two", "another", bag(SHAKEN), [QUAKE.id])
    both = f"{SANK} {SHAKEN}"
    assert ranked(index, both, sentence=bag("The aftershocks shook houses.")).events[0].event == QUAKE.id
    assert ranked(index, both, sentence=bag("Divers searched the wreck.")).events[0].event == FERRY.id


def test_sentences_that_are_linked_already_are_looked_at(index):
    clues = Clues("asked", bag("It was a terrible night."), bag("The captain left the bridge."))
    linked = {FERRY.id: [bag("The captain had left the bridge.")]}
    ranking = index.rank(clues, lambda event: linked.get(event, []))
    assert ranking.events[0].event == FERRY.id
    assert ranking.events[0].evidence.parts["sentence"] > 0.5


def test_people_places_and_days_are_evidence(index):
    ranking = ranked(index, "Nothing.", actors=frozenset(["coast guard"]), places=frozenset(["port sarne"]))
    assert set(ranking.events[0].evidence.parts) == {"actors", "place"}
    assert ranked(index, "Nothing.", days=((dt.date(2031, 3, 10),) * 2,)).events[0].event == QUAKE.id


def test_somebody_who_takes_part_in_everything_says_little(index):
    alone = ranked(index, "x", actors=frozenset(["coast guard"])).events[0].likeness
    for number in range(9):
        index.put_event(Event(f"{number:032x}", f"Rescue {number}", participants=("coast guard",)), {})
    assert ranked(index, "x", actors=frozenset(["coast guard"])).events[0].likeness < alone / 2


def test_a_proposed_event_stands_below_an_accepted_one_of_equal_fit():
    index = EventIndex(Weights(50, lambda _: 2))
    index.put_event(Event("1" * 32, "Ferry sinks"), bag("Ferry sinks"), is_proposed=True)
    index.put_event(Event("2" * 32, "Ferry sinks"), bag("Ferry sinks"))
    assert [each.event[0] for each in ranked(index, SANK).events] == ["2", "1"]


@given(st.lists(st.floats(-1, 3), max_size=30), st.integers(0, 500), st.integers(0, 500))
def test_probabilities_fall_with_likeness_and_leave_room_for_none(likenesses, linked, events):
    shares = probabilities(sorted(likenesses, reverse=True), linked, events)
    assert shares == sorted(shares, reverse=True)
    assert 0 <= sum(shares) <= 1 + 1e-9


def test_where_most_texts_were_new_the_next_one_probably_is_too():
    assert sum(probabilities([0.2, 0.1], 100, 98)) < sum(probabilities([0.2, 0.1], 100, 10))


@pytest.mark.parametrize(
    ("named", "status", "sign"),
    [("2031-03-10", "happened", 1), ("2030-03-10", "happened", -1), (None, "happened", 1), (None, "planned", 0)],
)
def test_a_named_day_counts_more_than_the_day_of_publication(named, status, sign):
    days = ((dt.date.fromisoformat(named),) * 2,) if named else ()
    fit = date_fit(Clues("a", {}, days=days, published=DAY), (dt.date(2031, 3, 10),) * 2, status)
    assert (fit > 0) - (fit < 0) == sign


def test_days_between_a_text_and_an_event_are_negative_when_the_event_came_first():
    assert days_apart(Clues("a", {}, published=DAY), (dt.date(2031, 3, 10),) * 2) == (-2, False)
    assert days_apart(Clues("a", {}), (DAY, DAY)) == (None, False)
