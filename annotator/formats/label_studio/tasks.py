"""Label Studio's tasks as articles with the labels of everybody who worked on them.

A task is read from the full export, old or new, or from a record of the small one (JSON-MIN, CSV), whose labels stand
among the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import msgspec
from msgspec import structs

from annotator.formats.columns import USUAL, find_columns, meta_from, unread
from annotator.formats.gold import reading as gold_read
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.formats.graph.model import LabelGraph, Node
from annotator.formats.graph.reading import Labels, labels_of, unique_ids
from annotator.formats.json_shapes import (
    JsonObject,
    Place,
    a_list,
    a_number,
    a_score,
    a_string,
    an_object,
    objects_in,
    strings_in,
    without,
)
from annotator.formats.label_studio.config import Source
from annotator.formats.label_studio.results import Region, Results, is_path, read_results
from annotator.formats.label_studio.texts import (
    TaskText,
    as_in_text,
    stands_there,
    tell_offset_unit,
    text_of,
)
from annotator.formats.records import ADJUDICATED, ArticleRecord, BadRecord, OffsetUnit, ReadOptions, Record
from annotator.formats.tally import Tally, say_joining
from annotator.model import PASSES, How, PassName

UNITS = {"utf16": "UTF-16 units", "graphemes": "grapheme clusters"}
OWN_META = "annotated"
"""A task's `meta` with this key was written by us: its data are metadata exactly as they are."""


class Version(msgspec.Struct, frozen=True):
    """What one person labelled in a task, or a model. `is_touched`: Label Studio had it, and somebody may have worked
    on it there; what we write has no times."""

    annotator: str
    results: Results
    is_touched: bool = True
    score: float | None = None
    source: str = ""

    @property
    def how(self) -> How:
        """How its labels were decided: what a model predicted was not."""
        return "machine" if self.source else "imported"


