"""What blocks the release of the gold."""

from __future__ import annotations

from annotator.review.figures import Behind, BlockGroup
from annotator.wording import counted
from ui.panels.progress_place.page import Page, Shown
from ui.widgets.grid import Cell, Column, Grid, name_cell, number_cell

FREE = ("Nothing blocks the release", "Every article is submitted, and every disagreement is settled.")
LOOKING = ("Looking for what blocks the release", "All that is submitted is compared for it.")
NO_ARTICLES = ("No articles", "Ctrl+I imports some.")


def page(shown: Shown) -> Page:
    """What stands in the way, a row each, with the articles concerned behind it."""
    figures = shown.figures
    if not figures.articles:
        return Page(empty=NO_ARTICLES)
    if shown.blocks is None:
        return Page(empty=LOOKING)
    if not shown.blocks:
        return Page(empty=FREE)
    columns = (Column("What is open", is_text=True, width=420), Column("Articles"), Column("Disagreements"))
    rows = tuple(_row(one) for one in shown.blocks)
    articles = {article for one in shown.blocks for article in one.articles}
    note = f"{counted(len(articles), 'article')} of {figures.articles:,} not ready for release"
    return Page(note, (Grid("release", "What blocks the release", columns, rows),))


def _row(one: BlockGroup) -> tuple[Cell, ...]:
    behind = _behind(one.sentence)
    waiting = Cell() if one.disagreements is None else number_cell(one.disagreements, behind)
    return (name_cell(one.sentence, behind=behind), number_cell(len(one.articles), behind), waiting)


def _behind(sentence: str) -> Behind:
    return Behind(what="blocks", title=sentence, label=sentence)
