"""The protocol by which the finding of events is measured."""

from __future__ import annotations

import pytest

from tests.score.events import dealt, measure, nearest, parts

STORIES = {
    "ferry": "The ferry Halcyon sank off Port Sarne. Divers searched the wreck of the ferry. The Halcyon had ninety "
    "passengers. Divers found passengers of the Halcyon. The wreck lies off Port Sarne. The ferry had been late.",
    "strike": "Railway workers in Osk walked out over pay. The walkout of railway workers stopped trains. Trains "
    "in Osk stood still. Workers want higher pay. The railway offered less pay. Trains will run again.",
}


@pytest.fixture
def records():
    return [
        {"id": name, "text": text, "entities": [], "quotes": [], "events": []} for name, text in sorted(STORIES.items())
    ]


def test_parts_of_an_article_are_one_event_and_hold_all_its_sentences(records):
    found = parts(records, 2)
    assert [record["id"] for record in found] == ["ferry/0", "ferry/1", "strike/0", "strike/1"]
    assert found[0]["text"].startswith("The ferry Halcyon sank off Port Sarne.\nThe Halcyon had")
    assert {event["chain"] for event in found[0]["events"]} == {"ferry"}


def test_parts_are_found_again_among_the_events_filed_before(records):
    figures = measure(parts(records, 2))
    assert figures["article_hit"] == figures["sentence_hit"] == 1.0
    assert (figures["articles"], figures["articles_there"], figures["sentences"]) == (4, 2, 6)


def test_articles_without_a_common_chain_are_all_new(records):
    figures = measure(records)
    assert figures["articles_there"] == 0
    assert figures["article_hit"] is None


def test_sentences_dealt_out_stay_with_their_event(records):
    found = dealt([*records, *records], 2, 2, seed=1)
    assert {event["chain"] for record in found for event in record["events"]} == {"ferry", "strike"}
    assert dealt(records, 2, 2, seed=1) == dealt(records, 2, 2, seed=1)


def test_the_nearest_text_is_measured_by_the_same_protocol(records):
    assert nearest(parts(records, 2)) == {"article_hit": 1.0, "link_or_new_best": 1.0}
