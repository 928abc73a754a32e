"""brat's configuration for a dataset: which labels there are (`annotation.conf`), and how they look (`visual.conf`)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from annotator.formats.brat.names import (
    ANONYMOUS,
    FLAGS,
    NONE_FOUND,
    NOTHING_TO_LINK,
    PARENT,
    PART_LABELS,
    STATEMENT,
    TYPE,
    safe_name,
    safe_value,
)
from annotator.formats.graph.model import CONTENT, CUE, EXCLUDED, SPEAKER, VERBATIM
from annotator.model import UNSURE
from annotator.scheme import Scheme

GREY, PAPER = "#ECEBE8", "#FFFFFF"
_MEANT = str.maketrans({"|": "/", "<": "(", ">": ")"})
COLOURS = {CONTENT: "#DCE9FB", CUE: "#FBEBCF", SPEAKER: "#E9E2FA", VERBATIM: "#DDF1E1", EXCLUDED: GREY}


class Used(msgspec.Struct, frozen=True):
    """What a dataset uses, beside what its scheme has: the name in brat → what it stands for."""

    labels: dict[str, str] = {}
    types: dict[str, str] = {}
    flags: dict[str, str] = {}


def annotation_conf(scheme: Scheme, used: Used) -> str:
    """The types of annotations, by which brat lets them be made and changed."""
    types = [*(safe_value(choice.name) for choice in scheme.statement_types), *used.types]
    parts = [f"{PART_LABELS[CONTENT]}+:{PART_LABELS[CONTENT]}", f"{PART_LABELS[CUE]}?:{PART_LABELS[CUE]}"]
    parts += [f"{PART_LABELS[part]}*:{PART_LABELS[part]}" for part in (SPEAKER, VERBATIM)]
    sections = {
        "entities": [*_labels(scheme, used), *PART_LABELS.values()],
        "relations": ["<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"],
        "events": [f"{STATEMENT}\t{', '.join(parts)}, {PARENT}?:{STATEMENT}"],
        "attributes": [
            f"{TYPE}\tArg:{STATEMENT}, Value:{'|'.join(dict.fromkeys(types))}",
            f"{ANONYMOUS}\tArg:{STATEMENT}|{PART_LABELS[SPEAKER]}",
            *(f"{name}\tArg:{STATEMENT}" for name in (NOTHING_TO_LINK, *NONE_FOUND.values())),
            f"{FLAGS}\tArg:<ANY>, Value:{'|'.join(dict.fromkeys((UNSURE, *used.flags)))}",
        ],
    }
    return _text(sections)


def visual_conf(scheme: Scheme, used: Used) -> str:
    """How the types are called and coloured: as in the scheme."""
    labels = _labels(scheme, used)
    titles = {safe_name(label.name): label.title for label in scheme.labels}
    drawn = {name: scheme.family_of(label).light.get("fill", GREY) for name, label in labels.items()}
    drawn |= {PART_LABELS[part]: colour for part, colour in COLOURS.items()} | {STATEMENT: PAPER}
    sections = {
        "labels": [f"{name} | {_on_one_line(titles.get(name, label))}" for name, label in labels.items()],
        "drawing": [
            "SPAN_DEFAULT\tfgColor:black, bgColor:white, borderColor:darken",
            "ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5",
            *(f"{name}\tbgColor:{colour}" for name, colour in drawn.items()),
        ],
    }
    return _text(sections)


def _labels(scheme: Scheme, used: Used) -> dict[str, str]:
    return {safe_name(label.name): label.name for label in scheme.labels} | used.labels


def _on_one_line(title: str) -> str:
    """A title without what parts the fields of the file, or what brat takes for macros and marks of its own."""
    return " ".join(title.translate(_MEANT).split()).lstrip("!# ") or "-"


def _text(sections: Mapping[str, list[str]]) -> str:
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())
