"""Who is who inside one article."""

from __future__ import annotations

import pytest

from annotator.model import Span
from annotator.preannotate.actors import resolve


def who(text: str, people: list[str], mention: str, *, orgs: tuple[str, ...] = (), quoted: str = "") -> str | None:
    """The name of the actor that the last occurrence of `mention` is."""
    entities = [(span, "PERSON") for name in people for span in spans(text, name)]
    entities += [(span, "ORG") for name in orgs for span in spans(text, name)]
    at = text.rindex(mention)
    target = Span(at, at + len(mention))
    resolution = resolve(text, entities, [target], quoted=spans(text, quoted) if quoted else [])
    names = {actor.id: actor.name for actor in resolution.actors}
    return names.get(resolution.actor_at.get(target, ""))


def spans(text: str, words: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(words)
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return found


@pytest.mark.parametrize(
    ("text", "people", "mention", "expected"),
    [
        ("Anna Keller came. Later Keller left.", ["Anna Keller", "Keller"], "Keller", "Anna Keller"),
        (
            "Anna K. Keller came. Later Anna Keller left.",
            ["Anna K. Keller", "Anna Keller"],
            "Anna Keller",
            "Anna K. Keller",
        ),
        ("Igor Zelinsky came. Later Zelinskyy left.", ["Igor Zelinsky", "Zelinskyy"], "Zelinskyy", "Igor Zelinsky"),
        ("Anna Keller came. She said no.", ["Anna Keller"], "She", "Anna Keller"),
        ("Anna Keller, who came, said no.", ["Anna Keller"], "who", "Anna Keller"),
        ("Foreign Minister Anna Keller came. The minister left.", ["Anna Keller"], "The minister", "Anna Keller"),
        ("Anna Keller, the pilot, came. The pilot left.", ["Anna Keller"], "The pilot", "Anna Keller"),
    ],
)
def test_a_mention_is_joined_to_its_person(text: str, people: list[str], mention: str, expected: str) -> None:
    assert who(text, people, mention) == expected


@pytest.mark.parametrize(
    ("text", "people", "mention"),
    [
        ("Hilda Klint and Bill Klint came. Then Klint left.", ["Hilda Klint", "Bill Klint", "Klint"], "Klint"),
        ("At noon Peter Holm and Anna Keller met. He said no.", ["Peter Holm", "Anna Keller"], "He"),
        (
            "President Peter Holm met President Anna Keller. The president left.",
            ["Peter Holm", "Anna Keller"],
            "The president",
        ),
        ("Mrs. Keller came home. He said no.", ["Keller"], "He"),
        ("The bridge is closed. He said no.", [], "He"),
    ],
)
def test_a_mention_that_could_be_two_people_stays_open(text: str, people: list[str], mention: str) -> None:
    assert who(text, people, mention) is None


def test_a_name_inside_a_quotation_is_not_who_he_is_outside() -> None:
    text = "“Peter Holm must go now.” He left."
    assert who(text, ["Peter Holm"], "He", quoted="Peter Holm must go now") is None


def test_an_acronym_is_joined_to_its_expansion() -> None:
    text = "The North Harbor Union (NHU) met. The NHU decided."
    assert who(text, [], "NHU", orgs=("North Harbor Union", "NHU")) == "North Harbor Union"


def test_the_other_spellings_of_a_name_are_its_aliases() -> None:
    text = "Igor Zelinsky came, Zelinskyy left."
    entities = [(Span(0, 13), "PERSON"), (Span(20, 29), "PERSON")]
    (actor,) = resolve(text, entities, []).actors
    assert (actor.name, actor.aliases, actor.kind) == ("Igor Zelinsky", ("Zelinskyy",), "person")


def test_a_place_is_an_actor_only_where_it_speaks() -> None:
    text = "Oslo said no. Bergen sleeps."
    entities = [(Span(0, 4), "GPE"), (Span(14, 20), "GPE")]
    assert [actor.name for actor in resolve(text, entities, [Span(0, 4)]).actors] == ["Oslo"]
