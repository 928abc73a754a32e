"""What the words of a scheme mean, for a dataset card and for releases, which keep it as it was. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

from annotator.scheme import Choice, Scheme

TermKind = Literal["label", "type", "relation", "event"]


class Term(msgspec.Struct, frozen=True):
    """A label, statement type, relation or event type. `is_on`: whether suggestions of a label are shown unasked."""

    kind: TermKind
    name: str
    title: str = ""
    description: str = ""
    is_on: bool = True

    @property
    def meaning(self) -> str:
        """Its title, where that is not its name, and its description."""
        title = "" if self.title.casefold() == self.name.casefold() else self.title
        return ": ".join(part for part in (title, self.description) if part)


def terms_of(scheme: Scheme) -> tuple[Term, ...]:
    """Every word of a scheme, in its order."""
    labels = [Term("label", label.name, label.title, label.description, label.on) for label in scheme.labels]
    groups: tuple[tuple[TermKind, tuple[Choice, ...]], ...] = (
        ("type", scheme.statement_types),
        ("relation", scheme.relations),
        ("event", scheme.event_types),
    )
    choices = [Term(kind, one.name, one.title, one.description) for kind, given in groups for one in given]
    return (*labels, *choices)
