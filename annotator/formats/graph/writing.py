"""From a record of the gold format to nodes and edges, and what of it a format cannot hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import UNSET, structs

from annotator.formats.dataset import Dataset
from annotator.formats.gold.schema import GoldArticle, GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.formats.graph.model import (
    ANONYMOUS,
    CONTENT,
    CUE,
    EXCLUDED,
    FLAGS,
    LINKS,
    NONE,
    NOTHING,
    SPEAKER,
    SPEAKER_ACTOR,
    SPEAKER_ANONYMOUS,
    SPEAKER_NAME,
    TYPE,
    TYPES,
    VERBATIM,
    YES,
    Carries,
    Edge,
    LabelGraph,
    Node,
    NodeLink,
    Piece,
)
from annotator.formats.graph.none_found import found_none
from annotator.formats.graph.reading import entity_label
from annotator.formats.losses import Loss, Losses


def graph_of(article: GoldArticle, dataset: Dataset, carries: Carries, losses: Losses) -> LabelGraph:
    """The labels of an article as a format that `carries` so much can hold them; the rest goes to `losses`.

    Overlaps are left as they are: who cannot have them calls `without_overlaps`.
    """
    return _Grapher(article, dataset, carries, losses).graph()


def without_overlaps(article_id: str, nodes: Iterable[Node], losses: Losses) -> list[Node]:
    """The nodes in text order without those that overlap a longer one (of equal ones the first stays)."""
    kept: list[Node] = []
    taken = Taken()
    for node in sorted(nodes, key=lambda node: node.start - node.end):
        if taken.take(node.start, node.end):
            kept.append(node)
        else:
            reason = "The format has no overlapping labels; the longer one was kept."
            losses.add(_loss_of(article_id, "overlap", node, reason))
    return sorted(kept, key=lambda node: node.pieces)


class Taken:
    """Stretches that do not overlap, however many."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take `[start, end)` if nothing of it is taken; gives whether it was free."""
        at = bisect_right(self._starts, start)
        before = at > 0 and self._ends[at - 1] > start and self._starts[at - 1] < end
        if before or (at < len(self._starts) and self._starts[at] < end):
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True


def lose_registry(dataset: Dataset, losses: Losses, reason: str) -> None:
    """Note that of events, and of actors of whom more than a name is known, only what the labels say was written."""
    for event in dataset.events():
        losses.add(Loss("", "event", reason, event.id, event.type, text=event.title))
    for actor in dataset.actors():
        if actor.aliases or actor.same_as:
            losses.add(Loss("", "actor", reason, actor.id, actor.kind, text=actor.name))


def _loss_of(article_id: str, kind: str, node: Node, reason: str) -> Loss:
    return Loss(article_id, kind, reason, node.id, node.label, node.start, node.end, node.text)


