"""What a subject's rows amount to: winners, conflicts, the dead that still tell who followed whom."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from annotator.store.journal import canonical, encode_fields
from annotator.store.resolve import Row, amount


def row(
    key: str, clock: int, *, before: tuple[str, ...] = (), live: bool = True, action: str = "correct", **decided
) -> Row:
    return Row(key, clock, action, "ann", "now", encode_fields(decided, {}), canonical(list(before)), live)


def test_each_field_takes_its_greatest_live_decision():
    found = amount([row("a", 1, label="ORG", span=[0, 1]), row("b", 2, before=("a",), label="GPE")])
    assert (found.fields, found.winners) == ({"label": "GPE", "span": [0, 1]}, {"label": "b", "span": "a"})
    assert found.conflicts == {}


def test_equal_clocks_are_told_apart_by_id():
    assert amount([row("b", 1, label="GPE"), row("a", 1, label="ORG")]).fields == {"label": "GPE"}


def test_values_that_differ_without_one_knowing_the_other_conflict():
    found = amount([row("a", 1, label="ORG"), row("b", 2, before=("a",), label="GPE"), row("c", 3, label="LOC")])
    assert found.conflicts == {"label": ["b", "c"]}


def test_equal_values_do_not_conflict():
    assert amount([row("a", 1, label="ORG"), row("b", 1, label="ORG")]).conflicts == {}


def test_a_decision_that_names_both_settles_a_conflict():
    rows = [row("a", 1, label="ORG"), row("b", 2, label="GPE"), row("c", 3, before=("a", "b"), label="LOC")]
    assert amount(rows).conflicts == {}
    rows[2] = row("c", 3, before=("a", "b"), live=False, label="LOC")
    assert amount(rows).conflicts == {"label": ["a", "b"]}


def test_a_dead_decision_in_between_still_makes_an_ancestor():
    rows = [row("a", 1, label="ORG"), row("b", 2, before=("a",), live=False, label="GPE"),
            row("c", 3, before=("b",), label="LOC")]  # fmt: skip
    assert amount(rows).conflicts == {}


def test_what_the_machine_said_never_goes_over_what_a_person_decided():
    rows = [
        Row(
            "a",
            1,
            "accept",
            "ann",
            "now",
            encode_fields({"state": "kept"}, {"label": "ORG", "cue": [0, 1]}),
            "[]",
            True,
        ),
        row("b", 2, before=("a",), label="GPE"),
        Row("c", 3, "accept", "ann", "now", encode_fields({"state": "kept"}, {"label": "LOC"}), "[]", True),
    ]
    assert amount(rows).fields == {"label": "GPE", "cue": [0, 1], "state": "kept"}


def test_nothing_live_amounts_to_nothing():
    assert amount([]) is None
    assert amount([row("a", 1, live=False, label="ORG")]) is None


def test_how_something_was_decided_is_read_off_the_actions():
    assert amount([row("a", 1, action="add", label="ORG"), row("b", 2, label="GPE")]).how == "added"
    assert amount([row("a", 1, action="accept_bulk", label="ORG")]).how == "bulk"
    assert amount([row("a", 1, action="accept_bulk", label="ORG"), row("b", 2, label="GPE")]).how == "single"
    assert amount([row("a", 1, action="import", label="ORG")]).how == "imported"


@st.composite
def journals(draw) -> list[Row]:
    """Rows that know some of those before them."""
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 9))):
        before = draw(st.sets(st.sampled_from([r.id for r in rows]))) if rows else set()
        names = draw(st.sets(st.sampled_from(["label", "span", "state"]), min_size=1))
        decided = {name: draw(st.integers(0, 2)) for name in names}
        clock = draw(st.integers(1, 4)) + max([r.clock for r in rows if r.id in before], default=0)
        rows.append(row(f"{draw(st.integers(0, 9))}{number}", clock, before=tuple(sorted(before)),
                        live=draw(st.booleans()), **decided))  # fmt: skip
    return rows


@given(journals(), st.randoms())
def test_the_order_of_the_rows_makes_no_difference(rows: list[Row], chance: random.Random):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert amount(shuffled) == amount(rows)


@given(journals())
def test_a_decision_that_follows_all_settles_all(rows: list[Row]):
    last = row("z", 99, before=tuple(r.id for r in rows), label=7, span=7, state=7)
    found = amount([*rows, last])
    assert found.conflicts == {}
    assert found.fields == {"label": 7, "span": 7, "state": 7}


@given(journals())
def test_the_winner_of_a_conflict_is_one_of_those_in_it(rows: list[Row]):
    found = amount(rows)
    if found is not None:
        assert all(found.winners[name] in heads and len(heads) > 1 for name, heads in found.conflicts.items())
