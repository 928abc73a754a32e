"""W3C Web Annotations as articles: the annotations of each text, by each who made them.

Annotations say where they are, and not in what: the text is a file beside theirs, named by their source, or stands in
them. Without it they cannot become labels, which is said of each source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from annotator.formats.gold import reading as gold_read
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.formats.graph.model import Edge, LabelGraph, Node
from annotator.formats.graph.reading import Labels, labels_of, unique_ids
from annotator.formats.json_shapes import a_string, an_object, read_places, strings_in
from annotator.formats.metadata import complete_meta
from annotator.formats.offsets import Convert, converter
from annotator.formats.records import ArticleRecord, BadRecord, OffsetUnit, ReadOptions, Record
from annotator.formats.tally import Tally, say_joining
from annotator.formats.w3c.annotations import Annotation, annotations_in, read_annotation
from annotator.formats.w3c.selectors import Clue, find, fits, is_told
from annotator.formats.w3c.sources import About, Sources
from annotator.model import PASSES, PassName

SHOWN_CHARS = 40
UTF16 = "UTF-16 units"


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a file of annotations, one for each text and each who annotated it.

    Raises:
        UserError: the file is empty, no text or too large.
    """
    tally = Tally(str(path))
    abouts: dict[str, About] = {}
    links: list[Annotation] = []
    number = 0
    for place in read_places(path):
        if isinstance(place, BadRecord):
            yield place
            continue
        found = list(annotations_in(place.value))
        if not found and not an_object(place.value):
            yield BadRecord(str(path), place.line, "The record is no annotation.", "It was left out.")
        for raw in found:
            number += 1
            _sort_in(read_annotation(raw, number, place.line), abouts, links, tally)
    sources, related, by_end = Sources(path), set[Edge](), _by_end(links)
    for position, about in enumerate(abouts.values(), 1):
        yield from _Article(about, position, by_end, sources, options, tally, related).records()
    for link in links:
        edges = edges_of(link)
        what = "Relations between annotations of which neither was taken" if edges else "Replies to annotations"
        tally.warn(f"{what} left out", link.line, "annotation", count=related.isdisjoint(edges))
    yield from tally.records()


def _sort_in(made: Annotation, abouts: dict[str, About], links: list[Annotation], tally: Tally) -> None:
    """Put an annotation to those of its source; of several sources it is about each one's part."""
    if made.is_link or (made.targets and all(_is_annotation(target.id, target.clue) for target in made.targets)):
        links.append(made)
        return
    if not made.targets:
        tally.fail("Annotations without a target left out", made.line, "annotation")
    for source in dict.fromkeys(target.source for target in made.targets):
        about = abouts.setdefault(source, About(source, []))
        mine = [target for target in made.targets if target.source == source]
        about.text = about.text or next((target.text for target in mine if target.text), "")
        about.annotations.append(msgspec.structs.replace(made, targets=mine))


def _is_annotation(key: str, clue: Clue) -> bool:
    return bool(key) and clue.is_empty and not ("/" in key or "." in key)