class _Grapher:
    def __init__(self, article: GoldArticle, dataset: Dataset, carries: Carries, losses: Losses) -> None:
        self._article = article
        self._dataset = dataset
        self._carries = carries
        self._losses = losses
        self._nodes: dict[str, Node] = {}
        self._edges: list[Edge] = []
        self._shared: dict[tuple[str, tuple[Piece, ...], str, str], str] = {}
        """Cues and speakers that several statements have in common, and their ids."""

    def graph(self) -> LabelGraph:
        for span in self._article.spans:
            self._entity(span)
        for statement in self._article.statements:
            self._statement(statement)
        for number, piece in enumerate(self._article.excluded, 1):
            self._add(Node(f"excluded-{number}", EXCLUDED, ((piece.start, piece.end),), piece.text))
        if self._article.rejected and not self._carries.rejected:
            refused = self._article.rejected
            for span in refused.spans:
                self._lose("rejected", "Refused suggestions are not written.", span.id, span.label, span)
            for statement in refused.statements:
                self._lose_of("rejected", "Refused suggestions are not written.", statement)
        ordered = sorted(self._nodes.values(), key=lambda node: (node.pieces, node.label, node.id))
        return LabelGraph(tuple(ordered), tuple(dict.fromkeys(self._edges)))

    def _entity(self, span: GoldSpan) -> None:
        where = (span.id, span.label, GoldFragment(span.start, span.end, span.text))
        node = Node(
            span.id,
            entity_label(span.label),
            ((span.start, span.end),),
            span.text,
            score=None if span.score is UNSET else span.score,
            source=span.source or "",
        )
        if span.actor:
            actor = self._dataset.find_actor(span.actor)
            node = self._with_actor(node, span.actor, actor.name if actor else "", *where)
        if span.flags:
            node = self._with_attribute(node, FLAGS, " ".join(span.flags), "flags", *where)
        if span.alternatives:
            self._lose("alternatives", "The format has one reading of a unit.", *where)
        self._add(node)

    def _statement(self, statement: GoldStatement) -> None:
        contents = self._contents(statement)
        first = contents[0]
        if statement.flags:
            first = self._with_attribute(
                first, FLAGS, " ".join(statement.flags), "flags", statement.id, statement.type, statement.content[0]
            )
        if statement.alternatives:
            self._lose_of("alternatives", "The format has one reading of a unit.", statement)
        if (none := found_none(statement)) and not self._carries.decided:
            first = self._with_attribute(
                first, NOTHING, " ".join(none), "none", statement.id, statement.type, statement.content[0]
            )
        first = self._with_links(first, statement)
        first = self._with_speakers(first, statement)
        for node in (first, *contents[1:]):
            self._add(node)
        self._continue(statement, contents)
        if statement.cue:
            self._part(statement, CUE, "cue", statement.cue)
        for piece in statement.verbatim if self._carries.edges else ():
            self._part(statement, VERBATIM, "verbatim", piece)
        if statement.verbatim and not self._carries.edges:
            self._lose_of("verbatim", "The format has no relations to hold them.", statement)
        if statement.parent and self._carries.edges:
            self._edges.append(Edge("parent", statement.id, statement.parent))
        elif statement.parent:
            self._lose_of("parent", "The format has no relations to hold it.", statement)

    def _contents(self, statement: GoldStatement) -> list[Node]:
        """The node of the content, or of each of its pieces."""
        pieces = tuple((piece.start, piece.end) for piece in statement.content)
        typed = {TYPE: statement.type} if self._carries.attributes else {}
        label = self._label(statement)
        score, source = None if statement.score is UNSET else statement.score, statement.source or ""
        if self._carries.pieces or len(pieces) == 1:
            return [Node(statement.id, label, pieces, statement.text, typed, score=score, source=source)]
        return [
            Node(
                f"{statement.id}-{number}" if number > 1 else statement.id,
                label,
                ((piece.start, piece.end),),
                piece.text,
                typed,
                score=score,
                source=source,
            )
            for number, piece in enumerate(statement.content, 1)
        ]

    def _label(self, statement: GoldStatement) -> str:
        """What a content is called: by its type where nothing else says it, if a reader knows that for a type."""
        if self._carries.attributes:
            return CONTENT
        if statement.type in TYPES:
            return statement.type.upper()
        self._lose_of("type", "Of a label only direct, indirect and mixed are read as types of a statement.", statement)
        return CONTENT

    def _continue(self, statement: GoldStatement, contents: list[Node]) -> None:
        if len(contents) > 1 and self._carries.edges:
            self._edges += [Edge("continues", node.id, statement.id) for node in contents[1:]]
        elif len(contents) > 1:
            self._lose_of("fragments", "Each piece was written as a unit of its own.", statement)

    def _with_links(self, node: Node, statement: GoldStatement) -> Node:
        if not statement.links:
            if "links" not in statement.decided:
                return node
            return self._with_attribute(
                node, LINKS, NONE, "nothing_to_link", statement.id, statement.type, statement.content[0]
            )
        if not self._carries.links:
            for link in statement.links:
                event = self._dataset.find_event(link.event)
                said = f"{link.relation} “{event.title if event else link.event}”"
                self._lose_of("link", f"The format has no links to events: {said}.", statement)
            return node
        links: list[NodeLink] = []
        for link in statement.links:
            event = self._dataset.find_event(link.event)
            links.append(NodeLink(link.event, link.relation, link.conditional, event.title if event else "", link.id))
        return structs.replace(node, links=tuple(links))

    def _with_speakers(self, node: Node, statement: GoldStatement) -> Node:
        """The content with what is known of a speaker who is not mentioned; those who are become nodes."""
        for number, speaker in enumerate(_all_speakers(statement.speaker)):
            if speaker.mention is not None:
                self._mention(statement, speaker, speaker.mention)
            elif number > 0:
                self._lose_of("others", "The format has no further speakers without a mention.", statement)
            elif speaker.actor or speaker.anonymous:
                node = self._with_implicit(node, statement, speaker)
        return node

    def _with_implicit(self, node: Node, statement: GoldStatement, speaker: GoldSpeaker) -> Node:
        if not self._carries.attributes:
            self._lose_of("speaker", "The format has no speakers who are not mentioned.", statement)
            return node
        said = {
            SPEAKER_ACTOR: speaker.actor or "",
            SPEAKER_NAME: speaker.name or "",
            SPEAKER_ANONYMOUS: YES if speaker.anonymous else "",
        }
        return structs.replace(
            node, attributes={**node.attributes, **{name: value for name, value in said.items() if value}}
        )

    def _mention(self, statement: GoldStatement, speaker: GoldSpeaker, mention: GoldFragment) -> None:
        where = (statement.id, SPEAKER, mention)
        node = Node(f"{statement.id}-speaker", SPEAKER, ((mention.start, mention.end),), mention.text)
        if speaker.anonymous:
            node = self._with_attribute(node, ANONYMOUS, YES, "anonymous", *where)
        if speaker.actor:
            node = self._with_actor(node, speaker.actor, speaker.name or "", *where)
        self._relate(statement, node, "speaker")

    def _part(self, statement: GoldStatement, label: str, edge: str, piece: GoldFragment) -> None:
        node = Node(f"{statement.id}-{edge}", label, ((piece.start, piece.end),), piece.text)
        self._relate(statement, node, edge)

    def _relate(self, statement: GoldStatement, node: Node, edge: str) -> None:
        """Add a part of a statement, once for all statements that share it, and its edge."""
        key = (node.label, node.pieces, node.actor, node.attributes.get(ANONYMOUS, ""))
        if key not in self._shared:
            node = structs.replace(node, id=self._free_id(node.id))
            self._shared[key] = node.id
            self._add(node)
        if self._carries.edges:
            self._edges.append(Edge(edge, statement.id, self._shared[key]))
        else:
            self._lose_of(edge, "The format has no relations: it stands beside its statement.", statement)

    def _free_id(self, wanted: str) -> str:
        """An id that no node has yet: of the parts of one kind the second is called "…-2"."""
        number, free = 1, wanted
        while free in self._nodes:
            number += 1
            free = f"{wanted}-{number}"
        return free

    def _with_actor(self, node: Node, actor: str, name: str, unit: str, label: str, piece: GoldFragment) -> Node:
        if self._carries.actors:
            return structs.replace(node, actor=actor, actor_name=name)
        self._lose("actor", f"The format does not say who is meant: {name or actor}.", unit, label, piece)
        return node

    def _with_attribute(
        self, node: Node, attribute: str, value: str, kind: str, unit: str, label: str, piece: GoldFragment
    ) -> Node:
        if self._carries.attributes:
            return structs.replace(node, attributes={**node.attributes, attribute: value})
        self._lose(kind, "The format has no attributes to hold it.", unit, label, piece)
        return node

    def _add(self, node: Node) -> None:
        self._nodes[node.id] = node

    def _lose_of(self, kind: str, reason: str, statement: GoldStatement) -> None:
        self._lose(kind, reason, statement.id, statement.type, statement.content[0])

    def _lose(self, kind: str, reason: str, unit: str, label: str, piece: GoldFragment | GoldSpan) -> None:
        self._losses.add(Loss(self._article.id, kind, reason, unit, label, piece.start, piece.end, piece.text))


def _all_speakers(speaker: GoldSpeaker | None) -> Iterator[GoldSpeaker]:
    if speaker is not None:
        yield speaker
        for other in speaker.others:
            yield from _all_speakers(other)
