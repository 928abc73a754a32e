"""Names in brat: which of its labels and roles mean what here, and labels of a scheme as names that brat takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from annotator.formats.escaped_names import ESCAPING, escape, escaped, unescaped
from annotator.formats.graph.model import CONTENT, CUE, EXCLUDED, SPEAKER, VERBATIM
from annotator.formats.graph.none_found import MAY_BE_NONE
from annotator.formats.graph.reading import ROLES

STATEMENT = "Statement"
"""The label of the events that are statements, and of their triggers."""
PART_LABELS: Mapping[str, str] = {part: part.capitalize() for part in (CONTENT, CUE, SPEAKER, VERBATIM, EXCLUDED)}
PARENT = "Parent"
TYPE, ANONYMOUS, FLAGS, NOTHING_TO_LINK = "Type", "Anonymous", "Flags", "Nothing-to-link"
"""Attributes."""
NONE_FOUND: Mapping[str, str] = {part: f"No-{part}" for part in MAY_BE_NONE}
"""Part of a statement → the attribute that somebody found it to be none."""
LINK, SCORE = "Link", "Score"
"""Kinds of notes."""
ACTOR = "Actor"
"""The database that our actors' ids are of."""

Part = Literal["content", "cue", "speaker", "verbatim", "parent"]

_UNSAFE = re.compile(rf"[^A-Za-z0-9_-]|{ESCAPING}")
_STATEMENTS = re.compile(r"(?:statement|attribution|quot(?:e|ation))s?\b", re.IGNORECASE)
_ROLE_ENDS = re.compile(r"(?:[-_]arg)?\d*$", re.IGNORECASE)


def safe_name(label: str) -> str:
    """A label as brat takes names: letters of ASCII, digits, "_" and "-". `label_of` gives the label back.

    Every other character is escaped, and the first one of a name that means something else here, or a rule in brat.
    """
    name = safe_value(label)
    is_rule = not name.strip("-")
    if is_rule or name.casefold() in ROLES or is_statement_label(name):
        return escape(name[0]) + name[1:] if name else name
    return name


def safe_value(value: str) -> str:
    """The value of an attribute as brat takes it; `label_of` gives it back."""
    return escaped(value, _UNSAFE)


def label_of(name: str) -> str:
    """The label, or value, that a name stands for."""
    return unescaped(name)


def is_statement_label(label: str) -> bool:
    """Whether events of this label are statements, as far as the label tells."""
    return _STATEMENTS.match(label) is not None


def part_of(role: str) -> Part | None:
    """The part of a statement that is filled in a role: Content2, Source-Arg, speaker … None for other roles."""
    name = _ROLE_ENDS.sub("", role).casefold()
    if name in ("parent", "nested", "nested_in"):
        return "parent"
    found = ROLES.get(name)
    return None if found == "excluded" else found
