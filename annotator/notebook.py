"""What `annotator.open` gives: a project as a notebook or a script wants it, in plain structs and flat rows.

The structs are the records of the gold format (`annotator.formats.gold_schema`), the same that an export writes. Rows
are dicts of plain values: `pandas.DataFrame(rows)` makes a table. Nothing here writes; `View.project` can.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from annotator.formats.gold_schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldSpan,
    GoldSpeaker,
    GoldStatement,
)
from annotator.layers import GOLD, RESERVED, SUGGESTIONS
from annotator.model import Article
from annotator.project import Project

Row = dict[str, Any]


class Work(msgspec.Struct, frozen=True, dict=True):
    """A layer, the gold or a release: articles with their labels, and the events and actors that these name."""

    name: str
    articles: tuple[GoldArticle, ...]
    events: tuple[GoldEvent, ...]
    actors: tuple[GoldActor, ...]

    def article_rows(self) -> list[Row]:
        """One row an article: id, metadata (`title`, `source`, `published`, `url` …) and how many of what it has."""
        return [
            {
                **_place(article),
                **{key: value for key, value in article.meta.items() if key not in ("id", "title")},
                "characters": len(article.text),
                "entities": len(article.spans),
                "statements": len(article.statements),
                "links": sum(len(statement.links) for statement in article.statements),
                "annotated": ", ".join(article.annotated),
                "annotators": ", ".join(article.provenance.annotators),
            }
            for article in self.articles
        ]

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
        """One row a link: which statement of whom says what of which event."""
        return [
            {
                **_place(article),
                "statement": statement.id,
                "text": statement.text,
                "speaker": self._name(statement.speaker),
                "relation": link.relation,
                "conditional": link.conditional,
                "event": link.event,
                "event_title": event.title if (event := self._events.get(link.event)) else "",
            }
            for article in self.articles
            for statement in article.statements
            for link in statement.links
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
            "speaker": speaker.mention.text if speaker and speaker.mention else "",
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
    def _events(self) -> dict[str, GoldEvent]:
        return {event.id: event for event in self.events}

    @cached_property
    def _actors(self) -> dict[str, GoldActor]:
        return {actor.id: actor for actor in self.actors}


class View:
    """An open project. Use it in a `with` statement, or `close` it."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @property
    def name(self) -> str:
        return self.project.name

    @property
    def layers(self) -> tuple[str, ...]:
        """The annotators who have work in the project, in order of their names."""
        return tuple(sorted(set(self.project.status()["layers"]) - set(RESERVED)))

    def articles(self) -> Iterator[Article]:
        """Every article with its text and metadata, in project order."""
        return self.project.texts(self.project.article_ids())

    def layer(self, name: str) -> Work:
        """What one annotator decided, or `"suggestions"`: what the machine proposes.

        Raises:
            UserError: there is no work of that name.
        """
        return self._work(name)

    def suggestions(self) -> Work:
        """What the machine proposes, whatever people made of it."""
        return self._work(SUGGESTIONS)

    def gold(self, release: str | None = None, *, incomplete: bool = False) -> Work:
        """The gold as it is now, or as a release froze it.

        Raises:
            UserError: disagreements are open, or articles not done, and `incomplete` does not allow it; or there is no
                such release.
        """
        return self._work(GOLD, release=release, incomplete=incomplete)

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        self.project.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _work(self, layer: str, **options: Any) -> Work:
        from annotator.exchange.selecting import select

        selection = select(self.project, layer, **options)
        articles = tuple(selection.articles)
        selection.facts()  # only now is it known whether something blocks the gold
        return Work(layer, articles, tuple(selection.events()), tuple(selection.actors()))


def open_view(path: Path | str, *, annotator: str | None = None, read_only: bool = True) -> View:
    """The project at `path`, to be read; see `annotator.open`."""
    return View(Project.open(path, annotator=annotator, read_only=read_only))


def _place(article: GoldArticle) -> Row:
    return {"article": article.id, "title": article.meta.get("title", "")}
