"""Acts around what comes in and goes out: the report of the last import or export, training, the model that is used."""

from __future__ import annotations

from ui.acts.act import Act
from ui.acts.hand import Hand


def last_report(hand: Hand) -> None:
    hand.window.files.exchange.show_report()


def has_report(hand: Hand) -> bool:
    return hand.window.files.exchange.last is not None


EXCHANGING = (
    Act("last_report", "Report of the last import or export", "Project", last_report, ("Ctrl+Shift+I",),
        applies=has_report),
)  # fmt: skip
