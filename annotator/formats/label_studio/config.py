"""Label Studio's labelling configuration: which key of a task holds the text, read; what an export needs, written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import quoteattr

import msgspec

from annotator.errors import UserError
from annotator.formats.graph.model import CONTENT, CUE, EDGE_TYPES, EXCLUDED, NOTHING, SPEAKER, TYPE, VERBATIM
from annotator.formats.graph.none_found import MAY_BE_NONE
from annotator.formats.limits import read_bounded
from annotator.formats.xml import Element, local, parse_damaged
from annotator.scheme import Scheme

Kind = Literal["text", "html", "dialogue"]
KINDS: dict[str, Kind] = {"text": "text", "hypertext": "html", "paragraphs": "dialogue"}
NAMES = ("config.xml", "label_config.xml", "labeling_config.xml", "label-config.xml", "labelling_config.xml")
CONFIG_BYTES = 1 << 20
LABELS, RELATIONS, TEXT = "label", "relations", "text"
"""The names of our own controls."""
PART_COLOURS = {CONTENT: "#8F610C", CUE: "#0F5617", SPEAKER: "#B0034D", VERBATIM: "#C7962B", EXCLUDED: "#646665"}
ANSWERED = ("flags", "actor", "events", "speaker_actor", "speaker_name")
"""What is answered in words about a region; the rest is chosen."""
CHOSEN = {"anonymous": ("yes",), "speaker_anonymous": ("yes",), "links": ("none",), NOTHING: MAY_BE_NONE}
"""What is chosen about a region, beside the type; several at once where there are several."""


class Source(msgspec.Struct, frozen=True):
    """An object tag: what is labelled, under which key of a task's data, and how it is written there."""

    name: str
    kind: Kind
    key: str
    is_url: bool = False
    author_key: str = "author"
    text_key: str = "text"


def find_config(path: Path) -> dict[str, Source]:
    """The sources, by name, of the configuration beside a file of tasks, or one folder above it; none without one."""
    for folder in dict.fromkeys((path.parent, path.parent.parent)):
        for name in (*NAMES, f"{path.stem}.xml"):
            file = folder / name
            if file.is_file() and (sources := _read(file)):
                return sources
    return {}


def is_config(path: Path) -> bool:
    """Whether a file is a labelling configuration."""
    return path.is_file() and path.suffix.lower() == ".xml" and bool(_read(path))


def _read(path: Path) -> dict[str, Source]:
    """The sources that a configuration names; none for any other XML."""
    try:
        root, _ = parse_damaged(read_bounded(path, CONFIG_BYTES))
    except (UserError, OSError):
        return {}
    if root is None or _tag(root) != "view":
        return {}
    found = [_source(element) for element in root.iter() if _tag(element) in KINDS]
    return {source.name: source for source in found if source.key}


def _source(element: Element) -> Source:
    given = {str(name).lower(): str(value) for name, value in element.attrib.items()}
    value = given.get("value", "")
    return Source(
        name=given.get("name", ""),
        kind=KINDS[_tag(element)],
        key=value[1:] if value.startswith("$") else "",
        is_url=given.get("valuetype", "").lower() == "url",
        author_key=given.get("namekey", "author"),
        text_key=given.get("textkey", "text"),
    )


def _tag(element: Element) -> str:
    return local(element).lower()


def config_xml(scheme: Scheme, labels: Iterable[str], types: Iterable[str]) -> bytes:
    """A configuration for what an export writes. `labels` and `types`: those in use, also without the scheme."""
    chosen = {TYPE: tuple(dict.fromkeys((*(choice.name for choice in scheme.statement_types), *types))), **CHOSEN}
    lines = [
        "<View>",
        "  <Relations>",
        *(f"    {_element('Relation', value=edge)}" for edge in EDGE_TYPES),
        "  </Relations>",
        f"  {_element('Text', name=TEXT, value='$text', granularity='symbol')}",
        f"  {_opening('Labels', name=LABELS, toName=TEXT)}",
        *(f"    {label}" for label in _labels(scheme, labels)),
        "  </Labels>",
        *(line for name, choices in chosen.items() for line in _choices(name, choices)),
        *(f"  {_element('TextArea', **_question(name), placeholder=name, editable='true')}" for name in ANSWERED),
        "</View>",
    ]
    return "\n".join([*lines, ""]).encode("utf-8")


def _choices(name: str, choices: Sequence[str]) -> Iterator[str]:
    several = {"choice": "multiple"} if name == NOTHING else {}
    yield f"  {_opening('Choices', **_question(name), showInline='true', **several)}"
    yield from (f"    {_element('Choice', value=choice)}" for choice in choices)
    yield "  </Choices>"


def _question(name: str) -> dict[str, str]:
    """The attributes of a question about a single region, shown for the labels that it makes sense for."""
    only = SPEAKER if name == "anonymous" else "" if name in ("flags", "actor") else CONTENT
    given = {"name": name, "toName": TEXT, "perRegion": "true"}
    return {**given, "whenTagName": LABELS, "whenLabelValue": only} if only else given


def _element(tag: str, **attributes: str) -> str:
    return f"{_opening(tag, **attributes)[:-1]}/>"


def _opening(tag: str, **attributes: str) -> str:
    given = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{given}>"


def _labels(scheme: Scheme, used: Iterable[str]) -> Iterator[str]:
    """The labels of the scheme and those without it that were used, with the colours of their families."""
    for label in scheme.labels:
        given = {"value": label.name, "background": scheme.family_of(label.name).light["mark"], "hotkey": label.key}
        yield _element("Label", **{name: value for name, value in given.items() if value})
    known = {label.name for label in scheme.labels} | PART_COLOURS.keys()
    for name in sorted(set(used) - known):
        yield _element("Label", value=name, background=scheme.family_of(name).light["mark"])
    for name, colour in PART_COLOURS.items():
        yield _element("Label", value=name, background=colour)
