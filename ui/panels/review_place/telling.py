"""What the Review place says: why there is nothing, how a card came to be gold, which keys count now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from annotator.model import Actor, Event, Statement
from annotator.project import Project
from annotator.review.queue import QueueRow, ReviewCard, ReviewedArticle
from annotator.review.sampling import ErrorRate
from annotator.review.settings import ReviewSettings
from annotator.wording import counted
from ui.panels.review_place.card_panel import CHOICES
from ui.panels.review_place.parts import Words, find_statement
from ui.panels.review_place.queue_model import narrowed_to
from ui.panels.review_place.reviewing import Reviewing
from ui.wording import actor_finder

if TYPE_CHECKING:
    from annotator.views.lead.layer_works import LayerWorks

NO_ARTICLES = ("No articles yet", "Import some: Ctrl+I. Then hand them out to two annotators or more.")
NO_SUBMISSION = (
    "Nobody has submitted yet",
    "An article comes here once an annotator has submitted it. Merge their files: project menu, Merge files.",
)
SECOND_WANTED = "Review puts two or more side by side: hand them out once more, or merge the files that came back."
HANDOUT = (
    "Review happens in the lead’s file",
    "This is a handout: it holds the work of one annotator. Submit your articles and give the file back.",
)
EDITED_ENTITY = (
    ("choose_from_all", "all labels"),
    ("move_left_by_word", ""),
    ("move_right_by_word", "boundary"),
    ("swap_ends", "other end, or the selected words"),
    ("actor", "actor"),
)
EDITED_STATEMENT = (
    ("statement", "content"),
    ("fragment", "fragment"),
    ("fragment_away", "without fragment"),
    ("cue", "cue"),
    ("speaker", "speaker"),
    ("actor", "actor"),
    ("parent", "parent"),
    ("event", "event"),
    ("nothing", "nothing to link"),
)
"""The acts of Annotate that change a card, and what they give it."""


def why_empty(project: Project) -> tuple[str, str]:
    """Heading and sentence for a queue with nothing in it."""
    if project.lead.is_handout:
        return HANDOUT
    if not project.article_ids():
        return NO_ARTICLES
    submitted = len(project.lead.works.submitted())
    if not submitted:
        return NO_SUBMISSION
    once = f"{counted(submitted, 'article')} {'was' if submitted == 1 else 'were'} submitted by one annotator."
    return "No second submission yet", f"{once} {SECOND_WANTED}"


def words_of(project: Project, works: LayerWorks, article: ReviewedArticle) -> Words:
    """What puts the parts of an article's cards into words: events and actors that only an annotator has, too.

    `works` are the lead's, which remember what they have read of events and actors.
    """
    layers = [work.layer for work in article.works]
    known_actor = actor_finder(project, article.article.id)

    def find_event(event_id: str) -> Event | None:
        own = (works.reading(layer).registry.find_event(event_id) for layer in layers)
        return project.find_event(event_id) or next((event for event in own if event is not None), None)

    def find_actor(actor_id: str) -> Actor | None:
        own = (works.reading(layer).registry.find_actor(actor_id) for layer in layers)
        return known_actor(actor_id) or next((actor for actor in own if actor is not None), None)

    return Words(article.article.text, cache(find_actor), cache(find_event), cache(partial(find_statement, article)))


def told(card: ReviewCard, settings: ReviewSettings) -> str:
    """How a card came to be gold, or why it waits, in a sentence; "" for one that is simply to be settled."""
    if card.state in ("agreed", "sample"):
        if len(card.card.layers) < 2:
            return "Only one annotator looked: taken as it is."
        ruled = f"Gold by the rule: {settings.rule_title}."
        return f"{ruled} Is it right? Enter confirms it." if card.state == "sample" else ruled
    if not card.decisions:
        return ""
    if card.state == "conflict":
        who = " and ".join(sorted({one.author for one in card.decisions if one.author}))
        return f"Settled differently{f' by {who}' if who else ''}: take one of the two."
    decision = card.decisions[0]
    by = f" by {decision.author}" if decision.author else ""
    how = f"Settled{by}: {CHOICES.get(decision.choice, decision.choice)}"
    how += f", with the class “{decision.batch}”." if decision.batch else "."
    if card.state == "late":
        how += " Work that came later differs: what was settled stays gold until you settle it again."
    return how


def unaligned(project: Project, card: ReviewCard) -> str:
    """That links differ while it is not settled yet whose events are one; "" where it is."""
    if card.state == "settled" or "event" not in card.card.kinds:
        return ""
    values = [version.value for version in card.versions if isinstance(version.value, Statement)]
    found = {link.event for value in values for link in value.links}
    if all(project.find_event(event) is not None for event in found):
        return ""
    return (
        "Some of these events are an annotator’s own, and may be one: Align, in Events, settles that for all at once."
    )


def sample_words(rows: Sequence[QueueRow], found: ErrorRate | None) -> str:
    """How many of the agreed units that were looked at were wrong, and how many wait; "" where there is no sample."""
    waiting = sum(row.waiting.get("sample", 0) for row in rows)
    parts: list[str] = []
    if found is not None and found.rate is not None:
        low, high = f"{found.low:.0%}", f"{found.high:.0%}"
        parts.append(f"Sample of what is agreed: {found.wrong} of {found.checked} wrong ({low} to {high})")
    if waiting:
        parts.append(f"{counted(waiting, 'agreed unit')} to read")
    return " · ".join(parts)


def settled_words(reviewing: Reviewing) -> str:
    """How far the open article is settled, below its title."""
    done, total = reviewing.settled()
    sample = sum(card.is_waiting for card in reviewing.sample())
    settled = f"{done:,} of {counted(total, 'disagreement')} settled" if total else "everything is agreed"
    return f"{settled} · {counted(sample, 'agreed unit')} to read" if sample else settled


def place_words(reviewing: Reviewing, *, is_done: bool) -> str:
    """Which disagreement, or which unit of the sample, is current. `is_done`: nothing waits anywhere."""
    if reviewing.card is None:
        return "nothing to review"
    at, total, is_sample = reviewing.place_of_card()
    if at:
        words = f"{'agreed unit' if is_sample else 'disagreement'} {at:,} of {total:,}"
        words += " to read" if is_sample else ""
    else:
        words = f"agreed unit · {counted(total, 'disagreement')} here" if total else "agreed unit"
    if is_done:
        return f"{words} · nothing waits: release the gold"
    return f"{words} · only {narrowed}" if (narrowed := narrowed_to(reviewing.kind, reviewing.state)) else words


def question(reviewing: Reviewing) -> str:
    """What is asked for now, above the keys; "" where nothing but the keys is needed."""
    if reviewing.mode == "compose":
        return "Composing: ↑ ↓ choose a part, its version with ← → or a digit. Enter takes it, Esc leaves."
    if reviewing.mode == "both":
        if reviewing.preferred is None:
            return "Keep both: press the key of the preferred reading."
        return f"Preferred: {reviewing.preferred}. Now the key of the other reading."
    if reviewing.mode == "slip":
        return "Press the key of the version that is a slip; again takes the mark off."
    return ""


def editing_words(kind: str, shown_key: Callable[[str], str]) -> str:
    """The keys of Annotate that change a card of this kind while it is edited, in a sentence."""
    acts = EDITED_ENTITY if kind == "entity" else EDITED_STATEMENT
    keys = ["1–9 label" if kind == "entity" else "1–3 type"]
    keys += [f"{shown_key(name)} {word}".strip() for name, word in acts if shown_key(name)]
    before = "" if kind == "entity" else "Select words, then their key. "
    return f"Editing: Enter takes it, Esc leaves it as it was. {before}{' · '.join(keys)}."


def acts_now(reviewing: Reviewing, *, edits: bool) -> list[tuple[str, str, str]]:
    """(act, fixed key, word) of what can be done with the current card, the most usual first."""
    card = reviewing.card
    if card is None:
        return [("place_annotate", "", "annotate")]
    if edits:
        return [("review_confirm", "", "take it"), ("review_leave", "", "leave"), ("undo", "", "undo")]
    if reviewing.mode == "compose":
        return [("review_confirm", "", "take it"), ("review_leave", "", "leave")]
    digits = len([column for column in reviewing.columns() if column.key])
    keys = f"1–{digits}" if digits > 1 else "1"
    if reviewing.mode:
        return [("", keys, "a version"), ("review_leave", "", "leave")]
    found = [("", keys, "take a version")] if digits else []
    if card.state in ("sample", "late", "agreed"):
        found.append(("review_confirm", "", "right as it is"))
    several = [column for column in reviewing.columns() if column.value is not None]
    if len(several) > 1:
        found.append(("review_compose", "", "compose"))
    found.append(("review_none", "", "none"))
    found.append(("review_edit", "", "edit"))
    if len(several) > 1:
        found.append(("review_both", "", "both"))
    return [*found, ("review_next", "", "next"), ("undo", "", "undo"), ("keys", "", "all keys")]


def rows_now(reviewing: Reviewing, *, edits: bool, has_like: bool = False) -> list[str]:
    """The acts that have a row beside the card."""
    found = [name for name, _, _ in acts_now(reviewing, edits=edits)]
    if reviewing.card is not None and not edits and not reviewing.mode:
        found += ["review_like"] if has_like else []
        found += ["review_slip", "review_classes", "review_return"]
    return found
