"""What is gold of the cards of an article, under which ids, and how it came about."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from annotator.ids import link_id, suggestion_id
from annotator.review.settling import deciding
from annotator.review.settling.gold import GoldMaker, gold_of
from tests.annotator.review.comparing.test_comparison import LAYERS
from tests.annotator.review.settling.cards import (
    all_taken,
    gold_units,
    headed,
    only,
    reviewed,
    stored,
    taken,
    version_of,
)
from tests.annotator.review.sides import name, said

KURSK = name(0, 5, "GPE")
AS_PERSON = name(0, 5, "PERSON")


def made_of(layers, choices):
    """The gold after everything that waits was settled by one of the versions."""
    works = [headed(one, *units, *statements) for one, (units, statements) in zip("abcd", layers, strict=False)]
    return gold_units(reviewed(works, all_taken(works, choices)))


def test_what_waits_is_not_gold():
    cards = reviewed([headed("ann", KURSK, name(10, 15)), headed("ben", AS_PERSON, name(10, 15))])
    gold = gold_of(cards)
    assert [(unit.start, unit.how) for unit in gold.units] == [(10, "unanimous")]
    assert gold.waiting == 1


def test_an_id_follows_from_the_value_as_a_suggestions_does():
    card = only(reviewed([headed("ann", KURSK), headed("ben", AS_PERSON)]))
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    (unit,) = gold_units(reviewed(works, [taken(card, version_of(card, "ann"))]))
    assert unit.id == suggestion_id("article", "entity", [(0, 5)], "GPE")
    assert (unit.how, unit.state) == ("adjudicated", "kept")


def test_what_one_layer_alone_looked_at_is_gold_as_it_is():
    units = gold_units(reviewed([headed("ann", KURSK, said((10, 20), key="mine"))]))
    assert [(unit.id, unit.how) for unit in units] == [(KURSK.id, "single"), ("mine", "single")]


def test_none_right_is_no_gold():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    gold = gold_of(reviewed(works, [stored(deciding.none_right(card), card)]))
    assert (gold.units, gold.waiting) == ((), 0)


def test_what_the_rule_rules_out_is_no_gold():
    works = [headed("ann", KURSK), headed("ben"), headed("eve")]
    gold = gold_of(reviewed(works, rule="majority"))
    assert (gold.units, gold.waiting) == ((), 0)


def test_a_parent_is_the_gold_unit_that_it_became():
    outer, inner = said((0, 50), key="o1"), said((10, 20), parent="o1", key="i1")
    other, within = said((0, 50), key="o2"), said((10, 20), parent="o2", key="i2")
    parent, child = gold_units(reviewed([headed("ann", outer, inner), headed("ben", other, within)]))
    assert (parent.value.parent, child.value.parent) == (None, parent.id)


def test_a_parent_that_is_not_gold_is_none():
    outer, inner = said((0, 50), key="o1"), said((10, 20), parent="o1", key="i1")
    other, within = said((0, 52), key="o2"), said((10, 20), parent="o2", key="i2")
    works = [headed("ann", outer, inner), headed("ben", other, within)]
    cards = reviewed(works)
    (child,) = gold_units(cards)
    assert child.value.parent is None
    first = next(card for card in cards if card.state == "open")
    gone = gold_units(reviewed(works, [stored(deciding.none_right(first), first)]))
    assert [unit.value.parent for unit in gone] == [None]
    there = gold_units(reviewed(works, [taken(first)]))
    assert there[1].value.parent == there[0].id


def test_links_hang_on_the_gold_statement():
    one = said((0, 9), links=(("talks", "reports"),), key="x")
    (unit,) = gold_units(reviewed([headed("ann", one), headed("ben", one)]))
    (link,) = unit.value.links
    assert (link.statement, link.id) == (unit.id, link_id(unit.id, "talks", "reports"))
    assert "links" in unit.decided


def test_two_units_that_would_share_an_id_get_one_each():
    first, second = said((0, 9), cue=(20, 24), key="x"), said((0, 9), cue=(30, 34), key="y")
    units = gold_units(reviewed([headed("ann", first, second), headed("ben", first, second)]))
    assert len({unit.id for unit in units}) == 2
    assert suggestion_id("article", "statement", [(0, 9)], "direct") in {unit.id for unit in units}


def test_what_says_the_same_twice_is_gold_once():
    twice = [name(0, 5, "GPE", key="x"), name(0, 5, "GPE", key="y")]
    assert len(gold_units(reviewed([headed("ann", *twice), headed("ben", *twice)]))) == 1


def test_other_readings_are_kept_beside_the_preferred_one():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    first, second = card.versions
    gold = gold_of(reviewed(works, [stored(deciding.keep_both(card, second, first), card)]))
    (unit,) = gold.units
    assert unit.value.label == second.value.label
    assert [other.value.label for other in gold.alternatives[unit.id]] == [first.value.label]


def test_statements_inside_each_other_by_the_choice_of_versions_are_not_so_in_gold():
    a, b = said((0, 50), key="a1", parent="b1"), said((5, 45), key="b1")
    c, d = said((0, 50), key="a2"), said((5, 45), key="b2", parent="a2")
    works = [headed("ann", a, b), headed("ben", c, d)]
    cards = reviewed(works)
    decisions = [taken(cards[0], version_of(cards[0], "ann")), taken(cards[1], version_of(cards[1], "ben"))]
    assert sorted(unit.value.parent is None for unit in gold_units(reviewed(works, decisions))) == [False, True]


def test_provenance_says_who_decided_when_and_of_what():
    works = [headed("ann", KURSK, name(10, 15)), headed("ben", AS_PERSON, name(10, 15)), headed("eve", name(10, 15))]
    card = next(card for card in reviewed(works) if card.state == "open")
    gold = gold_of(reviewed(works, [taken(card, version_of(card, "ann"), author="lea")]))
    settled, agreed = (gold.provenance[unit.id] for unit in gold.units)
    assert (settled.how, settled.by, settled.layers, settled.having) == (
        "adjudicated", "lea", ("ann", "ben", "eve"), ("ann", "ben"),
    )  # fmt: skip
    assert settled.time
    assert set(settled.taken.values()) == {"ann"}
    assert (agreed.how, agreed.by, agreed.having) == ("unanimous", "", ("ann", "ben", "eve"))
    assert settled.card == card.id


def test_late_units_stay_gold_as_decided():
    works = [headed("ann", KURSK), headed("ben", AS_PERSON)]
    card = only(reviewed(works))
    decisions = [taken(card)]
    before = gold_units(reviewed(works, decisions))
    after = gold_of(reviewed([*works, headed("eve", name(0, 9, "ORG"))], decisions))
    assert (after.units, after.provenance[after.units[0].id].late) == (before, ("eve",))


def test_making_gold_again_gives_what_making_it_anew_does():
    maker = GoldMaker()
    works = [headed("ann", KURSK, said((10, 20))), headed("ben", AS_PERSON, said((10, 22)))]
    decisions = []
    for card in reviewed(works):
        decisions.append(taken(card))
        cards = reviewed(works, decisions)
        assert maker.of(cards) == gold_of(cards)
        assert maker.of(cards) == gold_of(cards)


@given(LAYERS, st.permutations(range(4)))
def test_gold_depends_neither_on_the_order_of_files_nor_on_the_names_of_layers(layers, order):
    def agreed(names, turned=range(4)):
        works = [headed(one, *units, *statements) for one, (units, statements) in zip(names, layers, strict=False)]
        return gold_units(reviewed([works[at] for at in turned if at < len(works)], rule="majority"))

    assert agreed("zyxw", order) == agreed("abcd")


@given(LAYERS, st.lists(st.integers(0, 5), min_size=30, max_size=30), st.permutations(range(4)))
def test_settled_gold_does_not_depend_on_the_order_of_files(layers, choices, order):
    works = [headed(one, *units, *statements) for one, (units, statements) in zip("abcd", layers, strict=False)]
    decisions = all_taken(works, choices)
    turned = [works[at] for at in order if at < len(works)]
    assert gold_units(reviewed(turned, decisions[::-1])) == gold_units(reviewed(works, decisions))


@given(LAYERS, st.lists(st.integers(0, 5), min_size=30, max_size=30))
def test_a_late_layer_takes_nothing_settled_out_of_gold(layers, choices):
    works = [headed(one, *units, *statements) for one, (units, statements) in zip("abcd", layers, strict=False)]
    decisions = all_taken(works[:-1], choices)
    before, after = gold_of(reviewed(works[:-1], decisions)), gold_of(reviewed(works, decisions))
    settled = [unit for unit in before.units if before.provenance[unit.id].how == "adjudicated"]
    there = {_bare(unit) for unit in after.units}
    assert all(_bare(unit) in there for unit in settled)


@given(LAYERS, st.lists(st.integers(0, 5), min_size=30, max_size=30))
def test_ids_of_gold_are_all_different(layers, choices):
    units = made_of(layers, choices)
    assert len({unit.id for unit in units}) == len(units)


def _bare(unit):
    """A value by which it is known again, whatever became of its parent and its id."""
    value = msgspec.structs.replace(unit.value, id="")
    return msgspec.json.encode(msgspec.structs.replace(value, parent=None) if unit.kind == "statement" else value)
