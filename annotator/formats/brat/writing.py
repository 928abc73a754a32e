"""From the records of the gold format to brat: a text and an `.ann` file for each article, and brat's configuration.

A statement is an event as in the PolNeAR corpus: its trigger stands on the cue, or on the content where there is no
cue, and Content, Cue, Speaker, Verbatim and Parent are its arguments. Who is meant is a reference, a link a note.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from msgspec import structs

from annotator.formats.brat.ann import GAP, event_line, textbound_line
from annotator.formats.brat.config import Used, annotation_conf, visual_conf
from annotator.formats.brat.names import (
    ACTOR,
    ANONYMOUS,
    FLAGS,
    LINK,
    NONE_FOUND,
    NOTHING_TO_LINK,
    PARENT,
    PART_LABELS,
    SCORE,
    STATEMENT,
    safe_name,
    safe_value,
)
from annotator.formats.brat.names import TYPE as TYPE_NAME
from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.graph.model import ANONYMOUS as IS_ANONYMOUS
from annotator.formats.graph.model import (
    CONTENT,
    CUE,
    EXCLUDED,
    LINKS,
    NOTHING,
    SPEAKER,
    SPEAKER_ACTOR,
    SPEAKER_ANONYMOUS,
    SPEAKER_NAME,
    TYPE,
    VERBATIM,
    Carries,
    Edge,
    LabelGraph,
    Node,
    Piece,
)
from annotator.formats.graph.model import FLAGS as FLAGGED
from annotator.formats.graph.reading import plain_label
from annotator.formats.graph.writing import graph_of, lose_registry
from annotator.formats.link_words import link_words
from annotator.formats.losses import Loss, Losses
from annotator.formats.metadata import complete_meta

CARRIES = Carries(pieces=True, actors=True, links=True)
CANNOT_CARRY = (
    "metadata of the articles but the title that the text begins with",
    "which passes were done, where an article has no labels",
    "events and actors but their titles and names",
    "second readings and refused suggestions",
    "white space at the line ends inside a span's edges",
)
LOADING = """```python
import bioc.brat  # pip install bioc

documents = bioc.brat.listdir("train")
```

