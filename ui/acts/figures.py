"""Acts of the Progress place: its figures copied, saved and counted anew, its sections shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.model import Span
from ui.acts.act import Act
from ui.acts.hand import Hand

if TYPE_CHECKING:
    from annotator.review.figures import FoundUnit
    from ui.main_window import MainWindow

PLACE = "progress"
SECTIONS = (
    ("articles", "Progress: articles by annotator"),
    ("agreement", "Progress: agreement"),
    ("labels", "Progress: labels, and which are taken for each other"),
    ("suggestions", "Progress: what became of suggestions"),
    ("pairs", "Progress: pairs of annotators"),
    ("time", "Progress: time and pace"),
    ("models", "Progress: trained models"),
    ("release", "Progress: what blocks the release"),
)
"""The sections of the place by name, which is not loaded before it is shown."""


def shows_figures(hand: Hand) -> bool:
    return _place_name(hand) == f"{PLACE}_place"


def on_place(method: str) -> Callable[[Hand], None]:
    """An act that is a method of the Progress place, where that is shown."""

    def run(hand: Hand) -> None:
        if not shows_figures(hand):
            raise UserError("The figures are not in sight.", "Ctrl+4 shows them.")
        getattr(hand.window.stack.currentWidget(), method)()

    return run


def show_section(hand: Hand, name: str) -> None:
    hand.window.show_place(PLACE)
    hand.window.stack.currentWidget().show_section(name)  # type: ignore[union-attr]


def show_article(window: MainWindow, unit: FoundUnit) -> None:
    """Show the article behind a figure in the Annotate place, at the unit's words."""
    span = Span(unit.start, unit.end) if unit.end else None
    if window.session.open_article(unit.article, unit.unit, span):
        window.show_place("annotate")


def show_disagreement(window: MainWindow, unit: FoundUnit) -> None:
    """Show where layers differ in the Review place, at the card of the unit."""
    window.show_place("review")
    reviewing = window.stack.currentWidget().reviewing  # type: ignore[union-attr]
    reviewing.open_article(unit.article)
    article = reviewing.article
    if article is not None and article.article.id == unit.article and unit.end:
        cards = [one for one in article.cards if one.card.start <= unit.start < one.card.end]
        known = [one for one in cards if unit.unit in {member.id for member in one.card.members.values()}]
        if found := next(iter(known or cards), None):
            reviewing.set_card(found.id)


def _place_name(hand: Hand) -> str:
    place = hand.window.stack.currentWidget()
    return place.objectName() if place else ""


FIGURES = (
    Act("figures_update", "Count the figures anew", "Progress", on_place("update_figures"), ("F5",),
        applies=shows_figures),
    Act("figures_copy", "Copy the table of figures", "Progress", on_place("copy"), applies=shows_figures),
    Act("figures_csv", "Save the figures as CSV…", "Progress", on_place("save_csv"), ("Ctrl+S",),
        applies=shows_figures),
    Act("figures_png", "Save the figures as PNG…", "Progress", on_place("save_png"), ("Ctrl+Shift+S",),
        applies=shows_figures),
    *(Act(f"figures_{name}", title, "Progress", partial(show_section, name=name)) for name, title in SECTIONS),
)  # fmt: skip
