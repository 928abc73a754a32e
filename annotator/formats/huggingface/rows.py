"""Rows of a dataset for the Hugging Face hub: a record of the gold format as columns of fixed types, and back.

What does not fit into columns stands in `raw`, the record as JSON without its text, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldFragment, GoldSpan, GoldStatement
from annotator.formats.huggingface.features import Columns, Tags
from annotator.formats.tokens import Token, tokenize
from annotator.scheme import Scheme

META = ("title", "source", "url", "published", "author", "language")
FRAGMENT: Columns = {"start": "int64", "end": "int64", "text": "string"}
SPAN: Columns = {
    "id": "string",
    "start": "int64",
    "end": "int64",
    "label": "string",
    "text": "string",
    "actor": "string",
    "how": "string",
}
LINK: Columns = {"event": "string", "relation": "string", "conditional": "bool"}
STATEMENT: Columns = {
    "id": "string",
    "type": "string",
    "text": "string",
    "content": [FRAGMENT],
    "cue": [FRAGMENT],
    "speaker": [FRAGMENT],
    "actor": "string",
    "actor_name": "string",
    "anonymous": "bool",
    "parent": "string",
    "links": [LINK],
    "decided": ["string"],
    "how": "string",
}

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode

FindActor = Callable[[str], GoldActor | None]


def columns_of(scheme: Scheme) -> Columns:
    """The columns and their types; the tags are those of the scheme's labels, in IOB2."""
    return {
        "id": "string",
        "text": "string",
        **dict.fromkeys(META, "string"),
        "annotated": ["string"],
        "tokens": ["string"],
        "token_starts": ["int64"],
        "ner_tags": [Tags(tag_names_of(scheme))],
        "spans": [SPAN],
        "statements": [STATEMENT],
        "raw": "string",
    }


def tag_names_of(scheme: Scheme) -> tuple[str, ...]:
    """O, then B and I of every label."""
    return ("O", *(f"{edge}-{label.name}" for label in scheme.labels for edge in "BI"))


def row_of(article: GoldArticle, numbers: dict[str, int], find_actor: FindActor) -> dict[str, Any]:
    """The row of an article. `numbers`: tag → the number that stands for it."""
    cuts = {offset for span in article.spans for offset in (span.start, span.end)}
    tokens = tokenize(article.text, cuts)
    raw = msgspec.structs.replace(article, text="")
    return {
        "id": article.id,
        "text": article.text,
        **{name: article.meta.get(name, "") for name in META},
        "annotated": list(article.annotated),
        "tokens": [article.text[token.start : token.end] for token in tokens],
        "token_starts": [token.start for token in tokens],
        "ner_tags": _tags(tokens, article.spans, numbers),
        "spans": [_span(span, find_actor) for span in article.spans],
        "statements": [_statement(statement) for statement in article.statements],
        "raw": _encode(raw).decode(),
    }


def record_of(row: dict[str, Any]) -> dict[str, Any]:
    """The record of a row that we wrote, as the gold format has it.

    Raises:
        msgspec.DecodeError: its `raw` is no JSON.
    """
    return {**_decode(row["raw"]), "text": row["text"]}


def _tags(tokens: Sequence[Token], spans: Iterable[GoldSpan], numbers: dict[str, int]) -> list[int]:
    """The tag of each token: of spans that overlap the longer one's, of equal ones the first's."""
    tags = [0] * len(tokens)
    at = {token.start: number for number, token in enumerate(tokens)}
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if f"B-{span.label}" not in numbers:
            continue
        own = [at[offset] for offset in range(span.start, span.end) if offset in at]
        if own and not any(tags[number] for number in own):
            tags[own[0]] = numbers[f"B-{span.label}"]
            for number in own[1:]:
                tags[number] = numbers[f"I-{span.label}"]
    return tags


def _span(span: GoldSpan, find_actor: FindActor) -> dict[str, Any]:
    actor = find_actor(span.actor) if span.actor else None
    named = {name: getattr(span, name) for name in ("id", "start", "end", "label", "text", "how")}
    return {**named, "actor": actor.name if actor else ""}


def _statement(statement: GoldStatement) -> dict[str, Any]:
    speaker = statement.speaker
    mention = speaker.mention if speaker else None
    return {
        "id": statement.id,
        "type": statement.type,
        "text": statement.text,
        "content": [_fragment(piece) for piece in statement.content],
        "cue": [_fragment(statement.cue)] if statement.cue else [],
        "speaker": [_fragment(mention)] if mention else [],
        "actor": (speaker.actor or "") if speaker else "",
        "actor_name": (speaker.name or "") if speaker else "",
        "anonymous": bool(speaker and speaker.anonymous),
        "parent": statement.parent or "",
        "links": [
            {"event": link.event, "relation": link.relation, "conditional": link.conditional}
            for link in statement.links
        ],
        "decided": list(statement.decided),
        "how": statement.how,
    }


def _fragment(piece: GoldFragment) -> dict[str, Any]:
    return {"start": piece.start, "end": piece.end, "text": piece.text}
