"""Agreement over what layers submitted: brings their work to `annotator.review.agreement`, which counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from annotator.fields import passes_from
from annotator.model import Link
from annotator.progress import Progress
from annotator.review.agreement.confusion import units_behind
from annotator.review.agreement.model import AgreementReport, EntityRow, SharedArticle, Submitted, UnitsBehind
from annotator.store import Database, assignments, queries
from annotator.store import agreement as rows
from annotator.store.chunks import chunks
from annotator.units import Decided, Unit
from annotator.views.layer_works import LayerWorks
from annotator.views.uncollected import uncollected

DENSE = 0.5
"""From which share of a layer's articles on the whole layer is read: in the order of the file, not of the articles."""


def agreement(
    db: Database,
    works: LayerWorks,
    *,
    samples: int,
    seed: int,
    articles: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> AgreementReport:
    """How far layers agree over the articles (all without) that two or more of them submitted."""
    from annotator.review.agreement.report import agreement as compute  # imports numpy

    with uncollected():
        return compute(shared_articles(db, works, articles), samples=samples, seed=seed, progress=progress)


def agreement_units(
    db: Database, works: LayerWorks, label: str, other: str, *, articles: Sequence[str] | None = None
) -> list[UnitsBehind]:
    """The places behind a cell of the label confusion, in the order of articles' ids."""
    with uncollected():
        return units_behind(shared_articles(db, works, articles), label, other)


def shared_articles(db: Database, works: LayerWorks, articles: Sequence[str] | None = None) -> list[SharedArticle]:
    """The articles that two or more layers submitted, with what each has there, by id."""
    submitted = {one: layers for one, layers in works.submitted(articles).items() if len(layers) > 1}
    ids = sorted(submitted)
    lengths = rows.lengths(db, ids)
    blind = {each for chunk in chunks(ids) for each in assignments.blind_assignments(db, chunk)}
    found: dict[str, list[Submitted]] = defaultdict(list)
    for layer in sorted({layer for layers in submitted.values() for layer in layers}):
        own = [article for article in ids if layer in submitted[article]]
        for article, one in _of_layer(db, works, layer, own, blind):
            found[article].append(one)
    return [SharedArticle(article, lengths[article], tuple(found[article])) for article in ids]


def _of_layer(
    db: Database, works: LayerWorks, layer: str, articles: Sequence[str], blind: set[tuple[str, str]]
) -> Iterator[tuple[str, Submitted]]:
    is_dense = len(articles) > DENSE * queries.layer_counts(db, layer)["articles"]
    entities: dict[str, list[EntityRow]] = {article: [] for article in articles}
    for article, *row in rows.kept_entities(db, layer, None if is_dense else articles):
        if article in entities:
            entities[article].append(EntityRow._make(row))
    statements = _statements(db, works, layer, articles, is_dense=is_dense)
    passes = {
        article: frozenset(passes_from(status.fields))
        for chunk in chunks(articles)
        for article, status in queries.statuses(db, layer, chunk).items()
    }
    for article in articles:
        yield (
            article,
            Submitted(
                layer=layer,
                entities=tuple(sorted(entities[article])),
                statements=tuple(sorted(statements[article], key=_reading_order)),
                passes=passes[article],
                is_blind=(article, layer) in blind,
            ),
        )


def _statements(
    db: Database, works: LayerWorks, layer: str, articles: Sequence[str], *, is_dense: bool
) -> dict[str, list[Unit]]:
    reading = works.reading(layer)
    found: dict[str, list[Unit]] = {article: [] for article in articles}
    links: dict[str, list[Link]] = {}
    decided: list[Decided] = queries.decided_in_layer(db, "statement", layer) if is_dense else []
    for chunk in chunks(articles):
        links.update(queries.links_in_articles(db, layer, chunk))
        if not is_dense:
            decided += queries.decided_in_articles(db, "statement", layer, chunk)
    for one in decided:
        if one.state == "kept" and one.article in found:
            found[one.article].append(reading.unit_of(one, links.get(one.id, ())))
    return found


def _reading_order(unit: Unit) -> tuple[int, int, str]:
    return unit.start, unit.end, unit.id
