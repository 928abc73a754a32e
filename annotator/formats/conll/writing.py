"""From the records of the gold format to CoNLL: tokens with IOB2 tags in four columns, entities and statements apart.

`train.conll` has the entities, `train.statements.conll` contents by their types, cues and speakers; an article is in a
file if it was read for what the file holds. `train.offsets.jsonl` says how the tokens stand in the texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import structs

from annotator.formats.conll.layout import LAYOUT, Layout
from annotator.formats.dataset import SPLITS, Dataset
from annotator.formats.escaped_names import ESCAPING, escaped
from annotator.formats.folder import Folder, SummedFile
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.graph.model import Carries, Node
from annotator.formats.graph.reading import plain_label
from annotator.formats.graph.writing import graph_of, lose_registry, without_overlaps
from annotator.formats.losses import Loss, Losses
from annotator.formats.one_line import line_of
from annotator.formats.tokens import Token, tokenize, tokens_within

CARRIES = Carries(overlaps=False, edges=False, attributes=False)
CANNOT_CARRY = (
    "labels that overlap others: the longer one stays",
    "boundaries inside tokens, which are moved to the ends of the token",
    "what belongs together: cues and speakers stand beside their statements",
    "that somebody found a statement to have no cue, no speaker, no actor or no parent",
    "pieces of one statement, nesting, words in marks, links, actors, events, flags",
)
LOADING = """The first column holds tokens, the last one IOB2 tags. Sentences end at empty lines, articles begin at
`-DOCSTART-`.

```bash
python -m spacy convert FILE . --converter conll
```"""
STATEMENTS = ".statements.conll"
ENDS = frozenset(".!?…")
AFTER_ENDS = frozenset("”’\"')]»")
_ABBREVIATIONS = "Mr Mrs Ms Dr Prof St Gen Sen Rep Gov Lt Col Sgt Capt Jr Sr No Inc Ltd Co Corp vs"
SHORT = frozenset(_ABBREVIATIONS.split())
DOCSTART = b"-DOCSTART- -X- O O\n\n"

_UNSAFE = re.compile(rf"\s|{ESCAPING}")


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """Write the files of each split; that of statements where there are articles that were read for them."""
    with ExitStack() as open_files:
        splits = {name: _Split(name, folder, open_files) for name in dataset.split_names}
        for article in dataset.articles:
            graph = graph_of(article, dataset, CARRIES, losses)
            splits[dataset.split_of(article.id)].write(article, graph.nodes, losses)
    lose_registry(dataset, losses, "CoNLL has no events and actors.")


def files_of(folder: Path) -> list[Path]:
    """The files of entities that an export may have."""
    return [folder / f"{split}.conll" for split in SPLITS]


def statements_beside(path: Path) -> Path | None:
    """The file of statements that belongs to one of entities."""
    beside = path.with_suffix(STATEMENTS)
    return beside if beside.is_file() and beside.stat().st_size else None


class _Split:
    """The files of one split."""

    def __init__(self, name: str, folder: Folder, open_files: ExitStack) -> None:
        self._name = name
        self._folder = folder
        self._open_files = open_files
        self._entities = open_files.enter_context(folder.open(f"{name}.conll"))
        self._layout = open_files.enter_context(folder.open(f"{name}{LAYOUT}"))
        self._statements: SummedFile | None = None

    def write(self, article: GoldArticle, nodes: Iterable[Node], losses: Losses) -> None:
        text, tokens = article.text, tokenize(article.text)
        fitted = [found for node in nodes if (found := _fitted(node, article.id, tokens, losses))]
        own = {span.id for span in article.spans}
        # They have a file of their own, in which no label means a part of a statement.
        named = [structs.replace(node, label=plain_label(node.label)) for node in fitted if node.id in own]
        entities = without_overlaps(article.id, named, losses)
        parts = without_overlaps(article.id, [node for node in fitted if node.id not in own], losses)
        has_entities = bool(entities) or "entities" in article.annotated
        has_statements = bool(parts) or "statements" in article.annotated
        if has_entities:
            self._entities.write(_lines(text, tokens, entities))
        if has_statements:
            if self._statements is None:
                self._statements = self._open_files.enter_context(self._folder.open(f"{self._name}{STATEMENTS}"))
            self._statements.write(_lines(text, tokens, parts))
        places = tuple((token.start, token.end) for token in tokens)
        layout = Layout(article.id, text, places, article.meta, article.annotated, has_entities, has_statements)
        self._layout.write(line_of(layout))


def _fitted(node: Node, article: str, tokens: Sequence[Token], losses: Losses) -> Node | None:
    """A node from the beginning of a token to the end of one."""
    around = tokens_within(tokens, node.start, node.end)
    if around is None:
        losses.add(_loss(article, "unaligned", node, "No token lies in it."))
        return None
    start, end = tokens[around[0]].start, tokens[around[1]].end
    if (start, end) != (node.start, node.end):
        losses.add(_loss(article, "moved", node, f"The tokens reach from {start} to {end}."))
    return structs.replace(node, pieces=((start, end),))


def _loss(article: str, kind: str, node: Node, reason: str) -> Loss:
    return Loss(article, kind, reason, node.id, node.label, node.start, node.end, node.text)


def _lines(text: str, tokens: Sequence[Token], nodes: Iterable[Node]) -> bytes:
    """An article: tokens with their tags, an empty line after each sentence. No label goes over one."""
    tags, joined = ["O"] * len(tokens), set[int]()
    for node in nodes:
        first, last = tokens_within(tokens, node.start, node.end) or (0, -1)
        label = escaped(node.label, _UNSAFE)
        tags[first : last + 1] = [f"B-{label}", *[f"I-{label}"] * (last - first)]
        joined.update(range(first, last))
    ends = set(_sentence_ends(text, tokens)) - joined
    lines = [
        f"{text[token.start : token.end]} -X- _ {tag}\n" + "\n" * (at in ends)
        for at, (token, tag) in enumerate(zip(tokens, tags, strict=True))
    ]
    return DOCSTART + "".join(lines).encode("utf-8")


def _sentence_ends(text: str, tokens: Sequence[Token]) -> Iterator[int]:
    """The last tokens of sentences: before line ends, and at full stops before something that begins a sentence."""
    is_over = False
    for at, token in enumerate(tokens):
        word = text[token.start : token.end]
        if at == len(tokens) - 1 or "\n" in text[token.end : tokens[at + 1].start]:
            yield at
            is_over = False
            continue
        if word[-1] in ENDS:
            before = text[tokens[at - 1].start : tokens[at - 1].end] if at else ""
            is_over = not (word == "." and (before in SHORT or len(before) == 1))
        elif word not in AFTER_ENDS:
            is_over = False
        following = text[tokens[at + 1].start]
        if is_over and token.has_space and not following.islower():
            yield at
            is_over = False
