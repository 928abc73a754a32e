"""What the keys of a Prodigy task mean: its kind, who gave it, its spans and relations as nodes and edges. Pure.

Offsets are code points, ends exclusive, but `token_end` is the index of the last token. A relation names the last
token of each of its spans. Which answers become labels is in `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast
from urllib.parse import unquote

import msgspec

from annotator.formats.gold.schema import GoldActor, GoldEvent, Part
from annotator.formats.graph.model import SPEAKER_ACTOR, SPEAKER_NAME, Edge, Node, NodeLink
from annotator.formats.graph.reading import ROLES, unique_ids
from annotator.formats.records import ADJUDICATED
from annotator.model import PARTS, PassName

Task = dict[str, Any]
Kind = Literal["manual", "binary", "choice", "grammar"]

CHOICES = (
    *("choice", "classification", "textcat", "compare", "diff", "text", "html", "text_input", "llm_io"),
    *("image", "image_manual", "audio", "audio_manual"),
)
GRAMMAR = ("pos", "pos_manual", "dep", "dep_manual")
MANUAL = ("ner_manual", "spans_manual", "relations")
BINARY = ("ner", "spans")
PROPOSED = ("answer", "rank", "score", "source", "priority")
"""Keys of a span by which one that a model proposed is told where the task does not name its view."""

_SITTING = re.compile(r"(?:.*-)?\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")


def kind_of(task: Task, view: str) -> Kind:
    """Whether labels were set by hand, one proposal was judged, something about the whole text was chosen, or words
    were parsed."""
    spans = objects(task.get("spans"))
    if view in GRAMMAR:
        return "grammar"
    asks = "options" in task or isinstance(task.get("accept"), list) or ("label" in task and not spans)
    if view in CHOICES or (asks and view not in MANUAL and not (view == "blocks" and task.get("tokens"))):
        return "choice"
    if isinstance(task.get("_is_binary"), bool):
        return "binary" if task["_is_binary"] else "manual"
    if view:
        return "binary" if view in BINARY else "manual"
    by_hand = any("token_start" in span for span in spans)
    return "binary" if not by_hand and any(key in span for span in spans for key in PROPOSED) else "manual"


def is_whole(task: Task, view: str) -> bool:
    """Whether a task that was done by hand is all that its annotator found in its text."""
    return view in MANUAL or "spans" in task or "tokens" in task


def view_of(task: Task, row: Task) -> str:
    """The view in which a task was answered; of a reviewed one, that which was reviewed."""
    views = (task.get("_view_id"), task.get("view_id"), row.get("view_id"))
    return next((view for view in views if isinstance(view, str) and view != "review"), "")


def annotators_of(version: Task, dataset: str) -> list[str]:
    """Who gave a version under review: all sessions that agree in it."""
    sessions = [name for name in _list(version.get("sessions")) if isinstance(name, str)]
    raw = sessions or [_raw_name(version)]
    return list(dict.fromkeys(_name(each, dataset) for each in raw if each))


def annotator_of(task: Task, dataset: str) -> str:
    """Who answered a task; "" for a sitting that only has a time. `dataset`: what Prodigy puts before each name."""
    raw = _raw_name(task)
    return "" if _SITTING.fullmatch(raw) else _name(raw, dataset)


def _raw_name(task: Task) -> str:
    names = (task.get("_annotator_id"), task.get("_session_id"))
    return next((unquote(name).strip() for name in names if isinstance(name, str) and name.strip()), "")


def _name(raw: str, dataset: str) -> str:
    name = "".join(one for one in unquote(raw) if one.isprintable()).strip()
    name = name.removeprefix(f"{dataset}-") or name
    return f"{name}-1" if name == ADJUDICATED else name


def passes_in(task: Task) -> set[PassName]:
    """The passes to which the labels of a task belong."""
    names = (span.get("label") for span in objects(task.get("spans")))
    return {
        "statements" if name.casefold() in ROLES else "entities" for name in names if isinstance(name, str) and name
    }


class Marks(msgspec.Struct, frozen=True):
    """The spans of a task, each with its own answer where it has one ("" else), and the relations between them.

    `bare`: how many relations join words without a label; `unusable`: how many spans lack a label or a place.
    `stale`: how many spans repeat other words than those at their place, which their tokens confirm.
    `decided`: id of a content → the parts of its statement that were decided, in rows that we wrote.
    """

    nodes: tuple[Node, ...]
    answers: tuple[str, ...]
    edges: tuple[Edge, ...]
    bare: int
    unusable: int
    stale: int
    decided: Mapping[str, tuple[Part, ...]]


def marks_of(task: Task) -> Marks:
    """The labels of a task. Spans without offsets get those of their tokens."""
    spans, tokens = objects(task.get("spans")), objects(task.get("tokens"))
    # Words that only relations join stand among the spans too.
    spans = [span for span in spans if _label(span) or span.get("type") != "token"]
    usable = [(span, place) for span in spans if _label(span) and (place := _place(span, tokens)) is not None]
    is_stale = [_is_stale(span, place, tokens) for span, place in usable]
    nodes = unique_ids(
        _node({**span, "text": ""} if stale else span, place)
        for (span, place), stale in zip(usable, is_stale, strict=True)
    )
    relations = objects(task.get("relations"))
    edges = [edge for relation in relations if (edge := _edge(relation, nodes, tokens)) is not None]
    return Marks(
        nodes=tuple(nodes),
        answers=tuple(_word(span.get("answer")) for span, _ in usable),
        edges=tuple(dict.fromkeys(edges)),
        bare=len(relations) - len(edges),
        unusable=len(spans) - len(usable),
        stale=sum(is_stale),
        decided={
            node.id: tuple(part for part in PARTS if part in span["decided"])
            for node, (span, _) in zip(nodes, usable, strict=True)
            if isinstance(span.get("decided"), list)
        },
    )


def events_of(task: Task) -> tuple[GoldEvent, ...]:
    """The events that links in a task's spans name with a title, each once."""
    links = (link for span in objects(task.get("spans")) for link in _links(span.get("links")))
    titles = {link.event: link.title for link in links if link.title}
    return tuple(GoldEvent(id=key, title=title) for key, title in titles.items())


