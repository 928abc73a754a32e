"""What a dataset card counts while the records go by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

import msgspec

from annotator.formats.gold.schema import GoldArticle, GoldSpan, GoldStatement

SETTLED = "adjudicated"
KINDS = ("label", "type", "relation")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?=$|T)")


class Counts(msgspec.Struct):
    """How many of what went into an export; fed record by record.

    `splits`: split → articles. `parts`: what statements have. `first_day`, `last_day`: of the articles with a
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
    _kinds: dict[str, tuple[Counter[str], Counter[str], Counter[str]]] = msgspec.field(
        default_factory=dict[str, tuple[Counter[str], Counter[str], Counter[str]]]
    )
    """Split → its labels, types and relations."""

    def article(self, article: GoldArticle, split: str = "train") -> GoldArticle:
        """Count an article, and give it back. `split` is where it goes."""
        self.articles += 1
        self.splits[split] += 1
        self.characters += len(article.text)
        self.lengths.append(len(article.text))
        self.excluded += len(article.excluded)
        found = self._kinds.setdefault(split, (Counter(), Counter(), Counter()))
        self._entities(article.spans, found[0])
        if article.statements:
            self._statements(article.statements, found[1], found[2])
        if article.rejected:
            self.rejected += len(article.rejected.spans) + len(article.rejected.statements)
        self.passes.update(article.annotated)
        self.annotators.update(article.provenance.annotators)
        self._meta(article.meta)
        return article

    @property
    def by_split(self) -> dict[str, Counter[tuple[str, str]]]:
        """Split → (kind, name) of a label, type or relation → how many."""
        return {
            split: Counter(
                {(kind, name): number for kind, some in zip(KINDS, found, strict=True) for name, number in some.items()}
            )
            for split, found in self._kinds.items()
        }

    @property
    def labels(self) -> Counter[str]:
        return self._sum(0)

    @property
    def types(self) -> Counter[str]:
        return self._sum(1)

    @property
    def relations(self) -> Counter[str]:
        return self._sum(2)

    def _sum(self, kind: int) -> Counter[str]:
        total = Counter[str]()
        for found in self._kinds.values():
            total.update(found[kind])
        return total

    def _decided(self, units: Sequence[GoldSpan | GoldStatement]) -> None:
        hows = [unit.how for unit in units]
        self.how.update(hows)
        if SETTLED in hows:
            self.leads.update(unit.by for unit in units if unit.how == SETTLED and unit.by)

    def _entities(self, spans: Sequence[GoldSpan], labels: Counter[str]) -> None:
        self.entities += len(spans)
        labels.update([span.label for span in spans])
        self._decided(spans)
        self.resolved += len(spans) - [span.actor for span in spans].count(None)
        end = 0
        for start, stop in sorted([(span.start, span.end) for span in spans]):
            if start < end:
                self.overlapping += 1
            end = max(end, stop)

    def _statements(self, statements: Sequence[GoldStatement], types: Counter[str], relations: Counter[str]) -> None:
        self.statements += len(statements)
        types.update([statement.type for statement in statements])
        self._decided(statements)
        speakers = [statement.speaker for statement in statements if statement.speaker is not None]
        links = [link for statement in statements for link in statement.links]
        self.links += len(links)
        self.conditional += sum(link.conditional for link in links)
        relations.update([link.relation for link in links])
        self.parts["several fragments"] += sum(len(statement.content) > 1 for statement in statements)
        self.parts["cue"] += sum(statement.cue is not None for statement in statements)
        self.parts["speaker"] += len(speakers)
        self.parts["mention"] += sum(speaker.mention is not None for speaker in speakers)
        self.parts["actor"] += sum(speaker.actor is not None for speaker in speakers)
        self.parts["anonymous"] += sum(speaker.anonymous for speaker in speakers)
        self.parts["parent"] += sum(statement.parent is not None for statement in statements)
        self.parts["links"] += sum(bool(statement.links) for statement in statements)

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
