"""`Cluster`: one person, organisation or place of an article with all its mentions. How they are found is elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property

from annotator import ids
from annotator.model import Actor, Span
from annotator.names import PersonName, person_name

KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "NORP": "group",
    "FAC": "organisation",
    "LOC": "place",
}


class Cluster:
    """`forms` counts how it is written, `spans` are where, each with why it is this one in `reasons` (if it is asked).

    `gender` is "f", "m" or "" where nothing tells.
    """

    def __init__(self, label: str, name: str) -> None:
        self.label = label
        self.name = name
        self.forms: Counter[str] = Counter()
        self.spans: list[Span] = []
        self.reasons: dict[Span, str] = {}
        self.gender = ""

    def add(self, span: Span, form: str, reason: str = "") -> None:
        self.forms[form] += 1
        self.spans.append(span)
        if reason:
            self.reasons[span] = reason

    def last_before(self, span: Span) -> Span | None:
        """The last mention before a span, once all are in text order."""
        at = bisect_left(self.spans, span)
        return self.spans[at - 1] if at else None

    @cached_property
    def person(self) -> PersonName:
        return person_name(self.name)

    @property
    def kind(self) -> str:
        return KINDS.get(self.label, "other")

    @cached_property
    def id(self) -> str:
        return ids.suggested_actor_id(self.name, self.kind)

    @property
    def actor(self) -> Actor:
        aliases = tuple(sorted(form for form in self.forms if form != self.name))
        return Actor(id=self.id, name=self.name, kind=self.kind, aliases=aliases)


def written(text: str, span: Span) -> str:
    """The words of a span with single blanks."""
    return " ".join(text[span.start : span.end].split())