class _Article:
    """One text with its annotations."""

    def __init__(
        self,
        about: About,
        position: int,
        by_end: Mapping[str, Sequence[tuple[int, Edge]]],
        sources: Sources,
        options: ReadOptions,
        tally: Tally,
        related: set[Edge],
    ) -> None:
        self._about = about
        self._position = position
        self._by_end = by_end
        self._sources = sources
        self._options = options
        self._tally = tally
        self._file = str(sources.path)
        self._related = related

    def records(self) -> Iterator[Record]:
        """The article as each annotator has it, and what there is to say."""
        text = self._sources.text(self._about)
        if isinstance(text, BadRecord):
            yield text
            return
        wholes = [one for one in self._about.annotations if one.about]
        described: dict[str, Any] = wholes[0].about if wholes else {}
        unit, said = self._unit(text)
        convert = converter(text, unit)
        yield from said
        # A program's work is nobody's, and what describes the whole article says whose work follows.
        by: dict[str, list[Annotation]] = {("" if one.is_machine else one.creator): [] for one in wholes}
        for one in self._about.annotations:
            if one.about:
                continue
            if self._is_labelled(one):
                by.setdefault("" if one.is_machine else one.creator, []).append(one)
        for annotator, mine in by.items():
            nodes: list[Node] = []
            for one in mine:
                yield from self._place(one, text, convert, nodes)
            yield from self._record(text, annotator, mine, nodes, described)
        if not by:
            yield from self._record(text, "", [], [], described)

    def _is_labelled(self, one: Annotation) -> bool:
        """Whether an annotation labels a part of the text; what it says besides is counted."""
        self._tally.warn("Comments left out", one.line, "comment", count=one.comments)
        if one.labels and all(target.clue.is_empty for target in one.targets):
            self._tally.fail(
                "Annotations whose place cannot be told from their selectors left out", one.line, "annotation"
            )
            return False
        if not one.labels:
            self._tally.fail("Annotations without a tag left out", one.line, "annotation", count=not one.comments)
        return bool(one.labels)

    def _unit(self, text: str) -> tuple[OffsetUnit, list[BadRecord]]:
        """Code points, as the Recommendation demands, unless more quotes stand where they should in UTF-16 units."""
        if self._options.offset_unit != "auto":
            return self._options.offset_unit, []
        if text.isascii():
            return "codepoints", []
        clues = [target.clue for one in self._about.annotations for target in one.targets if target.clue.exact]
        plain, utf16 = converter(text, "codepoints"), converter(text, "utf16")
        if sum(fits(text, clue, utf16) for clue in clues) <= sum(fits(text, clue, plain) for clue in clues):
            return "codepoints", []
        reason = f"The offsets were taken to count {UTF16}: so the labels stand where their texts are."
        return "utf16", [BadRecord(self._file, self._about.annotations[0].line, reason, is_warning=True)]

    def _place(self, one: Annotation, text: str, convert: Convert, nodes: list[Node]) -> Iterator[BadRecord]:
        """Add the nodes of an annotation, one for each of its tags."""
        pieces: list[tuple[int, int]] = []
        for target in one.targets:
            clue = target.clue
            found = find(text, clue, convert)
            if found is None:
                yield self._lost(one, clue)
                return
            pieces.append((found.start, found.end))
            if clue.exact and not is_told(text, clue, found, convert):
                yield self._moved(one, clue, text[found.start : found.end], found.start)
        pieces.sort()
        if len(pieces) > 1 and any(a[1] > b[0] for a, b in pairwise(pieces)):
            pieces = [(min(start for start, _ in pieces), max(end for _, end in pieces))]
        words = " ".join(text[start:end] for start, end in pieces)
        for number, label in enumerate(one.labels, 1):
            nodes.append(
                Node(
                    id=one.id if number == 1 else f"{one.id}-{number}",
                    label=label,
                    pieces=tuple(pieces),
                    text=words,
                    attributes=one.attributes,
                    actor=one.actor,
                    actor_name=one.actor_name,
                    links=one.links,
                    score=one.score,
                    source=one.creator if one.is_machine else "",
                )
            )

    def _lost(self, one: Annotation, clue: Clue) -> BadRecord:
        where = "" if clue.end is None else f" at {clue.start}–{clue.end}"
        said = (
            f"The {one.labels[0]} annotation “{_shortened(clue.exact)}”{where} is not in the text, or not clearly so."
        )
        return BadRecord(self._file, one.line, said, "It was left out; the rest was taken.", record=one.id)

    def _moved(self, one: Annotation, clue: Clue, words: str, start: int) -> BadRecord:
        where = "" if clue.end is None else f" does not stand at {clue.start}–{clue.end} but"
        like = f" as “{_shortened(words)}”" if words != clue.exact else ""
        said = (
            f"The {one.labels[0]} annotation “{_shortened(clue.exact)}”{where} stands at {start}{like}; it was moved."
        )
        return BadRecord(
            self._file, one.line, said.replace(" but stands at", " but at"), is_warning=True, record=one.id
        )

    def _record(
        self, text: str, annotator: str, mine: list[Annotation], nodes: list[Node], described: dict[str, Any]
    ) -> Iterator[Record]:
        ids = {node.id for node in nodes}
        edges = [edge for _, edge in sorted({found for key in ids for found in self._by_end.get(key, ())}, key=_number)]
        self._related.update(edges)
        labels = labels_of(LabelGraph(tuple(unique_ids(nodes)), tuple(edges)), text)
        say_joining(labels, self._tally, None)
        passes: tuple[PassName, ...] = tuple(name for name in PASSES if name in strings_in(described.get("annotated")))
        article = GoldArticle(
            text=text,
            annotated=passes if "annotated" in described or not nodes else labels.passes,
            spans=labels.spans,
            statements=labels.statements,
            excluded=labels.excluded,
        )
        line = self._about.annotations[0].line
        for made in gold_read.place(article, self._file, line, "codepoints"):
            if isinstance(made, BadRecord):
                yield made
                continue
            actors, events = _named(mine, labels)
            has_labels = bool(nodes or passes)
            yield ArticleRecord(
                text=made.text,
                meta=self._meta(described, made.text),
                origin=self._file,
                record_number=self._position,
                line=line,
                annotations=made if has_labels else None,
                annotator=annotator if has_labels else "",
                actors=actors,
                events=events,
            )

    def _meta(self, described: dict[str, Any], text: str) -> dict[str, str]:
        if "meta" in described:
            return {key: a_string(value) for key, value in an_object(described["meta"]).items()}
        source = self._about.source
        return complete_meta({"url": source} if source.startswith(("http://", "https://")) else {"id": source}, text)


def edges_of(link: Annotation) -> list[Edge]:
    """The relation that an annotation of annotations is: from its first target, or its body, to each further target."""
    if not link.is_link:
        return []
    ends = [*(link.body_ids if len(link.targets) < 2 else ()), *(target.id for target in link.targets)]
    return [Edge(link.labels[0] if link.labels else "relation", ends[0], end) for end in ends[1:]]


def _by_end(links: Sequence[Annotation]) -> dict[str, list[tuple[int, Edge]]]:
    """The relations, numbered in the order of the file, by the ids of both of their ends."""
    found: dict[str, list[tuple[int, Edge]]] = {}
    for number, edge in enumerate(edge for link in links for edge in edges_of(link)):
        for end in (edge.source, edge.target):
            found.setdefault(end, []).append((number, edge))
    return found


def _number(numbered: tuple[int, Edge]) -> int:
    return numbered[0]


def _named(mine: list[Annotation], labels: Labels) -> tuple[tuple[GoldActor, ...], tuple[GoldEvent, ...]]:
    """The actors and events that annotations name, with their names."""
    actors = {one.actor: one.actor_name for one in mine if one.actor and one.actor_name}
    for statement in labels.statements:
        speaker = statement.speaker
        if speaker is not None and speaker.actor and speaker.name:
            actors.setdefault(speaker.actor, speaker.name)
    events = {link.event: link.title for one in mine for link in one.links if link.title}
    return (
        tuple(GoldActor(id=key, name=name) for key, name in actors.items()),
        tuple(GoldEvent(id=key, title=title) for key, title in events.items()),
    )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else f"{line[:SHOWN_CHARS]}…"
