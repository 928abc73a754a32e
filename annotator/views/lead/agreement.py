"""Agreement over what layers submitted: brings their work to `annotator.review.agreement`, which counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from annotator.fields import passes_from
from annotator.progress import Progress
from annotator.review.agreement.confusion import units_behind
from annotator.review.agreement.model import AgreementReport, EntityRow, SharedArticle, Submitted, UnitsBehind
from annotator.store import Database, assignments, queries
from annotator.store import agreement as rows
from annotator.store.chunks import chunks
from annotator.units import Unit
from annotator.views.lead.layer_works import LayerWorks
from annotator.views.uncollected import uncollected


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
        return compute(shared_articles(db, works, articles, progress), samples=samples, seed=seed)


def agreement_units(
    db: Database, works: LayerWorks, label: str, other: str, *, articles: Sequence[str] | None = None
) -> list[UnitsBehind]:
    """The places behind a cell of the label confusion, in the order of articles' ids."""
    with uncollected():
        return units_behind(shared_articles(db, works, articles), label, other)


def shared_articles(
    db: Database, works: LayerWorks, articles: Sequence[str] | None = None, progress: Progress | None = None
) -> Iterator[SharedArticle]:
    """The articles that two or more layers submitted, with what each has there, by id; read some hundred at a time.

    `progress` hears how many of them were asked for.
    """
    submitted = {one: layers for one, layers in works.submitted(articles).items() if len(layers) > 1}
    done = 0
    for chunk in chunks(sorted(submitted)):
        for found in _of_chunk(db, works, {article: submitted[article] for article in chunk}):
            yield found
            done += 1
            if progress:
                progress(done, len(submitted))


def _of_chunk(db: Database, works: LayerWorks, submitted: Mapping[str, Sequence[str]]) -> Iterator[SharedArticle]:
    ids = list(submitted)
    lengths = rows.lengths(db, ids)
    blind = assignments.blind_assignments(db, ids)
    found: dict[str, list[Submitted]] = defaultdict(list)
    for layer in sorted({layer for layers in submitted.values() for layer in layers}):
        own = [article for article in ids if layer in submitted[article]]
        for article, one in _of_layer(db, works, layer, own, blind):
            found[article].append(one)
    return (SharedArticle(article, lengths[article], tuple(found[article])) for article in ids)


def _of_layer(
    db: Database, works: LayerWorks, layer: str, articles: Sequence[str], blind: Collection[tuple[str, str]]
) -> Iterator[tuple[str, Submitted]]:
    entities: dict[str, list[EntityRow]] = {article: [] for article in articles}
    for article, *row in rows.kept_entities(db, layer, articles):
        entities[article].append(EntityRow._make(row))
    statements = _statements(db, works, layer, articles)
    statuses = queries.statuses(db, layer, articles)
    for article in articles:
        yield (
            article,
            Submitted(
                layer=layer,
                entities=tuple(sorted(entities[article])),
                statements=tuple(sorted(statements[article], key=_reading_order)),
                passes=frozenset(passes_from(statuses[article].fields)),
                is_blind=(article, layer) in blind,
            ),
        )


def _statements(db: Database, works: LayerWorks, layer: str, articles: Sequence[str]) -> dict[str, list[Unit]]:
    reading = works.reading(layer)
    links = queries.links_in_articles(db, layer, articles)
    found: dict[str, list[Unit]] = {article: [] for article in articles}
    for one in queries.decided_in_articles(db, "statement", layer, articles):
        if one.state == "kept":
            found[one.article or ""].append(reading.unit_of(one, links.get(one.id, ())))
    return found


def _reading_order(unit: Unit) -> tuple[int, int, str]:
    return unit.start, unit.end, unit.id
