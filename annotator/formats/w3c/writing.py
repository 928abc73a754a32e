"""Writing a dataset as W3C Web Annotations: lines of JSON-LD for each split, and the texts beside them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack

import msgspec

from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.graph.model import TYPE, Carries, Edge, Node
from annotator.formats.graph.writing import graph_of, lose_registry
from annotator.formats.json_shapes import JsonObject
from annotator.formats.link_words import actor_words, link_words
from annotator.formats.losses import Losses
from annotator.formats.one_line import line_of
from annotator.formats.w3c.annotations import SCORE
from annotator.ids import as_uuid_hex, derived_id
from annotator.layers import GOLD, SUGGESTIONS

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PROGRAM = "News Annotator"
TEXTS = "texts"
CARRIES = Carries(pieces=True, overlaps=True, edges=True, attributes=True, actors=True, links=True)
CONTEXT_CHARS = 32


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """Write the annotations of each split, one a line, and a file for each text."""
    with ExitStack() as open_files:
        files = {name: open_files.enter_context(folder.open(f"{name}.jsonl")) for name in dataset.split_names}
        for article in dataset.articles:
            folder.write(source_of(article), [article.text.encode("utf-8")])
            for annotation in _annotations(article, dataset, losses):
                files[dataset.split_of(article.id)].write(line_of(annotation))
    lose_registry(dataset, losses, "The format has events and actors as words and ids: by title or name.")


def source_of(article: GoldArticle) -> str:
    """The file of an article's text, from the folder of the annotations."""
    return f"{TEXTS}/{article.id}.txt"


def _annotations(article: GoldArticle, dataset: Dataset, losses: Losses) -> Iterator[JsonObject]:
    """What describes the article as a whole, its nodes, and the relations between them."""
    graph = graph_of(article, dataset, CARRIES, losses)
    source = source_of(article)
    about = {"meta": article.meta, "annotated": article.annotated}
    told = msgspec.json.encode(about).decode("utf-8")
    body = {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": told}
    yield {**_head(source, "article", "describing", _creator(dataset.layer)), "body": body, "target": source}
    for node in graph.nodes:
        target = [_target(article.text, source, start, end) for start, end in node.pieces]
        head = _head(source, node.id, "tagging", _creator(dataset.layer, node.source))
        yield {**head, "body": list(_bodies(node)), "target": target[0] if len(target) == 1 else target}
    for number, edge in enumerate(graph.edges, 1):
        yield _link(source, f"relation-{number}", edge, _creator(dataset.layer))


def _head(source: str, key: str, motivation: str, creator: JsonObject) -> JsonObject:
    return {
        "@context": CONTEXT,
        "id": _iri(source, key),
        "type": "Annotation",
        "motivation": motivation,
        "creator": creator,
    }


def _iri(source: str, key: str) -> str:
    """The id of an annotation: its UUID, else one derived from the text and what it is in it."""
    return f"urn:uuid:{uuid.UUID(as_uuid_hex(key) or derived_id('annotation', source, key))}"


def _creator(layer: str, source: str = "") -> JsonObject:
    if layer == SUGGESTIONS:
        return {"type": "Software", "name": source or PROGRAM}
    return {"type": "Organization" if layer == GOLD else "Person", "name": layer}


def _bodies(node: Node) -> Iterator[JsonObject]:
    yield _words("tagging", node.label)
    for name, value in node.attributes.items():
        yield _words("classifying", value) if name == TYPE else _words("describing", f"{name}: {value}")
    if node.actor:
        yield _words("identifying", actor_words(node.actor, node.actor_name))
    for link in node.links:
        yield _words("linking", link_words(link))
    if node.score is not None:
        yield _words("describing", f"{SCORE}: {node.score!r}")


def _words(purpose: str, value: str) -> JsonObject:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _target(text: str, source: str, start: int, end: int) -> JsonObject:
    """A part of a text, by its position and by its words with those around them."""
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(start - CONTEXT_CHARS, 0) : start],
        "suffix": text[end : end + CONTEXT_CHARS],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"source": source, "selector": [quote, position]}


def _link(source: str, key: str, edge: Edge, creator: JsonObject) -> JsonObject:
    ends = [{"id": _iri(source, edge.source)}, {"id": _iri(source, edge.target)}]
    return {**_head(source, key, "linking", creator), "body": _words("tagging", edge.type), "target": ends}
