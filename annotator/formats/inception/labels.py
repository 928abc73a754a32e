"""What the layers of INCEpTION and WebAnno mean to us: from a document with annotations to an article with labels.

Span layers are entities, labelled by their main feature, else by the layer's name; layers or values that are called
quote, statement, cue, speaker … make statements, joined by relation layers or by the slots of link features. What names
a concept names an actor. Nothing is left out unsaid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import structs

from annotator.formats.gold.reading import place
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.formats.graph.model import EDGE_TYPES, TYPE, Edge, LabelGraph, Node
from annotator.formats.graph.reading import ROLES, Labels, labels_of
from annotator.formats.inception.cas_model import (
    NAMED_ENTITY,
    CasChain,
    CasDocument,
    CasNote,
    CasSlot,
    CasSpan,
    is_linguistic,
    short_name,
    unlabelled,
)
from annotator.formats.inception.notes import (
    ACTOR,
    EVENT,
    FIELD,
    OWN_FEATURES,
    PASSES_DONE,
    actor_of,
    attributes_of,
    event_of,
    links_of,
)
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord, BadRecord, Record
from annotator.model import PASSES
from annotator.text import normalise
from annotator.wording import counted

MAIN_FEATURES = ("value", "label", "category", "class", "name", "tag", "type", "kind")
IDENTIFIERS = ("identifier", "concept", "conceptid", "kbid", "entity", "uri", "iri")
SPOKEN = (*EDGE_TYPES, "source", "nested", "nested_in")
_FILE_NAME = re.compile(r"\.(?:txt|xmi|xml|json|tsv|pdf|html?|docx?|conll\w*)$", re.IGNORECASE)
UNFINISHED = "Its annotator had not said that it is done; what has no label may not have been looked at."
EMPTY_SPANS = "annotations of no words"


def records_of(
    document: CasDocument, file: str, *, annotator: str = "", is_finished: bool | None = None, title: str = ""
) -> Iterator[Record]:
    """The article of a document, and what there is to say about it.

    `is_finished`: whether its annotator declared the document done; None where the file does not say. `title` is what
    the project calls the document.
    """
    told = _Teller(document)
    labels = labels_of(told.graph(), document.text)
    article = GoldArticle(
        text=document.text, spans=labels.spans, statements=labels.statements, excluded=labels.excluded
    )
    found = labels.passes if told.has_labels or is_finished else ()
    article = structs.replace(article, annotated=tuple(name for name in PASSES if name in (*found, *told.passes)))
    placed: GoldArticle | None = None
    for each in place(article, file, None, "codepoints"):
        if isinstance(each, BadRecord):
            yield each
        else:
            placed = each
    assert placed is not None
    unfinished = (UNFINISHED,) if told.has_labels and is_finished is False else ()
    for said in (*document.said, *unfinished, *_joined(labels)):
        yield BadRecord(file, None, said, is_warning=True)
    told.unread.update(f"relation {edge.type}" for edge in labels.unread)
    yield from _left_out(told, file)
    meta = _meta({**document.metadata, **told.meta}, placed.text, title)
    placed = structs.replace(placed, meta=meta)
    yield ArticleRecord(
        placed.text,
        meta,
        file,
        annotations=placed if placed.annotated else None,
        annotator=annotator,
        events=tuple(told.events.values()),
        actors=tuple(told.actors.values()),
    )


def _meta(given: dict[str, str], text: str, document: str) -> dict[str, str]:
    """The metadata. What INCEpTION calls a title is as a rule the name of a file: the text's own title is better."""
    name = document or given.get("title", "")
    if not given.get("url", "").startswith(("http://", "https://")):
        given.pop("url", None)
    if _FILE_NAME.search(given.get("title", "")):
        del given["title"]
    meta = complete_meta(given, text)
    if name:
        meta.setdefault("title", _FILE_NAME.sub("", name))
    return meta


def _joined(labels: Labels) -> Iterator[str]:
    if labels.joined:
        said = counted(labels.joined, "cue or speaker", "cues or speakers")
        yield f"{said} without a relation went to the nearest statement."
    if labels.alone:
        said = counted(len(labels.alone), "cue or speaker", "cues or speakers")
        yield f"{said} without a statement stayed entities."


def _left_out(told: _Teller, file: str) -> Iterator[BadRecord]:
    if told.unread:
        listed = ", ".join(f"{name} ({count:,})" for name, count in sorted(told.unread.items()))
        said = f"There is no place here for some annotations and features: {listed}."
        yield BadRecord(file, None, said, is_warning=True)
    for what, count in sorted(told.lost.items()):
        yield BadRecord(file, None, f"The file has {what} ({count:,}).", "They were left out; the rest was taken.")


