"""Acts that go from unit to unit and say what of the article is looked at: passes, hidden suggestions."""

from __future__ import annotations

from functools import partial

from annotator.model import PASSES
from ui.acts.act import Act
from ui.acts.deciding import say_all_decided
from ui.acts.hand import Hand
from ui.session import ALL_PASSES

PASS_TITLES = {"entities": "Entities", "statements": "Statements", "links": "Links"}


def go(hand: Hand, *, backwards: bool = False, any_unit: bool = False) -> None:
    """To the next or previous undecided unit, or any unit of the pass."""
    session = hand.session
    hand.clear_selection()
    if session.go_next(backwards=backwards, any_unit=any_unit):
        return
    if any_unit:
        session.say("There is no unit in this article.")
    else:
        say_all_decided(hand)


def show_pass(hand: Hand, passes: frozenset[str]) -> None:
    hand.session.set_passes(passes)
    hand.session.say(f"Pass: {pass_title(passes)}.")


def pass_title(passes: frozenset[str]) -> str:
    """A pass as people call it."""
    return "All" if passes == ALL_PASSES else " and ".join(PASS_TITLES[name] for name in PASSES if name in passes)


def toggle_hidden(hand: Hand) -> None:
    on = not hand.session.show_hidden
    hand.session.set_show_hidden(on)
    hand.session.say("Hidden suggestions are shown." if on else "Hidden suggestions are hidden again.")


def clear(hand: Hand) -> None:
    """Take the selection away, else the marks, else the ring around the current unit."""
    if hand.selection() is not None:
        hand.clear_selection()
    elif hand.session.marked:
        hand.session.set_marked(())
    else:
        hand.session.leave_unit()


GOING = (
    Act("next", "Next undecided unit", "Go", go, ("J",), in_article=True, short="next"),
    Act("previous", "Previous undecided unit", "Go", partial(go, backwards=True), ("K",), in_article=True),
    Act("next_any", "Next unit", "Go", partial(go, any_unit=True), ("Shift+J",), in_article=True),
    Act(
        "previous_any",
        "Previous unit",
        "Go",
        partial(go, backwards=True, any_unit=True),
        ("Shift+K",),
        in_article=True,
    ),
    *(
        Act(f"pass_{name}", f"Pass: {PASS_TITLES[name]}", "Go", partial(show_pass, passes=frozenset({name})), (key,))
        for name, key in zip(PASSES, ("Alt+1", "Alt+2", "Alt+3"), strict=True)
    ),
    Act("pass_all", "Pass: All", "Go", partial(show_pass, passes=ALL_PASSES), ("Alt+0",)),
    Act("clear", "Clear the selection, the marks, the current unit", "Go", clear, ("Esc",), in_article=True),
    Act("hidden", "Show or hide the hidden suggestions", "Go", toggle_hidden, ("H",), in_article=True),
)
