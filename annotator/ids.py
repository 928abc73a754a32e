"""Ids: random for what people make, derived (UUIDv5) for what must be the same everywhere. All UUIDs in hex."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence

NAMESPACE = uuid.UUID("6f0b1a52-6f6c-5d0e-9a55-0d6f2f4a6b11")


def random_id() -> str:
    """A new random id."""
    return uuid.uuid4().hex


def derived_id(*parts: str) -> str:
    """The id that the same parts give on every machine."""
    # What `uuid.uuid5` does, in a quarter of the time: review derives an id for every card of an article.
    digest = hashlib.sha1(NAMESPACE.bytes + "\x1f".join(parts).encode(), usedforsecurity=False).digest()
    name = bytearray(digest[:16])
    name[6] = name[6] & 0x0F | 0x50
    name[8] = name[8] & 0x3F | 0x80
    return name.hex()


def text_sha256(text: str) -> str:
    """SHA-256 of a stored text, in hex. A stored text holds no lone surrogates (`annotator.text`)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def article_id(text: str) -> str:
    """The id of the article with this stored text: the same text is the same article everywhere."""
    return derived_id("article", text_sha256(text))


def suggestion_id(article: str, kind: str, spans: Iterable[Sequence[int]], label: str) -> str:
    """The id of what a machine proposes: `spans` in code points, `label` an entity's label or a statement's type."""
    return derived_id("suggestion", article, kind, _spans_key(spans), label)


def imported_id(article: str, kind: str, spans: Iterable[Sequence[int]], label: str, layer: str) -> str:
    """The id of an imported annotation that brings no UUID of its own; equal values in one layer are one object."""
    return derived_id("imported", article, kind, _spans_key(spans), label, layer)


def card_id(article: str, kind: str, members: Iterable[str]) -> str:
    """The id of a unit under review, and of the lead's decision on it: `members` are the ids that it has in layers.

    Two leads who settle the same versions decide one subject, so that differing decisions are a conflict.
    """
    return derived_id("card", article, kind, ",".join(sorted(set(members))))


def assignment_id(article: str, annotator: str) -> str:
    """The id of the assignment of an article to an annotator: there is one at most."""
    return derived_id("assignment", article, annotator)


def snapshot_id(name: str) -> str:
    """The id of the release with this name."""
    return derived_id("snapshot", name)


def link_id(statement: str, event: str, relation: str) -> str:
    """The id of a link: changing its relation makes another link."""
    return derived_id("link", statement, event, relation)


def suggested_actor_id(name: str, kind: str) -> str:
    """The id of an actor that the machine proposes by name: two machines propose the same one."""
    return derived_id("actor", kind, " ".join(name.split()).casefold())


def as_uuid_hex(value: object) -> str | None:
    """`value` as a UUID in hex if it is one in any usual spelling, else None."""
    if not isinstance(value, str):
        return None
    try:
        return uuid.UUID(value).hex
    except ValueError:
        return None


def _spans_key(spans: Iterable[Sequence[int]]) -> str:
    return ",".join(f"{start}-{end}" for start, end in spans)
