"""What a dataset card counts while the records go by."""

from __future__ import annotations

from collections import Counter

import msgspec

from annotator.formats.gold_schema import GoldArticle


class Counts(msgspec.Struct):
    """How many of what went into an export; fed record by record.

    `splits`: split → articles; `by_split`: split → label of an entity, type of a statement or relation of a link → how
    many. `first_day`, `last_day`: of the articles with a date, whose `years` are counted. `licences`: what the articles
    say of their own.
    """

    articles: int = 0
    characters: int = 0
    entities: int = 0
    statements: int = 0
    links: int = 0
    excluded: int = 0
    rejected: int = 0
    events: int = 0
    actors: int = 0
    labels: Counter[str] = msgspec.field(default_factory=Counter[str])
    types: Counter[str] = msgspec.field(default_factory=Counter[str])
    relations: Counter[str] = msgspec.field(default_factory=Counter[str])
    passes: Counter[str] = msgspec.field(default_factory=Counter[str])
    how: Counter[str] = msgspec.field(default_factory=Counter[str])
    languages: Counter[str] = msgspec.field(default_factory=Counter[str])
    sources: Counter[str] = msgspec.field(default_factory=Counter[str])
    licences: Counter[str] = msgspec.field(default_factory=Counter[str])
    years: Counter[str] = msgspec.field(default_factory=Counter[str])
    annotators: Counter[str] = msgspec.field(default_factory=Counter[str])
    first_day: str = ""
    last_day: str = ""
    splits: Counter[str] = msgspec.field(default_factory=Counter[str])
    by_split: dict[str, Counter[str]] = msgspec.field(default_factory=dict[str, Counter[str]])

    def article(self, article: GoldArticle, split: str = "train") -> GoldArticle:
        """Count an article, and give it back. `split` is where it goes."""
        self.articles += 1
        self.splits[split] += 1
        self.characters += len(article.text)
        self.entities += len(article.spans)
        self.statements += len(article.statements)
        self.excluded += len(article.excluded)
        labels = [span.label for span in article.spans]
        types = [statement.type for statement in article.statements]
        relations = [link.relation for statement in article.statements for link in statement.links]
        self.links += len(relations)
        self.labels.update(labels)
        self.types.update(types)
        self.relations.update(relations)
        self.how.update([span.how for span in article.spans])
        self.how.update([statement.how for statement in article.statements])
        self.by_split.setdefault(split, Counter()).update([*labels, *types, *relations])
        if article.rejected:
            self.rejected += len(article.rejected.spans) + len(article.rejected.statements)
        self.passes.update(article.annotated)
        self.annotators.update(article.provenance.annotators)
        self._meta(article.meta)
        return article

    def _meta(self, meta: dict[str, str]) -> None:
        for key, counter in (("language", self.languages), ("source", self.sources), ("licence", self.licences)):
            if value := meta.get(key):
                counter[value] += 1
        day = meta.get("published", "")[:10]
        if len(day) >= 4 and day[:4].isdecimal():
            self.years[day[:4]] += 1
            self.first_day = min(self.first_day or day, day)
            self.last_day = max(self.last_day, day)
