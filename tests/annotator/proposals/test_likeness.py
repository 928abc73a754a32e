"""How like a name in a text is an actor's."""

from __future__ import annotations

import pytest

from annotator.model import Actor
from annotator.proposals.likeness import likeness


@pytest.mark.parametrize(
    ("mention", "name", "kind", "reason"),
    [
        ("Jan Dahl", "Jan Dahl", "person", "the same name"),
        ("Dahl", "Jan Dahl", "person", "the same last name"),
        ("President Dahl", "Jan Dahl", "person", "the same last name"),
        ("Zelinskyy", "Igor Zelinsky", "person", "the last name spelled two ways"),
        ("Jan", "Jan Dahl", "person", "the same first name"),
        ("Jan P. Dahl", "Jan Dahl", "person", "may be “Jan P. Dahl”"),
        ("Bill Oster", "William Oster", "person", "may be “Bill Oster”"),
        ("Jan Dahl", "Dahl", "person", "the same last name"),
        ("NHU", "North Harbor Union", "organisation", "its first letters"),
        ("North Harbor Union", "N.H.U.", "organisation", "its first letters"),
        ("The Umbra Inc.", "Umbra", "organisation", "may be “The Umbra Inc.”"),
        ("Tide Organization", "Tide Organisation", "organisation", "spelled two ways"),
        ("Times", "Osk Times", "organisation", "a part of the name"),
        ("Keth Tides", "Tides of Keth", "organisation", "looks like “Keth Tides”"),
        ("x", "x", "person", ""),
        ("Keller", "Jan Dahl", "person", ""),
    ],
)
def test_an_actor_says_why_it_is_offered(mention: str, name: str, kind: str, reason: str) -> None:
    assert likeness(mention, Actor("a" * 32, name, kind))[1] == reason


def test_an_alias_counts_as_much_as_the_name() -> None:
    assert likeness("Ze", Actor("a" * 32, "Igor Zelinsky", aliases=("Ze",))) == (1.0, "the same name")


def test_a_namesake_is_less_like_than_the_one_who_is_meant() -> None:
    meant, namesake = Actor("a" * 32, "Anna Keller"), Actor("b" * 32, "Jan Keller")
    assert likeness("Anna Keller", meant) > likeness("Anna Keller", namesake) > (0.0, "")