To show or edit it in brat, copy the folder into its `data` folder: `annotation.conf` and `visual.conf` are for it."""
LOST = {CONTENT: "statement", CUE: "cue", SPEAKER: "speaker", VERBATIM: "verbatim", EXCLUDED: "excluded"}
NAME_CHARS = 40
ID_CHARS = 8


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """Write `train/NAME.txt` and `train/NAME.ann` for each article, `annotation.conf` and `visual.conf`."""
    used, names = Used(), set[str]()
    for article in dataset.articles:
        name = f"{dataset.split_of(article.id)}/{_file_name(article, names)}"
        graph = graph_of(article, dataset, CARRIES, losses)
        folder.write(f"{name}.txt", [article.text.encode("utf-8")])
        folder.write(f"{name}.ann", [line.encode("utf-8") for line in _Writer(article, graph, used, losses).lines()])
        _lose_rest(article, graph, losses)
    folder.write("annotation.conf", [annotation_conf(dataset.scheme, used).encode("utf-8")])
    folder.write("visual.conf", [visual_conf(dataset.scheme, used).encode("utf-8")])
    lose_registry(dataset, losses, "Of events and actors brat has the titles and names that labels refer to.")


def _file_name(article: GoldArticle, names: set[str]) -> str:
    """A name that says what the article is, is the same in every export, and is a file name on every system."""
    title = unicodedata.normalize("NFKD", article.meta.get("title", "")).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", title)[:NAME_CHARS].strip("-") or "article"
    own = re.sub(r"[^A-Za-z0-9]+", "-", article.id).strip("-")
    name, chars = f"{slug}-{own[:ID_CHARS]}", ID_CHARS
    while name.casefold() in names:
        chars += 1
        name = f"{slug}-{own[:chars]}" if chars <= len(own) else f"{slug}-{own}-{chars - len(own)}"
    names.add(name.casefold())
    return name


def _lose_rest(article: GoldArticle, graph: LabelGraph, losses: Losses) -> None:
    known = complete_meta({}, article.text)
    lost = sorted(key for key, value in article.meta.items() if known.get(key) != value)
    if lost:
        losses.add(Loss(article.id, "meta", f"brat has no place for metadata: {', '.join(lost)}."))
    if article.annotated and not graph.nodes:
        losses.add(Loss(article.id, "passes", "An empty file does not say that somebody looked and found nothing."))


class _Writer:
    """The lines of one `.ann` file."""

    def __init__(self, article: GoldArticle, graph: LabelGraph, used: Used, losses: Losses) -> None:
        self._article = article
        self._text = article.text
        self._used = used
        self._losses = losses
        self._statements = {statement.id for statement in article.statements}
        self._entities = {span.id for span in article.spans}
        self._nodes = [node for node in map(self._fitted, graph.nodes) if node is not None]
        self._by_id = {node.id: node for node in self._nodes}
        self._edges: dict[str, list[Edge]] = {}
        """Id of a node → the edges that go out from it."""
        for edge in graph.edges:
            self._edges.setdefault(edge.source, []).append(edge)
        self._spans: list[str] = []
        self._happenings: list[str] = []
        self._others: list[str] = []
        self._ids: dict[str, str] = {}
        """Id of a node → that of its T, or of its E if it is a statement."""
        self._triggers: dict[tuple[Piece, ...], str] = {}
        self._counts = dict.fromkeys("TEAN#", 0)

    def lines(self) -> Iterator[str]:
        contents: dict[str, str] = {}
        for node in self._nodes:
            own = self._span(self._label(node), node.pieces)
            if node.id in self._statements:
                contents[node.id] = own
                self._ids[node.id] = self._next("E")
            else:
                self._ids[node.id] = own
        for node in self._nodes:
            if node.id in self._statements:
                self._event(node, contents[node.id])
        for node in self._nodes:
            self._tell(node)
        return iter((*self._spans, *self._happenings, *self._others))

    def _next(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{kind}{self._counts[kind]}"

    def _label(self, node: Node) -> str:
        if node.id not in self._entities:
            return PART_LABELS[node.label]
        label = plain_label(node.label)  # names of brat's are told from those of parts by their own means
        self._used.labels[safe_name(label)] = label
        return safe_name(label)

    def _span(self, label: str, pieces: tuple[Piece, ...]) -> str:
        own = self._next("T")
        self._spans.append(textbound_line(own, label, pieces, self._text))
        return own

    def _event(self, node: Node, content: str) -> None:
        """An event with its trigger, which events on one cue have in common."""
        roles = {"Content": content}
        numbers = Counter[str]()
        where = node.pieces
        for edge in self._edges.get(node.id, ()):
            if edge.target not in self._ids:
                continue
            numbers[edge.type] += 1
            name = PARENT if edge.type == "parent" else PART_LABELS[edge.type.upper()]
            roles[f"{name}{numbers[edge.type]}" if numbers[edge.type] > 1 else name] = self._ids[edge.target]
            if edge.type == "cue":
                where = self._by_id[edge.target].pieces
        if where not in self._triggers:
            self._triggers[where] = self._span(STATEMENT, where)
        self._happenings.append(event_line(self._ids[node.id], STATEMENT, self._triggers[where], roles))

    def _tell(self, node: Node) -> None:
        """What is said of a node: attributes, who is meant, links, score."""
        own, said = self._ids[node.id], node.attributes
        if TYPE in said:
            self._used.types[safe_value(said[TYPE])] = said[TYPE]
            self._attribute(TYPE_NAME, own, safe_value(said[TYPE]))
        if IS_ANONYMOUS in said or SPEAKER_ANONYMOUS in said:
            self._attribute(ANONYMOUS, own)
        if LINKS in said:
            self._attribute(NOTHING_TO_LINK, own)
        for part in said.get(NOTHING, "").split():
            self._attribute(NONE_FOUND[part], own)
        if FLAGGED in said:
            value = "+".join(map(safe_value, said[FLAGGED].split()))
            self._used.flags[value] = said[FLAGGED]
            self._attribute(FLAGS, own, value)
        actor = node.actor or said.get(SPEAKER_ACTOR, "")
        if actor:
            name = " ".join((node.actor_name or said.get(SPEAKER_NAME, "")).split())
            self._others.append(f"{self._next('N')}\tReference {own} {ACTOR}:{actor}\t{name}\n")
        for link in node.links:
            self._note(LINK, own, " ".join(link_words(link).split()))
        if node.score is not None:
            self._note(SCORE, own, f"{node.score} | {node.source}".rstrip(" |"))

    def _attribute(self, name: str, target: str, value: str = "") -> None:
        self._others.append(f"{self._next('A')}\t{' '.join([name, target, *([value] if value else [])])}\n")

    def _note(self, kind: str, target: str, text: str) -> None:
        self._others.append(f"{self._next('#')}\t{kind} {target}\t{text}\n")

    def _fitted(self, node: Node) -> Node | None:
        """A node in pieces that brat takes: none goes over a line end. None where nothing is left of it."""
        pieces = tuple(part for piece in node.pieces for part in _parted(self._text, piece))
        if not pieces:
            kind = "entity" if node.id in self._entities else LOST[node.label]
            self._lose(kind, node, "brat has no span of white space alone.")
            return None
        if any(GAP.fullmatch(self._text, one[1], other[0]) for one, other in pairwise(node.pieces)):
            self._lose("fragments", node, "Pieces that nothing but a line end parts read back as one.")
        if pieces[0][0] > node.start or pieces[-1][1] < node.end:
            self._lose("moved", node, "brat has no span that begins or ends at a line end or tab: it was shortened.")
        return structs.replace(node, pieces=pieces)

    def _lose(self, kind: str, node: Node, reason: str) -> None:
        self._losses.add(Loss(self._article.id, kind, reason, node.id, node.label, node.start, node.end, node.text))


def _parted(text: str, piece: Piece) -> Iterator[Piece]:
    """A piece without the line ends in it."""
    at, end = piece
    for gap in GAP.finditer(text, at, end):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < end:
        yield at, end
