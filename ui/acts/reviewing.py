"""Acts of the Review place: going from card to card, settling one, settling a class, the rule, names, returning.

Their keys count there and nowhere else; the same keys mean other things in Annotate.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from annotator.errors import UserError
from ui.acts.act import Act
from ui.acts.hand import Hand

if TYPE_CHECKING:
    from annotator.operations.base import Operation
    from annotator.review.queue import ReviewCard, ReviewedArticle, Version
    from ui.panels.review_place import ReviewPlace
    from ui.panels.review_place.reviewing import Mode


def reviews(hand: Hand) -> bool:
    return hand.window.is_reviewing


def has_card(hand: Hand) -> bool:
    return reviews(hand) and place_of(hand).reviewing.card is not None


def has_version(hand: Hand, number: int) -> bool:
    return has_card(hand) and number <= len(place_of(hand).reviewing.columns())


def take(hand: Hand, number: int) -> None:
    """The version with this number: taken as it is, or what the present question asks of it."""
    place = place_of(hand)
    review = place.reviewing
    article, card = _open_card(hand)
    if review.mode == "compose":
        place.side.compose_row(number - 1)
        return
    version = _version(card, number)
    if review.mode == "slip":
        _toggle_slip(hand, article, card, version)
    elif review.mode == "both":
        _keep_both(hand, article, card, number, version)
    else:
        refuse_while_editing(hand)
        operation = review.review.take(article.article.id, card, version, slips=review.slips)
        settle(hand, operation, f"Taken: {', '.join(version.names)}.")


def none_right(hand: Hand) -> None:
    refuse_while_editing(hand)
    article, card = _open_card(hand)
    review = place_of(hand).reviewing
    operation = review.review.none_right(article.article.id, card, slips=review.slips)
    settle(hand, operation, "None is right: it is no unit.")


def compose(hand: Hand) -> None:
    """Let every part be taken from another version."""
    _ask_of_two(hand, "compose", UserError("Only one version has anything here.", "F2 edits it in place."))


def edit(hand: Hand) -> None:
    """Edit the card in place, beginning with what is gold, what was composed so far, or the first version."""
    place = place_of(hand)
    _, card = _open_card(hand)
    if place.editing.is_on:
        raise UserError("You are editing this card.", "Enter takes it, Esc leaves it as it was.")
    value = next((decision.value for decision in card.decisions if decision.value is not None), None)
    value = value or next((version.value for version in card.versions if version.value is not None), None)
    value = value or next((decision.base for decision in card.decisions if decision.base is not None), None)
    if value is None:
        raise UserError("No version has anything here.", "0 says that none is right.")
    place.reviewing.set_mode("")
    place.editing.start(value)
    place.focus_text()


def both(hand: Hand) -> None:
    """Keep two readings: the preferred one is chosen first."""
    _ask_of_two(hand, "both", UserError("There are no two readings to keep.", "A digit takes the one that there is."))


def _ask_of_two(hand: Hand, mode: Mode, otherwise: UserError) -> None:
    """Turn to a mode that asks for several readings; refused where there are no two."""
    refuse_while_editing(hand)
    _, card = _open_card(hand)
    if sum(version.value is not None for version in card.versions) < 2:
        raise otherwise
    place_of(hand).reviewing.set_mode(mode)


def confirm(hand: Hand) -> None:
    """Take what was composed or edited; else say of an agreed, late or sampled card that it is right as it is."""
    place = place_of(hand)
    article, card = _open_card(hand)
    review, slips = place.reviewing.review, place.reviewing.slips
    value = place.editing.value
    if value is not None:
        settle(hand, review.edit(article.article.id, card, value, slips=slips), "Edited.")
    elif place.reviewing.mode == "compose":
        picked = {part: card.versions[column] for part, column in place.reviewing.picks.items()}
        settle(hand, review.compose(article.article.id, card, picked, slips=slips), "Composed.")
    elif card.state in ("open", "conflict"):
        raise UserError("The versions differ: which one is right?", "A digit takes one, 0 none, F2 edits.")
    elif card.state == "settled":
        go(hand)
    else:
        settle(hand, review.confirm(article.article.id, card), "Right as it is.")


def settle(hand: Hand, operation: Operation, said: str) -> None:
    """Decide, and go on to the next card that waits."""
    from ui.panels.review_place.queue_model import narrowed_to  # the place is there by now

    place = place_of(hand)
    place.editing.leave()
    with place.reviewing.leaving():
        changes = place.side.decide(operation)
    if not changes:
        return
    if place.reviewing.go_to_waiting():
        hand.session.say(said)
    else:
        place.show_card_again()
        narrowed = narrowed_to(place.reviewing.kind, place.reviewing.state)
        rest = f"Nothing of “{narrowed}” waits any more." if narrowed else nothing_waits(hand)
        hand.session.say(f"{said} {rest}")
    place.focus_text()


def nothing_waits(hand: Hand) -> str:
    """That all is settled, and what can be done now."""
    key = hand.window.shortcuts.shown("release")
    return f"Nothing waits any more: {key} releases the gold." if key else "Nothing waits any more: release the gold."


def go(hand: Hand, *, backwards: bool = False) -> None:
    """To the next (previous) card that waits, in this article or the next one of the queue."""
    refuse_while_editing(hand)
    place = place_of(hand)
    if not place.reviewing.go_to_waiting(backwards=backwards):
        hand.session.say(nothing_waits(hand) if place.reviewing.rows else "Nothing is here to review.")
    place.focus_text()


def mark_slip(hand: Hand) -> None:
    refuse_while_editing(hand)
    _open_card(hand)
    place_of(hand).reviewing.set_mode("slip")


def write_reason(hand: Hand) -> None:
    _open_card(hand)
    place_of(hand).card.focus_reason()


def take_like_case(hand: Hand) -> None:
    _open_card(hand)
    place_of(hand).side.take_like_case()


def _keep_both(hand: Hand, article: ReviewedArticle, card: ReviewCard, number: int, version: Version) -> None:
    review = place_of(hand).reviewing
    if version.value is None:
        raise UserError("That version has nothing here to keep.", "Choose one that has.")
    with_value = [at for at, other in enumerate(card.versions, 1) if other.value is not None]
    if review.preferred is None and len(with_value) > 2:
        review.prefer(number)
        return
    first = review.preferred if review.preferred is not None else number
    others = [number] if review.preferred is not None else [at for at in with_value if at != number]
    if first in others:
        raise UserError("That is the preferred reading already.", "Press the key of another one.")
    kept = [card.versions[at - 1] for at in others]
    operation = review.review.keep_both(article.article.id, card, card.versions[first - 1], *kept, slips=review.slips)
    settle(hand, operation, "Both readings are kept.")


def _toggle_slip(hand: Hand, article: ReviewedArticle, card: ReviewCard, version: Version) -> None:
    place = place_of(hand)
    marked = {layer for decision in card.decisions for layer in decision.slips} | place.reviewing.slips
    mine = {layer for layer in version.layers if layer in card.card.layers}
    slips = marked - mine if mine <= marked else marked | mine
    place.reviewing.slips = frozenset() if card.decisions else frozenset(slips)
    place.reviewing.set_mode("")
    if not card.decisions:
        hand.session.say("It is marked with your decision on the card." if slips else "The mark is taken off.")
        return
    if hand.session.run(place.reviewing.review.mark_slips(article.article.id, card, sorted(slips))):
        hand.session.say("Marked as a slip." if mine <= slips else "The mark is taken off.")


def place_of(hand: Hand) -> ReviewPlace:
    """The Review place, if it is shown.

    Raises:
        UserError: another one is.
    """
    if not hand.window.is_reviewing:
        raise UserError("That is done in the Review place.", "Ctrl+2 shows it.")
    return cast("ReviewPlace", hand.window.stack.currentWidget())


def _open_card(hand: Hand) -> tuple[ReviewedArticle, ReviewCard]:
    review = place_of(hand).reviewing
    if review.article is None or review.card is None:
        raise UserError("There is no card here.", "Choose an article in the queue, or press F8.")
    return review.article, review.card


def _version(card: ReviewCard, number: int) -> Version:
    if number > len(card.versions):
        raise UserError(f"There is no version {number}.", f"The versions have the keys 1 to {len(card.versions)}.")
    return card.versions[number - 1]


def refuse_while_editing(hand: Hand) -> None:
    """Raise UserError while a card is being edited: what is not taken would be lost."""
    if place_of(hand).editing.is_on:
        raise UserError("You are editing this card.", "Enter takes it, Esc leaves it as it was.")


def review_act(name: str, title: str, run: Callable[[Hand], None], *keys: str, needs_card: bool = True) -> Act:
    """An act of the Review place, for the current card unless it needs none."""
    applies = has_card if needs_card else reviews
    return Act(f"review_{name}", title, "Review", run, keys, in_review=True, applies=applies)


REVIEWING = (
    *(
        Act(
            f"review_take_{digit}",
            f"Take version {digit}",
            "Review",
            partial(take, number=digit),
            (str(digit),),
            in_review=True,
            applies=partial(has_version, number=digit),
        )
        for digit in range(1, 10)
    ),
    review_act("none", "None is right", none_right, "0"),
    review_act("compose", "Compose from parts of several versions", compose, "M"),
    review_act("edit", "Edit in place", edit, "F2"),
    review_act("both", "Keep both readings, the preferred one first", both, "V"),
    review_act("confirm", "Right as it is; take what was composed or edited", confirm, "Enter"),
    review_act("next", "Next that waits", go, "F8", needs_card=False),
    review_act(
        "previous", "Previous disagreement that waits", partial(go, backwards=True), "Shift+F8", needs_card=False
    ),
    review_act("reason", "Write the reason", write_reason, "R"),
    review_act("like", "Use the reason of the like case", take_like_case, "L"),
    review_act("slip", "Mark an annotator’s slip, or take the mark off", mark_slip, "S"),
)
