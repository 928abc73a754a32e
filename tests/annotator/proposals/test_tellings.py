"""Sentences that tell of one happening, and the events that several articles' sentences give."""

from __future__ import annotations

import datetime as dt

import pytest

from annotator.model import When
from annotator.proposals.stories import EventProposal, Told
from annotator.proposals.tellings import Named, tellings
from annotator.proposals.told_events import propose_told, without_doubles

NAMES = {
    "Ada Marn": "PERSON",
    "Marn": "PERSON",
    "Teo Brask": "PERSON",
    "Brask": "PERSON",
    "Lia Oru": "PERSON",
    "Velia": "GPE",
    "Velian": "NORP",
    "Port Sarne": "GPE",
    "Osk": "GPE",
}


def named(text: str) -> list[Named]:
    found = []
    for name, label in sorted(NAMES.items(), key=lambda pair: -len(pair[0])):
        at = text.find(name)
        while at >= 0:
            if not any(other.start < at + len(name) and at < other.end for other in found):
                found.append(Named(at, at + len(name), label, name))
            at = text.find(name, at + 1)
    return sorted(found, key=lambda each: each.start)


def keys(text: str) -> list[str]:
    return [each.key for each in tellings("a", text, named(text))]


def proposed(*texts: str, **fields) -> list[EventProposal]:
    """What articles with these texts give."""
    ids = [f"a{number}" for number in range(len(texts))]
    told = {one: Told(one, "", {}, **fields) for one in ids}
    found = [each for one, text in zip(ids, texts, strict=True) for each in tellings(one, text, named(text))]
    return propose_told(found, told, {})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("A phone call between Ada Marn and Teo Brask lasted an hour.", "call|brask|marn"),
        ("The Marn-Brask call was short.", "call|brask|marn"),
        ("Marn phoned Brask.", "call|brask|marn"),
        ("Teo Brask met with Ada Marn in Osk.", "meeting|brask|marn"),
        ("The 60-day truce holds.", "agreement|60-day"),
        ("The two-month truce holds.", "agreement|2-month"),
        ("The Port Sarne accord is dead.", "agreement|portsarne"),
        ("Marn flew to Port Sarne.", "visit|marn|portsarne"),
        ("A blast in Port Sarne killed two.", "accident|portsarne"),
        ("The Osk earthquake woke Velia.", "disaster|osk"),
        ("Lia Oru, 83, died in Osk.", "death|oru"),
        ("The resignation of Lia Oru came late.", "appointment|oru"),
        ("Police arrested nobody, but Teo Brask was detained.", "arrest|brask"),
    ],
)
def test_a_sentence_tells_what_happened_to_whom_and_where(text: str, key: str):
    assert key in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "They call Marn and Brask heroes.",
        "Ada Marn spoke. Brask met nobody.",
        "The deal is off, said Marn to Brask.",
        "Marn hopes for a visit.",
        "Death came late, wrote Marn.",
        "Marn, after the meeting, praised Brask and left.",
    ],
)
def test_names_that_only_stand_near_are_not_joined(text: str):
    assert keys(text) == []


def test_a_sentence_tells_of_one_thing_once():
    assert keys("The 60-day truce deal, a 60-day pact, holds.") == ["agreement|60-day"]


def test_a_country_and_its_people_are_one():
    people, country = named("Velian Velia")
    assert people.key == country.key


def test_several_articles_that_tell_of_one_call_give_one_event_with_its_mentions():
    (found,) = proposed(
        "A phone call between Ada Marn and Teo Brask lasted an hour.",
        "Weather was fair. Teo Brask phoned Ada Marn.",
        "Schools stay shut in Velia.",
    )
    assert found.event.title == "Phone call between Teo Brask and Ada Marn"
    assert found.articles == ("a0", "a1")
    assert [mention.article for mention in found.event.mentions] == ["a0", "a1"]
    assert found.reasons[0] == "2 articles tell of it, in 2 sentences"


def test_the_noun_that_says_more_makes_the_title():
    (found,) = proposed("Ada Marn met Teo Brask.", "Osk hosts a debate between Ada Marn and Teo Brask.")
    assert found.event.title.startswith("Debate between")


def test_what_is_offered_is_proposed():
    (found,) = proposed("The proposed 60-day truce is near.", "Osk backs the proposal of a 60-day truce.")
    assert (found.event.title, found.event.status) == ("60-day truce proposal", "proposed")


def test_one_article_gives_no_event_of_a_place():
    assert proposed("A blast in Port Sarne killed two.") == []


def test_the_same_place_months_later_is_another_event():
    text = "A blast in Port Sarne killed two."
    early, late = (dt.date(2031, month, 1) for month in (1, 6))
    found = [each for number in range(4) for each in tellings(f"a{number}", text, named(text))]
    told = {f"a{number}": Told(f"a{number}", "", {}, early if number < 2 else late) for number in range(4)}
    assert {each.articles for each in propose_told(found, told, {})} == {("a0", "a1"), ("a2", "a3")}


def test_the_day_that_the_sentences_name_is_the_day_of_the_event():
    text = "On 4 March 2031 Marn flew to Port Sarne."
    found = [each for one in "ab" for each in tellings(one, text, named(text))]
    day = When("2031-03-04", "day")
    told = {one: Told(one, "", {}) for one in "ab"}
    (event,) = (each.event for each in propose_told(found, told, {"a:0": day, "b:0": day}))
    assert event.when == day


def test_of_two_proposals_with_one_title_the_better_stays():
    found = proposed("Marn phoned Brask.", "Brask phoned Marn.")
    assert without_doubles([*found, *found]) == found


def test_the_order_of_the_articles_makes_no_difference_to_the_id():
    text = "Marn phoned Brask."
    told = {one: Told(one, "", {}) for one in "ab"}
    both = [each for one in "ab" for each in tellings(one, text, named(text))]
    assert [e.event.id for e in propose_told(both, told, {})] == [
        e.event.id for e in propose_told(both[::-1], told, {})
    ]
