"""What becomes gold without a lead."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.review.comparing.comparison import compare
from annotator.review.comparing.parts import Context
from annotator.review.comparing.readings import readings
from annotator.review.settings import ReviewSettings
from annotator.review.settling.rules import by_rule
from tests.annotator.review.comparing.test_comparison import LAYERS, put
from tests.annotator.review.sides import NOTHING, card_of, name, said, side_by_side, work

ALL = ReviewSettings()
MOST = ReviewSettings("majority", at_least=2)
TALKS, WAR = ("talks", "reports"), ("war", "mentions")


def value(card, settings=MOST):
    found = by_rule(card, settings)
    return found and found.unit and found.unit.value


def test_what_all_say_is_unanimous_under_either_rule_and_nothing_under_none():
    card = card_of(name(0, 5), name(0, 5), name(0, 5))
    for settings in (ALL, MOST):
        found = by_rule(card, settings)
        assert (found.how, found.unit.how, found.unit.value.span) == ("unanimous", "unanimous", Span(0, 5))
        assert found.unit.id == card.id
    assert by_rule(card, ReviewSettings("none")) is None


def test_one_layer_alone_is_left_to_others_to_judge():
    assert by_rule(card_of(name(0, 5)), ALL) is None


def test_who_has_it_not_stands_against_unanimity_and_can_be_outvoted():
    card = card_of(name(0, 5), name(0, 5), None)
    assert by_rule(card, ALL) is None
    assert by_rule(card, MOST).how == "rule"


def test_what_more_have_not_is_ruled_out_and_a_tie_goes_to_the_lead():
    assert by_rule(card_of(name(0, 5), None, None), MOST).unit is None
    assert by_rule(card_of(name(0, 5), None), MOST) is None
    assert by_rule(card_of(name(0, 5), name(0, 5), None, None), MOST) is None


def test_a_majority_of_at_least_three_is_not_reached_by_two():
    three = ReviewSettings("majority", at_least=3)
    assert by_rule(card_of(name(0, 5), name(0, 5)), three) is None
    assert by_rule(card_of(name(0, 5), None, None), three) is None
    assert value(card_of(name(0, 5), name(0, 5), name(0, 6), name(0, 5)), three).span == Span(0, 5)


def test_each_part_is_voted_on_by_itself():
    card = card_of(
        said((0, 20), cue=(21, 25), mention=(26, 30), actor="x"),
        said((0, 20), cue=(22, 25), mention=(31, 33), actor="x"),
        said((0, 22), cue=(22, 25), mention=(26, 30), actor="x"),
    )
    found = value(card)
    assert (found.content, found.cue, found.speaker.mention) == ((Span(0, 20),), Span(22, 25), Span(26, 30))
    assert found.speaker.actor == "x"


def test_a_part_on_which_everybody_differs_leaves_the_card_to_the_lead():
    assert by_rule(card_of(*(said((0, 20), cue=(at, at + 3)) for at in (21, 25, 29))), MOST) is None


def test_a_part_that_only_some_decided_is_theirs():
    card = card_of(said((0, 20), undecided=("cue",)), said((0, 20), cue=(21, 25)), said((0, 20), cue=(21, 25)))
    assert card.is_agreed
    assert by_rule(card, ALL).unit.value.cue == Span(21, 25)
    partly = said((0, 20), undecided=("cue", "speaker"))
    assert by_rule(card_of(partly, partly), ALL).unit.decided == {"content", "type", "actor", "parent"}


def test_links_are_voted_on_one_by_one():
    card = card_of(said((0, 9), links=(TALKS, WAR)), said((0, 9), links=(TALKS,)), said((0, 9), links=NOTHING))
    found = value(card)
    assert [(link.event, link.relation, link.statement) for link in found.links] == [("talks", "reports", card.id)]
    assert not found.nothing_to_link


def test_a_majority_for_nothing_to_link_is_nothing_to_link():
    nothing = said((0, 9), links=NOTHING)
    assert value(card_of(nothing, nothing, said((0, 9), links=(TALKS,)))).nothing_to_link
    assert by_rule(card_of(nothing, said((0, 9), links=(TALKS,))), MOST) is None


def test_what_is_verbatim_must_lie_in_the_content_that_won():
    one, two = said((0, 9), kind="mixed", verbatim=((5, 9),)), said((0, 20), kind="mixed", verbatim=((12, 15),))
    assert by_rule(card_of(one, said((0, 9)), two, said((0, 9), undecided=("type",))), MOST) is None


def test_parents_on_which_layers_differ_are_voted_on_as_cards():
    outers = [said((0, 90), key=f"outer-{at}") for at in range(3)]
    inners = [said((20, 30), parent="outer-0"), said((20, 30), parent="outer-1", key="i"), said((20, 30), key="j")]
    cards = side_by_side(*([outer, inner] for outer, inner in zip(outers, inners, strict=True)))
    assert by_rule(cards[1], MOST, Context(cards)).unit.value.parent in {"outer-0", "outer-1"}


def test_flags_are_nobodys_in_the_gold():
    unsure = msgspec.structs.replace(name(0, 5), value=msgspec.structs.replace(name(0, 5).value, flags=("unsure",)))
    assert value(card_of(unsure, unsure), ALL).flags == ()


@given(LAYERS, st.integers(1, 4))
def test_whatever_is_unanimous_is_gold_by_a_majority_that_can_be_reached(layers, at_least):
    found = put(layers)
    for card in found.cards:
        if by_rule(card, ALL, Context(found.cards)) and len(card.members) >= at_least:
            assert by_rule(card, ReviewSettings("majority", at_least=at_least), Context(found.cards)).unit is not None


@given(LAYERS)
def test_layers_are_of_one_version_at_most_and_all_agree_within_it(layers):
    found = put(layers)
    context = Context(found.cards)
    for card in found.cards:
        versions = readings(card, context)
        assert sorted(layer for version in versions for layer in version.layers) == list(card.layers)
        assert (len(versions) > 1) == (not card.is_agreed and len(card.layers) > 1)


def test_who_decided_less_joins_those_who_decided_more():
    told = [said((0, 9), cue=(10, 12)), said((0, 9), undecided=("cue",)), said((0, 9), cue=(13, 15))]
    card = card_of(*told)
    assert [version.layers for version in readings(card, Context([card]))] == [("a", "b"), ("c",)]


def test_versions_do_not_depend_on_names():
    told = [name(0, 9), name(2, 9), name(0, 9, "ORG")]
    cards = [
        compare([work(letter, unit) for letter, unit in zip(names, told, strict=True)]).cards[0]
        for names in ("abc", "zyx")
    ]
    values = [[version.unit.value for version in readings(card, Context([card]))] for card in cards]
    assert [(one.span, one.label) for one in values[0]] == [(one.span, one.label) for one in values[1]]
