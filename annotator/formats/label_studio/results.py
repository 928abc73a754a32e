"""The results of one of Label Studio's annotations or predictions: regions, what was answered about them, relations.

A region may have several result items with one id: its labels in one, answers to the questions about it in others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from annotator.formats.graph.model import (
    ANONYMOUS,
    FLAGS,
    LINKS,
    NOTHING,
    SPEAKER_ACTOR,
    SPEAKER_ANONYMOUS,
    SPEAKER_NAME,
    TYPE,
    Edge,
    NodeLink,
)
from annotator.formats.graph.reading import ROLES
from annotator.formats.json_shapes import JsonObject, a_list, a_score, a_string, an_object, objects_in, strings_in
from annotator.formats.label_studio.config import Source
from annotator.formats.link_words import actor_from, link_from
from annotator.formats.tally import Tally

TYPE_NAMES = (TYPE, "statement_type", "quote_type")
OF_ANY = (FLAGS, "actor")
OF_CONTENT = (*TYPE_NAMES, LINKS, NOTHING, "events", SPEAKER_ACTOR, SPEAKER_NAME, SPEAKER_ANONYMOUS)


class Region(msgspec.Struct):
    """A labelled part of a text. `value` holds its offsets, `words` the text that it is said to have."""

    id: str
    value: JsonObject
    words: str
    labels: list[str]
    to_name: str = ""
    score: float | None = None
    source: str = ""
    parent: str = ""
    attributes: dict[str, str] = {}
    actor: str = ""
    actor_name: str = ""
    links: tuple[NodeLink, ...] = ()

    @property
    def role(self) -> str | None:
        return ROLES.get(self.labels[0].casefold()) if self.labels else None


class Results(msgspec.Struct, frozen=True):
    """Regions in the order of the file, and relations between them.

    `is_of_other_kind`: there are answers, and none is a region: nobody was asked to label parts of the text.
    """

    regions: tuple[Region, ...]
    edges: tuple[Edge, ...]
    is_of_other_kind: bool = False


def read_results(items: Any, sources: dict[str, Source], tally: Tally, line: int | None) -> Results:
    """The regions and relations of a list of result items; what cannot be taken goes to `tally`."""
    groups: dict[str, list[JsonObject]] = {}
    edges: list[Edge] = []
    for number, item in enumerate(objects_in(items), 1):
        if item.get("type") == "relation":
            edges += _edges(item)
            continue
        groups.setdefault(a_string(item.get("id")) or f"#{number}", []).append(item)
    regions = [found for key, group in groups.items() if (found := _region(key, group, tally, line)) is not None]
    kept = _of_one_source(regions, sources, tally, line)
    edges += [Edge("parent", region.id, region.parent) for region in kept if region.parent]
    placed = any(has_place(an_object(item.get("value"))) for group in groups.values() for item in group)
    return Results(tuple(kept), tuple(edges), is_of_other_kind=bool(groups) and not placed)


def is_path(value: JsonObject) -> bool:
    """Whether a value says with a path into marked-up text where it is."""
    start = value.get("start")
    return isinstance(start, str) and (start.startswith("/") or "text()" in start)


def has_place(value: JsonObject) -> bool:
    """Whether a value is about a part of a text, as against the whole of it, or a picture."""
    return "start" in value and "end" in value


def labels_in(item: JsonObject) -> list[str]:
    """The labels of a result item; more than one where a region has several."""
    value = an_object(item.get("value"))
    for key in (a_string(item.get("type")), "labels", "hypertextlabels", "htmllabels", "paragraphlabels"):
        if key.endswith("labels") and key in value:
            return strings_in(value[key])
    return []


def _edges(item: JsonObject) -> Iterator[Edge]:
    """The relations of an item: one for each of its labels, turned round where it points to the left."""
    ends = a_string(item.get("from_id")), a_string(item.get("to_id"))
    source, target = reversed(ends) if item.get("direction") == "left" else ends
    for label in strings_in(item.get("labels")) or ["relation"]:
        yield Edge(label, source, target)


def _region(key: str, group: list[JsonObject], tally: Tally, line: int | None) -> Region | None:
    placed = [item for item in group if has_place(an_object(item.get("value")))]
    if not placed:
        for item in group:
            tally.warn(f"{_about(item)} left out", line, "answer")
        return None
    labelled = next((item for item in placed if labels_in(item)), None)
    first = labelled or placed[0]
    value = an_object(first.get("value"))
    region = Region(
        id=key,
        value=value,
        words=_words(first, is_labelled=labelled is not None),
        labels=labels_in(first),
        to_name=a_string(first.get("to_name")),
        score=_score(first, value),
        source=a_string(an_object(first.get("meta")).get("source")),
        parent=a_string(first.get("parentID") or first.get("parent_id")),
        attributes={},
    )
    if strings_in(an_object(first.get("meta")).get("text")):
        tally.warn("Notes on regions left out", line, "note")
    for item in group:
        if item is not first or labelled is None:
            _answer(region, item, tally, line)
    if not region.labels:
        tally.fail("Regions without a label left out", line, "region")
        return None
    return region


def _words(item: JsonObject, *, is_labelled: bool) -> str:
    """The text of a region. An answer in words has its words in the same place."""
    words = an_object(item.get("value")).get("text")
    return words if isinstance(words, str) and (is_labelled or item.get("type") != "textarea") else ""


def _score(item: JsonObject, value: JsonObject) -> float | None:
    given = (item.get("score"), value.get("score"), value.get("confidence"))
    return next((score for each in given if (score := a_score(each)) is not None), None)


def _about(item: JsonObject) -> str:
    kind, name = a_string(item.get("type")), a_string(item.get("from_name"))
    about = f"Answers to {name!r}" if name else "Answers"
    return f"{about} ({kind}) that are about no part of the text," if kind else f"{about} that are about no part,"


def _answer(region: Region, item: JsonObject, tally: Tally, line: int | None) -> None:
    """Take what was answered about a region: what is known here by its name, else a label where there is none."""
    name = a_string(item.get("from_name")).casefold()
    answers = list(_answers(item))
    if not answers:
        return
    if not region.labels and item.get("type") == "choices":
        region.labels = answers[:1]
        return
    known = name in OF_ANY or (name in OF_CONTENT and region.role == "content")
    if not known and not (name == ANONYMOUS and region.role == "speaker"):
        tally.warn(f"Answers to {item.get('from_name')!r} about regions left out", line, "answer")
        return
    if name == "actor":
        region.actor, region.actor_name = actor_from(answers[0])
    elif name == "events":
        links = [link for answer in answers if (link := link_from(answer)) is not None]
        region.links = tuple(links)
        if len(links) < len(answers):
            tally.fail("Answers to 'events' that name no relation and event left out", line, "answer")
    else:
        region.attributes[TYPE if name in TYPE_NAMES else name] = " ".join(answers)


def _answers(item: JsonObject) -> Iterator[str]:
    """The answers of an item: choices, words, numbers, or the paths of a taxonomy."""
    value = an_object(item.get("value"))
    kind = a_string(item.get("type"))
    key = "text" if kind == "textarea" else kind
    for answer in a_list(value.get(key)):
        yield from filter(None, ["/".join(strings_in(answer))])


def _of_one_source(
    regions: Iterable[Region], sources: dict[str, Source], tally: Tally, line: int | None
) -> list[Region]:
    """The regions of the text that has most of them: a task may have several, an article has one."""
    found = list(regions)
    names = [region.to_name for region in found]
    if not sources or len(set(names)) < 2 or len({sources[name].key for name in names if name in sources}) < 2:
        return found
    main = max(dict.fromkeys(names), key=names.count)
    tally.fail(f"Regions of other texts than {main!r} left out", line, "region", count=len(names) - names.count(main))
    return [region for region in found if region.to_name == main]
