"""Annotations of the W3C's Web Annotation model as they stand in files: their tags, targets, creators and relations.

Pages and collections, lists and lines give them one by one. Where their targets are is for `selectors` to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from annotator.formats.graph.model import (
    ANONYMOUS,
    FLAGS,
    LINKS,
    NOTHING,
    SPEAKER_ACTOR,
    SPEAKER_ANONYMOUS,
    SPEAKER_NAME,
    TYPE,
    NodeLink,
)
from annotator.formats.graph.reading import ROLES
from annotator.formats.json_shapes import JsonObject, a_list, a_score, a_string, an_object, objects_in
from annotator.formats.lenient import parse
from annotator.formats.link_words import actor_from, link_from
from annotator.formats.w3c.selectors import Clue, clue_of
from annotator.ids import as_uuid_hex

TAGGING = ("tagging", "classifying", "oa:tagging", "oa:classifying")
SAID = (ANONYMOUS, FLAGS, LINKS, NOTHING, SPEAKER_ACTOR, SPEAKER_NAME, SPEAKER_ANONYMOUS)
"""What a body that describes may say of an annotation, as "name: value"."""
SCORE = "score"
SNIFFED_ROWS = 5
"""So many rows of what a server found are looked at."""
ANNOTATION_KEYS = ("target", "hasTarget", "oa:hasTarget")


class Target(msgspec.Struct, frozen=True):
    """What an annotation is about: a part of a source, or another annotation by its id. `text`: that of the source."""

    source: str = ""
    clue: Clue = Clue()
    id: str = ""
    text: str = ""


class Annotation(msgspec.Struct):
    """An annotation. `labels` are its tags; `about` is what it says of its source as a whole, in JSON."""

    id: str
    number: int
    line: int
    targets: list[Target]
    is_link: bool = False
    labels: list[str] = []
    comments: int = 0
    creator: str = ""
    is_machine: bool = False
    score: float | None = None
    attributes: dict[str, str] = {}
    actor: str = ""
    actor_name: str = ""
    links: tuple[NodeLink, ...] = ()
    body_ids: tuple[str, ...] = ()
    about: JsonObject = {}


def annotations_in(value: Any) -> Iterator[JsonObject]:
    """The annotations of a value: itself, or those of a page, a collection, a graph or a list."""
    for item in objects_in(value):
        if any(key in item for key in ANNOTATION_KEYS):
            yield item
            continue
        for key in ("items", "first", "@graph", "annotations", "rows", "resources"):
            yield from annotations_in(item.get(key))


def is_annotations(value: JsonObject) -> bool:
    """Whether an object is an annotation, a page or a collection, by its context or its type."""
    context = json.dumps(value.get("@context", ""))
    if "anno.jsonld" in context or "oa.jsonld" in context or "ns/oa" in context:
        return True
    kinds = [a_string(kind).rpartition(":")[2] for kind in a_list(value.get("type") or value.get("@type"))]
    if "Annotation" in kinds:
        return any(key in value for key in ANNOTATION_KEYS)
    if {"AnnotationPage", "AnnotationCollection"} & set(kinds):
        return True
    if any(map(is_annotations, objects_in(value.get("rows"))[:SNIFFED_ROWS])):
        return True
    if isinstance(value.get("uri"), str) and a_string(value.get("user")).startswith("acct:"):
        return "target" in value
    return any(
        "selector" in target and ("body" in value or "uri" in value or "source" in target)
        for target in objects_in(value.get("target"))[:1]
    )


def read_annotation(raw: JsonObject, number: int, line: int) -> Annotation:
    """An annotation as far as it is understood here."""
    targets = [_target(item) for key in ANNOTATION_KEYS for item in a_list(raw.get(key))]
    motivations = [
        a_string(each).rpartition(":")[2] for each in a_list(raw.get("motivation") or raw.get("motivatedBy"))
    ]
    made = Annotation(
        id=key_of(a_string(raw.get("id") or raw.get("@id"))) or f"annotation-{number}",
        number=number,
        line=line,
        targets=targets,
        is_link="linking" in motivations,
        attributes={},
    )
    made.creator, made.is_machine = _creator(raw.get("creator") or raw.get("oa:annotatedBy") or raw.get("user"))
    made.labels = [a_string(tag) for tag in a_list(raw.get("tags")) if a_string(tag)]
    if isinstance(raw.get("uri"), str) and "body" not in raw:
        # As Hypothesis has it: the source beside the target, the comment beside the tags.
        made.targets = [_with_source(target, raw["uri"]) for target in made.targets]
        made.comments += bool(a_string(raw.get("text")))
    if "bodyValue" in raw:
        _take_words(made, "tagging" if "tagging" in motivations else "commenting", a_string(raw["bodyValue"]))
    for body in a_list(raw.get("body", raw.get("hasBody"))):
        _take_body(made, body, motivations)
    if TYPE in made.attributes and ROLES.get(made.labels[0].casefold()) != "content":
        made.labels.append(made.attributes.pop(TYPE))
    return made


def key_of(given: str) -> str:
    """An id as it is compared: a UUID in whatever spelling, else as it is without a leading "#"."""
    return as_uuid_hex(given.removeprefix("urn:uuid:").rpartition("#")[2] or given) or given.removeprefix("#")


def _with_source(target: Target, source: str) -> Target:
    return target if target.source else msgspec.structs.replace(target, source=source)


def _target(raw: Any) -> Target:
    if isinstance(raw, str):
        source, _, fragment = raw.partition("#")
        return Target(source=source, clue=clue_of(fragment), id=key_of(raw))
    item = an_object(raw)
    held = item.get("source", item.get("hasSource"))
    inner = an_object(held)
    source = a_string(held) or a_string(inner.get("id") or inner.get("@id"))
    own = a_string(item.get("id") or item.get("@id"))
    text = a_string(item.get("value") or inner.get("value") or inner.get("text"))
    clue = clue_of(item.get("selector", item.get("hasSelector")))
    if source or text:
        source, _, fragment = source.partition("#")
        return Target(source or own, clue if not clue.is_empty else clue_of(fragment), key_of(own), text)
    # Without a source it is another annotation, or a part of the one text that all of the file is about.
    return Target(id=key_of(own)) if clue.is_empty else Target(clue=clue)


def _creator(raw: Any) -> tuple[str, bool]:
    """Who made an annotation, and whether that is a program."""
    given = next(iter(a_list(raw)), None)
    if isinstance(given, str):
        return given.removeprefix("acct:").rstrip("/").rpartition("/")[2] or given, False
    item = an_object(given)
    named = (item.get(key) for key in ("name", "nickname", "nick", "email", "id", "@id"))
    name = next((a_string(each) for each in named if a_string(each)), "")
    kinds = [a_string(kind) for kind in a_list(item.get("type") or item.get("@type"))]
    return name, any(kind.endswith(("Software", "SoftwareAgent")) for kind in kinds)


def _take_body(made: Annotation, body: Any, motivations: list[str]) -> None:
    if isinstance(body, str):
        made.body_ids += (key_of(body),)
        made.comments += not made.is_link
        return
    item = an_object(body)
    if item.get("type") in ("Choice", "oa:Choice"):
        _take_body(made, next(iter(a_list(item.get("items"))), None), motivations)
        return
    given = [a_string(each).rpartition(":")[2] for each in a_list(item.get("purpose"))]
    purposes = given or motivations
    purpose = next((each for each in purposes if each in TAGGING), next(iter(purposes), ""))
    words = a_string(item.get("value", item.get("chars")))
    held = an_object(item.get("source"))
    about = a_string(held.get("label") or held.get("id") or item.get("source") or item.get("id") or item.get("@id"))
    if not made.creator and (words or about):
        made.creator, made.is_machine = _creator(item.get("creator"))
    if item.get("format") == "application/json" and purpose == "describing":
        made.about = _parsed(words)
    elif words:
        _take_words(made, purpose, words)
    elif about and purpose == "identifying":
        made.actor = key_of(about)
    elif about and purpose in TAGGING:
        made.labels.append(about.rstrip("/#").replace("#", "/").rpartition("/")[2])
    elif about:
        made.body_ids += (key_of(about),)
        made.comments += not made.is_link


def _take_words(made: Annotation, purpose: str, words: str) -> None:
    name, colon, rest = words.partition(": ")
    if purpose == "classifying" and made.labels:
        made.attributes[TYPE] = words
    elif purpose in TAGGING:
        made.labels.append(words)
    elif purpose == "identifying":
        made.actor, made.actor_name = actor_from(words)
    elif purpose == "linking" and not made.is_link and (link := link_from(words)) is not None:
        made.links += (link,)
    elif purpose == "describing" and colon and name in SAID:
        made.attributes[name] = rest
    elif purpose == "describing" and name == SCORE and (score := a_score(rest)) is not None:
        made.score = score
    else:
        made.comments += 1


def _parsed(words: str) -> JsonObject:
    try:
        return an_object(parse(words))
    except json.JSONDecodeError:
        return {}
