"""What a dataset card counts while the records go by."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import msgspec

from annotator.formats.gold_schema import GoldArticle, GoldStatement

SETTLED = "adjudicated"
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?=$|T)")


class Counts(msgspec.Struct):
    """How many of what went into an export; fed record by record.

    `splits`: split → articles; `by_split`: split → label of an entity, type of a statement or relation of a link, each
    with its kind before it, → how many. `parts`: what statements have. `first_day`, `last_day`: of the articles with a
    date that can be read, whose `years` are counted; `unread_dates` have another. `licences`: what the articles say of
    their own. `leads`: who settled how many units.
    """

    articles: int = 0
    characters: int = 0
    lengths: list[int] = msgspec.field(default_factory=list[int])
    entities: int = 0
    overlapping: int = 0
    resolved: int = 0
    statements: int = 0
    links: int = 0
    conditional: int = 0
    excluded: int = 0
    rejected: int = 0
    events: int = 0
    actors: int = 0
    labels: Counter[str] = msgspec.field(default_factory=Counter[str])
    types: Counter[str] = msgspec.field(default_factory=Counter[str])
    relations: Counter[str] = msgspec.field(default_factory=Counter[str])
    event_types: Counter[str] = msgspec.field(default_factory=Counter[str])
    parts: Counter[str] = msgspec.field(default_factory=Counter[str])
    passes: Counter[str] = msgspec.field(default_factory=Counter[str])
    how: Counter[str] = msgspec.field(default_factory=Counter[str])
    languages: Counter[str] = msgspec.field(default_factory=Counter[str])
    sources: Counter[str] = msgspec.field(default_factory=Counter[str])
    licences: Counter[str] = msgspec.field(default_factory=Counter[str])
    years: Counter[str] = msgspec.field(default_factory=Counter[str])
    unread_dates: int = 0
    annotators: Counter[str] = msgspec.field(default_factory=Counter[str])
    leads: Counter[str] = msgspec.field(default_factory=Counter[str])
    first_day: str = ""
    last_day: str = ""
    splits: Counter[str] = msgspec.field(default_factory=Counter[str])
    by_split: dict[str, Counter[tuple[str, str]]] = msgspec.field(default_factory=dict[str, Counter[tuple[str, str]]])

    def article(self, article: GoldArticle, split: str = "train") -> GoldArticle:
        """Count an article, and give it back. `split` is where it goes."""
        self.articles += 1
        self.splits[split] += 1
        self.characters += len(article.text)
        self.lengths.append(len(article.text))
        self.excluded += len(article.excluded)
        found = self.by_split.setdefault(split, Counter())
        self._entities(article, found)
        for statement in article.statements:
            self._statement(statement, found)
        for unit in (*article.spans, *article.statements):
            self.how[unit.how] += 1
            if unit.how == SETTLED and unit.by:
                self.leads[unit.by] += 1
        if article.rejected:
            self.rejected += len(article.rejected.spans) + len(article.rejected.statements)
        self.passes.update(article.annotated)
        self.annotators.update(article.provenance.annotators)
        self._meta(article.meta)
        return article

    def _entities(self, article: GoldArticle, found: Counter[tuple[str, str]]) -> None:
        self.entities += len(article.spans)
        end = 0
        for span in sorted(article.spans, key=lambda span: (span.start, -span.end)):
            self.overlapping += span.start < end
            end = max(end, span.end)
            self.resolved += span.actor is not None
            self.labels[span.label] += 1
            found["label", span.label] += 1

    def _statement(self, statement: GoldStatement, found: Counter[tuple[str, str]]) -> None:
        speaker = statement.speaker
        has = {
            "several fragments": len(statement.content) > 1,
            "cue": statement.cue is not None,
            "speaker": speaker is not None,
            "mention": speaker is not None and speaker.mention is not None,
            "actor": speaker is not None and speaker.actor is not None,
            "anonymous": speaker is not None and speaker.anonymous,
            "parent": statement.parent is not None,
            "links": bool(statement.links),
        }
        self.statements += 1
        self.parts.update(name for name, is_so in has.items() if is_so)
        self.types[statement.type] += 1
        found["type", statement.type] += 1
        for link in statement.links:
            self.links += 1
            self.conditional += link.conditional
            self.relations[link.relation] += 1
            found["relation", link.relation] += 1

    def _meta(self, meta: dict[str, str]) -> None:
        for key, counter in (("language", self.languages), ("source", self.sources), ("licence", self.licences)):
            if value := " ".join(meta.get(key, "").split()):
                counter[value] += 1
        given = meta.get("published", "").strip()
        if day := _day(given):
            self.years[day[:4]] += 1
            self.first_day = min(self.first_day or day, day)
            self.last_day = max(self.last_day, day)
        elif given:
            self.unread_dates += 1


def _day(given: str) -> str:
    """The day, month or year that a date in ISO form begins with; "" for what is none."""
    match = _DAY.match(given)
    if match is None:
        return ""
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return ""
    return match[0]
