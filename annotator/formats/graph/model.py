"""Labels as most tools know them: labelled spans (nodes) and relations between two of them (edges). Pure.

A statement becomes a node for its content, one each for cue, speakers and words in marks, and edges from the content to
them; entities and excluded regions become nodes. The way there is in `writing`, the way back in `reading`; a format
turns nodes and edges into its own syntax, and says with `Carries` which of it that syntax can hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

CONTENT, CUE, SPEAKER, VERBATIM, EXCLUDED = "CONTENT", "CUE", "SPEAKER", "VERBATIM", "EXCLUDED"
"""The labels of what is no entity. Where nodes have no attributes, contents are labelled by their type: "DIRECT" …"""
TYPES = ("direct", "indirect", "mixed")
EdgeType = Literal["cue", "speaker", "verbatim", "parent", "continues"]
"""From a content to its cue, a speaker, words in marks, the content that it is nested in; from a later piece of a
content to its first one."""
EDGE_TYPES: tuple[EdgeType, ...] = ("cue", "speaker", "verbatim", "parent", "continues")

ANONYMOUS, FLAGS, TYPE, LINKS = "anonymous", "flags", "type", "links"
SPEAKER_ACTOR, SPEAKER_NAME, SPEAKER_ANONYMOUS = "speaker_actor", "speaker_name", "speaker_anonymous"
"""Attributes. Of a speaker who is not mentioned, the last three stand at the content."""
NOTHING = "none"
"""Of a content: the parts of its statement that somebody found to be none ("cue parent"), see `none_found`."""
NONE, YES = "none", "yes"

Piece = tuple[int, int]
"""Start and end in code points, half open."""
NO_ATTRIBUTES: Mapping[str, str] = {}


class Carries(msgspec.Struct, frozen=True, kw_only=True):
    """What a format can hold: nodes of several pieces, nodes that overlap, edges, attributes of nodes.

    `actors`: which actor a node is; `links`: to which events a content is linked; `rejected`: what people refused;
    `decided`: which parts of a statement were decided, whether or not there is something in them.
    """

    pieces: bool = False
    overlaps: bool = True
    edges: bool = True
    attributes: bool = True
    actors: bool = False
    links: bool = False
    rejected: bool = False
    decided: bool = False


class NodeLink(msgspec.Struct, frozen=True):
    """To which event a content is linked. `title` is the event's, where it is known."""

    event: str
    relation: str
    conditional: bool = False
    title: str = ""
    id: str = ""


class Node(msgspec.Struct, frozen=True):
    """A labelled span. `text`: the words of its pieces, joined by a blank. `actor` is an id, `actor_name` his name."""

    id: str
    label: str
    pieces: tuple[Piece, ...]
    text: str = ""
    attributes: Mapping[str, str] = NO_ATTRIBUTES
    actor: str = ""
    actor_name: str = ""
    links: tuple[NodeLink, ...] = ()
    score: float | None = None
    source: str = ""

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


class Edge(msgspec.Struct, frozen=True):
    """A relation from one node to another, by their ids. On reading, `type` is whatever the file calls it."""

    type: str
    source: str
    target: str


class LabelGraph(msgspec.Struct, frozen=True):
    """The labels of one article. Nodes are in text order, edges in the order of their nodes; ids are unique."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
