"""`Unit`: an entity or a statement as one layer sees it, decisions laid over what the machine proposes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from annotator.fields import entity_from, statement_from
from annotator.model import MACHINE_PARTS, Entity, How, Kind, Link, Span, State, Statement, Suggestion

NO_PARTS: frozenset[str] = frozenset()


class Decided(msgspec.Struct, frozen=True):
    """What a layer's live decisions on one subject amount to.

    `fields` holds the value of every field (the machine's, kept at the first decision, where nobody decided it);
    `decided` names the fields that a person decided; `conflicts` those on which live decisions contradict each other.
    """

    id: str
    kind: str
    article: str | None
    fields: Mapping[str, Any]
    decided: frozenset[str]
    how: How
    conflicts: frozenset[str] = NO_PARTS

    @property
    def state(self) -> State:
        return self.fields.get("state", "kept")


class Unit(msgspec.Struct, frozen=True, gc=False):
    """One entity or statement in an article. `decided`: what a person decided; `score`, `reason`: the machine's."""

    value: Entity | Statement
    state: State
    decided: frozenset[str] = NO_PARTS
    how: How = "machine"
    score: float | None = None
    source: str = ""
    reason: str = ""
    hidden: bool = False
    conflicts: frozenset[str] = NO_PARTS

    @property
    def id(self) -> str:
        return self.value.id

    @property
    def kind(self) -> Kind:
        return "entity" if isinstance(self.value, Entity) else "statement"

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.value.span,) if isinstance(self.value, Entity) else self.value.content

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    @property
    def is_shown(self) -> bool:
        """Whether it stands in the article: neither refused nor taken away."""
        return self.state in ("suggested", "kept")

    @property
    def is_machine(self) -> bool:
        """Whether nobody has decided anything about it."""
        return self.state == "suggested"

    @property
    def open_parts(self) -> tuple[str, ...]:
        """The parts, links excepted, that are still the machine's."""
        if self.kind == "entity":
            return () if self.state != "suggested" else ("label",)
        return tuple(part for part in MACHINE_PARTS if part not in self.decided) if self.is_shown else ()

    @property
    def lacks_links(self) -> bool:
        """Whether it is a statement of which nobody has said yet what it is about."""
        return self.kind == "statement" and self.state == "kept" and "links" not in self.decided

    def is_undecided(self, passes: Collection[str]) -> bool:
        """Whether somebody still has to decide about it in one of these passes. Hidden suggestions never count."""
        if self.hidden or not self.is_shown:
            return False
        if self.kind == "entity":
            return "entities" in passes and self.state == "suggested"
        if "statements" in passes and self.open_parts:
            return True
        return "links" in passes and (self.lacks_links or (self.state == "suggested" and "statements" not in passes))


def machine_unit(suggestion: Suggestion, *, hidden: bool = False) -> Unit:
    """The unit that a suggestion amounts to while nobody has decided anything about it."""
    return Unit(
        suggestion.value,
        "suggested",
        NO_PARTS,
        "machine",
        suggestion.score,
        suggestion.source,
        suggestion.reason,
        hidden,
    )


def make_unit(
    suggestion: Suggestion | None,
    decided: Decided | None,
    *,
    links: tuple[Link, ...] = (),
    hidden: bool = False,
) -> Unit:
    """The unit that a suggestion, a layer's decisions on it, or both amount to. One of the two must be given."""
    if decided is None:
        assert suggestion is not None
        return machine_unit(suggestion, hidden=hidden)
    parts = decided.decided
    value: Entity | Statement
    if decided.kind == "entity":
        value = entity_from(decided.id, decided.fields)
    else:
        value = statement_from(decided.id, decided.fields, links)
        if links or value.nothing_to_link:
            parts = parts | {"links"}
    return Unit(
        value=value,
        state=decided.state,
        decided=parts,
        how=decided.how,
        score=suggestion.score if suggestion else None,
        source=suggestion.source if suggestion else "",
        reason=suggestion.reason if suggestion else "",
        conflicts=decided.conflicts,
    )
