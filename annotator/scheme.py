"""The label scheme: what a project's annotators may say, with titles, descriptions, colours and keys. Read from TOML.

A scheme file holds `name`, `version`, `guidelines` (Markdown) and the tables `[[family]]`, `[[label]]`,
`[[statement_type]]`, `[[relation]]` and `[[event_type]]`; `resources/schemes/news.toml` is the default and the example.
Names are permanent keys: they stand in every decision. What people read is the title.
"""

from __future__ import annotations

import math
import tomllib
from importlib import resources
from pathlib import Path

import msgspec

from annotator.errors import UserError

DEFAULT = "news"


class Family(msgspec.Struct, frozen=True):
    """Labels that share a hue. `light` and `dark` give the fill (human) and the mark (outline and tag) as #RRGGBB."""

    name: str
    title: str
    light: dict[str, str]
    dark: dict[str, str]


class Label(msgspec.Struct, frozen=True):
    """An entity label. Suggestions of a label that is not `on`, or scored below `threshold`, are hidden."""

    name: str
    title: str
    family: str
    description: str = ""
    key: str = ""
    on: bool = True
    threshold: float = 0.0


class Choice(msgspec.Struct, frozen=True):
    """A statement type, a link relation or an event type."""

    name: str
    title: str
    description: str = ""
    key: str = ""


class Scheme(msgspec.Struct, frozen=True):
    """A project's scheme. The first of each list is what a new object starts with."""

    name: str
    version: str
    families: tuple[Family, ...]
    labels: tuple[Label, ...]
    statement_types: tuple[Choice, ...]
    relations: tuple[Choice, ...]
    event_types: tuple[Choice, ...]
    guidelines: str = ""

    def find_label(self, name: str) -> Label | None:
        return next((label for label in self.labels if label.name == name), None)

    def family_of(self, label: str) -> Family:
        """The family of a label; the last family for a label that the scheme does not know."""
        found = self.find_label(label)
        name = found.family if found else self.families[-1].name
        return next((family for family in self.families if family.name == name), self.families[-1])

    def thresholds(self) -> dict[str, float]:
        """The score under which a label's suggestions are hidden: infinity for a label that is off."""
        return {label.name: label.threshold if label.on else math.inf for label in self.labels}

    def hides(self, label: str, score: float) -> bool:
        """Whether a suggestion with this label and score is hidden until somebody asks for it."""
        return score < self.thresholds().get(label, 0.0)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    family: tuple[Family, ...]
    label: tuple[Label, ...]
    statement_type: tuple[Choice, ...]
    relation: tuple[Choice, ...]
    event_type: tuple[Choice, ...]
    version: str = "1"
    guidelines: str = ""


def read_scheme(path: Path | None = None) -> tuple[Scheme, str]:
    """The scheme in the file at `path` (the default one without) and the file's text, which the project keeps.

    Raises:
        UserError: the file cannot be read, is no TOML, or lacks or contradicts something; the sentence says what.
    """
    if path is None:
        text = (resources.files("resources") / "schemes" / f"{DEFAULT}.toml").read_text(encoding="utf-8")
        return parse_scheme(text, DEFAULT), text
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"The scheme {path} cannot be read: {error.strerror}.", "Check its name.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"The scheme {path} is no text in UTF-8.", "Save it as UTF-8.") from error
    return parse_scheme(text, str(path)), text


def parse_scheme(text: str, origin: str) -> Scheme:
    """The scheme that a TOML text describes; `origin` names it in errors.

    Raises:
        UserError: no TOML, a missing or misspelt entry, a name or key given twice, a label of an unknown family.
    """
    try:
        parsed = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UserError(f"The scheme {origin} cannot be used: {error}.", "Mend the file and try again.") from error
    scheme = Scheme(
        name=parsed.name,
        version=parsed.version,
        families=parsed.family,
        labels=parsed.label,
        statement_types=parsed.statement_type,
        relations=parsed.relation,
        event_types=parsed.event_type,
        guidelines=parsed.guidelines,
    )
    _check(scheme, origin)
    return scheme


def _check(scheme: Scheme, origin: str) -> None:
    groups = {
        "family": scheme.families,
        "label": scheme.labels,
        "statement_type": scheme.statement_types,
        "relation": scheme.relations,
        "event_type": scheme.event_types,
    }
    for what, entries in groups.items():
        if not entries:
            raise UserError(f"The scheme {origin} has no [[{what}]].", "Give at least one.")
        for field in ("name", "key"):
            values = [getattr(entry, field, "") for entry in entries]
            twice = next((value for value in values if value and values.count(value) > 1), None)
            if twice:
                raise UserError(f"The scheme {origin} gives the {what} {field} {twice!r} twice.")
    families = {family.name for family in scheme.families}
    for label in scheme.labels:
        if label.family not in families:
            raise UserError(f"The scheme {origin}: label {label.name} names an unknown family {label.family!r}.")
