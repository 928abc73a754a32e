"""From the annotations of a brat file to spans and statements.

An event with a Content, or one that is called Statement, Quote …, is a statement: its arguments are cue, speaker and
words in marks, and its trigger is the cue where no argument is. Of other events, relations, attributes and notes our
model has no room for: triggers and arguments are entities, and the rest is counted and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import cast

import msgspec
from msgspec import structs

from annotator.formats.brat.ann import GAP, Happening, Relation, Remark, Standoff, Textbound
from annotator.formats.brat.names import Part, is_statement_label, label_of, part_of
from annotator.formats.brat.said import Saying
from annotator.formats.gold.schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldFragment,
    GoldSpan,
    GoldSpeaker,
    GoldStatement,
)
from annotator.formats.gold.schema import Part as Decided
from annotator.formats.graph.model import CONTENT, CUE, SPEAKER, TYPE, TYPES, VERBATIM, Edge, LabelGraph, Node, Piece
from annotator.formats.graph.reading import ROLES, Labels, labels_of
from annotator.formats.records import BadRecord
from annotator.model import PARTS
from annotator.wording import counted

LABELS = {"cue": CUE, "speaker": SPEAKER, "verbatim": VERBATIM}
ALONE = "alone"
"""A relation of a node to itself: it belongs to no statement, and to none that is near either."""
NO_SOURCE = "-no-source"
"""How labels of statements end whose speaker was looked for and not found, in the PolNeAR corpus."""
HINT = "It was left out; the rest of the article was taken."


class Reading(msgspec.Struct, frozen=True):
    """What a file amounts to: labels whose offsets are the file's, what they name, and what there is to say."""

    article: GoldArticle
    events: tuple[GoldEvent, ...] = ()
    actors: tuple[GoldActor, ...] = ()
    said: tuple[BadRecord, ...] = ()


def read_standoff(found: Standoff, text: str, file: str) -> Reading:
    """The labels of an article with this text, as it stands in its file. `file` is the one with the annotations."""
    return _Reader(found, text, file).reading()


def hits(found: Standoff, text: str) -> int:
    """How many spans stand in a text where the file says, white space apart."""
    return sum(_stands(span, text) for span in found.spans.values())


def _stands(span: Textbound, text: str) -> bool:
    # Versions differ in what they put between pieces and for line ends: white space tells nothing.
    return "".join("".join(text[start:end] for start, end in span.pieces).split()) == "".join(span.text.split())


