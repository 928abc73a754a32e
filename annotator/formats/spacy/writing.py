"""From a record of the gold format to a spaCy `Doc`: entities, the parts of statements, and what moved to get there.

spaCy's spans begin and end with tokens, and its entities neither overlap nor begin or end in white space: a model
ignores those without a word. What had to be moved or left out is said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import msgspec
from msgspec import structs

from annotator.formats.dataset import Dataset
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.formats.graph.model import CONTENT, CUE, EXCLUDED, SPEAKER, TYPES, Carries, Node
from annotator.formats.graph.reading import plain_label
from annotator.formats.graph.writing import Taken, graph_of, without_overlaps
from annotator.formats.losses import Loss, Losses

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

PARTS_KEY, REFUSED_KEY, EXCLUDED_KEY = "sc", "incorrect_spans", "excluded"
"""Names of span groups: the parts of statements, refused names (spaCy's own name for them), excluded regions."""
OURS_KEY = "annotator"
"""In `user_data`: a `Whole` in JSON."""
PARTS = frozenset((*(kind.upper() for kind in TYPES), CONTENT, CUE, SPEAKER))
CARRIES = Carries(pieces=False, overlaps=True, edges=False, attributes=False, actors=True, rejected=True)
LONG_RUN = re.compile(r"\S{2000}")


class Whole(msgspec.Struct, frozen=True):
    """All that is known of an article, without its text. `seen` says what its doc showed when it was written."""

    seen: str
    article: GoldArticle
    events: tuple[GoldEvent, ...] = ()
    actors: tuple[GoldActor, ...] = ()


def doc_of(article: GoldArticle, dataset: Dataset, nlp: Language, losses: Losses) -> Doc:
    """A doc with the labels of an article, its words parted by the rules of a language."""
    doc = tokenised(article.text, nlp)
    if doc.text != article.text:
        losses.add(Loss(article.id, "text", "spaCy parts the text into words that do not make it up again."))
    graph = graph_of(article, dataset, CARRIES, losses)
    placer = Placer(doc, article.id, losses)
    parts = [node for node in graph.nodes if node.label in PARTS]
    excluded = [span for node in graph.nodes if node.label == EXCLUDED if (span := placer.span(node))]
    # They stand apart from the parts of statements: a model is to propose the labels that the scheme has.
    entities = [
        structs.replace(node, label=plain_label(node.label))
        for node in graph.nodes
        if node.label not in PARTS and node.label != EXCLUDED
    ]
    is_done = "entities" in article.annotated
    found = placer.apart(without_overlaps(article.id, entities, losses))
    doc.set_ents(found, missing=_free(excluded, found), default="outside" if is_done else "missing")  # pyright: ignore[reportArgumentType]
    groups = {PARTS_KEY: [span for node in parts if (span := placer.span(node))], EXCLUDED_KEY: excluded}
    groups[REFUSED_KEY] = _refused(article, placer)
    for key, spans in groups.items():
        if spans or (key == PARTS_KEY and "statements" in article.annotated):
            doc.spans[key] = spans
    doc.user_data["id"] = article.id
    doc.user_data["meta"] = dict(article.meta)
    doc.user_data[OURS_KEY] = msgspec.json.encode(_whole(article, dataset, doc)).decode()
    return doc


def tokenised(text: str, nlp: Language) -> Doc:
    """The words of a text. A run of thousands of characters without a blank is cut: spaCy takes its square in time."""
    cuts = [0, *sorted({match.end() for match in LONG_RUN.finditer(text)} - {len(text)}), len(text)]
    if len(cuts) == 2:
        return nlp.make_doc(text)
    pieces = [nlp.make_doc(text[start:end]) for start, end in pairwise(cuts)]
    return type(pieces[0]).from_docs(pieces, ensure_whitespace=False) or pieces[0]


def seen(doc: Doc) -> str:
    """What a doc shows of its labels, summed up: whether somebody changed them can be told by it."""
    groups = {key: sorted(map(_shown, group)) for key, group in groups_of(doc).items()}
    shown = ([_shown(span) for span in doc.ents], [token.ent_iob for token in doc], sorted(groups.items()))
    return hashlib.sha256(msgspec.json.encode(shown)).hexdigest()


def groups_of(doc: Doc) -> dict[str, list[Span]]:
    """The groups of spans of a doc, by name."""
    return {str(key): list(group) for key, group in cast("Any", doc.spans).items()}


def _shown(span: Span) -> tuple[int, int, str, str]:
    return span.start, span.end, span.label_, span.kb_id_


class Placer:
    """Places nodes on the tokens of a doc: outward to whole tokens, without white space at the edges."""

    def __init__(self, doc: Doc, article_id: str, losses: Losses) -> None:
        self._doc = doc
        self._article_id = article_id
        self._losses = losses

    def span(self, node: Node) -> Span | None:
        """The span of a node; None, and said so, where there is nothing but white space."""
        found: Any = self._doc.char_span(node.start, node.end, node.label, node.actor, alignment_mode="expand")
        while found is not None and len(found) and found[0].is_space:
            found = found[1:]
        while found is not None and len(found) and found[-1].is_space:
            found = found[:-1]
        if found is None or not len(found):
            self._lose("unaligned", node, "It holds no word: a model ignores it.")
            return None
        if (found.start_char, found.end_char) != (node.start, node.end):
            self._lose("moved", node, f"Moved to whole words: “{found.text}”.")
        made = self._doc.char_span(found.start_char, found.end_char, node.label, node.actor)
        assert made is not None
        return made

    def apart(self, nodes: Iterable[Node]) -> list[Span]:
        """The spans of nodes that do not overlap; of two that share a word when moved to it, the longer one."""
        placed = [(node, span) for node in nodes if (span := self.span(node)) is not None]
        kept: list[Span] = []
        taken = Taken()
        for node, span in sorted(placed, key=lambda pair: pair[0].start - pair[0].end):
            if taken.take(span.start, span.end):
                kept.append(span)
            else:
                self._lose("overlap", node, "It shares a word with a longer entity, which was kept.")
        return sorted(kept, key=lambda span: span.start)

    def _lose(self, kind: str, node: Node, reason: str) -> None:
        self._losses.add(Loss(self._article_id, kind, reason, node.id, node.label, node.start, node.end, node.text))

    def lose_statements(self, article: GoldArticle) -> None:
        """Refused statements have no place: there is one group for what was refused, and it is that of names."""
        for statement in article.rejected.statements if article.rejected else ():
            piece, reason = statement.content[0], "spaCy knows refused names alone."
            self._losses.add(
                Loss(
                    self._article_id,
                    "rejected",
                    reason,
                    statement.id,
                    statement.type,
                    piece.start,
                    piece.end,
                    piece.text,
                )
            )


def _refused(article: GoldArticle, placer: Placer) -> list[Span]:
    placer.lose_statements(article)
    if not article.rejected:
        return []
    nodes = [Node(one.id, one.label, ((one.start, one.end),), one.text) for one in article.rejected.spans]
    return [span for node in nodes if (span := placer.span(node)) is not None]


def _free(regions: Sequence[Span], entities: Sequence[Span]) -> list[Span]:
    """What of excluded regions no entity covers, token by token: nothing can be learned there."""
    taken = {token.i for span in entities for token in span}
    return [span.doc[token.i : token.i + 1] for span in regions for token in span if token.i not in taken]


def _whole(article: GoldArticle, dataset: Dataset, doc: Doc) -> Whole:
    events = {link.event for statement in article.statements for link in statement.links}
    speakers = [statement.speaker for statement in article.statements if statement.speaker]
    while any(speaker.others for speaker in speakers):
        speakers = [one for speaker in speakers for one in (structs.replace(speaker, others=()), *speaker.others)]
    actors = {one.actor for one in (*article.spans, *speakers) if one.actor}
    return Whole(
        seen(doc),
        structs.replace(article, text="", meta={}),
        tuple(found for key in sorted(events) if (found := dataset.find_event(key))),
        tuple(found for key in sorted(actors) if (found := dataset.find_actor(key))),
    )
