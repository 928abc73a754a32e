"""A dataset as INCEpTION imports it: a UIMA CAS JSON for each article, and the layers that it must know first.

Offsets in the files are UTF-16 units. Tokens and sentences are not written: INCEpTION makes its own. The JSON is made
here, not by dkpro-cassis: ten thousand articles take seconds so, and the library reads in the tests what it would have
written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.formats.graph.model import (
    CONTENT,
    CUE,
    EXCLUDED,
    FLAGS,
    SPEAKER,
    SPEAKER_ACTOR,
    SPEAKER_NAME,
    TYPE,
    VERBATIM,
    Carries,
    Edge,
    LabelGraph,
    Node,
)
from annotator.formats.graph.writing import graph_of
from annotator.formats.inception import layers
from annotator.formats.inception.cas_model import METADATA, NAMED_ENTITY
from annotator.formats.inception.notes import (
    ACTOR,
    ATTRIBUTES,
    EVENT,
    EVENTS,
    FIELD,
    PASSES_DONE,
    Features,
    actor_note,
    event_note,
    link_line,
    missing_of,
)
from annotator.formats.losses import Loss, Losses
from annotator.layers import SUGGESTIONS
from annotator.text import normalise

CARRIES = Carries(actors=True, links=True)
TYPE_SYSTEM, DEFINITION, TAGS = "TypeSystem.xml", "layers.json", "entity-tags.json"
VIEW = "_InitialView"
SOFA_ID = 1
SLUG_CHARS = 60
METADATA_FEATURES = {"title": "documentTitle", "id": "documentId", "url": "documentUri", "language": "language"}
PARTS = {CUE: layers.CUE, SPEAKER: layers.SPEAKER, VERBATIM: layers.VERBATIM, EXCLUDED: layers.EXCLUDED}

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """Write a CAS JSON for each article into the folder of its split, and beside them what INCEpTION must know."""
    actors: set[str] = set()
    events: set[str] = set()
    encode = msgspec.json.Encoder().encode
    for article in dataset.articles:
        cas = _Cas(article, dataset, graph_of(article, dataset, CARRIES, losses), losses)
        name = f"{dataset.split_of(article.id)}/{_file_name(article)}"
        folder.write(name, [encode(cas.json())])
        actors |= cas.actors.keys()
        events |= cas.events.keys()
    _lose_registry(dataset, losses, actors, events)
    folder.write(TYPE_SYSTEM, [layers.type_system()])
    folder.write(DEFINITION, [layers.layer_definition(dataset.scheme)])
    folder.write(TAGS, [layers.entity_tags(dataset.scheme)])


def _lose_registry(dataset: Dataset, losses: Losses, actors: set[str], events: set[str]) -> None:
    for event in dataset.events():
        missing = list(missing_of(event))
        if event.id not in events:
            reason = "No statement that was written is linked to it: it was left out."
        elif missing:
            reason = f"The layer of events does not hold {', '.join(missing)}."
        else:
            continue
        losses.add(Loss("", "event", reason, event.id, event.type, text=event.title))
    for actor in dataset.actors():
        if actor.id not in actors:
            reason = "No label that was written names it: it was left out."
            losses.add(Loss("", "actor", reason, actor.id, actor.kind, text=actor.name))


def _file_name(article: GoldArticle) -> str:
    """A name that annotators know the article by, and that no other article has."""
    slug = _NO_WORD.sub("-", article.meta.get("title", "").casefold())[:SLUG_CHARS].strip("-")
    return f"{slug}-{article.id}.json" if slug else f"{article.id}.json"


class _Cas:
    """One article as the feature structures of a CAS. `actors` and `events`: those that it names."""

    def __init__(self, article: GoldArticle, dataset: Dataset, graph: LabelGraph, losses: Losses) -> None:
        self._article = article
        self._dataset = dataset
        self._losses = losses
        self._units = _to_units(article.text)
        self._entities = {span.id for span in article.spans}
        self._structures: list[dict[str, Any]] = []
        self._members: list[int] = []
        self.actors: dict[str, GoldActor] = {}
        self.events: dict[str, GoldEvent] = {}
        text = {"sofaNum": 1, "sofaID": VIEW, "mimeType": "text", "sofaString": article.text}
        self._add("uima.cas.Sofa", text)
        self._metadata()
        self._passes()
        made = {node.id: self._node(node) for node in graph.nodes}
        self._join(made, graph.edges)
        for actor in self.actors.values():
            self._note(ACTOR, actor_note(actor))
        for event in self.events.values():
            self._note(EVENT, event_note(event))

    def json(self) -> dict[str, Any]:
        return {
            "%TYPES": layers.cas_types(),
            "%FEATURE_STRUCTURES": self._structures,
            "%VIEWS": {VIEW: {"%SOFA": SOFA_ID, "%MEMBERS": self._members}},
        }

    def _add(self, layer: str, features: dict[str, Any]) -> dict[str, Any]:
        made = {"%ID": len(self._structures) + 1, "%TYPE": layer, **features}
        self._structures.append(made)
        return made

    def _span(self, layer: str, start: int, end: int, features: Features) -> dict[str, Any]:
        place = {"@sofa": SOFA_ID, "begin": self._units(start), "end": self._units(end)}
        made = self._add(layer, place | self._filled(features))
        self._members.append(made["%ID"])
        return made

    def _note(self, layer: str, features: Features) -> None:
        made = self._add(layer, {"@sofa": SOFA_ID} | self._filled(features))
        self._members.append(made["%ID"])

    def _filled(self, features: Features) -> dict[str, Any]:
        """The features that have a value; lists become arrays of their own."""
        filled: dict[str, Any] = {}
        for name, value in features.items():
            if isinstance(value, list) and value:
                filled[f"@{name}"] = self._add("uima.cas.StringArray", {"%ELEMENTS": value})["%ID"]
            elif value:
                filled[name] = value
        return filled

    def _metadata(self) -> None:
        meta = {name: normalise(value) for name, value in self._article.meta.items()}
        own: Features = {METADATA_FEATURES[name]: value for name, value in meta.items() if name in METADATA_FEATURES}
        self._span(METADATA, 0, len(self._article.text), own)
        for name, value in meta.items():
            if name not in METADATA_FEATURES and value:
                self._note(FIELD, {"name": name, "value": value})

    def _passes(self) -> None:
        """Note which passes were done. Whoever reads it takes those that have labels for done as well."""
        article = self._article
        has = {
            "entities": bool(article.spans),
            "statements": bool(article.statements),
            "links": any(one.links or "links" in one.decided for one in article.statements),
        }
        if article.annotated:
            self._note(PASSES_DONE, {"done": " ".join(article.annotated)})
        if self._dataset.layer == SUGGESTIONS:  # nobody has done a pass, and nobody reads them as if
            return
        if undone := [name for name, there in has.items() if there and name not in article.annotated]:
            reason = f"It has labels of a pass that was not done, and reads as if it were: {', '.join(undone)}."
            self._losses.add(Loss(article.id, "passes", reason))

    def _node(self, node: Node) -> dict[str, Any]:
        self._name(node)
        if node.id in self._entities:
            return self._entity(node)
        features: Features = {
            feature: node.attributes[name] for name, feature in ATTRIBUTES.items() if name in node.attributes
        }
        if node.label == CONTENT:
            features["value"] = node.attributes[TYPE]
            features[EVENTS] = [link_line(link) for link in node.links]
        elif node.label == SPEAKER:
            features["identifier"] = node.actor
        layer = layers.STATEMENT if node.label == CONTENT else PARTS[node.label]
        return self._span(layer, node.start, node.end, features)

    def _entity(self, node: Node) -> dict[str, Any]:
        if node.attributes.get(FLAGS):
            reason = "The layer of named entities has no flags."
            place = (node.id, node.label, node.start, node.end, node.text)
            self._losses.add(Loss(self._article.id, "flags", reason, *place))
        return self._span(NAMED_ENTITY, node.start, node.end, {"value": node.label, "identifier": node.actor})

    def _name(self, node: Node) -> None:
        """Note the actors and events that a node names."""
        for key, name in (
            (node.actor, node.actor_name),
            (node.attributes.get(SPEAKER_ACTOR, ""), node.attributes.get(SPEAKER_NAME, "")),
        ):
            if key:
                self.actors[key] = self._dataset.find_actor(key) or GoldActor(id=key, name=name or key)
        for link in node.links:
            event = self._dataset.find_event(link.event)
            self.events[link.event] = event or GoldEvent(id=link.event, title=link.title or link.event)

    def _join(self, made: dict[str, dict[str, Any]], edges: Iterable[Edge]) -> None:
        """The edges as slots of the contents that they begin at."""
        slots: dict[str, list[int]] = {}
        for edge in edges:
            if edge.source in made and edge.target in made:
                link = self._add(layers.PARTS_LINK, {"role": edge.type, "@target": made[edge.target]["%ID"]})
                slots.setdefault(edge.source, []).append(link["%ID"])
        for source, links in slots.items():
            made[source][f"@{layers.PARTS}"] = self._add(f"{layers.PARTS_LINK}[]", {"%ELEMENTS": links})["%ID"]


def _to_units(text: str) -> Callable[[int], int]:
    """From code points of a text to UTF-16 units."""
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    return lambda offset: offset + bisect_left(astral, offset)
