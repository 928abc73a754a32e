"""Acts on passages that stand in several places: what was decided in one is taken over to the others."""

from __future__ import annotations

from annotator.errors import UserError
from annotator.model import Span
from ui.acts.act import Act
from ui.acts.deciding import article_of
from ui.acts.hand import Hand


def has_twins(hand: Hand) -> bool:
    return bool(hand.window.twins.passages)


def take_over(hand: Hand) -> None:
    """List the other places of the passage, to take over what was decided in it."""
    if not has_twins(hand):
        raise UserError("No paragraph of this article stands anywhere else.", "Import looks for those that do.")
    passage = hand.window.twins.passage_meant()
    if passage is None:
        raise UserError("This paragraph stands nowhere else.", "A mark in the right margin shows those that do.")
    _open(hand, passage)


def take_over_all(hand: Hand) -> None:
    """The same for all passages of the article."""
    _open(hand, None)


def _open(hand: Hand, passage: Span | None) -> None:
    from ui.dialogs.twins import TwinsDialog

    operation = hand.session.project.twins.take_over(article_of(hand), passage)
    if not operation.places:
        raise UserError("Nothing is decided here that could be taken over.", "Decide first, then press T.")
    hand.window.twins.dismiss()
    hand.window.show_dialog(TwinsDialog(hand.session, operation, hand.window))


TWINS = (
    Act("take_over", "Take decisions over to twins…", "Decide", take_over, ("T",), in_article=True, applies=has_twins),
    Act("take_over_all", "Take all decisions over to twins…", "Decide", take_over_all, applies=has_twins),
)
