"""From nodes and edges, whatever tool they come from, to spans and statements: which label plays which part in a quote.

Labels that are called content, quote, statement, direct … make statements; cue and speaker (or source) are their parts,
joined by any relation between the two, else to the nearest statement. Everything else is an entity. Offsets are taken
as the file has them: checking and converting them is `gold.reading.place`'s.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, product
from typing import Literal, cast

import msgspec
from msgspec import UNSET, structs

from annotator.formats.gold.schema import GoldFragment, GoldLink, GoldSpan, GoldSpeaker, GoldStatement, Part
from annotator.formats.graph.model import (
    ANONYMOUS,
    FLAGS,
    LINKS,
    NONE,
    NOTHING,
    SPEAKER_ACTOR,
    SPEAKER_ANONYMOUS,
    SPEAKER_NAME,
    TYPE,
    TYPES,
    YES,
    Edge,
    LabelGraph,
    Node,
)
from annotator.formats.graph.none_found import filled, none_in
from annotator.model import PARTS, PassName, Span
from annotator.quotation import guess_type

Role = Literal["content", "cue", "speaker", "verbatim", "excluded"]


def _joined(firsts: Iterable[str], lasts: Iterable[str]) -> list[str]:
    """Names of two words as people write them: "direct-quote", "direct_quote", "direct quote", "directquote"."""
    return [f"{first}{mark}{last}" for first, last in product(firsts, lasts) for mark in ("-", "_", " ", "")]


_KINDS_OF_QUOTES = (*TYPES, "reported")
_QUOTES = ("quote", "quotation")
ROLES: dict[str, Role] = {
    **dict.fromkeys(("content", *_QUOTES, "statement", *TYPES), "content"),
    **dict.fromkeys(_joined(_KINDS_OF_QUOTES, (*_QUOTES, "speech", "statement")), "content"),
    **dict.fromkeys(_joined(_QUOTES, (*_KINDS_OF_QUOTES, "content")), "content"),
    **dict.fromkeys(
        ("cue", *_joined((*_QUOTES, "speech"), ("cue",)), *_joined(("cue", "reporting"), ("verb",))), "cue"
    ),
    **dict.fromkeys(("speaker", "source", *_joined(_QUOTES, ("speaker", "source"))), "speaker"),
    "verbatim": "verbatim",
    "excluded": "excluded",
}
"""Label, lower case → the part that it plays."""
IS_ENTITY = " (entity)"
"""Ends the label of an entity that is called as a part of a statement is, and would be read as one."""
PARTS_OF_STATEMENTS: tuple[Role, ...] = ("cue", "speaker", "verbatim")
PARENT = ("parent", "nested", "nested_in")
MARKS = frozenset("\"“”„«»‘’‚‹›'")
NEAR_CHARS = 300
"""How far from a content a cue or speaker that no relation joins to it may stand."""


def entity_label(label: str) -> str:
    """The label of an entity as it is written: marked if it means a part of a statement. `plain_label` undoes it."""
    return f"{label}{IS_ENTITY}" if plain_label(label).casefold() in ROLES else label


def plain_label(label: str) -> str:
    """The label of an entity without the mark that it is none of a part of a statement."""
    plain = label.removesuffix(IS_ENTITY)
    return plain if plain.removesuffix(IS_ENTITY).casefold() in ROLES else label


class Labels(msgspec.Struct, frozen=True):
    """What the labels of one article amount to. `joined`: how many cues and speakers were given to the nearest content.

    `alone`: those that belong to no statement; they were kept as entities. `unread`: relations that mean nothing here.
    `widened`: entities of several pieces, taken from the first to the last. `cut`: cues and speakers of several pieces,
    of which the longest was taken.
    """

    spans: tuple[GoldSpan, ...]
    statements: tuple[GoldStatement, ...]
    excluded: tuple[GoldFragment, ...] = ()
    joined: int = 0
    alone: tuple[Node, ...] = ()
    unread: tuple[Edge, ...] = ()
    widened: tuple[Node, ...] = ()
    cut: tuple[Node, ...] = ()

    @property
    def passes(self) -> tuple[PassName, ...]:
        """The passes of which there are labels; entities where there are none at all: nobody found any."""
        found: list[PassName] = ["entities"] if self.spans or not self.statements else []
        if self.statements:
            found.append("statements")
        if any("links" in statement.decided for statement in self.statements):
            found.append("links")
        return tuple(found)


def labels_of(graph: LabelGraph, text: str = "") -> Labels:
    """Spans and statements. `text`, as it stands in the file, tells the type of a statement that has none."""
    return _Reader(graph, text).labels()


class _Reader:
    def __init__(self, graph: LabelGraph, text: str) -> None:
        self._text = text
        self._nodes = {node.id: node for node in graph.nodes}
        self._edges = graph.edges
        self._heads: dict[str, str] = {}
        """Id of a content → that of the content whose later piece it is."""
        self._later: dict[str, list[Node]] = {}
        """Id of a content → its later pieces."""
        self._parts: dict[tuple[str, str], list[Node]] = {}
        """Id of a statement, role → the nodes that play it, in the order of their edges."""
        self._parents: dict[str, str] = {}
        self._unread: list[Edge] = []
        self._joined = 0
        self._cut: dict[str, Node] = {}
        """Id → cue or speaker of several pieces."""

    def labels(self) -> Labels:
        for edge in self._edges:
            self._continuation(edge)
        for later in self._heads:
            self._later.setdefault(self._head(later), []).append(self._nodes[later])
        for edge in self._edges:
            self._relation(edge)
        alone = self._join_the_near()
        contents = [node for node in self._of("content") if node.id not in self._heads]
        entities = [node for node in self._nodes.values() if _role(node) is None]
        statements = tuple(map(self._statement, contents))
        entities = sorted([*entities, *alone], key=lambda node: node.pieces)
        return Labels(
            spans=tuple(map(_entity, entities)),
            statements=statements,
            excluded=tuple(fragment for node in self._of("excluded") for fragment in _fragments(node)),
            joined=self._joined,
            alone=tuple(alone),
            unread=tuple(self._unread),
            widened=tuple(node for node in entities if len(node.pieces) > 1),
            cut=tuple(self._cut.values()),
        )

    def _of(self, role: Role) -> list[Node]:
        return sorted((node for node in self._nodes.values() if _role(node) == role), key=lambda node: node.pieces)

    def _continuation(self, edge: Edge) -> None:
        """Note that one content goes on with another: they are called so, and no nesting."""
        source, target = self._nodes.get(edge.source), self._nodes.get(edge.target)
        if not source or not target or source is target:
            return
        if _role(source) == _role(target) == "content" and edge.type.casefold() not in PARENT:
            first, later = (source, target) if source.pieces < target.pieces else (target, source)
            first_id = self._head(first.id)
            if first_id != later.id:
                self._heads[later.id] = first_id

    def _relation(self, edge: Edge) -> None:
        source, target = self._nodes.get(edge.source), self._nodes.get(edge.target)
        if not source or not target:
            self._unread.append(edge)
            return
        roles = (_role(source), _role(target))
        if roles == ("content", "content"):
            if edge.type.casefold() in PARENT:
                self._parents[self._head(source.id)] = self._head(target.id)
        elif roles[0] == "content" and roles[1] in ("cue", "speaker", "verbatim"):
            self._play(edge, source, roles[1], target)
        elif roles[1] == "content" and roles[0] in ("cue", "speaker", "verbatim"):
            self._play(edge, target, roles[0], source)
        else:
            self._through_cue(edge, source, target)

    def _through_cue(self, edge: Edge, source: Node, target: Node) -> None:
        """A relation that joins a speaker to a cue, or an entity to a content as its speaker, says who speaks too."""
        roles = {_role(source): source, _role(target): target}
        if "content" in roles and None in roles and edge.type.casefold() in ("speaker", "source"):
            self._play(edge, roles["content"], "speaker", roles[None])
        else:
            self._unread.append(edge)

    def _play(self, edge: Edge, content: Node, role: Role, node: Node) -> None:
        """Let a node be a part of a statement. A second cue is none: a statement has one."""
        nodes = self._parts.setdefault((self._head(content.id), role), [])
        if role == "cue" and nodes and node not in nodes:
            self._unread.append(edge)
        elif node not in nodes:
            nodes.append(node)

    def _head(self, content: str) -> str:
        seen = {content}
        while (above := self._heads.get(content)) is not None and above not in seen:
            content = above
            seen.add(content)
        for passed in seen - {content}:
            # What many pieces go on with is found in one step the next time.
            self._heads[passed] = content
        return content

    def _join_the_near(self) -> list[Node]:
        """Give cues and speakers that no relation joins to the nearest content that lacks one. Gives the rest."""
        related = {node.id for nodes in self._parts.values() for node in nodes}
        # What a relation joins to something else is not for the nearest statement, whatever that relation means.
        elsewhere = {each for edge in self._unread for each in (edge.source, edge.target)}
        near, alone = near_contents(self._of("content")), list[Node]()
        for role in PARTS_OF_STATEMENTS:
            for node in self._of(role):
                if node.id in related:
                    continue
                found = [(gap, self._head(one.id)) for gap, one in near(node)]
                free = [(gap, own) for gap, own in found if (own, role) not in self._parts]
                if free and node.id not in elsewhere and role != "verbatim":
                    self._parts[min(free)[1], role] = [node]
                    self._joined += 1
                else:
                    alone.append(node)
        return alone

    def _statement(self, node: Node) -> GoldStatement:
        pieces = [node, *self._later.get(node.id, ())]
        content = sorted((fragment for one in pieces for fragment in _fragments(one)), key=lambda one: one.start)
        cues = self._parts.get((node.id, "cue"), [])
        speaker = self._speaker(node)
        links = tuple(
            GoldLink(id=link.id, event=link.event, relation=link.relation, conditional=link.conditional)
            for link in node.links
        )
        told, is_told = self._type(node, content)
        parent = self._parents.get(node.id)
        statement = GoldStatement(
            id=node.id,
            type=told,
            text=" ".join(fragment.text for fragment in content),
            content=tuple(content),
            verbatim=tuple(one for part in self._parts.get((node.id, "verbatim"), []) for one in _fragments(part)),
            cue=self._whole(cues[0]) if cues else None,
            speaker=speaker,
            parent=parent,
            links=links,
            score=UNSET if node.score is None else node.score,
            source=node.source or UNSET,
            flags=tuple(node.attributes[FLAGS].split()) if node.attributes.get(FLAGS) else UNSET,
        )
        decided = {"content", *filled(statement), *none_in(node.attributes.get(NOTHING, ""))}
        decided |= {"type"} if is_told else set()
        decided |= {"links"} if node.attributes.get(LINKS) == NONE else set()
        return structs.replace(statement, decided=cast("tuple[Part, ...]", tuple(p for p in PARTS if p in decided)))

    def _whole(self, node: Node) -> GoldFragment:
        """A part that has one piece in our model: the longest one, the first of equals."""
        if len(node.pieces) > 1:
            self._cut[node.id] = node
        return max(_fragments(node), key=lambda piece: piece.end - piece.start)

    def _speaker(self, node: Node) -> GoldSpeaker | None:
        mentioned = [
            GoldSpeaker(
                mention=self._whole(one),
                actor=one.actor or None,
                name=one.actor_name or None,
                anonymous=one.attributes.get(ANONYMOUS) == YES,
            )
            for one in self._parts.get((node.id, "speaker"), [])
        ]
        said = node.attributes
        if any(key in said for key in (SPEAKER_ACTOR, SPEAKER_NAME, SPEAKER_ANONYMOUS)):
            implicit = GoldSpeaker(
                actor=said.get(SPEAKER_ACTOR),
                name=said.get(SPEAKER_NAME),
                anonymous=said.get(SPEAKER_ANONYMOUS) == YES,
            )
            mentioned.insert(0, implicit)
        return structs.replace(mentioned[0], others=tuple(mentioned[1:])) if mentioned else None

    def _type(self, node: Node, content: Sequence[GoldFragment]) -> tuple[str, bool]:
        """The type of a statement, and whether the file says it; else its marks do."""
        if said := node.attributes.get(TYPE):
            return said.casefold() if said.casefold() in TYPES else said, True
        if named := _type_in(node.label):
            return named, True
        spans = tuple(Span(one.start, one.end) for one in content)
        if not all(0 <= span.start < span.end <= len(self._text) for span in spans):
            return "direct", False
        return guess_type(self._text, tuple(_inside_marks(self._text, span) for span in spans)), False


def _type_in(label: str) -> str:
    """The type that a label of a content names, alone or with another word; "" where it names none."""
    name = label.casefold()
    # "indirect" ends as "direct" does, and is asked for first.
    return next((told for told in sorted(TYPES, key=len)[::-1] if name.startswith(told) or name.endswith(told)), "")


def _inside_marks(text: str, span: Span) -> Span:
    """A span without the marks around it: other tools have them inside a content."""
    is_marked = span.end - span.start > 2 and text[span.start] in MARKS and text[span.end - 1] in MARKS
    return Span(span.start + 1, span.end - 1) if is_marked else span


def _entity(node: Node) -> GoldSpan:
    return GoldSpan(
        id=node.id,
        start=node.start,
        end=node.end,
        label=plain_label(node.label),
        text=node.text if len(node.pieces) == 1 else "",
        actor=node.actor or None,
        score=UNSET if node.score is None else node.score,
        source=node.source or UNSET,
        flags=tuple(node.attributes[FLAGS].split()) if node.attributes.get(FLAGS) else UNSET,
    )


def _fragments(node: Node) -> list[GoldFragment]:
    whole = node.text if len(node.pieces) == 1 else ""
    return [GoldFragment(start, end, whole) for start, end in node.pieces]


def _role(node: Node) -> Role | None:
    return ROLES.get(node.label.casefold())


def near_contents(contents: Sequence[Node]) -> Callable[[Node], list[tuple[int, Node]]]:
    """What gives the contents at most `NEAR_CHARS` from a node, each with how many characters lie between.

    `contents` are in the order of their beginnings; however many there are, only those in reach are looked at.
    """
    starts = [content.start for content in contents]
    ends = list(accumulate((max(end for _, end in content.pieces) for content in contents), max))

    def near(node: Node) -> list[tuple[int, Node]]:
        first = bisect_left(ends, node.start - NEAR_CHARS)
        last = bisect_right(starts, node.end + NEAR_CHARS)
        found = ((_gap(node, content), content) for content in contents[first:last])
        return [(gap, content) for gap, content in found if gap <= NEAR_CHARS]

    return near


def _gap(node: Node, content: Node) -> int:
    """How many characters lie between a node and the nearest piece of a content."""
    return min(max(start - node.end, node.start - end, 0) for start, end in content.pieces)


def unique_ids(nodes: Iterable[Node]) -> list[Node]:
    """The nodes with ids, where the file has none or the same one twice."""
    seen: set[str] = set()
    made: list[Node] = []
    for number, node in enumerate(nodes, 1):
        own = node.id if node.id and node.id not in seen else f"#{number}"
        seen.add(own)
        made.append(structs.replace(node, id=own))
    return made
