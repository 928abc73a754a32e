"""From the rows of a Prodigy dataset to articles and labels: which answers are labels, and which passes were done.

An accepted row of a view where labels are set by hand is all that its annotator found. Of a row that judged one
proposal, the rest of the text is unknown: what was refused is a refused suggestion, no label. Ignored rows, refused
ones of a manual view and choices of categories are articles without labels. A row without an answer is input for
Prodigy, its labels a machine's. Hashes are left out: Prodigy makes them of what a row holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from msgspec import UNSET, structs

from annotator.formats.columns import META_CHARS, find_columns, meta_from, unread
from annotator.formats.gold.reading import place
from annotator.formats.gold.schema import GoldArticle, GoldRejected, GoldStatement, Part
from annotator.formats.graph.model import LabelGraph
from annotator.formats.graph.reading import Labels, labels_of
from annotator.formats.json_values import values_of
from annotator.formats.prodigy.rows import (
    Marks,
    Task,
    actors_of,
    annotator_of,
    annotators_of,
    events_of,
    is_whole,
    kind_of,
    marks_of,
    objects,
    passes_in,
    view_of,
)
from annotator.formats.records import ADJUDICATED, ArticleRecord, BadRecord, ReadOptions, Record
from annotator.formats.tally import Tally, say_joining
from annotator.ids import article_id
from annotator.model import PARTS, PASSES, PassName
from annotator.text import normalise

KEYS = frozenset(
    (
        *("spans", "tokens", "relations", "answer", "options", "accept", "versions", "sessions", "view_id", "config"),
        *("annotated", "priority", "score", "rank", "default", "arcs", "label", "history", "field_rows"),
    )
)
"""The keys of a task that are no metadata of its text, beside those that begin with "_"."""
OTHER_MEDIA = ("image", "audio", "video", "html", "pages")

Passes = dict[str, set[PassName]]
"""View → the passes to which the labels of its accepted rows belong."""


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a dataset as `prodigy db-out` writes it, or of a file that Prodigy is to be given."""
    yield from _Reader(path, options, _survey(path)).records()


def _survey(path: Path) -> Passes:
    """What the rows of each view were asked for, so that a row in which nothing was found says what was not."""
    found: Passes = {}
    for item in values_of(path):
        row = item[1] if not isinstance(item, BadRecord) else None
        if isinstance(row, dict):
            row = cast("Task", row)
            for task in (row, *objects(row.get("versions"))):
                if task.get("answer") == "accept":
                    found.setdefault(view_of(task, row), set()).update(passes_in(task))
    return found