class Task:
    """One task of a file. `records` gives an article for each version of its labels, or one without labels."""

    def __init__(self, place: Place, file: str, sources: dict[str, Source], options: ReadOptions, tally: Tally) -> None:
        self._place = place
        self._file = file
        self._sources = sources
        self._options = options
        self._tally = tally
        self._task = an_object(place.value)
        self._data = an_object(self._task.get("data")) or _data_of_old(self._task)

    def records(self) -> Iterator[Record]:
        """The articles, and what could not be taken."""
        versions = list(self._versions())
        found = self._text(versions)
        if isinstance(found, BadRecord):
            yield found
            return
        key, text = found
        unit, said = self._unit(text, versions)
        yield from said
        labelled = [version for version in versions if not version.results.is_of_other_kind]
        for version in labelled:
            yield from self._record(key, text, unit, version)
        if not labelled:
            for made in gold_read.place(GoldArticle(text=text.text), self._file, self._line):
                yield made if isinstance(made, BadRecord) else self._made(key, made, None, "")

    def _versions(self) -> Iterator[Version]:
        found = [item for name in ("annotations", "completions") for item in objects_in(self._task.get(name))]
        done = [item for item in found if not _is_skipped(item)]
        self._tally.warn(
            "Skipped by its annotator, taken without labels", self._line, "task", count=len(found) - len(done)
        )
        drafts = len(objects_in(self._task.get("drafts")))
        self._tally.warn("Drafts, which nobody submitted, left out", self._line, "draft", count=drafts)
        unnamed = sum(not _annotator(item) for item in done)
        for number, item in enumerate(done, 1):
            name = self._name(item) or (f"annotation-{number}" if unnamed > 1 else "")
            yield Version(name, self._results(item.get("result")), is_touched=_is_touched(item))
        for item in self._predictions(found):
            source = a_string(item.get("model_version")) or "label-studio"
            results = self._results(item.get("result"))
            yield Version("", results, is_touched=False, score=a_score(item.get("score")), source=source)

    def _predictions(self, annotations: list[JsonObject]) -> list[JsonObject]:
        """The predictions of the task; of those that stand there as numbers, the ones that annotations began with."""
        listed = a_list(self._task.get("predictions"))
        numbers = {number for item in listed if (number := a_number(item)) is not None}
        begun = {a_number(item.get("id")): item for each in annotations for item in objects_in(each.get("prediction"))}
        found = [begun[number] for number in sorted(numbers & begun.keys() - {None})]
        left = len(numbers) - len(found)
        self._tally.warn(
            "Predictions of which the file has but the number left out", self._line, "prediction", count=left
        )
        # What somebody corrected stands in the annotation: what they refused of it is no label of theirs.
        corrected = {a_number(each.get("parent_prediction")) for each in annotations if not _is_skipped(each)} - {None}
        left_alone = [item for item in (*objects_in(listed), *found) if a_number(item.get("id")) not in corrected]
        count = len(objects_in(listed)) + len(found) - len(left_alone)
        self._tally.warn("Predictions that somebody corrected left out", self._line, "prediction", count=count)
        return left_alone

    def _name(self, annotation: JsonObject) -> str:
        if annotation.get("ground_truth") is True or annotation.get("honeypot") is True:
            return ADJUDICATED
        name = _annotator(annotation)
        if _is_touched(annotation):
            return name
        return a_string(an_object(an_object(self._task.get("meta")).get("annotators")).get(name)) or name

    def _results(self, items: Any) -> Results:
        return read_results(items, self._sources, self._tally, self._line)

    @property
    def _line(self) -> int:
        return self._place.line

    def _text(self, versions: list[Version]) -> tuple[str, TaskText] | BadRecord:
        """The key of the text, and the text: the configuration's, else that which most regions fit, else the usual."""
        regions = [region for version in versions for region in version.results.regions]
        marked_up = any(is_path(region.value) for region in regions)
        why, is_lost = "", False
        best: tuple[tuple[int, int], str, TaskText] | None = None
        usual = find_columns(self._data, {}).get("text")
        for rank, (key, source) in enumerate(self._candidates(regions)):
            made = text_of(self._data.get(key), source, is_marked_up=marked_up)
            if isinstance(made, str):
                why = why or f"{key!r}: {made}"
                is_lost = is_lost or source is not None or key == usual
                continue
            fits = 0 if source else sum(region.words != "" and _holds(made, region) for region in regions)
            if best is None or (fits, -rank) > best[0]:
                best = ((fits, -rank), key, made)
            if source:
                break
        # A title is not to stand for a text that is elsewhere.
        if best is not None and (best[0][0] > 0 or not is_lost):
            return best[1], best[2]
        said = f"The task has no text: {why}." if why else "The task has no text."
        hint = "Export the texts themselves, or say with --columns text=NAME where they are."
        return BadRecord(self._file, self._line, said, hint, record=a_string(self._task.get("id")))

    def _candidates(self, regions: list[Region]) -> Iterator[tuple[str, Source | None]]:
        """The keys that may hold the text, the likeliest first."""
        if (given := self._options.columns.get("text")) is not None:
            yield given, next((source for source in self._sources.values() if source.key == given), None)
            return
        named = [self._sources[region.to_name] for region in regions if region.to_name in self._sources]
        for source in dict.fromkeys((*named, *self._sources.values())):
            if source.key in self._data:
                yield source.key, source
        usual = find_columns(self._data, {}).get("text")
        if usual is not None:
            yield usual, None
        lists = [key for key, value in self._data.items() if isinstance(value, list) and objects_in(value)]
        texts = [key for key, value in self._data.items() if isinstance(value, str)]
        known = {name for ours in USUAL if ours != "text" for name in USUAL[ours]}
        for key in sorted(texts, key=lambda key: (key.casefold() in known, -len(self._data[key]))):
            yield key, None
        yield from ((key, None) for key in lists)

    def _unit(self, text: TaskText, versions: list[Version]) -> tuple[OffsetUnit, list[BadRecord]]:
        if self._options.offset_unit != "auto":
            return self._options.offset_unit, []
        values = [region.value for version in versions for region in version.results.regions if region.words]
        unit = tell_offset_unit(text, values)
        if unit in UNITS:
            reason = f"The offsets were taken to count {UNITS[unit]}: so the labels stand where their texts are."
            return unit, [BadRecord(self._file, self._line, reason, is_warning=True)]
        return unit, []

    def _record(self, key: str, text: TaskText, unit: OffsetUnit, version: Version) -> Iterator[Record]:
        labels = labels_of(LabelGraph(tuple(self._nodes(text, unit, version)), version.results.edges), text.text)
        say_joining(labels, self._tally, self._line)
        article = GoldArticle(
            text=text.text,
            annotated=self._passes(version, labels),
            spans=tuple(structs.replace(span, how=version.how) for span in labels.spans),
            statements=tuple(structs.replace(statement, how=version.how) for statement in labels.statements),
            excluded=labels.excluded,
        )
        for made in gold_read.place(article, self._file, self._line, "codepoints"):
            if isinstance(made, BadRecord):
                yield made
            else:
                actors, events = named(version.results, labels)
                record = self._made(key, made, made, version.annotator)
                yield structs.replace(record, actors=actors, events=events)

    def _nodes(self, text: TaskText, unit: OffsetUnit, version: Version) -> list[Node]:
        nodes: list[Node] = []
        for region in version.results.regions:
            place = text.place(region.value, unit)
            words = region.words
            if place is None and not words:
                self._tally.fail("Regions without offsets left out", self._line, "region")
                continue
            place = place or (0, len(words))
            words = text.text[slice(*place)] if stands_there(text.text, place, words) else as_in_text(text.text, words)
            nodes += (self._node(region, number, label, place, words, version)
                      for number, label in enumerate(region.labels, 1))  # fmt: skip
        return unique_ids(nodes)

    def _node(
        self, region: Region, number: int, label: str, place: tuple[int, int], words: str, version: Version
    ) -> Node:
        return Node(
            id=region.id if number == 1 else f"{region.id}-{number}",
            label=label,
            pieces=(place,),
            text=words,
            attributes=region.attributes,
            actor=region.actor,
            actor_name=region.actor_name,
            links=region.links,
            score=version.score if region.score is None else region.score,
            source=region.source or version.source,
        )

    def _passes(self, version: Version, labels: Labels) -> tuple[PassName, ...]:
        """The passes that were done: as we wrote them, and those of which somebody made labels since."""
        own = an_object(self._task.get("meta"))
        if OWN_META not in own:
            return labels.passes
        done = {*strings_in(own[OWN_META]), *(labels.passes if version.is_touched else ())}
        return tuple(name for name in PASSES if name in done)

    def _made(self, key: str, article: GoldArticle, labels: GoldArticle | None, annotator: str) -> ArticleRecord:
        return ArticleRecord(
            text=article.text,
            meta=self._meta(key, article.text),
            origin=self._file,
            record_number=self._place.number,
            line=self._line,
            annotations=labels,
            annotator=annotator,
        )

    def _meta(self, key: str, text: str) -> dict[str, str]:
        rest = without(self._data, key)
        if OWN_META in an_object(self._task.get("meta")):
            return {name: value for name, value in rest.items() if isinstance(value, str)}
        columns = {name: theirs for name, theirs in find_columns(rest, self._options.columns).items() if name != "text"}
        for name in unread(rest, columns):
            self._tally.warn(f"Data under {name!r} left out", self._line, "task")
        meta = meta_from(rest, columns, text)
        number = a_string(self._task.get("id"))
        return meta if "id" in meta or not number else {**meta, "id": number}