def actors_of(task: Task) -> tuple[GoldActor, ...]:
    """The actors whose names stand in a task's spans, each once."""
    found: dict[str, GoldActor] = {}
    for span in objects(task.get("spans")):
        said = cast("Task", span["attributes"]) if isinstance(span.get("attributes"), dict) else {}
        key = _word(span.get("actor")) or _word(said.get(SPEAKER_ACTOR))
        name = _word(span.get("actor_name")) or _word(said.get(SPEAKER_NAME))
        if key and name:
            found.setdefault(key, GoldActor(id=key, name=name, kind=_word(span.get("actor_kind")) or "person"))
    return tuple(found.values())


def _node(span: Task, place: tuple[int, int]) -> Node:
    score = span.get("score")
    said = span.get("attributes")
    held = cast("dict[str, Any]", said) if isinstance(said, dict) else {}
    return Node(
        id=_word(span.get("id")),
        label=_label(span),
        pieces=(place,),
        text=_word(span.get("text")),
        attributes={key: value for key, value in held.items() if isinstance(value, str)},
        actor=_word(span.get("actor")),
        actor_name=_word(span.get("actor_name")),
        links=tuple(_links(span.get("links"))),
        score=float(score) if isinstance(score, int | float) and not isinstance(score, bool) else None,
        source=_word(span.get("source")),
    )


def _links(value: Any) -> Iterator[NodeLink]:
    for link in _list(value):
        try:
            yield msgspec.convert(link, NodeLink)
        except msgspec.ValidationError:
            continue


def _place(span: Mapping[str, Any], tokens: list[Task]) -> tuple[int, int] | None:
    start, end = whole(span.get("start")), whole(span.get("end"))
    if start is None and (token := _token(tokens, span.get("token_start"))):
        start = whole(token.get("start"))
    if end is None and (token := _token(tokens, span.get("token_end"))):
        end = whole(token.get("end"))
    return None if start is None or end is None else (start, end)


def _is_stale(span: Task, place: tuple[int, int], tokens: list[Task]) -> bool:
    """Whether the text of a span is not that of its tokens, which stand where the span does: Prodigy keeps the words
    that a model proposed when its annotator draws the span anew."""
    words = _word(span.get("text"))
    first, last = _token(tokens, span.get("token_start")), _token(tokens, span.get("token_end"))
    if not words or first is None or last is None or (first.get("start"), last.get("end")) != place:
        return False
    return not (words.startswith(_word(first.get("text"))) and words.endswith(_word(last.get("text"))))


def _token(tokens: list[Task], index: Any) -> Task | None:
    at = whole(index)
    return tokens[at] if at is not None and 0 <= at < len(tokens) else None


def _edge(relation: Task, nodes: list[Node], tokens: list[Task]) -> Edge | None:
    head = _end(relation.get("head_span"), relation.get("head"), nodes, tokens)
    child = _end(relation.get("child_span"), relation.get("child"), nodes, tokens)
    return Edge(_label(relation), head.id, child.id) if head and child else None


def _end(named: Any, index: Any, nodes: list[Node], tokens: list[Task]) -> Node | None:
    """The span at which a relation begins or ends: the one it repeats, else that of its token."""
    span = cast("Task", named) if isinstance(named, dict) else {}
    if own := _word(span.get("id")):
        found = next((node for node in nodes if node.id == own), None)
        if found is not None:
            return found
    if (place := _place(span, tokens)) is not None:
        there = [node for node in nodes if node.pieces == (place,)]
        return next((node for node in there if node.label == _label(span)), next(iter(there), None))
    if (token := _token(tokens, index)) is None:
        return None
    start, end = whole(token.get("start")), whole(token.get("end"))
    if start is None or end is None:
        return None
    around = [node for node in nodes if node.start <= start and end <= node.end]
    return min(around, key=lambda node: (node.end != end, node.end - node.start), default=None)


def objects(value: Any) -> list[Task]:
    """The objects of a list; none of what is no list."""
    return [cast("Task", item) for item in _list(value) if isinstance(item, dict)]


def whole(value: Any) -> int | None:
    """A number as others write offsets: 3, 3.0 or "3"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16 else None


def _label(span: Mapping[str, Any]) -> str:
    return _word(span.get("label")).strip()


def _word(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
