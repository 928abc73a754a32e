"""What is open about a unit, and in which passes it is still to be decided."""

from __future__ import annotations

import pytest

from annotator.model import MACHINE_PARTS, Entity, Link, Span, Statement, Suggestion
from annotator.units import Decided, Unit, make_unit

SAID = Statement("a" * 32, (Span(0, 5),), "direct")
KURSK = Entity("b" * 32, Span(0, 5), "GPE")
LINK = Link("c" * 32, SAID.id, "e" * 32, "reports")


def decided(kind="statement", *, names=(), **fields):
    base = {"content": [[0, 5]], "type": "direct", "span": [0, 5], "label": "GPE", "state": "kept"}
    return Decided(SAID.id, kind, "0" * 32, {**base, **fields}, frozenset(names), "single")


def test_a_suggestion_is_open_in_every_part_and_no_label():
    unit = make_unit(Suggestion(SAID, 0.4, "statements 1", "marks"), None)
    assert unit.is_machine
    assert unit.open_parts == MACHINE_PARTS
    assert (unit.score, unit.source, unit.reason, unit.how) == (0.4, "statements 1", "marks", "machine")


def test_a_kept_entity_has_nothing_open():
    assert Unit(KURSK, "suggested").open_parts == ("label",)
    assert Unit(KURSK, "kept").open_parts == ()


def test_links_and_nothing_to_link_decide_the_links():
    open_, linked, none = (
        make_unit(None, decided()),
        make_unit(None, decided(), links=(LINK,)),
        make_unit(None, decided(nothing_to_link=True)),
    )
    assert [unit.lacks_links for unit in (open_, linked, none)] == [True, False, False]
    assert [unit.value.nothing_to_link for unit in (open_, linked, none)] == [False, False, True]


@pytest.mark.parametrize(
    ("unit", "passes"),
    [
        (Unit(KURSK, "suggested"), {"entities"}),
        (Unit(KURSK, "kept"), set()),
        (Unit(KURSK, "suggested", hidden=True), set()),
        (Unit(SAID, "suggested"), {"statements", "links"}),
        (Unit(SAID, "kept"), {"statements", "links"}),
        (Unit(SAID, "kept", frozenset(MACHINE_PARTS)), {"links"}),
        (Unit(SAID, "kept", frozenset((*MACHINE_PARTS, "links"))), set()),
        (Unit(SAID, "rejected"), set()),
    ],
)
def test_a_unit_is_undecided_in_the_passes_that_it_is_open_in(unit, passes):
    assert {name for name in ("entities", "statements", "links") if unit.is_undecided({name})} == passes


def test_a_decided_unit_keeps_the_machines_score_beside_it():
    unit = make_unit(Suggestion(SAID, 0.4, "statements 1", "marks"), decided(names=["content"]))
    assert (unit.state, unit.how, unit.score, unit.reason) == ("kept", "single", 0.4, "marks")