def named(results: Results, labels: Labels) -> tuple[tuple[GoldActor, ...], tuple[GoldEvent, ...]]:
    """The actors and events that regions name, with their names."""
    actors = {region.actor: region.actor_name for region in results.regions if region.actor and region.actor_name}
    for statement in labels.statements:
        speaker = statement.speaker
        if speaker is not None and speaker.actor and speaker.name:
            actors.setdefault(speaker.actor, speaker.name)
    events = {link.event: link.title for region in results.regions for link in region.links if link.title}
    return (
        tuple(GoldActor(id=key, name=name) for key, name in actors.items()),
        tuple(GoldEvent(id=key, title=title) for key, title in events.items()),
    )


def _holds(text: TaskText, region: Region) -> bool:
    return as_in_text(text.text, region.words) in text.text


def _is_touched(annotation: JsonObject) -> bool:
    return "created_at" in annotation or "updated_at" in annotation


def _is_skipped(annotation: JsonObject) -> bool:
    return any(annotation.get(name) is True for name in ("was_cancelled", "skipped", "was_skipped"))


def _annotator(annotation: JsonObject) -> str:
    """Who made an annotation: the mail address, name or number that the file has."""
    for key in ("completed_by", "created_username", "annotator", "user"):
        given = annotation.get(key)
        if isinstance(given, dict):
            person = cast("JsonObject", given)
            full = " ".join(filter(None, (a_string(person.get("first_name")), a_string(person.get("last_name")))))
            given = person.get("email") or person.get("username") or full or person.get("id")
        if name := a_string(given).split(",")[0].strip():
            return name
    return ""


def _data_of_old(task: JsonObject) -> JsonObject:
    """The data of a task that has them beside its annotations."""
    own = ("id", "annotations", "completions", "predictions", "drafts", "meta", "data", "project")
    return without(task, *own)
