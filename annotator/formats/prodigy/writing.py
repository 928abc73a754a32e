"""From a dataset to Prodigy's JSON Lines: a row for each article, its tokens, spans and relations.

Prodigy draws a text from its tokens, so every character is in one, or is the one blank that `ws` stands for; a boundary
inside a word cuts it into two tokens, so that none moves. What Prodigy has no place for (types, actors, links, ids,
what was decided) stands under keys of our own in the spans, which it keeps; it shows none of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack

import msgspec
import regex
from msgspec import UNSET, UnsetType, structs

from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldArticle, Part
from annotator.formats.graph.model import SPEAKER_ACTOR, Carries, Edge, LabelGraph, Node
from annotator.formats.graph.writing import graph_of, lose_registry
from annotator.formats.losses import Loss, Losses
from annotator.formats.one_line import line_of
from annotator.layers import SUGGESTIONS
from annotator.model import PassName

CARRIES = Carries(actors=True, links=True, rejected=True, decided=True)
REJECTED = "rejected.jsonl"
REGISTRY = "The format has no events and actors: of them it holds what the labels say."
CANNOT_CARRY = (
    "events and actors beyond the names that labels give them",
    "second readings",
    "who decided a label, and how",
    "refused statements (refused entities are in a file of their own)",
    "that a pass is not done: for Prodigy what has no label in an accepted row was looked at and is none",
)

_PIECES = regex.compile(r"[\w\p{M}]+(?:['’][\w\p{M}]+)*|\s+|\X")


class Token(msgspec.Struct, frozen=True):
    """`end` exclusive; `ws`: whether one blank follows that belongs to no token."""

    text: str
    start: int
    end: int
    id: int
    ws: bool


class SpanLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """To which event a content is linked."""

    event: str
    relation: str
    conditional: bool = False
    title: str = ""
    id: str = ""


class RowSpan(msgspec.Struct, frozen=True, omit_defaults=True):
    """`token_end` is the last token. From `id` on the keys are ours, but `score` and `source`."""

    start: int
    end: int
    token_start: int
    token_end: int
    label: str
    text: str
    id: str = ""
    score: float | UnsetType = UNSET
    source: str = ""
    attributes: dict[str, str] = {}
    actor: str = ""
    actor_name: str = ""
    actor_kind: str = ""
    links: tuple[SpanLink, ...] = ()
    decided: tuple[Part, ...] = ()


class RelationEnd(msgspec.Struct, frozen=True):
    """The span at one end of a relation, as Prodigy repeats it there; `id` is ours."""

    start: int
    end: int
    token_start: int
    token_end: int
    label: str
    id: str


class RowRelation(msgspec.Struct, frozen=True):
    """`head` and `child` are the last tokens of their spans."""

    head: int
    child: int
    head_span: RelationEnd
    child_span: RelationEnd
    label: str


class Row(msgspec.Struct, frozen=True):
    """A task of Prodigy. `id` and `annotated` are ours."""

    text: str
    meta: dict[str, str]
    id: str
    tokens: list[Token]
    spans: list[RowSpan]
    relations: list[RowRelation] | UnsetType = UNSET
    annotated: tuple[PassName, ...] | UnsetType = UNSET
    is_binary: bool | UnsetType = msgspec.field(name="_is_binary", default=UNSET)
    view_id: str | UnsetType = msgspec.field(name="_view_id", default=UNSET)
    answer: str | UnsetType = UNSET


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """A file for each split; refused entities, which make a dataset of another kind, in `rejected.jsonl`.

    Suggestions are written without an answer: that is what Prodigy is given to be annotated.
    """
    with ExitStack() as open_files:
        files = {name: open_files.enter_context(folder.open(f"{name}.jsonl")) for name in dataset.split_names}
        refused = None
        for article in dataset.articles:
            graph = graph_of(article, dataset, CARRIES, losses)
            row = _row(article, graph, dataset, is_answered=dataset.layer != SUGGESTIONS)
            files[dataset.split_of(article.id)].write(line_of(row))
            for line in _refused(article, dataset, losses):
                refused = refused or open_files.enter_context(folder.open(REJECTED))
                refused.write(line)
    lose_registry(dataset, losses, REGISTRY)


def tokens_of(text: str, spans: Iterable[tuple[int, int]] = ()) -> list[Token]:
    """Words, marks and white space of a text, cut where spans begin or end. Offsets in code points.

    One blank after a word or mark is its `ws`, unless a span begins or ends with it; all other white space is tokens.
    The texts of the tokens, with a blank where `ws` is, are the text.
    """
    spans = list(spans)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    tokens: list[Token] = []
    for start, end in _cut(text, sorted(starts | ends)):
        is_ws = tokens and _is_ws(text, tokens[-1], start) and start not in starts and start + 1 not in ends
        if is_ws:
            tokens[-1] = structs.replace(tokens[-1], ws=True)
        first = start + 1 if is_ws else start
        if first < end:
            tokens.append(Token(text[first:end], first, end, len(tokens), ws=False))
    return tokens


def _cut(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for match in _PIECES.finditer(text):
        start = match.start()
        for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, match.end())]:
            yield start, cut
            start = cut
        yield start, match.end()


def _is_ws(text: str, before: Token, at: int) -> bool:
    return text[at] == " " and before.end == at and not before.text.isspace()


def _row(article: GoldArticle, graph: LabelGraph, dataset: Dataset, *, is_answered: bool) -> Row:
    tokens = tokens_of(article.text, ((node.start, node.end) for node in graph.nodes))
    span_of = _aligner(tokens, dataset)
    spans = {node.id: span_of(node) for node in graph.nodes}
    for statement in article.statements if is_answered else ():
        spans[statement.id] = structs.replace(spans[statement.id], decided=statement.decided)
    return Row(
        text=article.text,
        meta=article.meta,
        id=article.id,
        tokens=tokens,
        spans=list(spans.values()),
        relations=[_relation(edge, spans) for edge in graph.edges] if graph.edges else UNSET,
        annotated=article.annotated if is_answered else UNSET,
        view_id=_view(graph) if is_answered else UNSET,
        answer="accept" if is_answered else UNSET,
    )


def _refused(article: GoldArticle, dataset: Dataset, losses: Losses) -> Iterator[bytes]:
    """A row for each refused entity, as a person's "no" to one proposal is recorded."""
    rejected = article.rejected or None
    for statement in rejected.statements if rejected else ():
        first = statement.content[0]
        reason = "A refused statement has no place among the answers to single spans."
        where = (statement.id, statement.type, first.start, first.end, first.text)
        losses.add(Loss(article.id, "rejected", reason, *where))
    for span in rejected.spans if rejected else ():
        tokens = tokens_of(article.text, [(span.start, span.end)])
        score, source = None if span.score is UNSET else span.score, span.source or ""
        node = Node(span.id, span.label, ((span.start, span.end),), span.text, score=score, source=source)
        row = Row(
            text=article.text,
            meta=article.meta,
            id=article.id,
            tokens=tokens,
            spans=[_aligner(tokens, dataset)(node)],
            annotated=(),
            is_binary=True,
            view_id="ner",
            answer="reject",
        )
        yield line_of(row)


