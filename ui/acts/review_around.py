"""Acts of the Review place around its cards: going about, the queue, the rule, names, whole classes, returning."""

from __future__ import annotations

from functools import partial

import msgspec

from annotator.errors import UserError
from ui.acts.hand import Hand
from ui.acts.reviewing import place_of, refuse_while_editing, review_act


def step(hand: Hand, by: int) -> None:
    """To the next (previous) card of the article, whether it waits or not."""
    refuse_while_editing(hand)
    if not place_of(hand).reviewing.step(by):
        hand.session.say("This is the last card of the article." if by > 0 else "This is the first card.")


def step_article(hand: Hand, by: int) -> None:
    refuse_while_editing(hand)
    if not place_of(hand).step_article(by):
        hand.session.say("This is the last article of the queue." if by > 0 else "This is the first article.")


def search(hand: Hand) -> None:
    place_of(hand).queue.focus_search()


def offer_filters(hand: Hand) -> None:
    refuse_while_editing(hand)
    place_of(hand).queue.offer_filters()


def toggle_names(hand: Hand) -> None:
    """Show the annotators' names, or letters again: for the whole project, and for every lead."""
    place = place_of(hand)
    settings = hand.session.project.lead.settings
    shows = not settings.shows_names
    changed = msgspec.structs.replace(settings, shows_names=shows)
    if hand.session.run(place.reviewing.review.change_settings(changed)):
        hand.session.say("Names are shown." if shows else "Names are hidden: letters are shuffled for each article.")


def choose_rule(hand: Hand) -> None:
    from ui.panels.review_place.rule_sheet import RuleSheet

    hand.window.show_dialog(RuleSheet(place_of(hand).reviewing, hand.window))


def settle_class(hand: Hand) -> None:
    from ui.panels.review_place.class_sheet import ClassSheet

    refuse_while_editing(hand)
    place = place_of(hand)
    hand.window.show_dialog(ClassSheet(place.reviewing, hand.window))


def return_article(hand: Hand) -> None:
    from ui.panels.review_place.return_sheet import ReturnSheet

    place = place_of(hand)
    if place.reviewing.article is None or not place.reviewing.article.works:
        raise UserError("Nobody has submitted this article.", "Choose one in the queue.")
    hand.window.show_dialog(ReturnSheet(place.reviewing, hand.window))


def leave(hand: Hand) -> None:
    """Stop editing, composing or choosing; else clear the selection."""
    place = place_of(hand)
    if place.editing.is_on:
        place.editing.leave()
        place.show_card_again()
    elif place.reviewing.mode:
        place.reviewing.set_mode("")
    else:
        place.view.clear_selection()
    place.focus_text()


REVIEW_AROUND = (
    review_act("leave", "Stop composing, editing or choosing", leave, "Esc"),
    review_act("next_card", "Next card", partial(step, by=1), "J"),
    review_act("previous_card", "Previous card", partial(step, by=-1), "K"),
    review_act(
        "next_article",
        "Next article of the queue",
        partial(step_article, by=1),
        "Ctrl+Enter",
        "Ctrl+PageDown",
        needs_card=False,
    ),
    review_act(
        "previous_article",
        "Previous article of the queue",
        partial(step_article, by=-1),
        "Ctrl+Shift+Enter",
        "Ctrl+PageUp",
        needs_card=False,
    ),
    review_act("classes", "Settle a whole class at once…", settle_class, "C", needs_card=False),
    review_act("rule", "Rule: what becomes gold without a lead…", choose_rule, "Shift+R", needs_card=False),
    review_act("names", "Show or hide the annotators’ names", toggle_names, "Shift+N", needs_card=False),
    review_act("search", "Search the queue", search, "Ctrl+L", needs_card=False),
    review_act("filter", "Show one kind of disagreement, or one state…", offer_filters, "F", needs_card=False),
    review_act("return", "Return the article to an annotator…", return_article, "Shift+B"),
)
