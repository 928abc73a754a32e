"""Acts that go by the machine's scores: accept all above one, begin with what is least certain."""

from __future__ import annotations

from ui.acts.act import Act
from ui.acts.hand import Hand


def has_articles(hand: Hand) -> bool:
    return bool(hand.session.article_ids())


def accept_above(hand: Hand) -> None:
    """Offer to accept every suggestion above a score, here or in all open articles."""
    from ui.dialogs.accept_above import AcceptAboveDialog

    hand.window.show_dialog(AcceptAboveDialog(hand.session, hand.window))


def toggle_least_certain(hand: Hand) -> None:
    """Go through the undecided units by certainty, beginning with the least certain, or by place."""
    session = hand.session
    session.set_least_first(not session.least_first)
    if session.least_first:
        session.leave_unit()
        session.go_next()
    said = "This is the least certain unit." if session.current else "The least certain unit comes first."
    session.say(said if session.least_first else "Units come in the order of the text.")


def toggle_article_order(hand: Hand) -> None:
    """List the articles with the least certain suggestions first, or in the project's order."""
    hand.window.show_place("annotate")
    articles = hand.window.annotate.articles
    articles.sort_by_doubt(not articles.is_sorted_by_doubt)


SURE = (
    Act("accept_above", "Accept all above a score…", "Decide", accept_above, ("Ctrl+Shift+A",), applies=has_articles),
    Act("least_certain", "Least certain first", "Go", toggle_least_certain),
    Act("least_certain_articles", "Articles: least certain first", "Go", toggle_article_order, applies=has_articles),
)
