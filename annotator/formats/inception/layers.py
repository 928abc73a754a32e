"""The layers of an export, as INCEpTION must know them: type system, layer definition, tags, types of CAS JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.formats.inception.cas_model import CUSTOM, DOCUMENT, METADATA, NAMED_ENTITY
from annotator.formats.inception.cas_types import ANNOTATION, ANNOTATION_BASE, STRING, STRING_ARRAY, TOP, cassis
from annotator.formats.inception.notes import ACTOR, ATTRIBUTES, EVENT, EVENTS, FIELD, PASSES_DONE
from annotator.scheme import Scheme

STATEMENT, CUE, SPEAKER = f"{CUSTOM}Statement", f"{CUSTOM}Cue", f"{CUSTOM}Speaker"
VERBATIM, EXCLUDED = f"{CUSTOM}Verbatim", f"{CUSTOM}Excluded"
PARTS = "parts"
PARTS_LINK = f"{STATEMENT}PartsLink"
TYPES_OF_STATEMENTS = "Statement types"
ENTITY_LABELS = "Entity labels"


class Layer(msgspec.Struct, frozen=True):
    """A layer: what it is called in the interface, what it is for, its features of one value, and of several."""

    name: str
    title: str
    description: str
    features: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    is_span: bool = True


_OF_CONTENT = tuple(feature for feature in ATTRIBUTES.values() if feature != "anonymous")
LAYERS = (
    Layer(
        STATEMENT,
        "Statement",
        "Somebody's words or their report. Its parts are in slots: cue, speaker, verbatim, parent, continues.",
        ("value", *_OF_CONTENT),
        (EVENTS,),
    ),
    Layer(CUE, "Cue", "The words that make a statement one."),
    Layer(SPEAKER, "Speaker", "Whom a statement is attributed to.", ("identifier", "anonymous")),
    Layer(VERBATIM, "Verbatim", "Words in marks inside a mixed statement."),
    Layer(EXCLUDED, "Excluded", "A stretch that is no article."),
    Layer(
        ACTOR,
        "Actor",
        "A person or organisation that labels name.",
        ("identifier", "name", "kind"),
        ("aliases", "sameAs"),
        is_span=False,
    ),
    Layer(
        EVENT,
        "Event",
        "An event that statements are linked to.",
        ("identifier", "title", "category", "status", "date", "granularity", "place", "description"),
        is_span=False,
    ),
    Layer(PASSES_DONE, "Passes", "What was looked for in the article.", ("done",), is_span=False),
    Layer(FIELD, "Article field", "One field of the article's metadata.", ("name", "value"), is_span=False),
)


def cas_types() -> dict[str, Any]:
    """The types of a CAS JSON: those of our layers, and of INCEpTION's own what is used of them."""
    types = {layer.name: _cas_type(layer) for layer in LAYERS}
    types[STATEMENT][PARTS] = {"%NAME": PARTS, "%RANGE": f"{PARTS_LINK}[]"}
    types[PARTS_LINK] = _plain_type(PARTS_LINK, TOP, ("role",))
    types[PARTS_LINK]["target"] = {"%NAME": "target", "%RANGE": ANNOTATION}
    types[NAMED_ENTITY] = _plain_type(NAMED_ENTITY, ANNOTATION, ("value", "identifier"))
    types[METADATA] = _plain_type(METADATA, DOCUMENT, ("documentTitle", "documentId", "documentUri"))
    return types


def type_system() -> bytes:
    """The layers as a UIMA type system, which INCEpTION and every UIMA tool imports."""
    types = cassis().TypeSystem(add_document_annotation_type=False)
    link = types.create_type(PARTS_LINK, TOP)
    for layer in LAYERS:
        made = types.create_type(layer.name, ANNOTATION if layer.is_span else ANNOTATION_BASE, layer.description)
        for feature in layer.features:
            types.create_feature(made, feature, STRING)
        for feature in layer.lists:
            types.create_feature(made, feature, STRING_ARRAY)
    types.create_feature(link, "role", STRING)
    types.create_feature(link, "target", ANNOTATION)
    statement = types.get_type(STATEMENT)
    types.create_feature(statement, PARTS, "uima.cas.FSArray", elementType=PARTS_LINK)
    return (types.to_xml() or "").encode("utf-8")


def layer_definition(scheme: Scheme) -> bytes:
    """The layers as INCEpTION exports them, with the scheme's statement types as tags: Settings, Layers, Import."""
    return _pretty([_exported(layer, scheme) for layer in LAYERS])


def entity_tags(scheme: Scheme) -> bytes:
    """The scheme's labels as a tag set for the layer of named entities: Settings, Tagsets, Import."""
    return _pretty(_tag_set(ENTITY_LABELS, [label.name for label in scheme.labels]))


def _plain_type(name: str, above: str, features: tuple[str, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {"%NAME": name, "%SUPER_TYPE": above}
    return made | {feature: {"%NAME": feature, "%RANGE": STRING} for feature in features}


def _cas_type(layer: Layer) -> dict[str, Any]:
    made = _plain_type(layer.name, ANNOTATION if layer.is_span else ANNOTATION_BASE, layer.features)
    return made | {feature: {"%NAME": feature, "%RANGE": STRING_ARRAY} for feature in layer.lists}


def _exported(layer: Layer, scheme: Scheme) -> dict[str, Any]:
    features = [_feature(name, STRING, rank=rank) for rank, name in enumerate(layer.features)]
    features += [_feature(name, STRING_ARRAY, multi_value_mode="ARRAY") for name in layer.lists]
    if layer.name == STATEMENT:
        features[0]["tag_set"] = _tag_set(TYPES_OF_STATEMENTS, [choice.name for choice in scheme.statement_types])
        slots = {
            "multi_value_mode": "ARRAY",
            "link_mode": "WITH_ROLE",
            "link_type_name": PARTS_LINK,
            "link_type_role_feature_name": "role",
            "link_type_target_feature_name": "target",
        }
        features.append(_feature(PARTS, ANNOTATION, **slots))
    return {
        "name": layer.name,
        "features": features,
        "uiName": layer.title,
        "type": "span" if layer.is_span else "document-metadata",
        "description": layer.description,
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "attach_type": None,
        "attach_feature": None,
        "allow_stacking": True,
        "cross_sentence": True,
        "show_hover": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "NEVER",
        "lock_to_token_offset": False,
        "multiple_tokens": True,
        "linked_list_behavior": False,
        "on_click_javascript_action": None,
        "traits": None,
    }


def _feature(name: str, of: str, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": name,
        "tag_set": None,
        "uiName": name,
        "type": of,
        "enabled": True,
        "visible": True,
        "include_in_hover": False,
        "required": False,
        "remember": False,
        "hideUnconstraintFeature": False,
        "description": None,
        "multi_value_mode": "NONE",
        "link_mode": "NONE",
        "link_type_name": None,
        "link_type_role_feature_name": None,
        "link_type_target_feature_name": None,
        "traits": None,
        "curatable": True,
        "rank": 0,
    }
    return plain | more


def _tag_set(name: str, tags: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "description": "",
        "language": "",
        "tags": [{"tag_name": tag, "tag_description": ""} for tag in tags],
        "create_tag": True,
    }


def _pretty(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