def _aligner(tokens: Sequence[Token], dataset: Dataset) -> Callable[[Node], RowSpan]:
    starts = {token.start: token.id for token in tokens}
    ends = {token.end: token.id for token in tokens}

    def span_of(node: Node) -> RowSpan:
        key = node.actor or node.attributes.get(SPEAKER_ACTOR, "")
        actor = dataset.find_actor(key) if key else None
        return RowSpan(
            start=node.start,
            end=node.end,
            token_start=starts[node.start],
            token_end=ends[node.end],
            label=node.label,
            text=node.text,
            id=node.id,
            score=UNSET if node.score is None else node.score,
            source=node.source,
            attributes=dict(node.attributes),
            actor=node.actor,
            actor_name=node.actor_name,
            actor_kind=actor.kind if actor else "",
            links=tuple(
                SpanLink(link.event, link.relation, link.conditional, link.title, link.id) for link in node.links
            ),
        )

    return span_of


def _relation(edge: Edge, spans: dict[str, RowSpan]) -> RowRelation:
    head, child = spans[edge.source], spans[edge.target]
    return RowRelation(head.token_end, child.token_end, _end(head), _end(child), edge.type)


def _end(span: RowSpan) -> RelationEnd:
    return RelationEnd(span.start, span.end, span.token_start, span.token_end, span.label, span.id)


def _view(graph: LabelGraph) -> str:
    if graph.edges:
        return "relations"
    reach = 0
    for node in graph.nodes:
        if node.start < reach:
            return "spans_manual"
        reach = max(reach, node.end)
    return "ner_manual"
