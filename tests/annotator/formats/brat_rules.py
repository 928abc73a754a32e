"""brat's rules for its files, restated from what its server does on reading: each function raises where it would."""

from __future__ import annotations

import re
from collections.abc import Iterator

RESERVED = re.compile(r"<(?:ANY|ENTITY|RELATION|EVENT|NONE|EMPTY|REL-TYPE|URL|NORM|OVERLAP|OVL-TYPE|INHERIT|DEFAULT)>")
NAME = re.compile(r"<OVERLAP>|[a-zA-Z0-9_-]+")
Arguments = dict[str, tuple[str, list[str]]]
"""Role → how often it may be filled (one of "", "?", "*", "+"), and by which types; "Arg" and "Value" of attributes."""
Section = dict[str, Arguments]


def configuration(text: str) -> dict[str, Section]:
    """The sections of an `annotation.conf` or `visual.conf`."""
    sections: dict[str, Section] = {}
    current = ""
    for line in text.split("\n"):
        if header := re.match(r"^\s*\[(.*)\]\s*$", line):
            current = header[1]
            sections[current] = {}
        elif line.strip():
            name, arguments = _definition(line, current)
            assert name not in sections[current], f"defined twice: {name}"
            sections[current][name] = arguments
    return sections


def _definition(line: str, section: str) -> tuple[str, Arguments]:
    assert not re.match(r"^\s*(?:#|-+\s*$)|^\s", line), f"a comment, separator or child: {line}"
    assert "<" not in RESERVED.sub("", line), f"an undefined macro: {line}"
    found = re.match(r"^([^\t]+)(?:\t(.*))?$" if section == "labels" else r"^(\S+)(?:\s+(.*))?$", line)
    assert found, line
    terms = [term.strip() for term in found[1].split("|")]
    assert NAME.fullmatch(terms[0]), f"no name for storage: {terms[0]}"
    assert all(term and term[0] != "!" for term in terms), f"an empty or unused term: {line}"
    arguments: Arguments = {}
    for given in (found[2] or "").split(",") if found[2] else ():
        argument = re.fullmatch(r"(\S+?)([?*+]?):(\S+)", given.strip())
        assert argument, f"no argument: {given}"
        if not RESERVED.fullmatch(argument[1]):
            assert argument[1] not in arguments
            arguments[argument[1]] = (argument[2], argument[3].split("|"))
    return terms[0], arguments


def check_annotations(lines: str, text: str, known: dict[str, Section]) -> None:
    """The lines of an `.ann` file: identifiers, spans, triggers, roles and attributes as the configuration has them."""
    ids: dict[str, str] = {}
    events: list[tuple[str, str, list[str]]] = []
    for line in lines.rstrip("\n").split("\n") if lines else ():
        own, data, *rest = line.split("\t")
        assert own not in ids, f"an id twice: {own}"
        ids[own] = data.split(" ")[0].split(":")[0]
        if own[0] == "T":
            _check_span(data, rest[0], text, known)
        elif own[0] == "E":
            head, *roles = data.split(" ")
            events.append((*head.split(":"), roles))  # type: ignore[arg-type]
        elif own[0] == "N":
            assert re.fullmatch(r"\S+ \S+ \S+?:\S+", data), line
        else:
            assert len(data.split(" ")) == (3 if own[0] == "A" and known["attributes"][ids[own]].get("Value") else 2)
    triggers = {trigger for _, trigger, _ in events}
    for kind, trigger, roles in events:
        assert ids[trigger] == kind, f"a trigger of another type: {trigger}"
        _check_roles(roles, ids, known["events"][kind])
    for own, target, value in _said(lines):
        assert target in ids, f"{own} says something of {target}, which is not there"
        assert target not in triggers, f"{own} says something of the trigger {target}"
        if own[0] == "A":
            _check_attribute(ids[own], ids[target], value, known["attributes"])


def _said(lines: str) -> Iterator[tuple[str, str, str]]:
    for line in lines.rstrip("\n").split("\n") if lines else ():
        own, data, *_ = line.split("\t")
        if own[0] in "AN#":
            _, target, *value = data.split(" ")
            yield own, target, value[0] if value else ""


def _check_span(data: str, words: str, text: str, known: dict[str, Section]) -> None:
    label, _, places = data.partition(" ")
    assert label in known["entities"] or label in known["events"]
    pieces = [tuple(map(int, place.split(" "))) for place in places.split(";")]
    assert all(start < end for start, end in pieces)
    assert words == " ".join(text[start:end] for start, end in pieces)


def _check_roles(roles: list[str], ids: dict[str, str], arguments: Arguments) -> None:
    names = [re.sub(r"\d+$", "", role.split(":")[0]) for role in roles]
    for name, filler in zip(names, (role.split(":")[1] for role in roles), strict=True):
        assert ids[filler] in arguments[name][1], f"{ids[filler]} as {name}"
    for name, (often, _) in arguments.items():
        assert names.count(name) >= (often in ("", "+"))
        assert names.count(name) <= 1 or often in ("*", "+")


def _check_attribute(name: str, target: str, value: str, attributes: Section) -> None:
    targets = attributes[name]["Arg"][1]
    assert "<ANY>" in targets or target in targets, f"{name} of {target}"
    assert not value or value in attributes[name]["Value"][1], f"{name} {value}"
