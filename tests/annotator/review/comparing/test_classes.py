"""Whole classes of alike disagreements."""

from __future__ import annotations

import msgspec
import pytest

from annotator.review.comparing.class_rules import CLASS_RULES
from annotator.review.comparing.classes import classes, preview
from annotator.review.comparing.kinds import KINDS
from tests.annotator.review.sides import NOTHING, card_of, name, said, side_by_side

TEXT = "The Kremlin and the Senate met President Alda Roe’s envoys, “Baker” said. Nobody from the Court has said so."


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def entity(words: str, label: str = "ORG"):
    return name(*at(words), label)


def put(*cards):
    return classes(cards, lambda _article: TEXT)


def takes(found, choice):
    """For each card what the choice takes, in words."""
    return [row.takes for row in preview(found, found.choice(choice), lambda _article: TEXT)]


DETERMINERS = (
    card_of(entity("The Kremlin"), entity("Kremlin"), entity("Kremlin")),
    card_of(entity("Senate"), entity("the Senate")),
    card_of(entity("Court"), entity("the Court")),
)


def test_the_longer_boundary_is_taken_for_all_that_differ_by_a_determiner():
    (found,) = put(*DETERMINERS)
    assert takes(found, "longer") == ["The Kremlin ORG", "the Senate ORG", "the Court ORG"]
    assert takes(found, "shorter") == ["Kremlin ORG", "Senate ORG", "Court ORG"]
    assert found.sentence(found.choice("longer")) == "A leading determiner: the longer for all 3"


def test_the_preview_says_what_is_left_too():
    (found,) = put(*DETERMINERS)
    rows = preview(found, found.choice("shorter"), lambda _article: TEXT)
    assert rows[0].leaves == ("The Kremlin ORG",)


@pytest.mark.parametrize(
    ("long", "short", "rule"),
    [
        ("President Alda Roe", "Alda Roe", "title"),
        ("Alda Roe’s", "Alda Roe", "possessive"),
        ("“Baker”", "Baker", "marks"),
        ("the Court", "Court", "determiner"),
    ],
)
def test_how_two_boundaries_differ_says_the_class(long, short, rule):
    card = card_of(entity(long), entity(short))
    (found,) = put(card, msgspec.structs.replace(card, article="another"))
    assert found.name == rule
    assert found.choice("longer").takes == {card.id: "a", found.cards[1].id: "a"}


def test_other_words_at_an_edge_make_no_class():
    card = card_of(entity("Kremlin and the Senate"), entity("Kremlin"))
    assert not put(card, msgspec.structs.replace(card, article="another"))


def test_one_alone_is_no_class():
    assert not put(DETERMINERS[0])


def test_who_differs_in_more_than_that_is_left_out():
    also_label = card_of(entity("The Kremlin"), entity("Kremlin", "GPE"))
    assert not put(also_label, msgspec.structs.replace(also_label, article="another"))


def test_labels_against_each_other_are_one_class_whoever_has_which():
    (found,) = put(
        card_of(entity("Kremlin", "ORG"), entity("Kremlin", "GPE")),
        card_of(entity("Senate", "GPE"), entity("Senate", "ORG"), entity("Senate", "ORG")),
        card_of(entity("Court", "ORG"), entity("Court", "FAC")),
    )
    assert (found.title, len(found)) == ("GPE against ORG", 2)
    assert list(found.choice("ORG").takes.values()) == ["a", "b"]


def test_what_one_of_three_has_not_is_kept_or_dropped():
    cards = [card_of(entity(words), None, entity(words)) for words in ("Kremlin", "Senate")]
    (found,) = put(*cards)
    assert found.title == "ORG that one of 3 has not"
    assert list(found.choice("keep").takes.values()) == ["a", "a"]
    assert takes(found, "drop") == ["", ""]


def test_what_one_of_two_has_not_is_a_class_whoever_has_it():
    (found,) = put(card_of(entity("Kremlin"), None), card_of(None, entity("Senate")))
    assert found.title == "ORG that one of 2 has not"
    assert list(found.choice("keep").takes.values()) == ["a", "b"]


def test_what_one_of_three_alone_has_is_offered_to_be_dropped_first():
    (found,) = put(*(card_of(entity(words), None, None) for words in ("Kremlin", "Senate")))
    assert (found.title, found.choices[0].name) == ("ORG that only one of 3 has", "drop")


def test_what_two_of_four_have_not_is_no_class():
    assert not put(*(card_of(entity(words), entity(words), None, None) for words in ("Kremlin", "Senate")))


def told(**parts):
    return said(at("Nobody from the Court"), **parts)


@pytest.mark.parametrize(
    ("one", "other", "rule", "choice"),
    [
        (told(cue=at("has said")), told(cue=(at("has said")[0] + 4, at("has said")[1])), "cue", "longer"),
        (told(cue=at("has said")), told(), "cue", "with"),
        (told(mention=at("Alda Roe")), told(mention=at("Alda")), "speaker", "longer"),
        (told(actor="roe"), told(), "actor", "actor"),
        (told(links=(("talks", "reports"),)), told(links=NOTHING), "links", "link"),
        (told(links=(("talks", "reports"),)), told(links=(("talks", "denies"),)), "relation", "reports"),
        (told(kind="direct"), told(kind="indirect"), "type", "direct"),
        (said(at("The Kremlin"), at("the Senate")), said(at("the Senate")), "fragments", "more"),
    ],
)  # fmt: skip
def test_each_part_of_a_statement_has_its_class(one, other, rule, choice):
    cards = [card_of(one, other), msgspec.structs.replace(card_of(other, one), article="another")]
    (found,) = put(*cards)
    assert found.name == rule
    assert list(found.choice(choice).takes.values()) == ["a", "b"]


def test_nested_against_free_is_a_class():
    outer = said((0, 90), key="outer")
    nested, free = said(at("Baker"), parent="outer"), said(at("Baker"))
    card = side_by_side([outer, nested], [outer, free])[1]
    (found,) = put(card, msgspec.structs.replace(card, article="another"))
    assert [choice.name for choice in found.choices] == ["nested", "free"]


def test_every_rule_is_about_kinds_that_there_are():
    assert {kind for rule in CLASS_RULES for kind in rule.kinds} <= {kind.name for kind in KINDS}


def test_an_unknown_choice_is_an_error():
    with pytest.raises(KeyError):
        put(*DETERMINERS)[0].choice("middle")


def test_classes_are_the_largest_first():
    labels = [card_of(entity(words, "ORG"), entity(words, "GPE")) for words in ("Kremlin", "Senate")]
    assert [len(found) for found in put(*labels, *DETERMINERS)] == [3, 2]
