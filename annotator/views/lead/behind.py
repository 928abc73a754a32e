"""What a number of the Progress place stands for: the articles and units behind it, in project order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.errors import UserError
from annotator.model import Span
from annotator.review.comparing.comparison import compare
from annotator.review.figures import OUTCOMES, Behind, Found, FoundUnit
from annotator.review.model import Card
from annotator.scheme import Scheme
from annotator.store import Database, articles, queries
from annotator.store import figures as store
from annotator.text import span_text
from annotator.views.lead.figures import submission_days
from annotator.views.lead.outcomes import Outcome, outcomes
from annotator.wording import clipped, counted

if TYPE_CHECKING:
    from annotator.views.lead import Lead

Units = Iterator[FoundUnit]
WORDS_CHARS = 90
MINUTE_MS = 60_000
ALL_KINDS = frozenset[str]()
"""Of a measure: any kind of disagreement counts against it."""
KINDS_OF_MEASURES: Mapping[str, tuple[str, frozenset[str]]] = {
    "entity_f1_exact": ("entity", frozenset({"missed", "boundary", "label"})),
    "entity_f1_overlap": ("entity", frozenset({"missed", "label"})),
    "entity_alpha": ("entity", frozenset({"missed", "boundary", "label"})),
    "statement_f1": ("statement", frozenset({"missed"})),
    "statement_boundary_f1": ("statement", frozenset({"missed", "boundary"})),
    "statement_alpha": ("statement", frozenset({"missed", "boundary", "cue", "speaker"})),
    "type_accuracy": ("statement", frozenset({"type"})),
    "cue_accuracy": ("statement", frozenset({"cue"})),
    "speaker_accuracy": ("statement", frozenset({"speaker"})),
    "actor_accuracy": ("statement", frozenset({"actor"})),
    "parent_accuracy": ("statement", frozenset({"parent"})),
    "link_f1": ("statement", frozenset({"event"})),
    "relation_accuracy": ("statement", frozenset({"relation"})),
    "event_b3_f1": ("statement", frozenset({"event"})),
}
"""Which disagreements, on what kind of unit, lower each measure."""


class Asked:
    """Who asks what: the file, its scheme, and the lead's other questions."""

    def __init__(self, db: Database, scheme: Scheme, lead: Lead) -> None:
        self.db = db
        self.scheme = scheme
        self.lead = lead
        self.titles = store.titles(db)

    def found(self, article: str, detail: str, **given: object) -> FoundUnit:
        """A row of the list."""
        return FoundUnit(article=article, title=self.titles.get(article, ""), detail=detail, **given)  # type: ignore[arg-type]


def behind(asked: Asked, cell: Behind, limit: int) -> Found:
    """The articles or units that a number stands for, the first `limit` of them.

    Raises:
        UserError: nobody counts what `cell` says.
    """
    if cell.what not in KINDS:
        raise UserError(f"Nobody counts {cell.what!r}.", f"Known: {', '.join(KINDS)}.")
    # One more than wanted says that there is more, without looking through all articles for how much.
    found = list(islice(KINDS[cell.what](asked, cell), limit + 1))
    return Found(_with_words(asked.db, found[:limit]), len(found) > limit)


def _articles(asked: Asked, cell: Behind) -> Units:
    held = {row.article for row in asked.lead.team.articles_of(cell.layer)} if cell.layer else set[str]()
    states = {(article, layer): state for article, layer, state in store.statuses(asked.db, cell.layer)}
    if cell.layer:
        for article in asked.titles:
            state = states.get((article, cell.layer), "todo")
            is_own = article in held or (not held and (state != "todo" or cell.state == "todo"))
            if is_own and cell.state in (None, state):
                yield asked.found(article, state)
        return
    for (article, layer), state in states.items():
        if cell.state in (None, state):
            yield asked.found(article, f"{layer} · {state}")


def _assigned(asked: Asked, cell: Behind) -> Units:
    states = {article: state for article, _, state in store.statuses(asked.db, cell.layer)}
    for row in asked.lead.team.articles_of(cell.layer or ""):
        told = [states.get(row.article, "todo"), *(["blind"] if row.blind else [])]
        yield asked.found(row.article, " · ".join(told))


def _suggestions(asked: Asked, cell: Behind) -> Units:
    submitted = queries.submitters(asked.db)
    wanted = {
        article: [layer for layer in submitted[article] if cell.layer in (None, layer)]
        for article in asked.titles
        if article in submitted
    }
    for one in outcomes(asked.db, asked.scheme, wanted):
        if _is_wanted(one, cell):
            now = f" → {one.now}" if one.now else ""
            detail = f"{one.label}{now} · {one.outcome} by {one.layer}"
            yield asked.found(one.article, detail, unit=one.suggestion.id, start=one.start, end=one.end)


