"""A layer, the gold or a release as a notebook wants it: the records of the gold format, and flat rows of them.

Rows are dicts of plain values, the same keys in each: `pandas.DataFrame(rows)` makes a table. What a project gives
such work for is `notebook`'s.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

import msgspec

from annotator.formats.gold.schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldSpan,
    GoldSpeaker,
    GoldStatement,
)
from annotator.wording import counted

Row = dict[str, Any]
OWN = ("article", "characters", "entities", "statements", "links", "annotated", "annotators")
"""Columns of articles that are not from their metadata."""


class Work(msgspec.Struct, frozen=True, dict=True):
    """A layer, the gold or a release: articles with their labels, and the events and actors that these name."""

    name: str
    articles: tuple[GoldArticle, ...]
    events: tuple[GoldEvent, ...]
    actors: tuple[GoldActor, ...]

    def __repr__(self) -> str:
        numbers = (
            counted(len(self.articles), "article"),
            counted(sum(len(article.spans) for article in self.articles), "entity", "entities"),
            counted(sum(len(article.statements) for article in self.articles), "statement"),
            counted(len(self.events), "event"),
            counted(len(self.actors), "actor"),
        )
        return f"<{self.name!r}: {', '.join(numbers)}>"

    def article(self, article_id: str) -> GoldArticle:
        """The article of that id, with its labels.

        Raises:
            KeyError: it is not among these.
        """
        return self._by_id[article_id]

    def article_rows(self) -> list[Row]:
        """One row an article: ids, metadata (`source`, `published`, `url` …) and how many of what it has.

        `article` is the id that all rows name it by, `id` the one that it had in its file. `annotated` lists the passes
        that were done: only there does an absence mean that there is nothing.
        """
        keys = sorted({key for article in self.articles for key in article.meta} - {"title"})
        return [{**_place(article), **_meta(article, keys), **_numbers(article)} for article in self.articles]

    def entity_rows(self) -> list[Row]:
        """One row an entity. `start` and `end` are code points of the article's text, half open."""
        return [{**_place(article), **self._entity(span)} for article in self.articles for span in article.spans]

    def statement_rows(self) -> list[Row]:
        """One row a statement; `start` and `end` are those of its first and last fragment, `speaker` as mentioned."""
        return [
            {**_place(article), **self._statement(statement)}
            for article in self.articles
            for statement in article.statements
        ]

    def link_rows(self) -> list[Row]:
        """One row a link: which statement of whom says what of which event. `speaker` is the mention, `actor` who."""
        return [
            {
                **_place(article),
                "statement": statement.id,
                "text": statement.text,
                "speaker": _mention(statement.speaker),
                "actor": self._name(statement.speaker),
                "relation": link.relation,
                "conditional": link.conditional,
                "event": link.event,
                "event_title": event.title if (event := self._events.get(link.event)) else "",
            }
            for article in self.articles
            for statement in article.statements
            for link in statement.links
        ]

    def event_rows(self) -> list[Row]:
        """One row an event; `date` is in EDTF ("2025-03-17", "2025-03", "2025-03-17/2025-03-20"), or ""."""
        links = Counter(link.event for article in self.articles for one in article.statements for link in one.links)
        return [
            {
                "event": event.id,
                "title": event.title,
                "type": event.type,
                "status": event.status,
                "date": event.when.edtf if event.when else "",
                "place": event.place or "",
                "participants": ", ".join(filter(None, map(self._actor_name, event.participants))),
                "part_of": event.part_of or "",
                "description": event.description,
                "mentions": len(event.mentions),
                "links": links[event.id],
            }
            for event in self.events
        ]

    def actor_rows(self) -> list[Row]:
        """One row an actor; `aliases` are separated by commas, `statements` are those that resolve to it here."""
        said = Counter(one.speaker.actor for article in self.articles for one in article.statements if one.speaker)
        return [
            {
                "actor": actor.id,
                "name": actor.name,
                "kind": actor.kind,
                "aliases": ", ".join(actor.aliases),
                "same_as": ", ".join(actor.same_as),
                "statements": said[actor.id],
            }
            for actor in self.actors
        ]

    def _entity(self, span: GoldSpan) -> Row:
        return {
            "entity": span.id,
            "start": span.start,
            "end": span.end,
            "text": span.text,
            "label": span.label,
            "actor": self._actor_name(span.actor),
            "how": span.how,
            "score": span.score if isinstance(span.score, float) else None,
        }

    def _statement(self, statement: GoldStatement) -> Row:
        speaker = statement.speaker
        return {
            "statement": statement.id,
            "start": statement.content[0].start,
            "end": statement.content[-1].end,
            "text": statement.text,
            "fragments": len(statement.content),
            "type": statement.type,
            "cue": statement.cue.text if statement.cue else "",
            "speaker": _mention(speaker),
            "actor": self._name(speaker),
            "anonymous": bool(speaker and speaker.anonymous),
            "others": len(speaker.others) if speaker else 0,
            "parent": statement.parent or "",
            "links": len(statement.links),
            "decided": ", ".join(statement.decided),
            "how": statement.how,
            "score": statement.score if isinstance(statement.score, float) else None,
        }

    def _name(self, speaker: GoldSpeaker | None) -> str:
        return (speaker.name or self._actor_name(speaker.actor)) if speaker else ""

    def _actor_name(self, actor_id: str | None) -> str:
        actor = self._actors.get(actor_id) if actor_id else None
        return actor.name if actor else ""

    @cached_property
    def _by_id(self) -> dict[str, GoldArticle]:
        return {article.id: article for article in self.articles}

    @cached_property
    def _events(self) -> dict[str, GoldEvent]:
        return {event.id: event for event in self.events}

    @cached_property
    def _actors(self) -> dict[str, GoldActor]:
        return {actor.id: actor for actor in self.actors}


def _place(article: GoldArticle) -> Row:
    return {"article": article.id, "title": article.meta.get("title", "")}


def _meta(article: GoldArticle, keys: list[str]) -> Row:
    # What a file calls as we call ours gives way: a row has one value of a name.
    return {key: article.meta.get(key, "") for key in keys if key not in OWN}


def _numbers(article: GoldArticle) -> Row:
    return {
        "characters": len(article.text),
        "entities": len(article.spans),
        "statements": len(article.statements),
        "links": sum(len(statement.links) for statement in article.statements),
        "annotated": ", ".join(article.annotated),
        "annotators": ", ".join(article.provenance.annotators),
    }


def _mention(speaker: GoldSpeaker | None) -> str:
    return speaker.mention.text if speaker and speaker.mention else ""
