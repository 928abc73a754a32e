"""Acts on the article as a whole: submit and go on, set aside, reopen, passes declared done, regions, its metadata."""

from __future__ import annotations

from functools import partial

from annotator.errors import UserError
from annotator.model import PASSES, Region
from annotator.operations import DeclarePass, ExcludeRegion, IncludeRegion, Reopen, Submit
from ui.acts.act import Act
from ui.acts.deciding import article_of
from ui.acts.going import PASS_TITLES
from ui.acts.hand import Hand
from ui.acts.stating import has_selection

OPEN_STATES = ("todo", "in work", "returned")


def has_article(hand: Hand) -> bool:
    return hand.session.work is not None


def shows_article(hand: Hand) -> bool:
    return has_article(hand) and hand.window.is_annotating


def is_closed(hand: Hand) -> bool:
    return hand.session.work is not None and hand.session.work.state not in OPEN_STATES


def submit(hand: Hand) -> None:
    """Submit the article for the present pass and those declared done, and open the next one that is not done."""
    article_of(hand)
    work = hand.session.work
    if work is None or not hand.window.is_annotating:
        raise UserError("The article is not in sight.", "Ctrl+1 shows it.")
    undecided = work.undecided(_passes(hand))
    if not undecided:
        submit_now(hand, reject_rest=False)
        return
    hand.window.offer(
        undecided_sentence(len(undecided)),
        (
            ("Go there", partial(go_to_undecided, hand)),
            ("Reject all", partial(submit_now, hand, reject_rest=True)),
            ("Cancel", hand.session.return_focus),
        ),
    )


def undecided_sentence(count: int) -> str:
    return f"{count} units are undecided." if count > 1 else "One unit is undecided."


def go_to_undecided(hand: Hand) -> None:
    hand.session.return_focus()
    unit = hand.current()
    work = hand.session.work
    if work is not None and not (unit and work.is_undecided(unit, _passes(hand))):
        hand.session.set_passes(_passes(hand))
        hand.session.go_next()


def submit_now(hand: Hand, *, reject_rest: bool) -> None:
    article = article_of(hand)
    hand.session.return_focus()
    if not hand.session.run(Submit(article, tuple(sorted(_passes(hand))), reject_rest=reject_rest)):
        return
    hand.session.say("Submitted.")
    open_next(hand, "Submitted. This was the last article that was not done.")


def open_next(hand: Hand, otherwise: str) -> None:
    """Open the next article that is not done, round the end of the list; say `otherwise` where none is left."""
    session = hand.session
    rows = session.project.articles()
    ids, states = session.article_ids(), {row.id: row.state for row in rows if not row.locked}
    at = next((n for n, article in enumerate(ids) if article == session.article_id), -1)
    left = [article for article in (*ids[at + 1 :], *ids[: max(at, 0)]) if states.get(article) in OPEN_STATES]
    if left:
        session.open_article(left[0])
    else:
        reason = next((row.locked for row in rows if row.locked), "")
        session.say(f"{otherwise.partition('. ')[0]}. The rest {reason}." if reason else otherwise)


def set_aside(hand: Hand) -> None:
    from ui.dialogs.set_aside import SetAsideDialog

    article_of(hand)
    if not hand.window.is_annotating:
        raise UserError("The article is not in sight.", "Ctrl+1 shows it.")
    hand.window.show_dialog(
        SetAsideDialog(hand.session, partial(open_next, hand, "Set aside. No article is left to do."), hand.window)
    )


def reopen(hand: Hand) -> None:
    if hand.session.run(Reopen(article_of(hand))):
        hand.session.say("The article is open again.")


def toggle_pass_done(hand: Hand, name: str) -> None:
    """Declare one pass of the article done, or take that word back."""
    article = article_of(hand)
    done = name not in (hand.session.work.passes if hand.session.work else ())
    if hand.session.run(DeclarePass(article, name, done)):
        hand.session.say(f"{PASS_TITLES[name]}: {'declared done' if done else 'not done'}.")


def exclude_region(hand: Hand) -> None:
    selection = hand.selection()
    if selection is None:
        raise UserError("Nothing is selected.", "Select what is no part of the article.")
    if hand.session.run(ExcludeRegion(article_of(hand), selection)):
        hand.clear_selection()
        hand.session.say("This stretch is no part of the article any more.")


def region_at_caret(hand: Hand) -> Region | None:
    work, caret = hand.session.work, hand.view.caret_offset()
    return next((one for one in work.regions if one.span.start <= caret <= one.span.end), None) if work else None


def is_in_region(hand: Hand) -> bool:
    return region_at_caret(hand) is not None


def include_region(hand: Hand) -> None:
    region = region_at_caret(hand)
    if region is None:
        raise UserError("The caret is in no excluded stretch.", "Click into it first.")
    hand.session.run(IncludeRegion(article_of(hand), region.id))


def edit_meta(hand: Hand) -> None:
    from ui.dialogs.meta import MetaDialog

    article_of(hand)
    hand.window.show_dialog(MetaDialog(hand.session, hand.window))


def _passes(hand: Hand) -> frozenset[str]:
    return hand.session.passes | (hand.session.work.passes if hand.session.work else frozenset())


FINISHING = (
    Act("submit", "Submit and go on", "Article", submit, ("Ctrl+Enter",), applies=shows_article),
    Act("set_aside", "Set the article aside", "Article", set_aside, ("Ctrl+D",), applies=shows_article),
    Act("reopen", "Reopen the article", "Article", reopen, applies=is_closed),
    *(
        Act(
            f"done_{name}",
            f"Declare {PASS_TITLES[name].lower()} done, or not",
            "Article",
            partial(toggle_pass_done, name=name),
            applies=has_article,
        )
        for name in PASSES
    ),
    Act("exclude", "The selection is no part of the article", "Article", exclude_region, applies=has_selection),
    Act("include", "This stretch is part of the article after all", "Article", include_region, applies=is_in_region),
    Act("meta", "Correct title, source or date", "Article", edit_meta, applies=has_article),
)
