"""Agreement over what layers submitted: brings their work to `annotator.review.agreement`, which counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from annotator.fields import passes_from
from annotator.progress import Progress
from annotator.review.agreement.confusion import units_behind
from annotator.review.agreement.model import AgreementReport, EntityRow, SharedArticle, Submitted, UnitsBehind
from annotator.store import Database, assignments, queries
from annotator.store import agreement as rows
from annotator.units import Unit
from annotator.views.layer_works import LayerWorks

CHUNK = 200


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

    return compute(list(shared_articles(db, works, articles)), samples=samples, seed=seed, progress=progress)


def agreement_units(
    db: Database, works: LayerWorks, label: str, other: str, *, articles: Sequence[str] | None = None
) -> list[UnitsBehind]:
    """The places behind a cell of the label confusion, in the order of articles' ids."""
    return units_behind(shared_articles(db, works, articles), label, other)


def shared_articles(db: Database, works: LayerWorks, articles: Sequence[str] | None = None) -> Iterator[SharedArticle]:
    """The articles that two or more layers submitted, with what each has there, by id."""
    submitted = {one: layers for one, layers in works.submitted(articles).items() if len(layers) > 1}
    ids = sorted(submitted)
    for at in range(0, len(ids), CHUNK):
        chunk = ids[at : at + CHUNK]
        found: dict[str, list[Submitted]] = defaultdict(list)
        blind = assignments.blind_assignments(db, chunk)
        for layer in sorted({layer for article in chunk for layer in submitted[article]}):
            own = [article for article in chunk if layer in submitted[article]]
            for article, one in _of_layer(db, works, layer, own, blind):
                found[article].append(one)
        lengths = rows.lengths(db, chunk)
        for article in chunk:
            yield SharedArticle(article, lengths[article], tuple(found[article]))


def _of_layer(
    db: Database, works: LayerWorks, layer: str, articles: Sequence[str], blind: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, Submitted]]:
    entities: dict[str, list[EntityRow]] = defaultdict(list)
    for article, start, end, label, how, key in rows.kept_entities(db, layer, articles):
        entities[article].append(EntityRow(start, end, label, how, key))
    statements = _statements(db, works, layer, articles)
    statuses = queries.statuses(db, layer, articles)
    for article in articles:
        yield (
            article,
            Submitted(
                layer=layer,
                entities=tuple(sorted(entities[article])),
                statements=tuple(sorted(statements.get(article, ()), key=lambda unit: (unit.start, unit.end, unit.id))),
                passes=frozenset(passes_from(statuses[article].fields)),
                is_blind=(article, layer) in blind,
            ),
        )


def _statements(
    db: Database, works: LayerWorks, layer: str, articles: Sequence[str]
) -> Mapping[str | None, list[Unit]]:
    reading = works.reading(layer)
    links = queries.links_in_articles(db, layer, articles)
    found: dict[str | None, list[Unit]] = defaultdict(list)
    for one in queries.decided_in_articles(db, "statement", layer, articles):
        if one.state == "kept":
            found[one.article].append(reading.unit_of(one, links.get(one.id, ())))
    return found
