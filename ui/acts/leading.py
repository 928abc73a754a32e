"""Acts of a lead: assigning, handing out, calibrating, releasing; and two of an annotator whose articles were assigned.

In a handout those of the lead are not offered, and say why when they are asked for all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.review.figures import FoundUnit
from ui.acts.act import Act
from ui.acts.deciding import article_of
from ui.acts.figures import show_disagreement
from ui.acts.hand import Hand

if TYPE_CHECKING:
    from annotator.exchange.gold.comparing import Difference

RETURNED = "returned"


def leads(hand: Hand) -> bool:
    return hand.session.project.handout is None


def leads_article(hand: Hand) -> bool:
    return leads(hand) and hand.session.work is not None


def of_lead(run: Callable[[Hand], None]) -> Callable[[Hand], None]:
    """An act that is refused, with the reason, in a handout."""

    @wraps(run)
    def checked(hand: Hand) -> None:
        name = hand.session.project.handout
        if name is not None:
            raise UserError(f"This file is {name}’s handout.", "The lead does that in the project that it came from.")
        run(hand)

    return checked


@of_lead
def assign(hand: Hand) -> None:
    from ui.dialogs.leading.assign import AssignSheet

    if not hand.session.project.article_ids():
        raise UserError("There are no articles to assign.", "Ctrl+I imports some.")
    hand.window.show_dialog(AssignSheet(hand.session, hand.window.leading, hand.window))


@of_lead
def reassign(hand: Hand) -> None:
    from ui.dialogs.leading.reassign import ReassignSheet

    _check_assigned(hand)
    hand.window.show_dialog(ReassignSheet(hand.session, hand.window))


@of_lead
def article_team(hand: Hand) -> None:
    show_article_team(hand, article_of(hand))


@of_lead
def return_article(hand: Hand) -> None:
    show_return(hand, article_of(hand))


@of_lead
def hand_out(hand: Hand) -> None:
    from ui.dialogs.leading.hand_out import HandOutSheet

    hand.window.show_dialog(HandOutSheet(hand.session, hand.window.leading, hand.window))


@of_lead
def calibrate(hand: Hand) -> None:
    from ui.dialogs.leading.calibration import CalibrationSheet

    sheet = CalibrationSheet(hand.session, hand.window.leading.project_path, hand.window)
    sheet.review_requested.connect(lambda article: show_in_review(hand, article))
    hand.window.show_dialog(sheet)


@of_lead
def release(hand: Hand) -> None:
    from ui.dialogs.leading.release import ReleaseSheet

    sheet = ReleaseSheet(hand.session, hand.window.leading, hand.window)
    sheet.article_taken.connect(lambda article, is_waiting: show_block(hand, article, is_waiting))
    hand.window.show_dialog(sheet)


@of_lead
def show_releases(hand: Hand) -> None:
    from ui.dialogs.leading.releases import ReleasesSheet

    sheet = ReleasesSheet(hand.session, hand.window.leading.project_path, hand.window)
    sheet.export_requested.connect(hand.window.files.choose_export)
    sheet.unit_taken.connect(lambda one: show_difference(hand, one))
    hand.window.show_dialog(sheet)


def show_article_team(hand: Hand, article_id: str) -> None:
    """Show who has an article, to give it to others or take it back."""
    from ui.dialogs.leading.article_team import ArticleTeamSheet

    hand.window.show_dialog(ArticleTeamSheet(hand.session, article_id, hand.window))


def show_return(hand: Hand, article_id: str) -> None:
    """Ask to whom an article is returned, and with which comment."""
    from ui.dialogs.return_article import ReturnArticleSheet

    states = hand.session.project.lead.team.standing(article_id)
    people = [(name, name) for name, state in states.items() if state == "submitted"]
    if not people:
        raise UserError("Nobody has submitted this article.", "Only what is submitted can be returned.")
    hand.window.show_dialog(ReturnArticleSheet(hand.session, article_id, people, hand.window))


def show_in_review(hand: Hand, article_id: str) -> None:
    hand.window.show_place("review")
    hand.window.stack.currentWidget().reviewing.open_article(article_id)  # type: ignore[union-attr]


def show_block(hand: Hand, article_id: str, is_waiting: bool) -> None:
    """Lead to what blocks a release: the article's disagreements, or the article."""
    if is_waiting:
        show_in_review(hand, article_id)
    elif hand.session.open_article(article_id):
        hand.window.show_place("annotate")


def show_difference(hand: Hand, one: Difference) -> None:
    """Lead to a unit that one release has otherwise than another."""
    if one.kind == "event":
        hand.session.open_event(one.id)
    else:
        unit = FoundUnit(
            article=one.article, title=one.title, detail="", unit=one.id, start=one.start, end=one.start + 1
        )
        show_disagreement(hand.window, unit)


def has_returned(hand: Hand) -> bool:
    return hand.window.annotate.articles.model.state_counts()[RETURNED] > 0


def next_returned(hand: Hand) -> None:
    """Open the next article that the lead gave back, round the end of the list."""
    session = hand.session
    model = hand.window.annotate.articles.model
    states = {row.id: row.state for row in model.rows()}
    ids = [article for article in session.article_ids() if states.get(article) == RETURNED]
    if not ids:
        raise UserError("No article was returned to you.")
    order = session.article_ids()
    here = order.index(session.article_id) if session.article_id in order else -1
    hand.window.show_place("annotate")
    session.open_article(next((article for article in ids if order.index(article) > here), ids[0]))


def has_own(hand: Hand) -> bool:
    return hand.window.annotate.articles.model.has_own


def toggle_own(hand: Hand) -> None:
    """List the articles that are assigned to the annotator, or all of the project."""
    panel = hand.window.annotate.articles
    if not panel.model.has_own:
        raise UserError("No article is assigned to you: all are listed.")
    panel.show_own(not panel.model.is_own)


def _check_assigned(hand: Hand) -> None:
    if not hand.session.project.lead.team.assignments():
        raise UserError("Nothing is assigned to anybody yet.", "“Assign articles…” does it.")


LEADING = (
    Act("assign", "Assign articles…", "Lead", assign, ("Ctrl+Shift+G",), applies=leads),
    Act("reassign", "Give articles to another annotator, or take them back…", "Lead", reassign, applies=leads),
    Act("article_team", "Who has this article…", "Lead", article_team, applies=leads_article),
    Act("return_article", "Return this article to an annotator…", "Lead", return_article, applies=leads_article),
    Act("hand_out", "Hand out files to annotators…", "Lead", hand_out, ("Ctrl+Shift+H",), applies=leads),
    Act("calibration", "Calibration: compare, and open the rest…", "Lead", calibrate, ("Ctrl+Shift+C",), applies=leads),
    Act("release", "Release the gold…", "Lead", release, ("Ctrl+Shift+R",), applies=leads),
    Act("releases", "Releases: export, compare…", "Lead", show_releases, applies=leads),
    Act("next_returned", "Next article that was returned to you", "Go", next_returned, ("F8",), applies=has_returned),
    Act("all_articles", "List own articles, or all", "Find", toggle_own, applies=has_own),
)