class _Teller:
    """Tells nodes, edges, actors and events from the layers of one document."""

    def __init__(self, document: CasDocument) -> None:
        self._document = document
        self.unread = Counter(dict(document.unread))
        self.lost = Counter(dict(document.lost))
        self.meta: dict[str, str] = {}
        self.passes: tuple[str, ...] = ()
        self.actors: dict[str, GoldActor] = {}
        self.events: dict[str, GoldEvent] = {}
        self._links = {link for chain in document.chains for link in chain.links}
        for note in document.notes:
            self._note(note)
        self._nodes = {node.id: node for span in document.spans if (node := self._node(span)) is not None}
        self._layers = {span.id: span.layer for span in document.spans}

    @property
    def has_labels(self) -> bool:
        return bool(self._nodes)

    def graph(self) -> LabelGraph:
        edges = list(self._edges())
        for edge in edges:
            self._name_by_edge(edge)
        for chain in self._document.chains:
            self._chain(chain)
        return LabelGraph(tuple(self._nodes.values()), tuple(edges))

    def _note(self, note: CasNote) -> None:
        if note.layer == ACTOR and (actor := actor_of(note.features)):
            self.actors[actor.id] = actor
        elif note.layer == EVENT and (event := event_of(note.features)):
            self.events[event.id] = event
        elif note.layer == PASSES_DONE:
            self.passes = tuple(note.features.get("done", "").split())
        elif note.layer == FIELD and note.features.get("name"):
            self.meta[note.features["name"]] = note.features.get("value", "")
        else:
            self.unread[unlabelled(note.layer)] += 1

    def _node(self, span: CasSpan) -> Node | None:
        if is_linguistic(span.layer) or span.id in self._links:
            return None
        if span.start >= span.end:
            self.lost[EMPTY_SPANS] += 1
            return None
        words = self._document.text[span.start : span.end]
        label, feature = _label(span)
        attributes, used = attributes_of(span.features)
        if label.casefold() in ROLES and feature and span.features[feature].casefold() not in ROLES:
            attributes[TYPE] = span.features[feature]
        links, lost = links_of(span.features)
        if lost:
            self.lost["links to events that cannot be understood"] += lost
        actor, name, identifier = self._actor(span, words)
        left = span.features.keys() - used - {feature, identifier}
        self.unread.update(unlabelled(span.layer, one) for one in left)
        pieces = ((span.start, span.end),)
        return Node(span.id, label, pieces, words, attributes, actor=actor, actor_name=name, links=links)

    def _actor(self, span: CasSpan, words: str) -> tuple[str, str, str]:
        """The actor that a span names by a concept: id, name, and the feature that says so."""
        for feature, value in span.features.items():
            if feature.casefold() in IDENTIFIERS and value.strip():
                known = self.actors.get(value)
                if known is None:
                    same_as = (value,) if "://" in value else ()
                    known = GoldActor(id=value, name=normalise(" ".join(words.split())), same_as=same_as)
                    self.actors[value] = known
                return known.id, known.name, feature
        return "", "", ""

    def _edges(self) -> Iterator[Edge]:
        for span in self._document.spans:
            for slot in span.slots:
                yield from self._edge(_slot_type(slot), span.id, slot.target)
        for relation in self._document.relations:
            if not is_linguistic(relation.layer):
                told = [relation.features[name] for name in relation.features if name.casefold() in MAIN_FEATURES]
                named = [*told, *relation.features.values()]
                spoken = [one for one in named if one.casefold() in SPOKEN]
                kind = next(iter([*spoken, *named]), short_name(relation.layer))
                yield from self._edge(kind, relation.source, relation.target)

    def _edge(self, kind: str, source: str, target: str) -> Iterator[Edge]:
        if source in self._nodes and target in self._nodes:
            yield Edge(kind, source, target)
        else:
            self.unread[f"relation {kind}"] += 1

    def _role(self, key: str) -> str | None:
        node = self._nodes.get(key)
        return ROLES.get(node.label.casefold()) if node else None

    def _name_by_edge(self, edge: Edge) -> None:
        """A span of a layer that says nothing is what its statement says it is: its cue, or its speaker."""
        kind = edge.type.casefold()
        target = self._nodes[edge.target]
        if self._role(edge.source) != "content" or self._role(edge.target) is not None:
            return
        is_named = self._layers[edge.target] == NAMED_ENTITY or target.label != short_name(self._layers[edge.target])
        if kind in ("cue", "verbatim") or (kind in ("speaker", "source") and not is_named):
            self._nodes[edge.target] = structs.replace(target, label=kind.upper())

    def _chain(self, chain: CasChain) -> None:
        """What a chain of mentions says: those of them that are labels are one actor."""
        spans = {span.id: span for span in self._document.spans}
        places = {(spans[link].start, spans[link].end) for link in chain.links if link in spans}
        meant = [node for node in self._nodes.values() if node.pieces[0] in places and _may_be_actor(node)]
        if len(meant) < 2:
            self.unread[unlabelled(chain.layer).removesuffix("Link").removesuffix("Chain")] += 1
            return
        known = next((node for node in meant if node.actor), None)
        name = known.actor_name if known else normalise(" ".join(max((node.text for node in meant), key=len).split()))
        key = known.actor if known else name
        self.actors.setdefault(key, GoldActor(id=key, name=name))
        for node in meant:
            if not node.actor:
                self._nodes[node.id] = structs.replace(node, actor=key, actor_name=name)


def _label(span: CasSpan) -> tuple[str, str]:
    """The label of a span and the feature that gave it: a part of a statement where its layer or a value says so."""
    short = short_name(span.layer)
    names = _main_features(span)
    told = next((name for name in names if span.features[name].casefold() in ROLES), "")
    if told and span.layer != NAMED_ENTITY:
        return span.features[told], told
    if short.casefold() in ROLES:
        is_content = ROLES[short.casefold()] == "content"
        return short, names[0] if names and is_content else ""
    return (span.features[names[0]], names[0]) if names else (short, "")


def _main_features(span: CasSpan) -> list[str]:
    """The features that may hold the label, the likeliest first."""
    by_name = {name.casefold(): name for name in span.features}
    found = [by_name[name] for name in MAIN_FEATURES if name in by_name]
    others = [name for name in span.features if name.casefold() not in IDENTIFIERS and name not in OWN_FEATURES]
    return found or (others if len(others) == 1 else [])


def _slot_type(slot: CasSlot) -> str:
    for told in (slot.role, slot.feature):
        if told.casefold() in SPOKEN:
            return told
    return slot.role or slot.feature


def _may_be_actor(node: Node) -> bool:
    return ROLES.get(node.label.casefold()) in (None, "speaker")