class _Reader:
    def __init__(self, found: Standoff, text: str, file: str) -> None:
        self._found = found
        self._text = text
        self._file = file
        self._said: list[BadRecord] = []
        self._unread = Counter[str]()
        self._nodes: dict[str, Node] = {}
        self._edges: list[Edge] = []
        self._owners: dict[str, str] = {}
        """Id of a trigger or content → the statement that it belongs to."""
        self._words: dict[Piece, str] = {}
        """The words that should stand at the pieces of spans that are elsewhere."""
        self._joined: set[str] = set()

    def reading(self) -> Reading:
        for said in self._found.said:
            self._say(said.reason, said.line, is_warning=said.is_warning)
        statements = [one for one in self._found.happenings.values() if self._is_statement(one)]
        self._make_nodes(statements)
        saying = Saying(self._nodes, self._owners, LABELS)
        self._unread.update(f"attribute {one.name}" for one in self._found.attributes if not saying.attribute(one))
        self._unread.update(
            f"reference to {one.database}" for one in self._found.references if not saying.reference(one)
        )
        for remark in self._found.remarks:
            if not saying.remark(remark):
                self._say_remark(remark)
        for relation in self._found.relations:
            self._relation(relation)
        graph = LabelGraph(tuple(self._nodes.values()), tuple(self._edges))
        article = self._article(labels_of(graph, self._text))
        return Reading(article, tuple(saying.events.values()), tuple(saying.actors.values()), tuple(self._said))

    def _make_nodes(self, statements: list[Happening]) -> None:
        used = {one.trigger for one in statements}
        used |= {filler for one in statements for role, filler in one.arguments if self._is_part_only(role, filler)}
        for span in self._found.spans.values():
            if span.id not in used:
                self._nodes[span.id] = self._node(span, span.label)
        strays = [node.id for node in self._nodes.values() if ROLES.get(node.label.casefold()) in LABELS]
        for one in statements:
            self._statement(one)
        for one in statements:
            self._parts(one)
        if statements:
            related = {own for edge in self._edges for own in (edge.source, edge.target)}
            related |= {self._end(target) for relation in self._found.relations for target in relation.targets}
            self._edges += [Edge(ALONE, own, own) for own in strays if own not in related]
        told = {one.id for one in statements}
        self._unread.update(f"event {one.label}" for one in self._found.happenings.values() if one.id not in told)

    def _is_statement(self, one: Happening) -> bool:
        """Whether an event is a statement of which the file has the content: as an argument, else as the trigger."""
        if self._fillers(one, "content"):
            return True
        # A trigger of an attribution is its cue: without a content nothing is attributed.
        is_named = is_statement_label(one.label) and not one.label.casefold().startswith("attribution")
        return is_named and one.trigger in self._found.spans

    def _is_part_only(self, role: str, filler: str) -> bool:
        """Whether what fills a role is a part of the statement and nothing beside: a speaker may be an entity too."""
        span, part = self._found.spans.get(filler), part_of(role)
        if span is None or part is None:
            return False
        return part != "speaker" or ROLES.get(span.label.casefold()) == "speaker"

    def _span_of(self, own: str) -> Textbound | None:
        """The span with an id, or the trigger of the event with that id."""
        happening = self._found.happenings.get(own)
        return self._found.spans.get(happening.trigger if happening else own)

    def _fillers(self, one: Happening, part: Part) -> list[Textbound]:
        found = [self._span_of(filler) for role, filler in one.arguments if part_of(role) == part]
        return [span for span in found if span is not None]

    def _statement(self, one: Happening) -> None:
        trigger = self._found.spans.get(one.trigger)
        contents = self._fillers(one, "content") or ([trigger] if trigger else [])
        nodes = [self._node(span, CONTENT) for span in contents]
        pieces = tuple(sorted({piece for node in nodes for piece in node.pieces}))
        said = {TYPE: one.label.casefold()} if one.label.casefold() in TYPES else {}
        self._nodes[one.id] = Node(one.id, CONTENT, pieces, nodes[0].text if len(nodes) == 1 else "", said)
        for span in (*contents, *((trigger,) if trigger else ())):
            self._owners.setdefault(span.id, one.id)

    def _parts(self, one: Happening) -> None:
        for role, filler in one.arguments:
            part = part_of(role)
            if part == "parent":
                self._edges.append(Edge("parent", one.id, self._owners.get(filler, filler)))
            elif part is None:
                self._unread[f"role {role}"] += 1
            elif part != "content":
                self._part(one, part, filler)
            elif self._span_of(filler) is None:
                self._say_absent(one, filler, part)
        trigger, content = self._found.spans.get(one.trigger), self._nodes[one.id]
        if trigger and not self._fillers(one, "cue") and not _meet(trigger.pieces, content.pieces):
            self._part(one, "cue", trigger.id)

    def _part(self, one: Happening, part: Part, filler: str) -> None:
        span = self._span_of(filler)
        if span is None:
            self._say_absent(one, filler, part)
            return
        is_entity = part == "speaker" and span.id in self._nodes
        node = self._nodes[span.id] if is_entity else self._node(span, LABELS[part], f"{span.id} {part}")
        if len(node.pieces) > 1 and not is_entity and part != "verbatim" and node.id not in self._nodes:
            node = self._longest(node, part)
        self._nodes.setdefault(node.id, node)
        self._edges.append(Edge(part, one.id, node.id))

    def _longest(self, node: Node, part: str) -> Node:
        """A part of a statement that has one piece in our model."""
        pieces = counted(len(node.pieces), "piece")
        longest = max(node.pieces, key=lambda piece: piece[1] - piece[0])
        kept = self._words.get(longest) or self._text[slice(*longest)]
        self._say(f"The {part} “{node.text}” has {pieces}, and a {part} has one here: “{kept}”.")
        return structs.replace(node, pieces=(longest,), text=kept)

    def _node(self, span: Textbound, label: str, own: str = "") -> Node:
        """A span as a node. It has the words that it should have where the file's are not those of the text."""
        pieces = tuple(sorted(span.pieces))
        if span.text.strip() and not _stands(span, self._text):
            self._expect(span)
            return Node(own or span.id, label, pieces, span.text)
        joined = self._join(pieces)
        if len(joined) < len(pieces):
            self._joined.add(span.id)
        return Node(own or span.id, label, joined, " ".join(self._text[start:end] for start, end in joined))

    def _expect(self, span: Textbound) -> None:
        """Note which words should stand at each piece. Old versions of brat put no blank between two."""
        at, length = 0, sum(end - start for start, end in span.pieces)
        between = 1 if len(span.text) >= length + len(span.pieces) - 1 else 0
        for start, end in span.pieces:
            self._words[start, end] = span.text[at : at + end - start]
            at += end - start + between

    def _join(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """The pieces, those that only a line end parts being one: brat has no span that goes over a line end."""
        joined: list[Piece] = []
        for start, end in pieces:
            if joined and joined[-1][1] <= start and GAP.fullmatch(self._text, joined[-1][1], start):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return tuple(joined)

    def _relation(self, relation: Relation) -> None:
        first, *others = map(self._end, relation.targets)
        self._edges += [Edge(relation.label, first, other) for other in others]

    def _end(self, own: str) -> str:
        """The node that a relation to an id means."""
        if own in self._nodes:
            return own
        span = self._span_of(own)
        meant = (self._owners.get(own, ""), *(f"{own} {part}" for part in LABELS), span.id if span else "")
        return next((one for one in meant if one in self._nodes), own)

    def _article(self, labels: Labels) -> GoldArticle:
        self._unread.update(f"relation {edge.type}" for edge in labels.unread if edge.type != ALONE)
        self._say_counts(labels)
        return GoldArticle(
            text=self._text,
            annotated=labels.passes if self._found.spans else (),
            spans=tuple(map(self._entity, labels.spans)),
            statements=tuple(map(self._with_words, labels.statements)),
            excluded=labels.excluded,
        )

    def _entity(self, span: GoldSpan) -> GoldSpan:
        """An entity with its label and words. One in several pieces becomes all from the first to the last."""
        node, label = self._nodes[span.id], label_of(span.label)
        if len(node.pieces) == 1:
            return structs.replace(span, label=label)
        if (node.pieces[0]) in self._words:
            return structs.replace(span, label=label, text=node.text)
        words = self._text[span.start : span.end]
        pieces = counted(len(node.pieces), "piece")
        self._say(f"{label} “{node.text}” has {pieces}, and an entity has one here: “{' '.join(words.split())}”.")
        return structs.replace(span, label=label, text=words)

    def _with_words(self, statement: GoldStatement) -> GoldStatement:
        decided = statement.decided
        happening = self._found.happenings.get(statement.id)
        if happening and happening.label.casefold().endswith(NO_SOURCE) and not statement.speaker:
            decided = cast("tuple[Decided, ...]", tuple(part for part in PARTS if part in (*decided, "speaker")))
        return structs.replace(
            statement,
            decided=decided,
            content=tuple(map(self._expected, statement.content)),
            verbatim=tuple(map(self._expected, statement.verbatim)),
            cue=self._expected(statement.cue) if statement.cue else None,
            speaker=self._spoken(statement.speaker) if statement.speaker else None,
        )

    def _spoken(self, speaker: GoldSpeaker) -> GoldSpeaker:
        mention = self._expected(speaker.mention) if speaker.mention else None
        return structs.replace(speaker, mention=mention, others=tuple(map(self._spoken, speaker.others)))

    def _expected(self, piece: GoldFragment) -> GoldFragment:
        words = self._words.get((piece.start, piece.end), "")
        return piece if piece.text or not words else GoldFragment(piece.start, piece.end, words)

    def _say_counts(self, labels: Labels) -> None:
        if labels.joined:
            said = counted(labels.joined, "cue or speaker", "cues and speakers")
            self._say(f"{said} that nothing relates to a statement went to the nearest one.")
        if labels.alone:
            said = counted(len(labels.alone), "cue or speaker", "cues and speakers")
            self._say(f"{said} of no statement: kept as entities.")
        if self._unread:
            listed = ", ".join(f"{name} ({count})" for name, count in sorted(self._unread.items()))
            self._say(f"There is no place here for some annotations; their words were kept: {listed}.")
        if self._joined:
            said = counted(len(self._joined), "annotation")
            self._say(f"{said} that brat had parted at line ends or tabs: joined again.")

    def _say_absent(self, one: Happening, filler: str, part: str) -> None:
        self._say(f"{one.id} names {filler} as its {part}, which is not in the file.", one.line, is_warning=False)

    def _say_remark(self, remark: Remark) -> None:
        span = self._span_of(remark.target)
        about = f"“{' '.join(span.text.split())[:40]}”" if span else remark.target or "the article"
        self._say(f"A note on {about} has no place here: “{remark.text}”.", remark.line)

    def _say(self, reason: str, line: int | None = None, *, is_warning: bool = True) -> None:
        self._said.append(BadRecord(self._file, line, reason, "" if is_warning else HINT, is_warning))


def _meet(some: Iterable[Piece], others: Iterable[Piece]) -> bool:
    others = tuple(others)
    return any(a < d and c < b for a, b in some for c, d in others)
