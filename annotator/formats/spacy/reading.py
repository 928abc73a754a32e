"""From a spaCy `Doc` to an article with labels: as we wrote it where nobody changed it since, else what the doc shows.

Which label is part of a statement is `graph.reading`'s to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import msgspec
from msgspec import UNSET, structs

from annotator.formats.gold.reading import place
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldRejected, GoldSpan
from annotator.formats.graph.model import EXCLUDED, LabelGraph, Node
from annotator.formats.graph.reading import Labels, labels_of, unique_ids
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord, BadRecord, Record
from annotator.formats.spacy.writing import EXCLUDED_KEY, OURS_KEY, PARTS_KEY, REFUSED_KEY, Whole, groups_of, seen
from annotator.model import PassName
from annotator.wording import counted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

OF_WORDS = ("TAG", "POS", "LEMMA", "DEP", "MORPH")
OWN_KEYS = ("id", "meta", OURS_KEY)
NO_ACTORS = ("", "NIL")
WHATS = {
    "cats": "text categories",
    "words": "tags, lemmas or dependencies of words",
    "values": "further values that pipelines keep beside a doc (user data)",
}


class NotTaken:
    """What a file holds that has no place here, counted in articles."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def note(self, doc: Doc, left: int) -> None:
        """Look a doc over; `left` is the number of values in its user data that were not taken."""
        holds = {"cats": bool(doc.cats), "values": left > 0}
        holds["words"] = any(doc.has_annotation(name) for name in OF_WORDS)
        self._counts.update(what for what, is_so in holds.items() if is_so)

    def sentences(self) -> list[str]:
        return [
            f"{counted(count, 'doc')} with {WHATS[what]}, which were left out."
            for what, count in sorted(self._counts.items())
        ]


def record_of(doc: Doc, file: str, number: int, not_taken: NotTaken) -> Iterator[Record]:
    """What there is to say about a doc, and its article."""
    text = doc.text
    if not text.strip():
        yield BadRecord(file, None, "The doc has no text.", "It was left out.", record=str(number))
        return
    meta, left = _meta(doc)
    not_taken.note(doc, left)
    whole = _whole(doc)
    if whole is not None and whole.seen == seen(doc):
        article = structs.replace(whole.article, text=text, meta=meta)
        yield from _placed(article, file, number, whole)
        return
    if whole is not None:
        reason = "The labels were changed since this program wrote them: what the doc shows was taken."
        yield BadRecord(file, None, reason, is_warning=True, record=whole.article.id)
    shown = _Shown(doc)
    yield from shown.said(file, number)
    own = str(doc.user_data["id"]) if isinstance(doc.user_data.get("id"), str | int) else ""
    article = structs.replace(shown.article, id=own, meta=meta)
    yield from _placed(article, file, number, None, shown.actors(), is_labelled=shown.is_labelled)


def _placed(
    article: GoldArticle,
    file: str,
    number: int,
    whole: Whole | None,
    actors: tuple[GoldActor, ...] = (),
    *,
    is_labelled: bool = True,
) -> Iterator[Record]:
    for found in place(article, file, None, "codepoints"):
        if isinstance(found, BadRecord):
            yield structs.replace(found, record=article.id or str(number))
            continue
        yield ArticleRecord(
            text=found.text,
            meta=complete_meta(article.meta, found.text),
            origin=file,
            record_number=number,
            annotations=found if is_labelled else None,
            events=whole.events if whole else (),
            actors=whole.actors if whole else actors,
        )


