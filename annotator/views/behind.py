"""What a number of the Progress place stands for: the articles and units behind it, in project order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from annotator.errors import UserError
from annotator.review.figures import OUTCOMES, Behind, Found, FoundUnit
from annotator.scheme import Scheme
from annotator.store import Database, articles, queries
from annotator.store import figures as store
from annotator.views.outcomes import Outcome, outcomes
from annotator.wording import counted

Units = Iterator[FoundUnit]
WORDS_CHARS = 90


def behind(db: Database, scheme: Scheme, cell: Behind, limit: int) -> Found:
    """The articles or units that a number stands for, the first `limit` of them and how many there are.

    Raises:
        UserError: nobody counts what `cell` says.
    """
    if cell.what not in KINDS:
        raise UserError(f"Nobody counts {cell.what!r}.", f"Known: {', '.join(KINDS)}.")
    kept: list[FoundUnit] = []
    total = 0
    for unit in KINDS[cell.what](db, scheme, cell):
        total += 1
        if total <= limit:
            kept.append(unit)
    return Found(_with_words(db, kept), total)


def _articles(db: Database, _scheme: Scheme, cell: Behind) -> Units:
    titles = store.titles(db)
    if cell.state == "todo":
        taken = {article for article, _, state in store.statuses(db, cell.layer) if state != "todo"}
        yield from (
            FoundUnit(article=article, title=title, detail="todo")
            for article, title in titles.items()
            if article not in taken
        )
        return
    for article, layer, state in store.statuses(db, cell.layer):
        if cell.state in (None, state):
            yield FoundUnit(article=article, title=titles[article], detail=f"{layer} · {state}")


def _suggestions(db: Database, scheme: Scheme, cell: Behind) -> Units:
    titles = store.titles(db)
    submitted = queries.submitters(db)
    wanted = {
        article: [layer for layer in submitted[article] if cell.layer in (None, layer)]
        for article in titles
        if article in submitted
    }
    for one in outcomes(db, scheme, wanted):
        if _is_wanted(one, cell):
            now = f" → {one.now}" if one.now else ""
            yield FoundUnit(
                article=one.article,
                title=titles[one.article],
                unit=one.suggestion.id,
                start=one.start,
                end=one.end,
                detail=f"{one.label}{now} · {one.outcome} by {one.layer}",
            )


def _is_wanted(one: Outcome, cell: Behind) -> bool:
    if cell.outcome is None and one.outcome not in OUTCOMES:
        return False
    return (
        cell.outcome in (None, one.outcome)
        and cell.kind in (None, one.kind)
        and cell.label in (None, one.label)
        and cell.source in (None, one.suggestion.source)
    )


def _work(db: Database, _scheme: Scheme, cell: Behind) -> Units:
    titles = store.titles(db)
    first, last = cell.day or "", cell.until or cell.day or ""
    for article, layer, decisions in store.worked_on(db, first, last, cell.layer):
        yield FoundUnit(article=article, title=titles[article], detail=f"{layer} · {counted(decisions, 'decision')}")


KINDS: Mapping[str, Callable[[Database, Scheme, Behind], Units]] = {
    "articles": _articles,
    "suggestions": _suggestions,
    "work": _work,
}


def _with_words(db: Database, units: list[FoundUnit]) -> tuple[FoundUnit, ...]:
    """The units with the words that they stand on."""
    wanted = list({unit.article for unit in units if unit.end})
    texts = {one.id: one.text for one in articles.texts(db, wanted)}
    return tuple(
        replace(unit, words=clipped(texts[unit.article][unit.start : unit.end])) if unit.end else unit for unit in units
    )


def clipped(words: str) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= WORDS_CHARS else line[:WORDS_CHARS].rsplit(" ", 1)[0] + "…"
