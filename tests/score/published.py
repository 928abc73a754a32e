"""What others reach on the same kind of data, and what is to be reached: figures of the corpora's README and issue."""

from __future__ import annotations

from typing import Any

import msgspec


class Measure(msgspec.Struct, frozen=True):
    """One line of the table. `path` leads to the figure in the scorer's answer."""

    corpus: str
    name: str
    path: tuple[str, ...]
    others: float | None
    target: float | None

    def value(self, answer: dict[str, Any]) -> float | None:
        """The figure in an answer of `evaluate`, None where nothing was to be found."""
        found: Any = answer
        for key in self.path:
            found = found.get(key) if isinstance(found, dict) else None
        return found


def _statements(corpus: str, name: str, *path: str, others: float | None, target: float | None) -> Measure:
    return Measure(corpus, name, path, others, target)


MEASURES = (
    _statements("polnear", "direct+mixed j80", "statement", "direct+mixed", "j80", others=0.523, target=0.75),
    _statements("polnear", "direct+mixed e2e", "statement", "direct+mixed", "e2e", others=0.501, target=0.70),
    _statements("polnear", "direct fragments j80", "fragment", "direct", "j80", others=0.832, target=0.89),
    _statements("polnear", "direct fragments e2e", "fragment", "direct", "e2e", others=0.729, target=0.82),
    _statements("polnear", "indirect j80", "statement", "indirect", "j80", others=0.375, target=0.45),
    _statements("polnear", "all j80", "statement", "all", "j80", others=0.428, target=None),
    _statements("gum", "all j80", "statement", "all", "j80", others=0.575, target=0.65),
    Measure("pud", "PER+ORG+LOC F1", ("entities", "PER+ORG+LOC", "f1"), 0.634, 0.70),
    Measure("pud", "PER F1", ("entities", "PER", "f1"), None, None),
    Measure("pud", "ORG F1", ("entities", "ORG", "f1"), None, None),
    Measure("pud", "LOC F1", ("entities", "LOC", "f1"), None, None),
    Measure("events", "sentence hit@1", ("sentence_hit",), 0.928, 0.94),
    Measure("events", "article hit@1", ("article_hit",), None, None),
    Measure("events", "article link-or-new F1", ("link_or_new",), 0.936, 0.95),
    Measure("parts", "sentence hit@1", ("sentence_hit",), None, None),
    Measure("parts", "article link-or-new F1", ("link_or_new",), None, None),
)
"""Others' figures were measured on articles that are not in the folder (PolNeAR, and ECB+ for events): not the same
articles, but the same kind. MEANTIME has few chains across articles; "parts" are its articles dealt out sentence by
sentence to three texts each, which nobody else has measured."""

FILES = {
    "polnear": "polnear_tuning.jsonl",
    "gum": "gum_news_quotes.jsonl",
    "pud": "pud_news_entities.jsonl",
    "events": "meantime_events.jsonl",
    "parts": "meantime_events.jsonl",
}
COST = 1.15
"""Time of the whole pre-annotation over bare `nlp.pipe`, at most."""
