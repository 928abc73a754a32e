"""Clusters of articles, and the events that they give."""

from __future__ import annotations

import datetime as dt
import random

from annotator.model import When
from annotator.proposals.stories import Name, Told, clusters, propose_events
from annotator.proposals.words import Tally, bag

DAY = dt.date(2031, 3, 12)
TEXTS = {
    "a": ("Ferry sinks off Port Sarne", "The ferry Halcyon sank off Port Sarne with ninety passengers aboard."),
    "b": ("Wreck of the Halcyon found", "Divers found the ferry Halcyon, which sank off Port Sarne with passengers."),
    "c": ("School meals", "Parliament debated school meals for a third day."),
    "d": ("Strike at the railways", "Railway workers in Osk walked out over pay."),
    "e": ("Quake in Velia", "An earthquake shook houses in the hills of Velia."),
}
SARNE = Name("Port Sarne", "GPE", leads=True)
GUARD = Name("Coast Guard", "ORG", "guard", leads=True)


def told(**changes) -> dict[str, Told]:
    """The articles above; `changes` are fields by article."""
    tally = Tally()
    for title, text in TEXTS.values():
        tally.add(bag(text, title))
    weights = tally.weights()
    return {
        key: Told(
            **{
                "id": key,
                "title": title,
                "vector": weights.vector(bag(text, title)),
                "published": DAY,
                **changes.get(key, {}),
            }
        )
        for key, (title, text) in TEXTS.items()
    }


def groups(articles) -> set[frozenset[str]]:
    return {frozenset(member.id for member in each.members) for each in clusters(articles)}


def test_articles_that_are_alike_and_near_in_time_stand_together():
    assert frozenset("ab") in groups(told().values())
    assert len(groups(told().values())) == 4


def test_what_comes_long_after_is_another_story():
    assert frozenset("a") in groups(told(b={"published": dt.date(2031, 5, 1)}).values())


def test_the_order_in_which_articles_come_makes_no_difference():
    articles = list(told().values())
    before = propose_events(articles)
    random.Random(1).shuffle(articles)
    assert propose_events(articles) == before


def test_a_proposal_says_what_where_when_and_who():
    about = {"names": (SARNE, GUARD), "type": "accident", "day": When("2031-03-11", "day", "Tuesday")}
    first = propose_events(told(a=about, b=about).values())[0]
    assert (first.event.type, first.event.place) == ("accident", "Port Sarne")
    assert first.event.participants == ("guard",)
    assert first.event.when == When("2031-03-11", "day", "Tuesday")
    assert first.reasons[:2] == ("2 articles tell of it", "they name Coast Guard, Port Sarne")


def test_without_a_day_named_the_first_publication_counts():
    assert propose_events(told().values())[0].event.when == When("2031-03-12", "day")


def test_a_single_article_is_proposed_only_where_it_clearly_tells_of_an_event():
    about = {"names": (SARNE,), "type": "disaster", "tells": True}
    found = propose_events(told(e=about).values())
    assert [each.articles for each in found] == [("a", "b"), ("e",)]
    assert found[0].score > found[1].score


def test_a_headline_or_a_day_to_come_makes_a_plan():
    found = propose_events(told(e={"names": (SARNE,), "tells": True, "title": "Velia to rebuild houses"}).values())
    assert found[1].event.status == "planned"
    later = {"day": When("2031-03-13", "day", "tomorrow")}
    assert propose_events(told(a=later, b=later).values())[0].event.status == "planned"


def test_ids_follow_from_the_first_article():
    alone = [article for article in told().values() if article.id in "ab"]
    assert propose_events(told().values())[0].event.id == propose_events(alone)[0].event.id


def test_comment_that_names_nobody_and_no_happening_comes_after_what_does():
    def score(**both) -> float:
        return max(each.score for each in propose_events(told(a=both, b=both).values()))

    assert score() < score(names=(SARNE,)) < score(names=(SARNE,), tells=True)


def test_articles_without_headlines_are_titled_by_whom_they_name():
    names = {"names": (SARNE, GUARD), "title": "", "type": "accident"}
    found = propose_events(told(a=names, b=names).values())
    assert found[0].event.title == "Accident: Coast Guard, Port Sarne"


def test_a_headline_goes_before_the_beginning_of_a_text():
    found = propose_events(told(a={"title": "The ferry Halcyon sank off the coast of…"}).values())
    assert found[0].event.title == "Wreck of the Halcyon found"
    found = propose_events(told(b={"title": "Divers found the ferry Halcyon, which…"}).values())
    assert found[0].event.title == told()["a"].title