class _Shown:
    """What a doc shows of its labels."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._groups = groups_of(doc)
        self._unnamed: Counter[str] = Counter()
        nodes: dict[tuple[int, int, str], Node] = {}
        for span in (*doc.ents, *self._grouped()):
            node = self._node(span)
            nodes.setdefault((node.start, node.end, node.label), node)
        graph = LabelGraph(tuple(unique_ids(sorted(nodes.values(), key=lambda node: node.pieces))))
        self.labels: Labels = labels_of(graph, doc.text)
        refused = [self._node(span) for span in self._groups.get(REFUSED_KEY, ())]
        self._refused = GoldRejected(
            spans=tuple(GoldSpan(start=one.start, end=one.end, label=one.label, text=one.text) for one in refused)
        )
        self.article = GoldArticle(
            text=doc.text,
            annotated=self._passes(),
            spans=tuple(structs.replace(span, id="") for span in self.labels.spans),
            statements=self.labels.statements,
            excluded=self.labels.excluded,
            rejected=self._refused if refused else UNSET,
        )

    @property
    def is_labelled(self) -> bool:
        """Whether anybody, or any model, said anything of entities or statements."""
        has_spans = any(self._groups.values())
        return has_spans or bool(self.article.annotated) or bool(self._doc.ents)

    def said(self, file: str, number: int) -> Iterator[BadRecord]:
        """What there is to say about how the labels were understood."""
        whose = str(self._doc.user_data.get("id", number))
        labels = self.labels
        if labels.joined:
            reason = f"{counted(labels.joined, 'cue or speaker', 'cues and speakers')} given to the nearest statement."
            yield BadRecord(file, None, reason, is_warning=True, record=whose)
        if labels.alone:
            reason = f"{counted(len(labels.alone), 'cue or speaker', 'cues and speakers')} near no statement."
            yield BadRecord(file, None, reason, "Kept as entities.", is_warning=True, record=whose)
        for key, count in self._unnamed.items():
            reason = f"{counted(count, 'span')} without a label in the group {key!r}."
            yield BadRecord(file, None, reason, "Labelled by the group's name.", is_warning=True, record=whose)

    def actors(self) -> tuple[GoldActor, ...]:
        """The actors that spans name, called as their first mention is."""
        found: dict[str, GoldActor] = {}
        for span in (*self._doc.ents, *self._grouped()):
            if key := _actor(span):
                kind = "person" if span.label_ in ("PERSON", "PER") else "organisation"
                found.setdefault(key, GoldActor(id=key, name=" ".join(span.text.split()), kind=kind))
        return tuple(found.values())

    def _grouped(self) -> Iterator[Span]:
        for key, group in self._groups.items():
            if key != REFUSED_KEY:
                yield from group

    def _node(self, span: Span) -> Node:
        label = span.label_
        if not label:
            key = next((key for key, group in self._groups.items() if span in group), "entity")
            label = EXCLUDED if key == EXCLUDED_KEY else key
            self._unnamed[key] += key != EXCLUDED_KEY
        where = ((span.start_char, span.end_char),)
        return Node("", label, where, span.text, actor=_actor(span), actor_name=span.text if _actor(span) else "")

    def _passes(self) -> tuple[PassName, ...]:
        """Entities were looked for where no token is left open, or where entities stand in a group of spans."""
        doc, found = self._doc, set(self.labels.passes)
        is_excluded = {token.i for span in self._groups.get(EXCLUDED_KEY, ()) for token in span}
        is_open = any(token.ent_iob == 0 for token in doc if token.i not in is_excluded)
        has_own = bool(self.labels.spans) and not doc.ents
        if is_open and not has_own:
            found.discard("entities")
        elif not is_open:
            found.add("entities")
        if self._groups.get(PARTS_KEY) == []:
            found.add("statements")
        return cast(
            "tuple[PassName, ...]", tuple(name for name in ("entities", "statements", "links") if name in found)
        )


def _actor(span: Span) -> str:
    key = span.kb_id_ or span.ent_id_
    return "" if key in NO_ACTORS else key


def _whole(doc: Doc) -> Whole | None:
    """What this program wrote beside the labels."""
    try:
        return msgspec.json.decode(doc.user_data.get(OURS_KEY, ""), type=Whole)
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError):
        return None


def _meta(doc: Doc) -> tuple[dict[str, str], int]:
    """What user data says of the article: what is a plain value, by name. And how many values are not."""
    meta: dict[str, str] = {}
    left = 0
    for key, value in cast("dict[Any, Any]", doc.user_data).items():
        name = _name(key)
        if key == "meta" and isinstance(value, dict):
            meta |= {str(own): str(held) for own, held in cast("dict[Any, Any]", value).items() if _is_plain(held)}
        elif name and name not in OWN_KEYS and _is_plain(value):
            meta.setdefault(name, str(value))
        elif name not in OWN_KEYS:
            left += 1
    return meta, left


def _name(key: Any) -> str:
    """The name of a value of the doc itself: a key, or an extension attribute; "" for one of a span or token."""
    if isinstance(key, str):
        return key
    parts = cast("tuple[Any, ...]", key) if isinstance(key, tuple) else ()
    return str(parts[1]) if len(parts) == 4 and parts[0] == "._." and parts[2] is None else ""


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
