"""Which event of one annotator is another's: what speaks for and against it, and in what order pairs are proposed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.layers import PROJECT
from annotator.model import Actor, Event, When
from annotator.review.inventories.actors import InventoriedActor, propose_same
from annotator.review.inventories.events import Inventoried, propose_alignments
from annotator.review.inventories.model import pair_id
from annotator.review.inventories.overlaps import Overlaps, Place, Shared

SENTENCES = [Place("a" * 32, 100 * n, 100 * n + 60) for n in range(8)]
DAY = When("2031-03-13")


def event(title, *, layer="ann", at=(), when=DAY, people=(), **fields):
    """An event of a layer that links these sentences to it."""
    made = Event(f"{layer} {title}", title, fields.pop("type", "meeting"), when=when, **fields)
    linked = {layer: tuple(SENTENCES[n] for n in at)} if at else {}
    return Inventoried(made, frozenset((layer,)), {name: name for name in people}, linked)


def only(*events, **options):
    (found,) = propose_alignments(events, **options)
    return found


def scores(*events):
    return {frozenset((each.one, each.other)): each.score for each in propose_alignments(events)}


def test_the_same_statements_speak_for_one_event_whatever_it_is_called():
    found = only(event("Talks in Osk", at=(0, 1, 2)), event("Border meeting", layer="ben", at=(0, 1, 2), people=()))
    assert found.how == "same"
    assert found.reasons[0] == "3 statements in common"
    assert "same date" in found.reasons


def test_title_date_and_people_speak_without_any_statement():
    ours = event("Talks in Osk", people=("Ilse Maran",), place="Osk")
    found = only(ours, event("Osk talks", layer="ben", people=("Ilse Maran",), place="Osk"))
    assert found.score > 0.8
    assert found.reasons == ("titles share Osk, Talks", "same date", "both name Ilse Maran", "same place: Osk")


def test_statements_that_were_cut_differently_count_as_the_same():
    ours = event("Talks", at=(0, 1))
    theirs = Inventoried(
        Event("b", "Meeting", "meeting", when=DAY),
        frozenset(("ben",)),
        {},
        {"ben": tuple(Place(p.article, p.start, p.end - 12) for p in SENTENCES[:2])},
    )
    assert only(ours, theirs).reasons[0] == "2 statements in common"


def test_a_statement_and_one_inside_it_are_two():
    inner = Place("a" * 32, 10, 25)
    assert Overlaps({"one": {"ann": SENTENCES[:1]}, "other": {"ben": (inner,)}}).shared("one", "other") == Shared(
        0, 0, 0
    )


def test_other_days_speak_against_it():
    same, later = event("Osk talks", layer="ben"), event("Osk talks", layer="eve", when=When("2031-04-20"))
    ours = event("Talks in Osk")
    found = scores(ours, same, later)
    assert found[frozenset((ours.id, same.id))] > found[frozenset((ours.id, later.id))]


def test_a_planned_event_and_the_same_one_held_are_one_and_one_that_was_not_held_hardly():
    held = event("Osk talks", layer="ben", status="happened")
    planned, none = event("Talks in Osk", status="planned"), event("Talks in Osk", status="not_happened")
    assert only(planned, held).score == only(event("Talks in Osk", status="happened"), held).score
    assert only(none, held).score < only(planned, held).score


def test_a_summit_that_another_split_is_their_whole():
    summit = event("Osk summit", at=(0, 1, 2, 3, 4, 5), when=When("2031-03-12/2031-03-14", "interval"))
    first = event("Meeting with Vey", layer="ben", at=(0, 1, 2), when=When("2031-03-12"))
    second = event("Second meeting", layer="ben", at=(3, 4, 5), when=When("2031-03-14"))
    found = propose_alignments([summit, first, second])
    assert {(each.how, each.one, each.other) for each in found} == {
        ("part", summit.id, first.id),
        ("part", summit.id, second.id),
    }
    assert found[0].reasons == (
        "3 statements in common",
        "the others stand under another event",
        "its days lie within",
    )


def test_parts_that_lie_apart_in_time_are_parts_all_the_same():
    talks = event("Port talks", at=(0, 1, 2, 3, 4, 5), when=When("2031-04-24"))
    round_two = event("Second round", layer="ben", at=(0, 1, 2), when=When("2031-04-22"))
    protocol = event("Protocol signed", layer="ben", at=(3, 4, 5), when=When("2031-04-24"))
    assert {(each.how, each.other) for each in propose_alignments([talks, round_two, protocol])} == {
        ("part", round_two.id),
        ("part", protocol.id),
    }


def test_what_another_has_not_linked_yet_says_nothing_about_parts():
    ours = event("Talks", at=(0, 1, 2, 3, 4, 5))
    assert only(ours, event("Talks", layer="ben", at=(0, 1, 2))).how == "same"


def test_events_of_one_annotator_alone_are_two():
    assert propose_alignments([event("Talks in Osk"), event("Osk talks")]) == []


def test_an_annotator_who_has_both_speaks_against_it():
    ours, theirs = event("Osk talks"), event("Talks in Osk", layer="ben")
    both = Inventoried(theirs.event, frozenset(("ann", "ben")))
    assert only(ours, both).score < only(ours, theirs).score
    assert only(ours, both).reasons[-1] == "but somebody has both"


def test_what_was_kept_apart_is_not_proposed_again():
    ours, theirs = event("Osk talks"), event("Talks in Osk", layer="ben")
    assert propose_alignments([ours, theirs], apart={pair_id("event", theirs.id, ours.id)}) == []


def test_a_published_event_stays():
    ours, theirs = event("Osk talks", at=(0, 1)), event("Talks in Osk", layer=PROJECT)
    assert only(ours, theirs).one == theirs.id


def test_one_statement_linked_to_two_events_by_one_annotator_brings_them_not_together():
    ours, theirs = event("Talks", at=(0,)), event("Phone call", at=(0,))
    both = Inventoried(theirs.event, frozenset(("ben",)), {}, {"ann": (SENTENCES[0],)})
    assert propose_alignments([ours, both]) == []


@given(
    st.permutations([event("Talks", at=(0, 1)), event("Osk talks", layer="ben", at=(1, 2)), event("Osk", layer="eve")])
)
def test_the_order_of_events_makes_no_difference(events):
    assert propose_alignments(events) == propose_alignments(sorted(events, key=lambda each: each.id))


def actor(name, layer, *at):
    mentions = {layer: tuple(SENTENCES[n] for n in at)}
    return InventoriedActor(Actor(f"{layer} {name}", name), frozenset((layer,)), mentions, articles=1)


def test_actors_are_one_by_name_or_by_what_was_resolved_to_them():
    named = propose_same([actor("Igor Zelinsky", "ann"), actor("Igor Zelinskyy", "ben")])
    assert [each.reasons for each in named] == [("the surname spelled two ways",)]
    (found,) = propose_same([actor("the President", "ann", 0, 1, 2), actor("Ilse Maran", "ben", 0, 1, 2)])
    assert found.reasons == ("3 mentions in common",)
    assert found.score > 0.6
