"""`EditHand`: the hand that edits a card in review: acts of Annotate, done on a draft in the Review place's article."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent

from annotator.errors import UserError
from annotator.operations import SetContent
from annotator.quotation import content_of_selection
from ui.acts import BY_NAME
from ui.acts.act import Act
from ui.acts.hand import Hand

EDIT_ACTS = frozenset(
    {
        *(f"choose_{digit}" for digit in range(1, 10)),
        *(f"move_{where}_by_{what}" for where in ("left", "right") for what in ("word", "character")),
        "choose_from_all",
        "swap_ends",
        "cue",
        "fragment",
        "fragment_away",
        "speaker",
        "actor",
        "parent",
        "event",
        "nothing",
        "link_again",
        "copy",
    }
)
"""The acts of Annotate that change the current unit: they change the draft here."""
CONTENT = Act("statement", "The selection is the content", "Review", lambda hand: set_content(hand))  # noqa: PLW0108


class EditHand(Hand):
    """Made for one edit, with the session of the draft."""

    def take_key(self, event: QKeyEvent) -> bool:
        """Do the act of Annotate that a key means, if it is one that changes the draft."""
        act = self.window.keymap.find(event, in_article=True)
        if act is None or act.name not in EDIT_ACTS | {CONTENT.name}:
            return False
        self.do(CONTENT if act.name == CONTENT.name else BY_NAME[act.name])
        return True


def set_content(hand: Hand) -> None:
    """Q, which makes a statement elsewhere: the selection is all of this statement's content."""
    selection, unit = hand.selection(), hand.current()
    if unit is None or unit.kind != "statement":
        raise UserError("Q gives a statement its content.", "B gives an entity the selected words.")
    if selection is None:
        raise UserError("Nothing is selected.", "Select what was said, then press Q.")
    content = content_of_selection(hand.session.text, selection)
    article = hand.session.article_id
    assert article is not None
    hand.session.run(SetContent(article, unit.id, (content,)))
    hand.clear_selection()
