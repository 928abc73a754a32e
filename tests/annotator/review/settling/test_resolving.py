"""How a lead's decisions meet what layers say, then and later."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.layers import GOLD
from annotator.review.settings import ReviewSettings
from annotator.review.settling import deciding
from annotator.review.settling.decided import Settled
from annotator.review.settling.resolving import resolve
from tests.annotator.review.comparing.test_comparison import LAYERS
from tests.annotator.review.settling.cards import all_taken, headed, only, reviewed, stored, taken, version_of
from tests.annotator.review.sides import name, said, work

KURSK = name(0, 5, "GPE")
AS_PERSON = name(0, 5, "PERSON")
AS_ORG = name(0, 5, "ORG")
LONGER = name(0, 9, "GPE")


def states(cards):
    return [card.state for card in cards]


def test_what_all_say_is_agreed_and_what_they_differ_on_is_open():
    cards = reviewed([headed("ann", KURSK, name(10, 15)), headed("ben", AS_PERSON, name(10, 15))])
    assert states(cards) == ["open", "agreed"]
    assert cards[1].proposed.value.label == "PERSON"
    assert cards[1].proposed.how == "unanimous"
    assert cards[0].proposed is None


def test_a_majority_is_gold_by_itself():
    works = [headed("ann", KURSK), headed("ben", KURSK), headed("eve", AS_PERSON)]
    assert states(reviewed(works)) == ["open"]
    card = only(reviewed(works, rule="majority"))
    assert (card.state, card.proposed.value.label, card.proposed.how) == ("agreed", "GPE", "rule")


def test_without_a_rule_what_all_say_waits_too():
    card = only(reviewed([headed("ann", KURSK), headed("ben", KURSK)], rule="none"))
    assert (card.state, card.card.kinds) == ("open", ())
    settled = only(reviewed([headed("ann", KURSK), headed("ben", KURSK)], [taken(card)], rule="none"))
    assert settled.state == "settled"


@pytest.mark.parametrize("rule", ["unanimous", "majority", "none"])
def test_what_one_layer_alone_looked_at_waits_for_nobody(rule):
    card = only(reviewed([headed("ann", KURSK)], rule=rule))
    assert (card.state, card.proposed) == ("agreed", KURSK)


def test_the_sample_puts_an_agreed_unit_before_the_lead():
    works = [headed("ann", KURSK), headed("ben", KURSK)]
    card = only(reviewed(works))
    drawn = only(reviewed(works, sample=frozenset([card.id])))
    assert (drawn.state, drawn.is_waiting) == ("sample", True)
    checked = stored(deciding.confirm(drawn), drawn)
    assert (checked.sampled, checked.was_right) == (True, True)
    assert only(reviewed(works, [checked], sample=frozenset([card.id]))).state == "settled"


def test_another_value_than_the_agreed_one_says_that_the_sample_was_wrong():
    works = [headed("ann", KURSK), headed("ben", KURSK)]
    drawn = only(reviewed(works, sample=frozenset([only(reviewed(works)).id])))
    assert not deciding.edit(drawn, AS_ORG.value).was_right
    assert not deciding.none_right(drawn).was_right
    assert deciding.edit(drawn, KURSK.value).was_right


def test_versions_are_shown_under_the_names_given():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON), headed("eve")]
    names = {"ann": "C", "ben": "A", "eve": "B"}
    shown = only(resolve(works, [], ReviewSettings(), names=names)).versions
    assert {version.layers: version.names for version in shown} == {(one,): (names[one],) for one in names}
    assert [version.value is None for version in shown] == [False, False, True]


def test_a_settled_card_keeps_its_id_and_its_versions_their_numbers():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    settled = only(reviewed(works, [taken(card, 1)]))
    assert (settled.id, settled.state) == (card.id, "settled")
    assert [version.value for version in settled.versions] == [version.value for version in card.versions]
    assert [GOLD in version.layers for version in settled.versions] == [False, True]


def test_a_version_changed_since_makes_the_card_late_and_leaves_what_is_decided():
    card = only(reviewed([headed("ann", KURSK), headed("ben", AS_PERSON)]))
    gold = taken(card, version_of(card, "ann"))
    moved = msgspec.structs.replace(AS_PERSON, value=msgspec.structs.replace(AS_PERSON.value, label="ORG"))
    late = only(reviewed([headed("ann", KURSK), headed("ben", moved, changed={moved.id: 1})], [gold]))
    assert (late.state, late.late, late.decisions) == ("late", ("ben",), (gold,))
    confirmed = stored(deciding.confirm(late), late, row=2)
    after = only(reviewed([headed("ann", KURSK), headed("ben", moved, changed={moved.id: 1})], [confirmed]))
    assert (after.state, after.decisions[0].value.label) == ("settled", "GPE")


def test_a_version_changed_to_what_is_gold_needs_nobody():
    card = only(reviewed([headed("ann", KURSK), headed("ben", AS_PERSON)]))
    gold = taken(card, version_of(card, "ann"))
    mended = msgspec.structs.replace(AS_PERSON, value=msgspec.structs.replace(AS_PERSON.value, label="GPE"))
    assert only(reviewed([headed("ann", KURSK), headed("ben", mended, changed={mended.id: 2})], [gold])).late == ()


def test_a_late_layer_that_says_what_is_gold_is_covered():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    gold = taken(only(reviewed(works)), 0)
    same = name(0, 5, gold.value.label, key="another id")
    card = only(reviewed([*works, headed("eve", same)], [gold]))
    assert (card.state, set(card.card.members)) == ("settled", {"ann", "ben", "eve"})


def test_a_late_layer_that_says_something_else_makes_the_card_late():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    gold = taken(only(reviewed(works)), 0)
    card = only(reviewed([*works, headed("eve", LONGER)], [gold]))
    assert (card.state, card.late, card.id) == ("late", ("eve",), gold.id)
    assert card.decisions == (gold,)


def test_a_late_layer_that_has_nothing_there_changes_nothing():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    gold = taken(only(reviewed(works)), 0)
    assert only(reviewed([*works, headed("eve")], [gold])).state == "settled"


def test_a_unit_of_a_late_layer_elsewhere_is_a_card_of_its_own():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    gold = taken(only(reviewed(works)), 0)
    cards = reviewed([*works, headed("eve", KURSK, name(20, 25))], [gold])
    assert states(cards) == ["late" if gold.value.label != "GPE" else "settled", "open"]
    assert cards[1].card.absent == ("ann", "ben")


def test_a_version_that_went_makes_the_card_late_unless_none_was_right():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    gone = [headed("ann", KURSK), headed("ben")]
    assert only(reviewed(gone, [taken(card, version_of(card, "ann"))])).late == ("ben",)
    refused = stored(deciding.none_right(card), card)
    assert only(reviewed(gone, [refused])).state == "settled"


def test_a_layer_that_reopened_the_article_says_nothing_and_is_settled_still():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    gold = taken(only(reviewed(works)), 0)
    card = only(reviewed(works[:1], [gold]))
    assert card.state == "settled"
    assert Settled("ben", AS_PERSON.id, (f"ben.{AS_PERSON.id}.0",)) in card.settles


def test_what_is_settled_stands_when_every_layer_reopened_and_meets_them_again():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    gold = taken(only(reviewed(works)), 0)
    alone = only(reviewed([headed("eve")], [gold]))
    assert (alone.state, alone.decisions, list(alone.card.members)) == ("settled", (gold,), [GOLD])
    assert only(reviewed([headed("eve", LONGER)], [gold])).late == ("eve",)
    assert only(reviewed([], [gold])).state == "settled"


def test_who_was_asked_and_had_none_may_add_another_unit_nearby():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON), headed("eve")]
    gold = taken(only(reviewed(works)), 0)
    cards = reviewed([*works[:2], headed("eve", name(2, 9, "ORG"))], [gold])
    assert sorted(states(cards)) == ["open", "settled"]
    assert states(reviewed([*works[:2], headed("eve", AS_ORG)], [gold])) == ["late"]


def test_a_new_card_never_takes_the_id_of_a_settled_one():
    one, other = name(0, 5, "GPE", key="s"), name(0, 5, "ORG", key="s")
    card = only(reviewed([headed("ann", one), headed("ben", other)]))
    moved = name(30, 35, "GPE", key="s")
    cards = reviewed([headed("ann", one), headed("ben", other), headed("eve", moved)], [taken(card)])
    assert len({card.id for card in cards}) == len(cards) == 2


def test_two_leads_who_settle_one_card_differently_are_in_conflict():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    here, there = taken(card, 0, author="lea"), taken(card, 1, author="max")
    found = only(reviewed(works, [here, there]))
    assert (found.state, found.is_waiting, len(found.decisions)) == ("conflict", True, 2)
    assert {name for version in found.versions for name in version.names} >= {"gold (lea)", "gold (max)"}
    with pytest.raises(Invalid):
        deciding.confirm(found)
    assert only(reviewed(works, [stored(deciding.take(found, found.versions[1]), found)])).state == "settled"


def test_two_leads_who_settle_one_card_alike_agree():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    here, there = taken(card, 0, author="lea"), taken(card, 0, author="max")
    assert only(reviewed(works, [here, there])).state == "settled"


def test_decisions_of_two_cards_that_share_a_version_are_in_conflict_until_one_settles_both():
    ann, ben, eve = headed("ann", KURSK), headed("ben", AS_PERSON), headed("eve", LONGER)
    first, second = only(reviewed([ann, ben])), only(reviewed([ben, eve]))
    here = taken(first, version_of(first, "ann"), author="lea")
    there = taken(second, version_of(second, "eve"), author="max")
    found = only(reviewed([ann, ben, eve], [here, there]))
    assert (found.state, set(found.card.members)) == ("conflict", {"ann", "ben", "eve"})
    ended = stored(deciding.take(found, found.versions[version_of(found, "eve")]), found, row=2)
    left = [one for one in (here, there) if one.id != ended.id]
    after = only(reviewed([ann, ben, eve], [ended, *left]))
    assert (after.state, after.decisions, after.decisions[0].value.span) == ("settled", (ended,), LONGER.value.span)


def test_a_decision_that_changed_after_it_was_overruled_is_in_conflict_again():
    ann, ben, eve = headed("ann", KURSK), headed("ben", AS_PERSON), headed("eve", LONGER)
    first, second = only(reviewed([ann, ben])), only(reviewed([ben, eve]))
    here, there = taken(first, version_of(first, "ann")), taken(second, version_of(second, "eve"))
    found = only(reviewed([ann, ben, eve], [here, there]))
    ended = stored(deciding.take(found, found.versions[0]), found, row=2)
    (left,) = [one for one in (here, there) if one.id != ended.id]
    again = msgspec.structs.replace(left, heads=("later",), value=AS_ORG.value)
    assert only(reviewed([ann, ben, eve], [ended, again])).state == "conflict"


def test_leads_with_other_layers_who_settled_the_same_words_meet_on_one_card():
    ann, ben, eve, fay = headed("ann", KURSK), headed("ben", AS_PERSON), headed("eve", LONGER), headed("fay", AS_ORG)
    here, there = taken(only(reviewed([ann, ben]))), taken(only(reviewed([eve, fay])))
    assert here.id != there.id
    assert only(reviewed([ann, ben, eve, fay], [here, there])).state == "conflict"


def test_a_unit_inside_another_that_a_layer_saw_too_is_no_conflict():
    inner, outer = name(0, 6, "GPE"), name(0, 12, "ORG")
    works = [headed("ann", inner, outer), headed("ben", name(0, 6, "ORG"), name(0, 12, "GPE"))]
    decisions = [taken(card) for card in reviewed(works)]
    assert states(reviewed(works, decisions)) == ["settled", "settled"]


def test_other_links_are_a_conflict_even_where_nothing_else_differs():
    one, other = said((0, 9), links=(("talks", "reports"),)), said((0, 9), links=(("truce", "denies"),))
    works = [headed("ann", one), headed("ben", other)]
    card = only(reviewed(works))
    found = only(reviewed(works, [taken(card, 0, author="lea"), taken(card, 1, author="max")]))
    assert found.state == "conflict"


def test_a_parent_is_the_same_whatever_id_it_has_in_which_layer():
    outer, inner = said((0, 50), key="o1"), said((10, 20), parent="o1", key="i1", cue=(60, 64))
    outer2, inner2 = said((0, 52), key="o2"), said((10, 20), parent="o2", key="i2")
    works = [headed("ann", outer, inner), headed("ben", outer2, inner2)]
    cards = reviewed(works)
    decisions = [taken(card, version_of(card, "ann")) for card in cards]
    assert states(reviewed(works, decisions)) == ["settled", "settled"]
    late = headed("eve", said((0, 50), key="o3"), said((10, 20), parent="o3", key="i3", cue=(60, 64)))
    assert states(reviewed([*works, late], decisions)) == ["settled", "settled"]


def test_a_conflict_comes_before_everything_else_and_a_check_last():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    conflict = only(reviewed(works, [taken(card, 0, author="lea"), taken(card, 1, author="max")]))
    late = only(reviewed([*works, headed("eve", LONGER)], [taken(card)]))
    agreed = [headed("ann", KURSK), headed("ben", KURSK)]
    check = only(reviewed(agreed, sample=frozenset([only(reviewed(agreed)).id])))
    assert conflict.weight > late.weight > check.weight > 0


@given(LAYERS, st.lists(st.integers(0, 5), min_size=30, max_size=30), st.permutations(range(4)))
def test_the_order_of_files_makes_no_difference(layers, choices, order):
    works = [headed(one, *units, *statements) for one, (units, statements) in zip("abcd", layers, strict=False)]
    decisions = all_taken(works, choices)
    turned = [works[at] for at in order if at < len(works)]
    assert reviewed(turned, decisions[::-1]) == reviewed(works, decisions)


@given(LAYERS, st.lists(st.integers(0, 5), min_size=30, max_size=30))
def test_a_late_layer_changes_nothing_that_is_settled_and_every_unit_stays_on_one_card(layers, choices):
    works = [headed(one, *units, *statements) for one, (units, statements) in zip("abcd", layers, strict=False)]
    early, late = works[:-1], works[-1]
    decisions = all_taken(early, choices)
    before = {card.id: card for card in reviewed(early, decisions) if card.decisions}
    cards = reviewed([*early, late], decisions)
    after = {card.id: card for card in cards if card.decisions}
    assert {one: card.decisions for one, card in after.items()} == {one: card.decisions for one, card in before.items()}
    assert all(card.state in ("settled", "late") for card in after.values())
    assert all(set(card.late) <= {late.layer} for card in after.values())
    units = sorted((layer, unit.id) for card in cards for layer, unit in card.card.members.items() if layer != GOLD)
    assert units == sorted((one.layer, unit.id) for one in works for unit in one.units)
    assert len({card.id for card in cards}) == len(cards)


@given(LAYERS, st.lists(st.integers(0, 5), min_size=30, max_size=30))
def test_a_settled_card_waits_for_nobody(layers, choices):
    works = [headed(one, *units, *statements) for one, (units, statements) in zip("abcd", layers, strict=False)]
    decisions = all_taken(works, choices)
    assert not any(card.is_waiting for card in reviewed(works, decisions))


def test_a_layer_that_did_not_look_for_statements_missed_none():
    works = [work("ann", said((0, 9))), work("ben", passes=("entities",))]
    assert only(reviewed(works)).state == "agreed"
