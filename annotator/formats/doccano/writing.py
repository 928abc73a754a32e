"""From a dataset to doccano's JSON Lines, in UTF-16 units as doccano counts unless a project asks for graphemes, with
the settings of the labels beside it.

Labels are triples; where the dataset has relations, they and the relations have ids in every row, so that one project
can take all of them. Each row says what its offsets count: doccano keeps that as metadata, and so it comes back.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import count
from typing import IO, Any

import msgspec

from annotator.formats.dataset import Dataset
from annotator.formats.doccano.labels import CONFIG
from annotator.formats.doccano.rows import ANNOTATED, ARTICLE, KEPT_FREE, UNIT
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.graph.model import CONTENT, CUE, EDGE_TYPES, EXCLUDED, SPEAKER, TYPES, VERBATIM, Carries
from annotator.formats.graph.writing import graph_of, lose_registry
from annotator.formats.losses import Losses
from annotator.formats.one_line import line_of
from annotator.scheme import Scheme

CARRIES = Carries(attributes=False)
RELATION_CONFIG = "relation_config.json"
REGISTRY = "The format has no events and actors; speakers are spans of text."
CANNOT_CARRY = (
    "actors, events and links to them, anonymous and implicit speakers",
    "flags, second readings, ids, scores, who decided a label",
    "that somebody found a statement to have no cue, no speaker or no parent",
    "types of statements other than direct, indirect and mixed",
    "refused suggestions",
)
ROLE_COLOURS = {
    **{name.upper(): "#F6D9E4" for name in TYPES},
    CONTENT: "#F6D9E4",
    CUE: "#FBE3D2",
    SPEAKER: "#E4F3D3",
    VERBATIM: "#F9E9F0",
    EXCLUDED: "#DDDDDD",
}
RELATION_COLOUR = "#5B6770"
KEYS = "0123456789abcdefghijklmnopqrstuvwxyz"

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """A file for each split, and the labels and relations with their colours for doccano's own import of labels."""
    numbers, used, has_edges = count(), dict[str, None](), False
    with ExitStack() as open_files:
        # Whether there are relations anywhere decides on the shape of all rows, and is known at the end.
        drafts = {name: open_files.enter_context(tempfile.TemporaryFile()) for name in dataset.split_names}
        for article in dataset.articles:
            row = _row(article, dataset, losses, numbers)
            has_edges = has_edges or bool(row["relations"])
            used.update(dict.fromkeys(entity["label"] for entity in row["entities"]))
            drafts[dataset.split_of(article.id)].write(_encode(row) + b"\n")
        for name, draft in drafts.items():
            folder.write(f"{name}.jsonl", _lines(draft, has_edges=has_edges))
    folder.write(CONFIG, [_pretty(_label_config(dataset.scheme, used))])
    if has_edges:
        folder.write(RELATION_CONFIG, [_pretty([_entry(name, RELATION_COLOUR) for name in EDGE_TYPES])])
    lose_registry(dataset, losses, REGISTRY)


def to_utf16(text: str) -> Callable[[int], int]:
    """From code points to UTF-16 units of a text."""
    astral = [at for at, character in enumerate(text) if ord(character) > 0xFFFF]
    return lambda offset: offset + bisect_right(astral, offset - 1)


def _row(article: GoldArticle, dataset: Dataset, losses: Losses, numbers: Iterator[int]) -> dict[str, Any]:
    graph = graph_of(article, dataset, CARRIES, losses)
    unit = to_utf16(article.text)
    ids = {node.id: next(numbers) for node in graph.nodes}
    entities = [
        {"id": ids[node.id], "label": node.label, "start_offset": unit(node.start), "end_offset": unit(node.end)}
        for node in graph.nodes
    ]
    relations = [
        {"id": next(numbers), "from_id": ids[edge.source], "to_id": ids[edge.target], "type": edge.type}
        for edge in graph.edges
    ]
    free = {name: value for name, value in article.meta.items() if name not in KEPT_FREE and not name.startswith("_")}
    nested = {name: value for name, value in article.meta.items() if name not in free}
    row: dict[str, Any] = {"text": article.text, "entities": entities, "relations": relations}
    row |= {**free, UNIT: "utf16", ANNOTATED: list(article.annotated), ARTICLE: article.id}
    return row | ({"meta": nested} if nested else {})


def _lines(draft: IO[bytes], *, has_edges: bool) -> Iterable[bytes]:
    draft.seek(0)
    for line in draft:
        row = _decode(line)
        if not has_edges:
            triples = [[one["start_offset"], one["end_offset"], one["label"]] for one in row.pop("entities")]
            del row["relations"]
            row = {"text": row.pop("text"), "label": triples, **row}
        yield line_of(row)


def _label_config(scheme: Scheme, used: Iterable[str]) -> list[dict[str, Any]]:
    """The labels of a scheme, then others that occur: with colours, and with keys where doccano has them."""
    taken: set[str] = set()
    made: list[dict[str, Any]] = []
    for label in scheme.labels:
        key = label.key.lower() if label.key.lower() in KEYS and label.key.lower() not in taken else ""
        taken.add(key)
        made.append(_entry(label.name, scheme.family_of(label.name).light.get("fill", RELATION_COLOUR), key))
    known = {label.name for label in scheme.labels}
    for name in dict.fromkeys((*ROLE_COLOURS, *used)):
        if name not in known:
            made.append(_entry(name, ROLE_COLOURS.get(name, RELATION_COLOUR)))
    return made


def _entry(name: str, colour: str, key: str = "") -> dict[str, Any]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    is_dark = red * 299 + green * 587 + blue * 114 < 128_000
    return {
        "text": name,
        "prefix_key": None,
        "suffix_key": key or None,
        "background_color": colour,
        "text_color": "#ffffff" if is_dark else "#000000",
    }


def _pretty(value: Any) -> bytes:
    return msgspec.json.format(_encode(value), indent=2) + b"\n"
