"""Actors that may be one, across articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import ids
from annotator.model import Actor
from annotator.proposals.actors import ActorCount, ActorProposal, propose_same_actors


def count(name: str, articles: int = 1, *aliases: str, kind: str = "person") -> ActorCount:
    return ActorCount(Actor(ids.suggested_actor_id(name, kind), name, kind, aliases), articles)


def people(*names: str) -> list[ActorProposal]:
    return propose_same_actors([count(name, 20 - at) for at, name in enumerate(names)])


def bodies(*names: str, kind: str = "organisation") -> list[ActorProposal]:
    return propose_same_actors([count(name, 20 - at, kind=kind) for at, name in enumerate(names)])


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Igor Zelinsky", "Igor Zelinskyy", "the surname spelled two ways"),
        ("Igor Zelinsky", "Igor Selinskyj", "the surname spelled two ways"),
        ("Dmitry Holm", "Dmitri Holm", "the first name spelled two ways"),
        ("Anna Keller", "Anna K. Keller", "with and without a middle name"),
        ("Anna Keller", "Änna Kéller", "the same but for accents or capitals"),
        ("William Oster", "Bill Oster", "“Bill” is short for “William”"),
        ("Bob Oster", "Rob Oster", "“Bob” is short for “Rob”"),
        ("Jan Dahl", "J. Dahl", "the first name once as an initial"),
        ("Anna Keller", "Anna Keller Holm", "one with a second surname"),
        ("Anna Keller-Holm", "Anna Keller", "one with a second surname"),
        ("Ulla van der Berg", "Ulla Berg", "one with a second surname"),
        ("Jan Dahl", "President Jan Dahl", "with and without a title"),
        ("Jan Dahl", "Dahl", "the only Dahl with a first name"),
        ("Zelinsky", "Zelinskiy", "the surname spelled two ways"),
    ],
)
def test_two_people_may_be_one(one: str, other: str, reason: str) -> None:
    (found,) = people(one, other)
    assert (found.actors[0].name, found.actors[1].name, found.reason) == (one, other, reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hilda Klint", "Bill Klint"),
        ("Erik Johnson", "Erik Johnston"),
        ("Jan Dahl", "Jan Dahl Jr."),
        ("Jan B. Dahl", "Jan C. Dahl"),
        ("Anna Keller", "Anna Koller"),
        ("Jan Dahl", "Peter Jan"),
        ("Keller", "Holm"),
        ("Maria Lind", "Marta Lind"),
    ],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert people(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Osk Times", "The Osk Times", "with and without “the” or “Inc.”"),
        ("Umbra", "Umbra Inc.", "with and without “the” or “Inc.”"),
        ("UN", "U.N.", "with and without full stops"),
        ("Tide Organization", "Tide Organisation", "spelled two ways"),
        ("North Harbor Union", "NHU", "“NHU” are the first letters"),
        ("N.H.U.", "North Harbor Union", "“N.H.U.” are the first letters"),
        ("Department of Tides", "DoT", "“DoT” are the first letters"),
    ],
)
def test_two_organisations_may_be_one(one: str, other: str, reason: str) -> None:
    (found,) = bodies(one, other)
    assert (found.actors[0].name, found.actors[1].name, found.reason) == (one, other, reason)


def test_a_place_has_more_than_one_name() -> None:
    (found,) = bodies("Kiev", "Kyiv", kind="place")
    assert ([actor.name for actor in found.actors], found.reason) == (["Kyiv", "Kiev"], "two names of one place")


@pytest.mark.parametrize(
    ("one", "other"), [("Osk Times", "Bergen Times"), ("Tide Ministry", "Tide Mystery"), ("Umbra", "Um")]
)
def test_two_organisations_stay_two(one: str, other: str) -> None:
    assert bodies(one, other) == []


def test_one_name_taken_for_two_kinds_of_thing_is_asked_about() -> None:
    (found,) = propose_same_actors([count("Umbra", 3, kind="organisation"), count("Umbra", kind="place")])
    assert found.reason == "once an organisation, once a place"


def test_a_person_and_a_place_of_one_name_are_two() -> None:
    assert propose_same_actors([count("Holm"), count("Holm", kind="place")]) == []


def test_a_bare_surname_is_nobodys_if_two_have_it() -> None:
    assert people("Hilda Klint", "Bill Klint", "Klint") == []


def test_a_bare_surname_is_somebodys_who_is_spelled_two_ways() -> None:
    found = people("Igor Zelinsky", "Igor Zelinskyy", "Zelinskiy")
    assert [(each.actors[0].name, each.actors[1].name) for each in found] == [
        ("Igor Zelinsky", "Igor Zelinskyy"),
        ("Igor Zelinsky", "Zelinskiy"),
    ]


def test_a_full_name_stays_even_if_the_bare_one_stands_in_more_articles() -> None:
    (found,) = people("Dahl", "Jan Dahl")
    assert found.actors[0].name == "Jan Dahl"


def test_the_more_frequent_name_stays() -> None:
    (found,) = propose_same_actors([count("Igor Zelinskyy", 2), count("Igor Zelinsky", 5)])
    assert (found.actors[0].name, found.articles) == ("Igor Zelinsky", (5, 2))


def test_an_acronym_of_two_names_is_neithers() -> None:
    assert bodies("North Harbor Union", "New Harvest Union", "NHU") == []


def test_an_alias_counts_as_a_name() -> None:
    (found,) = propose_same_actors([count("J. Dahl", 5, "Jan Dahl"), count("Jan P. Dahl", 1)])
    assert found.reason == "with and without a middle name"


def test_what_was_dismissed_is_not_proposed_again() -> None:
    counts = [count("Igor Zelinsky", 3), count("Igor Zelinskyy", 2)]
    (found,) = propose_same_actors(counts)
    assert propose_same_actors(counts, dismissed={found.id}) == []


def test_the_surest_come_first() -> None:
    scores = [each.score for each in people("Jan Dahl", "J. Dahl", "Anna Keller", "Anna K. Keller", "Keller")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


NAMES = st.sampled_from(
    [
        "Jan Dahl",
        "J. Dahl",
        "Dahl",
        "Igor Zelinsky",
        "Zelinskyy",
        "Bill Oster",
        "William Oster",
        "W. Oster",
        "Oster Jr.",
    ]
)


@given(st.lists(st.tuples(NAMES, st.integers(1, 9)), unique_by=lambda each: each[0], max_size=9), st.randoms())
def test_the_order_of_the_actors_changes_nothing(named: list[tuple[str, int]], random) -> None:
    counts = [count(name, articles) for name, articles in named]
    found = propose_same_actors(counts)
    random.shuffle(counts)
    assert propose_same_actors(counts) == found
    assert len({each.actors[1].id for each in found}) == len(found)


def test_a_short_name_that_two_bodies_share_is_said_and_comes_after_whole_names() -> None:
    office, chamber = count("Harbour Office", 9, "Office", kind="organisation"), count("Office", 5, kind="organisation")
    twice = [count("Osk Bank", 2, kind="organisation"), count("The Osk Bank", 1, kind="organisation")]
    found = propose_same_actors([office, chamber, *twice])
    assert [each.reason for each in found] == ["with and without “the” or “Inc.”", "both are written “Office”"]