def _is_wanted(one: Outcome, cell: Behind) -> bool:
    if cell.outcome is None and one.outcome not in OUTCOMES:
        return False
    return (
        cell.outcome in (None, one.outcome)
        and cell.kind in (None, one.kind)
        and cell.label in (None, one.label)
        and cell.source in (None, one.suggestion.source)
    )


def _work(asked: Asked, cell: Behind) -> Units:
    first, last = cell.day or "", cell.until or cell.day or "9999"
    for article, layer, decisions, active_ms in store.worked_on(asked.db, first, last, cell.layer):
        minutes = [f"{active_ms / MINUTE_MS:.1f} min"] if active_ms else []
        yield asked.found(article, " · ".join([layer, counted(decisions, "decision"), *minutes]))


def _shared(asked: Asked, cell: Behind) -> Units:
    submitted = queries.submitters(asked.db)
    for article in asked.titles:
        if {cell.layer, cell.other} <= set(submitted.get(article, ())):
            yield asked.found(article, "submitted by both", is_disagreement=True)


def _places(asked: Asked, cell: Behind) -> Units:
    """Where layers differ in a measure; with `against` where they have these two labels, from the confusion's count."""
    if cell.against is not None:
        order = {article: at for at, article in enumerate(asked.titles)}
        found = asked.lead.agreement_units(cell.label or "", cell.against)
        for one in sorted(found, key=lambda one: (order.get(one.article, 0), one.start)):
            pairs = zip(one.layers, one.labels, strict=True)
            detail = ", ".join(f"{layer}: {label or 'nothing'}" for layer, label in pairs)
            yield asked.found(
                one.article, detail, unit=next(filter(None, one.units), None), start=one.start, end=one.end,
                is_disagreement=cell.label != cell.against,
            )  # fmt: skip
        return
    kind, kinds = KINDS_OF_MEASURES.get(cell.measure or "", ("", ALL_KINDS))
    for card in _cards(asked, cell):
        labels = {_label(card, layer) for layer in card.members}
        if kind in ("", card.kind) and kinds & set(card.kinds) and cell.label in (None, *labels):
            yield _found_card(asked, card)


def _cards(asked: Asked, cell: Behind) -> Iterator[Card]:
    """The disagreements of the articles that both layers (any two without) submitted, in project order.

    With days only of those whose last submission was made from the one to the other.
    """
    submitted = queries.submitters(asked.db)
    if cell.day is not None:
        days = submission_days(store.work(asked.db), submitted)
        submitted = {
            article: layers
            for article, layers in submitted.items()
            if cell.day <= days.get(article, "") <= (cell.until or cell.day)
        }
    pair = {layer for layer in (cell.layer, cell.other) if layer}
    layers = {
        article: sorted(pair) if pair else submitted[article]
        for article in asked.titles
        if len(submitted.get(article, ())) > 1 and pair <= set(submitted[article])
    }
    for _, works in asked.lead.works.of(layers):
        yield from compare(works).disagreements


def _found_card(asked: Asked, card: Card) -> FoundUnit:
    said = [f"{layer}: {_label(card, layer)}" for layer in sorted(card.members)]
    said += [f"{layer}: nothing" for layer in sorted(card.absent)]
    kinds = ", ".join(card.kinds)
    first = card.members[min(card.members)]
    return asked.found(
        card.article, f"{kinds} · {', '.join(said)}", unit=first.id, start=first.start, end=first.end,
        is_disagreement=True,
    )  # fmt: skip


def _label(card: Card, layer: str) -> str:
    value = card.value(layer)
    return str(getattr(value, "label", "") or getattr(value, "type", ""))


def _blocks(asked: Asked, cell: Behind) -> Units:
    for block in asked.lead.figures.blocks():
        if block.sentence == cell.label:
            yield from (
                asked.found(article, "", is_disagreement=block.disagreements is not None) for article in block.articles
            )


KINDS: Mapping[str, Callable[[Asked, Behind], Units]] = {
    "articles": _articles,
    "assigned": _assigned,
    "suggestions": _suggestions,
    "work": _work,
    "shared": _shared,
    "places": _places,
    "blocks": _blocks,
}


def _with_words(db: Database, units: list[FoundUnit]) -> tuple[FoundUnit, ...]:
    """The units with the words that they stand on."""
    wanted = list({unit.article for unit in units if unit.end})
    texts = {one.id: one.text for one in articles.texts(db, wanted)}
    return tuple(
        replace(unit, words=clipped(span_text(texts[unit.article], Span(unit.start, unit.end)), WORDS_CHARS))
        if unit.end
        else unit
        for unit in units
    )