class _Reader:
    def __init__(self, path: Path, options: ReadOptions, passes: Passes) -> None:
        self._path = path
        self._file = str(path)
        self._options = options
        self._passes = passes
        self._tally = Tally(self._file)
        self._number = 0
        self._line: int | None = None

    def records(self) -> Iterator[Record]:
        for item in values_of(self._path):
            if isinstance(item, BadRecord):
                yield item
                continue
            self._number += 1
            self._line, value = item
            if isinstance(value, dict):
                yield from self._row(cast("Task", value))
            else:
                self._tally.fail("No object of JSON, not taken", self._line)
        yield from self._tally.records()

    def _row(self, row: Task) -> Iterator[Record]:
        columns = find_columns(row, {})
        key = self._options.columns.get("text", "text")
        text = row.get(key)
        if not isinstance(text, str) or not text.strip():
            there = next((name for name in OTHER_MEDIA if row.get(name)), "")
            self._tally.fail(f"Without text{there and f' but with “{there}”'}, not taken", self._line)
            return
        columns = {**columns, **self._options.columns, "text": key}
        meta = self._meta(row, columns, text)
        versions = objects(row.get("versions"))
        for version in versions:
            for annotator in annotators_of(version, self._path.stem) or [""]:
                yield from self._task(version, row, _text(version, key, text), meta, annotator)
        annotator = ADJUDICATED if versions else annotator_of(row, self._path.stem)
        yield from self._task(row, row, text, meta, annotator)

    def _meta(self, row: Task, columns: dict[str, str], text: str) -> dict[str, str]:
        inner = row.get("meta")
        if isinstance(inner, dict) and _is_ours(row, text):
            return {str(key): value for key, value in cast("Task", inner).items() if isinstance(value, str)}
        rest = {name: value for name, value in row.items() if name not in KEYS and not name.startswith("_")}
        columns = {ours: theirs for ours, theirs in columns.items() if theirs in rest}
        for name in unread(rest, columns):
            self._tally.warn(f"Data under {name!r} that is not read here, left out", self._line)
        for name, value in rest.items():
            if name != columns["text"] and isinstance(value, str) and len(value) > META_CHARS:
                self._tally.warn(f"A value under {name!r} too long for metadata, left out", self._line)
        return meta_from(rest, columns, normalise(text))

    def _task(self, task: Task, row: Task, text: str, meta: dict[str, str], annotator: str) -> Iterator[Record]:
        article = self._labelled(task, row, text)
        if article is None:
            yield ArticleRecord(normalise(text), meta, self._file, self._number, self._line)
            return
        for made in place(article, self._file, self._line, self._options.offset_unit):
            if isinstance(made, GoldArticle):
                events, actors = events_of(task), actors_of(task)
                yield ArticleRecord(
                    made.text, meta, self._file, self._number, self._line, made, annotator, events, actors
                )
            else:
                yield made

    def _labelled(self, task: Task, row: Task, text: str) -> GoldArticle | None:
        """What a task says of its text; None where it says nothing, which is counted."""
        view = view_of(task, row)
        kind, answer = kind_of(task, view), task.get("answer") or ""
        broken = [name for name in ("spans", "relations") if task.get(name) and not isinstance(task[name], list)]
        for name in broken:
            said = f"What stands under {name!r} is no list and cannot be read, taken without labels"
            self._tally.fail(said, self._line)
        if broken:
            return None
        if kind == "choice":
            self._tally.warn("Choices for a whole text are not read, taken without labels", self._line)
        elif kind == "grammar":
            self._tally.warn("Parts of speech and dependencies are not read, taken without labels", self._line)
        elif not answer:
            return self._proposed(task, text)
        elif answer == "accept" or (answer == "reject" and kind == "binary"):
            passes = self._passes.get(view, set()) if kind == "manual" and is_whole(task, view) else None
            return self._answered(task, text, str(answer), passes)
        else:
            self._tally.warn(f"Answered “{answer}”, taken without labels", self._line)
        return None

    def _proposed(self, task: Task, text: str) -> GoldArticle | None:
        marks = self._marks(task)
        if not marks.nodes:
            return None
        self._tally.warn("Without an answer, so their labels are proposals that nobody decided", self._line)
        labels = self._labels(LabelGraph(marks.nodes, marks.edges), text)
        return GoldArticle(
            text=text,
            spans=tuple(structs.replace(span, how="machine") for span in labels.spans),
            statements=tuple(structs.replace(statement, how="machine") for statement in labels.statements),
            excluded=labels.excluded,
        )

    def _answered(self, task: Task, text: str, answer: str, passes: set[PassName] | None) -> GoldArticle:
        """`passes`: those that the file's rows of this view were made for; None where one proposal was judged."""
        marks = self._marks(task)
        answers = [own or answer for own in marks.answers]
        labels = _decided(self._labels(_part(marks, answers, "accept"), text), marks, task)
        refused = labels_of(_part(marks, answers, "reject"), text)
        left_out = sum(each not in ("accept", "reject") for each in answers)
        self._tally.warn("Spans that were neither accepted nor refused, left out", self._line, "span", count=left_out)
        return GoldArticle(
            text=text,
            annotated=_passes(task, labels, passes),
            spans=labels.spans,
            statements=labels.statements,
            excluded=labels.excluded,
            rejected=GoldRejected(spans=refused.spans, statements=refused.statements)
            if refused.spans or refused.statements
            else UNSET,
        )

    def _marks(self, task: Task) -> Marks:
        marks = marks_of(task)
        self._tally.warn(
            "Spans whose own text is not that of their tokens, taken as the tokens say", self._line, "span",
            count=marks.stale,
        )  # fmt: skip
        self._tally.fail("Spans without a label or a place, left out", self._line, "span", count=marks.unusable)
        self._tally.warn(
            "Relations between words that have no label, left out", self._line, "relation", count=marks.bare
        )
        return marks

    def _labels(self, graph: LabelGraph, text: str) -> Labels:
        labels = labels_of(graph, text)
        say_joining(labels, self._tally, self._line)
        return labels


def _decided(labels: Labels, marks: Marks, task: Task) -> Labels:
    """The labels with what our own rows say of the parts of statements, and with what was added in Prodigy since."""

    def parts(statement: GoldStatement) -> tuple[Part, ...]:
        told = marks.decided.get(statement.id, statement.decided)
        return tuple(part for part in PARTS if part in told or (_went_through(task) and part in statement.decided))

    if not marks.decided:
        return labels
    return structs.replace(
        labels, statements=tuple(structs.replace(one, decided=parts(one)) for one in labels.statements)
    )


def _part(marks: Marks, answers: Iterable[str], wanted: str) -> LabelGraph:
    nodes = tuple(node for node, answer in zip(marks.nodes, answers, strict=True) if answer == wanted)
    there = {node.id for node in nodes}
    edges = tuple(edge for edge in marks.edges if {edge.source, edge.target} <= there)
    return LabelGraph(nodes, edges)


def _passes(task: Task, labels: Labels, asked: set[PassName] | None) -> tuple[PassName, ...]:
    own: list[object] | None = cast("list[object]", task["annotated"]) if _has_passes(task) else None
    told = {name for name in PASSES if own is not None and name in own}
    if asked is not None and (own is None or _went_through(task)):
        found: set[PassName] = set(labels.passes) if labels.spans or labels.statements else set()
        told |= (asked | found) or {"entities"}
    return tuple(name for name in PASSES if name in told)


def _has_passes(task: Task) -> bool:
    return isinstance(task.get("annotated"), list)


def _went_through(task: Task) -> bool:
    """Whether a row has been in a dataset of Prodigy, not only in a file for it."""
    return "_task_hash" in task


def _is_ours(row: Task, text: str) -> bool:
    """Whether a row is one that `writing` wrote."""
    return "annotated" in row and row.get("id") == article_id(normalise(text))


def _text(version: Task, key: str, text: str) -> str:
    own: Any = version.get(key)
    return own if isinstance(own, str) and own.strip() else text
