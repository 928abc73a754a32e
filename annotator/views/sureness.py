"""How sure the machine is of what a layer has not decided: for accepting many at once, and for beginning with doubts.

Scores are read as probabilities, which the pre-annotation sees to; memory's scores are shares of decisions that agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from annotator.model import PASSES, Entity, Kind, Span
from annotator.store import Database, assignments, suggestions
from annotator.text import span_text
from annotator.units import Unit
from annotator.views.reading import Reading
from annotator.work import ArticleWork


class Sure(msgspec.Struct, frozen=True, gc=False):
    """An undecided suggestion that shows: its kind, its label or statement type, its score in 0..1, its words."""

    id: str
    kind: Kind
    label: str
    score: float
    words: str


class Sureness:
    """Questions about one layer's undecided suggestions. Hidden ones and those that are answered never count."""

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading

    def undecided(self, article_id: str) -> list[Sure]:
        """The undecided suggestions of an article in text order, those without a score left out."""
        work = self._reading.work(article_id)
        text = work.article.text
        return [
            Sure(unit.id, unit.kind, _label(unit), unit.score, span_text(text, Span(unit.start, unit.end)))
            for unit in work.undecided(PASSES)
            if unit.is_machine and unit.score is not None
        ]

    def doubts(self, article_ids: Sequence[str]) -> dict[str, float]:
        """For each article how likely one of its suggestions is wrong, on the mean, as the machine left them.

        Read off the scores alone, so that it is quick for thousands; articles without visible suggestions are left out.
        """
        scheme = self._reading.scheme
        thresholds = scheme.thresholds()
        found: dict[str, float] = {}
        blind = assignments.blind_assignments(self._db, article_ids)
        shown = [one for one in article_ids if (one, self._reading.layer) not in blind]
        for article_id, scores in suggestions.scores(self._db, shown):
            doubt = mean_doubt(score for label, score in scores if score >= thresholds.get(label, 0.0))
            if doubt is not None:
                found[article_id] = doubt
        return found

    def doubt(self, article_id: str) -> float | None:
        """The same for what is still undecided in an article; None where nothing is."""
        return doubt_of(self._reading.work(article_id))


def doubt_of(work: ArticleWork) -> float | None:
    """How likely an undecided suggestion of a work is wrong, on the mean; None where nothing is undecided."""
    return mean_doubt(unit.score for unit in work.undecided(PASSES) if unit.is_machine and unit.score is not None)


def mean_doubt(scores: Iterable[float]) -> float | None:
    """The mean of what scores lack to 1, None of none."""
    lacking = [1 - score for score in scores]
    return sum(lacking) / len(lacking) if lacking else None


def _label(unit: Unit) -> str:
    return unit.value.label if isinstance(unit.value, Entity) else unit.value.type
