"""The keys that apply now, for the status line: few, in a fixed order, so that the eye finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.acts import ACTS
from ui.acts.act import Act
from ui.keymap import Keymap

if TYPE_CHECKING:
    from ui.acts.hand import Hand


def hints(hand: Hand, keymap: Keymap) -> list[tuple[str, str]]:
    """(shown key, word) of what can be done with the unit or the selection."""
    found = [_hint(act, hand, keymap) for act in ACTS if act.short and act.applies(hand)]
    found = [(key, word) for key, word in found if key]
    if hand.current() is not None or hand.selection() is not None:
        found.insert(min(2, len(found)), ("1–9", _digit_word(hand)))
    return found


def _hint(act: Act, hand: Hand, keymap: Keymap) -> tuple[str, str]:
    word = act.short
    if act.name == "accept" and hand.selection() is not None:
        word = "entity"
    unit = hand.current()
    if act.name == "accept" and hand.selection() is None and unit is not None and not unit.open_parts:
        word = "go on"
    if act.name == "reject" and unit is not None and not unit.is_machine:
        word = "remove"
    return keymap.shown(act.name), word


def _digit_word(hand: Hand) -> str:
    unit = hand.current()
    if hand.selection() is not None or unit is None or unit.kind == "entity":
        return "label"
    return "relation" if hand.session.passes == frozenset({"links"}) else "type"
