"""What a dry run of `merge --json` says of one file, as rows: what differs, what is new, what is in doubt. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from annotator.wording import counted
from ui.models.article_list import STATE_WORDS
from ui.widgets.items import Item

MOST_ROWS = 200
OPTION = "--all-layers"


class Differs(msgspec.Struct, frozen=True):
    """An article on which a layer's work came; `before` is "" where there was none of it here."""

    layer: str
    article: str
    title: str
    decisions: int
    before: str
    after: str


class Preview(msgspec.Struct, frozen=True):
    """What merging one file would bring. `problem` is why it cannot be merged, "" where it can."""

    name: str
    articles: dict[str, int] = {}
    decisions: dict[str, int] = {}
    conflicts: tuple[dict[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()
    differs: tuple[Differs, ...] = ()
    problem: str = ""

    @property
    def brings(self) -> bool:
        """Whether anything in it is new here."""
        return not self.problem and bool(self.articles.get("new") or self.decisions.get("new"))


def read_preview(name: str, status: int, out: str, words: str) -> Preview:
    """What the dry run of the file `name` came to."""
    if status:
        return Preview(name, problem=words.strip().splitlines()[-1] if words.strip() else "It cannot be merged.")
    said = msgspec.json.decode(out.encode())
    return msgspec.convert({**said, "name": name}, Preview)


def rows(preview: Preview) -> list[Item]:
    """The rows about one file, its heading first: what is in doubt stands above what is merely new."""
    if preview.problem:
        return [Item(preview.name, is_heading=True), Item(preview.problem, badge="not merged", lines=4)]
    found = [Item(f"{preview.name}: {summary(preview)}", is_heading=True)]
    # Held-back decisions have a row of their own, which names the box instead of the command's option.
    found += [Item(words, badge="in doubt", lines=4) for words in preview.warnings if OPTION not in words]
    found += _held_back(preview)
    if preview.conflicts:
        found.append(Item(_conflicts(preview), badge="conflict", lines=3))
    differing = [one for one in preview.differs if one.before]
    found += [_row(one) for one in differing[:MOST_ROWS]]
    if len(differing) > MOST_ROWS:
        found.append(Item(f"… and {counted(len(differing) - MOST_ROWS, 'more article')}", badge="differs"))
    return found + _new_rows(preview)


def summary(preview: Preview) -> str:
    """What would come, in a line."""
    decisions, articles = preview.decisions, preview.articles
    if not preview.brings and not decisions.get("held_back"):
        return "nothing new"
    said = [counted(decisions.get("new", 0), "new decision")]
    said += [counted(articles["new"], "new article")] if articles.get("new") else []
    said += [f"{decisions['known']:,} known"] if decisions.get("known") else []
    said += [f"{decisions['held_back']:,} held back"] if decisions.get("held_back") else []
    return ", ".join(said)


def _held_back(preview: Preview) -> list[Item]:
    count = preview.decisions.get("held_back", 0)
    if not count:
        return []
    said = f"{counted(count, 'decision')} by somebody else than the annotator whose handout it is"
    return [Item(said, "The box below takes such decisions too.", "held back")]


def _row(one: Differs) -> Item:
    after = STATE_WORDS.get(one.after, one.after)
    before = STATE_WORDS.get(one.before, one.before)
    turn = f"still {after}" if before == after else f"{before} → {after}"
    detail = f"{one.layer}: {counted(one.decisions, 'new decision')}, {turn}"
    return Item(one.title or "An article without a title", detail, "differs")


def _new_rows(preview: Preview) -> list[Item]:
    layers: dict[str, list[Differs]] = defaultdict(list)
    for one in preview.differs:
        if not one.before:
            layers[one.layer].append(one)
    return [
        Item(
            f"{layer}: work on {counted(len(own), 'article')} that had none of theirs here",
            f"{sum(one.after == 'submitted' for one in own):,} submitted · "
            + ", ".join(f"“{one.title}”" for one in own[:3])
            + (" …" if len(own) > 3 else ""),
            "new",
        )
        for layer, own in sorted(layers.items())
    ]


def _conflicts(preview: Preview) -> str:
    one = len(preview.conflicts) == 1
    said = counted(len(preview.conflicts), "part was", "parts were")
    return (
        f"{said} decided differently on two laptops: {'both answers are' if one else 'all answers are'} kept and shown."
    )
