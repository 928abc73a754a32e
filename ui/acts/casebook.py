"""Acts around what leads write for annotators: the case book, the like case, feedback, the guidelines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.errors import UserError
from ui.acts.act import Act
from ui.acts.hand import Hand

if TYPE_CHECKING:
    from annotator.review.cases import Case, CaseEntry
    from annotator.review.feedback import FeedbackItem


def show_case_book(hand: Hand, case: Case | None = None) -> None:
    from ui.dialogs.case_book import CaseBook

    book = CaseBook(hand.session, hand.window, point_at=case)
    book.entry_taken.connect(partial(show_entry, hand))
    hand.window.show_dialog(book)


def show_like_case(hand: Hand) -> None:
    """Show the case that is most like the current unit in the case book."""
    if hand.current() is None or not hand.window.is_annotating:
        raise UserError("No unit is current.", "Choose one: the case that is like it is shown.")
    case = hand.window.annotate.inspector.like.look()
    if case is None:
        raise UserError("No case is like this unit.", "F3 shows all of them.")
    show_case_book(hand, case)


def show_entry(hand: Hand, entry: CaseEntry) -> None:
    """Go where a case was used: to the card in Review, in a handout to the words in the article."""
    project, session = hand.session.project, hand.session
    if entry.article is None:
        return
    if project.handout is None:
        hand.window.show_place("review")
        reviewing = hand.window.stack.currentWidget().reviewing  # type: ignore[union-attr]
        reviewing.open_article(entry.article, entry.card or None)
        return
    place = project.lead.cases.place(entry.card, project.annotator) if entry.card else None
    unit, span = (place.unit, place.span) if place is not None else (None, None)
    if session.open_article(entry.article, unit, span):
        hand.window.show_place("annotate")


def show_feedback(hand: Hand) -> None:
    from ui.dialogs.feedback import FeedbackSheet

    sheet = FeedbackSheet(hand.session, hand.window.feedback, hand.window)
    sheet.item_taken.connect(partial(show_item, hand))
    hand.window.show_dialog(sheet)


def show_item(hand: Hand, item: FeedbackItem) -> None:
    """Open the article of an item at the annotator's unit, else at the words that are gold."""
    own, gold = item.own, item.gold
    unit = own.id if own is not None else None
    span = None
    if own is None and gold is not None:
        span = gold.span if item.kind == "entity" else gold.content[0]  # type: ignore[union-attr]
    if hand.session.open_article(item.article, unit, span):
        hand.window.show_place("annotate")


def show_guidelines(hand: Hand) -> None:
    show_guide(hand, at_guidelines=True)


def show_guide(hand: Hand, *, at_guidelines: bool = False) -> None:
    from ui.dialogs.guide import GuideDialog

    project = hand.session.project
    text = project.lead.cases.shown_to(project.annotator).beside(project.scheme.guidelines)
    if at_guidelines and not text.strip():
        raise UserError("This project has no guidelines yet.", "A lead writes them: “Edit the guidelines”.")
    sheet = GuideDialog(project.scheme, hand.window, guidelines=text, at_guidelines=at_guidelines)
    hand.window.show_dialog(sheet)


def edit_guidelines(hand: Hand) -> None:
    from ui.dialogs.guidelines import GuidelinesSheet

    hand.window.show_dialog(GuidelinesSheet(hand.session, hand.window))


def has_like_case(hand: Hand) -> bool:
    return hand.window.is_annotating and hand.window.annotate.inspector.like.case is not None


def is_leads_file(hand: Hand) -> bool:
    """Whether what concerns everybody can be written here."""
    project = hand.session.project
    return project.handout is None and not project.is_read_only


CASEBOOK = (
    Act("feedback", "Feedback: where the gold differs from your work", "Article", show_feedback, ("F9",)),
    Act("case_book", "Case book", "Help", show_case_book, ("F3",)),
    Act("like_case", "The like case of the current unit", "Help", show_like_case, ("Shift+F3",), applies=has_like_case),
    Act("guidelines", "Guidelines with their cases", "Help", show_guidelines, ("Shift+F1",)),
    Act("edit_guidelines", "Edit the guidelines…", "Project", edit_guidelines, applies=is_leads_file),
)
